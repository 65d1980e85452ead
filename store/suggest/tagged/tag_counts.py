"""How often something was tagged of all the times that it stands in what has been read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.frozen import Frozen
from store.text.spelling import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.text.span import Span

PRIOR: Final = 0.7
"""How likely what was tagged is to be tagged where it stands next, before anything is counted."""
WORTH: Final = 2.0
"""How many times of standing there that is worth: 9 of 10 tell more than 1 of 1."""
LEFT: Final = 1.2
"""What being left untagged counts beside being tagged: common words mean another thing there."""
LEFT_NAME: Final = 0.25
"""The same of a name, which is rather overlooked."""
REJECTED: Final = 3.0
"""What a rejection counts: somebody has looked."""
PRIOR_ELSEWHERE, WORTH_ELSEWHERE = 0.6, 2.0
"""How likely what was tagged in another story is to be tagged, and what that is worth."""
_SENTENCE_END: Final = regex.compile(r"[.!?][\"'”’)]*\s|\n")
COVERS: Final = 60
"""Code points of the longest annotation whose parts are not counted as left untagged: in "Foreign
Minister Ana Boe", tagged as a whole, nobody left "Boe" out; in a whole claim somebody did."""


class PhraseKey(Frozen):
    """A text and a label that it was tagged with."""

    text: str
    """As `spelling.canonical` makes it."""
    label: str

    @classmethod
    def of(cls, text: str, label: str) -> PhraseKey:
        """The key of a tagged text."""
        return cls(canonical(text), label)

    @property
    def kind(self) -> str:
        """What the suggestions share that are like one tagged text."""
        return f"{self.label}: {self.text}"


@dataclass(slots=True)
class TagCounts:
    """How often phrases were tagged, left and rejected in some text."""

    tagged: Counter[PhraseKey] = field(default_factory=Counter)
    left: Counter[PhraseKey] = field(default_factory=Counter)
    """How often each stands untagged in what has been read."""
    rejected: Counter[PhraseKey] = field(default_factory=Counter)
    unread: Counter[PhraseKey] = field(default_factory=Counter)
    """How often that is in sentences without any tag."""
    aside: Counter[PhraseKey] = field(default_factory=Counter)
    """How often that stands where nothing is said beside it."""
    articles: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """By label: how often what is tagged begins with "the" or another article, or (False) stands
    behind one."""
    said: Counter[tuple[str, bool]] = field(default_factory=Counter)
    """By label: how often what is tagged stands beside a word that reports, or (False) does not."""
    met: Counter[PhraseKey] = field(default_factory=Counter)
    """How often what was tagged in other stories stands untagged in what has been read."""

    def exchange(self, before: TagCounts, after: TagCounts) -> set[PhraseKey]:
        """Count a part of the text otherwise than before; what that changes."""
        changed: set[PhraseKey] = set()
        for mine, old, new in (
            (self.tagged, before.tagged, after.tagged),
            (self.left, before.left, after.left),
            (self.unread, before.unread, after.unread),
            (self.aside, before.aside, after.aside),
            (self.rejected, before.rejected, after.rejected),
            (self.met, before.met, after.met),
        ):
            if old != new:
                mine.subtract(old)
                mine.update(new)
                changed |= {key for key in old.keys() | new.keys() if old[key] != new[key]}
        for signs, was, now in (
            (self.articles, before.articles, after.articles),
            (self.said, before.said, after.said),
        ):
            signs.subtract(was)
            signs.update(now)
        return changed


def share_of(
    again: float, left: float, rejected: float, before: float = PRIOR, *, is_name: bool = False
) -> float:
    """How likely words are to be tagged once more: the mean of a beta distribution.

    Args:
        again: How often they were, but for the first time.
        left: How often they stand there untagged.
        rejected: How often a person has rejected them.
        before: How likely that is of what is like them.
        is_name: Whether they are a name, by their capitals, that may have been overlooked.
    """
    against = (LEFT_NAME if is_name else LEFT) * left + REJECTED * rejected
    return (again + WORTH * before) / (again + against + WORTH)


class ShortSpans:
    """What short is tagged in a stretch of text: words in it, tagged as a part, were not left."""

    def __init__(self, around: Iterable[Span]) -> None:
        """Take in what is tagged, in any order."""
        short = {(one.start, one.end) for one in around if len(one) <= COVERS}
        self._spans = sorted(short)
        self._starts = [start for start, _ in self._spans]

    def has_part(self, one: Span) -> bool:
        """Whether something other than just these words covers them."""
        low = bisect_left(self._starts, one.end - COVERS)
        high = bisect_right(self._starts, one.start)
        return any(
            end >= one.end and (start, end) != (one.start, one.end)
            for start, end in self._spans[low:high]
        )


class TaggedSentences:
    """In which sentences of a block something is tagged."""

    def __init__(self, text: str, within: Span, around: Iterable[Span]) -> None:
        """Take in what is tagged, in any order."""
        ends = _SENTENCE_END.finditer(text, within.start, within.end)
        self._ends = [match.end() for match in ends]
        self._tagged: set[int] = set()
        for one in around:
            self._tagged.update(range(self._number(one.start), self._number(one.end - 1) + 1))

    def _number(self, offset: int) -> int:
        return bisect_right(self._ends, offset)

    def has(self, one: Span) -> bool:
        """Whether something is tagged in the sentence in which something begins."""
        return self._number(one.start) in self._tagged
