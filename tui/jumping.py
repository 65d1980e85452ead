"""Jump labels as values: which letters stand for which span on the screen.

Codes are prefix-free: a letter is either a code by itself or the first of two (of three, where a
screen has more words than there are pairs). Who works forward
from a place comes upon the likely spans one after another, so the nearest likely ones have a single
letter; and a span keeps its letters from one offer to the next as long as that can be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import msgspec

from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

HOME_ROW_FIRST: Final = "dfgjkslaheiruowtyqpvnmbcxz"
"""Every letter, the most comfortable ones first (on a QWERTY keyboard)."""
_PASSED: Final = 0.02
"""How likely somebody goes back to a span, for one that they would not have passed over."""
_ELSEWHERE: Final = 0.01
"""The same for a span in another pane."""
_SEEN: Final = 0.5
"""Of the spans that will be tagged, the share that is not left for later when it is passed."""
_SURE: Final = 2 / 3
"""The share of single letters that always go to the likeliest; the rest stay where they were."""


@dataclass(frozen=True, slots=True)
class JumpTarget:
    """A span that can be jumped to."""

    article: str
    """The article's id."""
    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    likelihood: float = field(default=0.0, compare=False)
    """That it is wanted, from 0 to 1, wherever the reader is."""
    is_long: bool = field(default=False, compare=False)
    """Whether it is a clause or more, whose label stands at its end."""

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)

    def __hash__(self) -> int:
        # Asked for so often that the hash of a tuple of all fields would be felt at each key.
        return self.start << 20 ^ self.end


class ReadingPlace(Frozen):
    """How far a reader has come."""

    article: str
    offset: int
    """What begins before it has been passed."""
    head: int
    """Where the caret was when this was found out."""
    visible: Span
    """What of the article was on the screen then."""

    def moved_to(self, article: str, head: int, visible: Span) -> ReadingPlace:
        """How far a reader has come who has moved on from here.

        After scrolling forward that is where what is new on the screen begins; otherwise it is the
        caret, or the first visible row where the caret is out of sight.
        """
        if (self.article, self.head, self.visible) == (article, head, visible):
            return self
        if self.article == article and self.visible.start < visible.start:
            offset = self.visible.end if self.visible.end in visible else visible.start
        else:
            offset = head if visible.start <= head <= visible.end else visible.start
        return ReadingPlace(article, offset, head, visible)


NOWHERE: Final = ReadingPlace("", 0, 0, Span(0, 0))
"""The place of who has not read anything yet."""


class Jump(Frozen):
    """How far somebody has come with a jump."""

    stays: bool
    """Whether the letters are offered again after a span was picked."""
    armed_label: str = ""
    """The label with which a span is tagged as soon as it is picked; empty for none."""
    proposes: bool = False
    """Whether the same text is proposed elsewhere too."""
    typed: str = ""
    """The letters of a code so far."""
    is_range: bool = False
    """Whether one of them was a capital: the span that is picked is where a longer one starts."""
    range_start: JumpTarget | None = None
    """Where the longer span starts whose end is to be picked."""
    every_word: bool = False
    """Whether each word is offered, not only what is likely."""
    is_waiting: bool = False
    """Whether a span has been picked and its label is to come: nothing is offered meanwhile."""
    place: ReadingPlace = NOWHERE
    codes: Mapping[JumpTarget, str] = msgspec.field(default_factory=dict)
    """What is offered."""

    @property
    def matching(self) -> dict[JumpTarget, str]:
        """What the letters typed so far can lead to."""
        return {t: code for t, code in self.codes.items() if code.startswith(self.typed)}


def letters(taken: Collection[str]) -> str:
    """The letters that codes are made of: all but those that keep their meaning."""
    return "".join(letter for letter in HOME_ROW_FIRST if letter not in taken)


def by_likelihood(targets: Sequence[JumpTarget], place: ReadingPlace) -> list[JumpTarget]:
    """The targets in the order in which they are probably wanted.

    Somebody who works forward from a place takes the first span behind it that they want: each is
    as likely as it is wanted and as none between was.

    Args:
        targets: In the order of the text, article by article.
        place: How far the reader has come.
    """
    groups: dict[str, list[JumpTarget]] = {}
    passed: list[JumpTarget] = []
    for target in targets:
        if target.article == place.article and target.start < place.offset:
            passed.append(target)
        else:
            groups.setdefault(target.article, []).append(target)
    chances = _chances(passed[::-1], _PASSED)
    for article, ahead in groups.items():
        chances += _chances(ahead, 1.0 if article == place.article else _ELSEWHERE)
    chances.sort(key=itemgetter(0), reverse=True)
    return [target for _, target in chances]


