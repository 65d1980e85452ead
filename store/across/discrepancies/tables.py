"""What articles say of one thing in numbers, dates and places, as tables; and which values differ.

`discrepancies` is the one function for screens, reports and benches. It raises an alarm only where
a person has tied the things: claims of one row, mentions of one cluster. Values of one noun are
put side by side and left to be read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Final

from store.across.discrepancies.model import Discrepancy, PlacedValue, ThingSource
from store.across.discrepancies.places import may_be_one
from store.across.discrepancies.quantities import is_generic, is_of_people
from store.across.discrepancies.things import StoryValues, Thing
from store.across.discrepancies.values import ValueKind, can_both_hold
from store.disjoint_sets import connected
from store.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from store.across.story_ties import StoryTies
    from store.annotations.links import Links
    from store.labels import LabelSet


_MOST: Final = 100
"""Values of a kind in a table: each is compared with each."""
_ALIKE_UNITS: Final = (ValueKind.MONEY, ValueKind.MEASURE)


def discrepancies(ties: StoryTies, labels: LabelSet) -> tuple[Discrepancy, ...]:
    """The tables of a story: what differs first and is not settled, then the rest of what is tied,
    then nouns that are counted differently.

    Args:
        ties: The annotations of the story with its links and texts.
        labels: Its label set.
    """
    story = StoryValues(ties, labels)
    tied = Steps(tied_in_steps(story), 0).all()
    return (*tied, *Steps(counted_in_steps(story), 0).all())


def tied_in_steps(story: StoryValues) -> Generator[None, None, tuple[Discrepancy, ...]]:
    """The tables of what a person has tied, a thing at a step; those with open alarms first."""
    found: list[Discrepancy] = []
    for things in (story.claim_things(), story.cluster_things()):
        for thing in things:
            found += _tables(story.ties, thing)
            yield
    return tuple(sorted(found, key=_order))


def counted_in_steps(story: StoryValues) -> Generator[None, None, tuple[Discrepancy, ...]]:
    """The tables of nouns that are counted differently, some lines of an article at a step."""
    nouns: dict[str, list[PlacedValue]] = defaultdict(list)
    for article in story.ties.articles:
        for noun, value in (yield from story.counts_in_steps(article)):
            nouns[noun].append(value)
    found: list[Discrepancy] = []
    for noun, values in sorted(nouns.items()):
        thing = Thing(noun, ThingSource.NOUN, "", tuple(values), is_group=True)
        found += (table for table in _tables(story.ties, thing) if table.differing)
        yield
    return tuple(sorted(found, key=_order))


def _order(table: Discrepancy) -> tuple[bool, bool, int, str]:
    return not table.open, not table.differing, -table.articles, table.name


# Tables ------------------------------------------------------------------------------------------


def _tables(ties: StoryTies, thing: Thing) -> Iterator[Discrepancy]:
    """A table for each kind of value of a thing that two articles or more say."""
    for kind in ValueKind:
        values = [each for each in thing.values if each.value.kind is kind]
        if thing.source is not ThingSource.CLAIMS:
            values = _once_an_article(values)
        if thing.source is ThingSource.NOUN and len(values) > _MOST:
            continue  # what is counted so often is no one thing
        values = values[:_MOST]
        for some in connected(values, partial(_is_comparable, thing)):
            kept = _not_refused(ties.links, thing.label, some)
            if len({each.article for each in kept}) > 1:
                yield _table(ties, thing, kept)


def _once_an_article(values: Iterable[PlacedValue]) -> list[PlacedValue]:
    """Of what an article says again and again the first; each claim, though, is one of its own."""
    first: dict[tuple[object, ...], PlacedValue] = {}
    for each in values:
        value = each.value
        key = (each.article, value.low, value.high, value.noun, value.state, value.unit)
        first.setdefault(key, each)
    return list(first.values())


def _table(ties: StoryTies, thing: Thing, some: Iterable[PlacedValue]) -> Discrepancy:
    number = {article: n for n, article in enumerate(ties.articles)}
    values = sorted(some, key=lambda e: (not e.value.is_known, e.value.low, e.value.high,
                                         number[e.article], e.value.start))  # fmt: skip
    differing = tuple(
        (one, other)
        for one, other in combinations(range(len(values)), 2)
        if _differ(thing, values, values[one], values[other])
    )
    contradicted = tuple(
        pair for pair in differing if _is_contradicted(ties, *(values[each] for each in pair))
    )
    kind = values[0].value.kind
    return Discrepancy(
        thing.name, kind, thing.source, thing.label, tuple(values), differing, contradicted
    )


def _differ(
    thing: Thing, values: Sequence[PlacedValue], one: PlacedValue, other: PlacedValue
) -> bool:
    """Whether two values cannot both hold, and neither does the other's article say something
    with which the first agrees."""
    if one.article == other.article or _agree(thing, one, other):
        return False
    return not any(
        _agree(thing, value, each)
        for value, article in ((one, other.article), (other, one.article))
        for each in values
        if each.article == article and _is_comparable(thing, value, each)
    )


def _agree(thing: Thing, one: PlacedValue, other: PlacedValue) -> bool:
    if not _is_comparable(thing, one, other):
        return True
    if one.place is not None and other.place is not None:
        return may_be_one(one.place, other.place)
    return can_both_hold(one.value, other.value)


def _is_contradicted(ties: StoryTies, one: PlacedValue, other: PlacedValue) -> bool:
    return any(claim in ties.opposed_to(each) for each in one.claims for claim in other.claims)


# What can be compared ----------------------------------------------------------------------------


def _is_comparable(thing: Thing, one: PlacedValue, other: PlacedValue) -> bool:
    """Whether two values of a kind are of one thing, as far as words tell."""
    here, there = one.value, other.value
    if here.kind in _ALIKE_UNITS or here.kind is ValueKind.PLACE:
        return here.unit == there.unit
    if here.kind is ValueKind.AGE:
        is_one = thing.is_single or thing.source is ThingSource.CLAIMS
        return here.noun == there.noun or (is_one and not (here.noun and there.noun)) or (
            thing.is_single)  # fmt: skip
    return here.kind is not ValueKind.COUNT or _count_alike(thing, one, other)


def _count_alike(thing: Thing, one: PlacedValue, other: PlacedValue) -> bool:
    here, there = one.value, other.value
    if here.state and there.state and here.state != there.state:
        return False
    if thing.source is ThingSource.NOUN or (here.noun == there.noun and (here.noun or here.state)):
        return True
    are_people = all(is_generic(each) or is_of_people(each) for each in (here, there))
    if thing.source is ThingSource.CLAIMS:
        bare = [each for each in (here, there) if not (each.noun or each.state)]
        return are_people and not bare
    return thing.is_group and are_people and (is_generic(here) or is_generic(there))


# What a person has refused -----------------------------------------------------------------------


def refusal_kind(kind: ValueKind) -> str:
    """The kind of the refused offers that say that two values are not of one thing."""
    return f"differing {kind.name.lower()}"


def _not_refused(links: Links, label: str, values: Sequence[PlacedValue]) -> Sequence[PlacedValue]:
    """The values without those that are refused beside others: the one that most often is first."""
    kept = list(values)
    if not len(links.refused):
        return kept
    while True:
        often = Counter[int]()
        for one, other in combinations(range(len(kept)), 2):
            kind = refusal_kind(kept[one].value.kind)
            if links.refusal_of(kind, label, (kept[one].said, kept[other].said)):
                often.update((one, other))
        if not often:
            return kept
        kept.pop(max(often, key=lambda number: (often[number], number)))
