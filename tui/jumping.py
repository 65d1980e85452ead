"""Jump letters as values: which letter stands for which span on the screen.

There are never more than some eighteen, each a single letter with one meaning. Who works forward
from a place comes upon the likely spans one after another, so those ahead have the letters; and a
span keeps its letter as long as it is among them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from dataclasses import replace as with_fields
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec.structs import replace

from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

HOME_ROW_FIRST: Final = "dfgjkslaheiruowtyqpvnmbcxz"
"""Every letter, the most comfortable ones first (on a QWERTY keyboard)."""
MOST_LETTERS: Final = 18
"""Letters on the screen at a time: more are not taken in at a glance."""
_BACK, _ON = 0.1, 0.3
"""How likely somebody goes back to a span, and on to one in another pane, where nothing is left."""
_ANY, _MOST = 0.01, 0.85
"""What begins with the letter that was asked for is so much likelier, and so likely at most."""
_OWN, _BEFORE = 0.8, 1.35
"""To which powers that is taken, and what stands before it: how much each is believed."""
_SHOWN: Final = 0.05
"""How likely something is, for what it would be, if it had a letter before it was asked for."""
_FELT: Final = 0.03
"""How likely at least is what begins with another letter and would have been wanted before."""
_ALONE: Final = 0.4
"""How likely something ends as it likeliest does, where nobody has looked."""
PAGES_WITH_ENDS: Final = 2
"""Pages of letters on which other ends have some. Then all starts follow, the nearest first: no
letter of an end may stand over a start."""
_WITH_ENDS: Final = 12
"""Of how many starts other ends are offered for each page of letters."""
_SURE: Final = 2 / 9
"""The share of the letters that always go to the likeliest; the rest stay where they were."""
_STAYING: Final = 3
"""Of how many, in letters, the rest stay: what is less likely loses its letter."""


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
    """Whether it is a clause or more, which is tinted rather than underlined."""
    is_end: bool = field(default=False, compare=False)
    """Whether its letter stands behind it, as another that begins there has the one before it."""

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
    others: Mapping[str, int] = msgspec.field(default_factory=dict)
    """The offsets in the other articles, as far as they were read."""

    def is_past(self, target: JumpTarget) -> bool:
        """Whether something was passed."""
        is_here = target.article == self.article
        return target.start < (self.offset if is_here else self.others.get(target.article, 0))

    def at(self, article: str, offset: int, head: int, visible: Span) -> ReadingPlace:
        """How far the same reader has come in an article."""
        others = {**self.others, self.article: self.offset}
        return ReadingPlace(article, offset, head, visible, others)

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
        return self.at(article, offset, head, visible)


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
    by_text: bool = False
    """Whether the next letter is the one with which the wanted span begins in the text."""
    typed: str = ""
    """That letter, once it is typed and several spans begin with it."""
    page: int = 0
    """Which of those have letters now, where they are more than there are letters."""
    is_range: bool = False
    """Whether it was a capital: the span that is picked is where a longer one starts."""
    range_start: JumpTarget | None = None
    """Where the longer span starts whose end is to be picked."""
    is_waiting: bool = False
    """Whether a span has been picked and its label is to come: nothing is offered meanwhile."""
    place: ReadingPlace = NOWHERE
    places: Mapping[str, ReadingPlace] = msgspec.field(default_factory=dict)
    """How far the reader had come with each label that was armed before."""
    codes: Mapping[JumpTarget, str] = msgspec.field(default_factory=dict)
    """The letter of each span that has one."""
    given: tuple[JumpTarget, ...] | None = None
    """What alone is offered, in this order; none where what is likely is looked for."""

    def with_letter(self, letter: str) -> JumpTarget | None:
        """The span that has a letter."""
        return next((t for t, code in self.codes.items() if code == letter), None)

    @property
    def likely(self) -> Jump:
        """The jump with letters at the likely spans again."""
        return replace(self, by_text=False, typed="", page=0, is_range=False)

    def armed_with(self, label: str, *, proposes: bool) -> Jump:
        """The jump with another label: what was not read for that on this screen is ahead."""
        place, before = self.place, self.places.get(label, NOWHERE)
        if label not in ("", self.armed_label) and self.armed_label:
            is_here = (before.article, before.visible) == (place.article, place.visible)
            offset = before.offset if is_here else place.visible.start
            place = before.at(place.article, offset, place.head, place.visible)
        places = {**self.places, self.armed_label: self.place}
        return replace(
            self.likely, armed_label=label, proposes=proposes, place=place, places=places
        )


@dataclass(frozen=True, slots=True)
class _Odds:
    """How likely a reader wants what is not the next thing."""

    seen: float
    """Of the spans that will be tagged, the share that is not left for later when it is passed."""
    passed: float
    """How likely somebody goes back to a span, for one that they would not have passed over."""
    elsewhere: float
    """The same for a span in another pane."""
    least: float
    """How likely nothing was wanted before something that is far ahead, at least."""


_LOOKING: Final = _Odds(seen=0.4, passed=0.002, elsewhere=0.01, least=0.0)
_ASKED: Final = _Odds(seen=1.0, passed=0.002, elsewhere=0.01, least=0.01)
"""The same of who has asked for what begins with a letter."""


def letters(taken: Collection[str]) -> str:
    """The letters that can stand on the screen: all but those that keep their meaning."""
    return "".join(letter for letter in HOME_ROW_FIRST if letter not in taken)[:MOST_LETTERS]


def by_likelihood(targets: Sequence[JumpTarget], place: ReadingPlace) -> list[JumpTarget]:
    """The targets in the order in which they are probably wanted.

    Somebody who works forward from a place takes the first span behind it that they want: each is
    as likely as it is wanted and as none between was.

    Args:
        targets: In the order of the text, article by article.
        place: How far the reader has come.
    """
    return [target for _, target in _worths(targets, place, _LOOKING)]


def by_nearness(targets: Sequence[JumpTarget], place: ReadingPlace) -> list[JumpTarget]:
    """The targets in the order in which a reader comes upon them: ahead, then back, then elsewhere.

    Args:
        targets: In the order of the text, article by article.
        place: How far the reader has come.
    """
    here = [target for target in targets if target.article == place.article]
    passed = [target for target in here if place.is_past(target)]
    ahead = [target for target in here if not place.is_past(target)]
    elsewhere = [target for target in targets if target.article != place.article]
    return [*ahead, *reversed(passed), *elsewhere]


def with_ends(
    starts: Sequence[JumpTarget],
    everything: Iterable[JumpTarget],
    place: ReadingPlace,
    ends: Callable[[JumpTarget], Sequence[JumpTarget]],
    shown: Collection[JumpTarget] = (),
    page: int = 0,
) -> list[JumpTarget]:
    """Spans that begin with a letter, and wherever else they can end, the likeliest first.

    Who asks for what begins so wants the next of it, or one further on if that is likelier, and
    nothing that is likely and comes before it, or had a letter already.

    Args:
        starts: In the order of the text, article by article.
        everything: These, and what begins with other letters.
        place: How far the reader has come.
        ends: All that begin where one does, the likeliest first, with how likely each is if one of
            them is wanted.
        shown: What had a letter before that.
        page: Which of them will be shown: what comes later need not be there.
    """
    asked = {s: with_fields(s, likelihood=min(_MOST, _ANY + s.likelihood)) for s in starts}
    between = [
        with_fields(each, likelihood=_LOOKING.seen * each.likelihood)
        for each in everything
        if each.likelihood > _FELT and each not in asked
    ]
    in_order = sorted((*asked.values(), *between), key=lambda each: each.start)
    ranked = []
    for worth, each in _worths(in_order, place, _ASKED):
        if each in asked:
            before = worth / each.likelihood
            ranked.append((each.likelihood**_OWN * before**_BEFORE, each))
    ranked.sort(key=itemgetter(0), reverse=True)
    looked_at = _WITH_ENDS * (page + 1)
    found = [(_ALONE * worth, each) for worth, each in ranked[looked_at:]]
    for worth, start in ranked[:looked_at]:
        extents = ends(start) or (with_fields(start, likelihood=1.0),)
        found += [(worth * each.likelihood, each) for each in extents]
    found = [(worth * _SHOWN if each in shown else worth, each) for worth, each in found]
    found.sort(key=itemgetter(0), reverse=True)
    return [target for _, target in found]


def _worths(
    targets: Sequence[JumpTarget], place: ReadingPlace, odds: _Odds
) -> list[tuple[float, JumpTarget]]:
    """How likely each target is the one that is wanted next, the likeliest first."""
    groups: dict[str, list[JumpTarget]] = {}
    passed: list[JumpTarget] = []
    for target in targets:
        if place.is_past(target):
            passed.append(target)
        else:
            groups.setdefault(target.article, []).append(target)
    chances, left = _chances(groups.pop(place.article, ()), 1.0, odds)
    here = place.article
    back = sorted(passed, key=lambda each: (each.article == here, each.start), reverse=True)
    chances += _chances(back, max(odds.passed, _BACK * left), odds)[0]
    for elsewhere in groups.values():
        chances += _chances(elsewhere, max(odds.elsewhere, _ON * left), odds)[0]
    chances.sort(key=itemgetter(0), reverse=True)
    return chances


def _chances(
    targets: Sequence[JumpTarget], reached: float, odds: _Odds
) -> tuple[list[tuple[float, JumpTarget]], float]:
    """How likely each is the first that is taken, by who comes to them with some likelihood.

    Returns:
        That with each target, and how likely nobody takes any.
    """
    chances = []
    for target in targets:
        chances.append((target.likelihood * max(odds.least, reached), target))
        if not target.is_end:
            reached *= 1 - target.likelihood * odds.seen
    return chances, reached


def chosen(
    wanted: Sequence[JumpTarget],
    count: int,
    previous: Mapping[JumpTarget, str],
    has_room: Callable[[JumpTarget], bool],
) -> list[JumpTarget]:
    """Those that get a letter: the likeliest, then those that have one already.

    Args:
        wanted: The likeliest first.
        count: How many letters there are.
        previous: The letters that are on the screen.
        has_room: Takes the cell of its letter for a target, if there is one that is free.
    """
    found: list[JumpTarget] = []
    sure = round(count * _SURE)
    likeliest = wanted[: _STAYING * count]
    settled = [target for target in likeliest[sure:] if target in previous]
    for target in dict.fromkeys((*likeliest[:sure], *settled, *wanted[sure:])):
        if len(found) == count:
            break
        if has_room(target):
            found.append(target)
    return found


def apart(targets: Iterable[JumpTarget]) -> list[JumpTarget]:
    """Of targets that begin together the first has its letter at the start, the others behind."""
    begun: set[tuple[str, int]] = set()
    placed = []
    for target in targets:
        start = target.article, target.start
        is_end = start in begun
        is_so = target.is_end == is_end
        placed.append(target if is_so else with_fields(target, is_end=is_end))
        begun.add(start)
    return placed


def is_clear(target: JumpTarget, placed: Iterable[JumpTarget]) -> bool:
    """Whether each letter at an end belongs to the last one at a start that is before it."""
    here = [each for each in placed if each.article == target.article]
    if not target.is_end:
        return not any(each.is_end and each.start < target.start < each.end for each in here)
    starts = [each.start for each in here if not each.is_end and each.start < target.end]
    return max(starts, default=-1) == target.start


def assign(
    targets: Sequence[JumpTarget], alphabet: str, previous: Mapping[JumpTarget, str]
) -> dict[JumpTarget, str]:
    """A letter for each target: its earlier one if it can be had, else the first that is free.

    Args:
        targets: No more than there are letters; the likeliest first.
        alphabet: The letters, the most comfortable first.
        previous: The letters that spans had before; some may have had the same.
    """
    given: dict[JumpTarget, str] = {}
    used: set[str] = set()
    for target in targets:
        letter = previous.get(target, "")
        if letter and letter in alphabet and letter not in used:
            given[target] = letter
            used.add(letter)
    free = (letter for letter in alphabet if letter not in used)
    return {each: given[each] if each in given else next(free) for each in targets}