def _chances(targets: Sequence[JumpTarget], reached: float) -> list[tuple[float, JumpTarget]]:
    """How likely each is the first that is taken, by who comes to them with some likelihood."""
    chances = []
    for target in targets:
        chances.append((target.likelihood * reached, target))
        reached *= 1 - target.likelihood * _SEEN
    return chances


def assign(
    wanted: Sequence[JumpTarget], alphabet: str, previous: Mapping[JumpTarget, str]
) -> dict[JumpTarget, str]:
    """Give each target a code of one letter or two; of three only where two are not enough.

    Args:
        wanted: The likeliest first; those for which there is no code are left out.
        alphabet: The letters of codes, the most comfortable first.
        previous: The codes that they had before; some may have had the same.

    Returns:
        No code is another's start. The likeliest have one letter, in so far as enough codes of
        two are left for all the others.
    """
    size = len(alphabet)
    wanted = wanted[: size**3]
    if not wanted:
        return {}
    if len(wanted) > size * size:
        return _longer(wanted, alphabet, previous)
    firsts = _first_letters(len(wanted), alphabet, previous)
    singles = [letter for letter in alphabet if letter not in firsts]
    short = _short_ones(wanted, singles, previous)
    long = [target for target in wanted if target not in short]
    pairs = ["".join(pair) for pair in product((a for a in alphabet if a in firsts), alphabet)]
    return _codes_for(list(short), singles, previous) | _codes_for(long, pairs, previous)


def _longer(
    wanted: Sequence[JumpTarget], alphabet: str, previous: Mapping[JumpTarget, str]
) -> dict[JumpTarget, str]:
    """Codes of two letters and, for the least likely, of three: as few of these as will do."""
    size = len(alphabet)
    pairs = ["".join(pair) for pair in product(alphabet, alphabet)]
    count = size * size - -(-(len(wanted) - size * size) // (size - 1))
    triples = ["".join(three) for three in product(pairs[count:], alphabet)]
    return _codes_for(wanted[:count], pairs[:count], previous) | _codes_for(
        wanted[count:], triples, previous
    )


def _first_letters(count: int, alphabet: str, previous: Mapping[JumpTarget, str]) -> set[str]:
    """The letters with which codes of two begin, of the least comfortable: as few as will do.

    One that was such a letter stays one, if that costs no more than one single letter.
    """
    size = len(alphabet)
    if count <= size:
        return set()
    needed = size - (size * size - count) // (size - 1)
    earlier = {code[0] for code in previous.values() if len(code) > 1}
    kept = [letter for letter in reversed(alphabet) if letter in earlier][: needed + 1]
    spare = [letter for letter in reversed(alphabet) if letter not in kept]
    return {*kept, *spare[: max(0, needed - len(kept))]}


def _short_ones(
    wanted: Sequence[JumpTarget], singles: Sequence[str], previous: Mapping[JumpTarget, str]
) -> dict[JumpTarget, None]:
    """The targets that get a single letter: the likeliest, then those that have one already."""
    sure = round(len(singles) * _SURE)
    settled = [target for target in wanted[sure:] if previous.get(target) in singles]
    order = dict.fromkeys((*wanted[:sure], *settled, *wanted[sure:]))
    return dict.fromkeys(list(order)[: len(singles)])


def _codes_for(
    targets: Sequence[JumpTarget], codes: Sequence[str], previous: Mapping[JumpTarget, str]
) -> dict[JumpTarget, str]:
    """A code for each target: its earlier one if it can be had, else the first that is free."""
    known = set(codes)
    given: dict[JumpTarget, str] = {}
    used: set[str] = set()
    for target in targets:
        code = previous.get(target, "")
        if code in known and code not in used:
            given[target] = code
            used.add(code)
    free = iter([code for code in codes if code not in used])
    return {t: given[t] if t in given else next(free) for t in targets}
