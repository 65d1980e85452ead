"""What it took to type a gold, and what was on the screen meanwhile."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from store.practice.gold import GoldSpan

BY_SPACE: Final = "Space and a letter"
BY_PAGES: Final = "Space again"
REACH: Final = ("a letter", BY_SPACE, BY_PAGES, "letters at both ends")
"""By what a span can be tagged, the fewest keys first. After Space and its first letter another
tells apart what begins alike, and where that ends; Space again shows the next of them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A span that was tagged by itself."""

    wanted: GoldSpan
    keys: int
    means: str


@dataclass(slots=True)
class Letters:
    """Of the letters on the screen, added up over all moments at which one was picked."""

    picks: int = 0
    shown: int = 0
    most: int = 0
    double: int = 0
    """Codes of two letters."""
    over_text: int = 0
    """Letters over anything that is not blank."""
    left: int = 0
    """Spans with a letter that were neither picked nor passed by the pick before."""
    kept: int = 0
    """Those of them that have the same letter."""


@dataclass(slots=True)
class Outcome:
    """What it took."""

    keys: Counter[str] = field(default_factory=Counter)
    """By label: those pressed up to the edit."""
    spans: Counter[str] = field(default_factory=Counter)
    """By label."""
    means: Counter[str] = field(default_factory=Counter)
    """By what each span came from."""
    reach: Counter[str] = field(default_factory=Counter)
    """By what each span that was tagged by itself could be, of `REACH`; empty if by none."""
    typed: list[Typed] = field(default_factory=list)
    letters: Letters = field(default_factory=Letters)
    right: int = 0
    """Right suggestions that were in sight."""
    wrong: int = 0
    """Wrong suggestions that were in sight."""
    default_right: int = 0
    """Right ones of these that are shown though nobody asks for them, where it was annotated."""
    default_wrong: int = 0
    """Wrong ones of these."""
    skipped: list[str] = field(default_factory=list)
    """Spans that no key makes."""
    faults: list[str] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        return not self.faults

    @property
    def total(self) -> int:
        return sum(self.keys.values())

    def per_span(self, label: str) -> float:
        """Keys for each span of a label, or of all."""
        if not label:
            return self.total / max(1, sum(self.spans.values()))
        return self.keys[label] / max(1, self.spans[label])

    def __add__(self, other: Outcome) -> Outcome:
        one, two = self.letters, other.letters
        letters = Letters(
            one.picks + two.picks,
            one.shown + two.shown,
            max(one.most, two.most),
            one.double + two.double,
            one.over_text + two.over_text,
            one.left + two.left,
            one.kept + two.kept,
        )
        return Outcome(
            self.keys + other.keys,
            self.spans + other.spans,
            self.means + other.means,
            self.reach + other.reach,
            self.typed + other.typed,
            letters,
            self.right + other.right,
            self.wrong + other.wrong,
            self.default_right + other.default_right,
            self.default_wrong + other.default_wrong,
            self.skipped + other.skipped,
            self.faults + other.faults,
        )

    def figures(self) -> dict[str, Any]:
        """What is told of it."""
        letters, spans = self.letters, max(1, sum(self.spans.values()))
        picks, typed = max(1, letters.picks), max(1, len(self.typed))
        reach = accumulate(self.reach[means] for means in REACH)
        return {
            "keys_per_span": round(self.per_span(""), 3),
            "by_label": {name: round(self.per_span(name), 2) for name in sorted(self.spans)},
            "letters": round(letters.shown / picks, 1),
            "letters_at_most": letters.most,
            "double": round(letters.double / picks, 2),
            "over_text": round(letters.over_text / picks, 2),
            "kept": round(letters.kept / max(1, letters.left), 3),
            "reach": {means: round(n / typed, 3) for means, n in zip(REACH, reach, strict=True)},
            "wrong_suggestions_per_span": round(self.wrong / spans, 2),
            "right_suggestions": round(self.right / max(1, self.right + self.wrong), 2),
            "right_by_default": round(
                self.default_right / max(1, self.default_right + self.default_wrong), 2
            ),
            "means": {name: round(n / spans, 3) for name, n in self.means.most_common()},
            "skipped": len(self.skipped),
            "equal": self.is_equal,
        }
