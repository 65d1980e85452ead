"""What several people annotated in an article, joined into items of which each is one decision.

Spans of different people are joined where they share text and have one label, or where they cover
nearly the same text with different labels; what is joined directly or through others is one item.
Nothing here depends on the order in which people or their spans are given, nor on their names.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from store.disjoint_sets import DisjointSets
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from _typeshed import SupportsRichComparison

    from store.annotations.model import Annotation

V = TypeVar("V", bound="SupportsRichComparison")
NEARLY_THE_SAME: Final = 0.5
"""Spans with different labels are about the same thing from this share of the text that either
covers; the share is that which both cover."""


class Difference(StrEnum):
    """In what the people of an item differ."""

    MISSING = "missing"
    """Somebody left out what others annotated."""
    BOUNDARY = "boundary"
    """The same, but for where it starts or ends."""
    LABEL = "label"
    """The same, but for its label."""
    SEVERAL = "several"
    """Somebody has several spans where others have one, or other ones."""


class SpanReading(Frozen):
    """What one or more people annotated in an item, all of them exactly alike."""

    people: tuple[str, ...]
    """In alphabetical order."""
    annotations: tuple[tuple[Annotation, ...], ...]
    """Those of each of the people, as the text reads."""

    @property
    def place(self) -> tuple[tuple[int, int, str], ...]:
        """Start, end and label of each span: what makes it another reading than others."""
        return _place_of(self.annotations[0])


class DisputedSpans(Frozen):
    """Spans of several people that are decided together; also those on which all agree."""

    readings: tuple[SpanReading, ...]
    """Those of most people first, then as the text reads; one at least."""
    left_out_by: tuple[str, ...]
    """Who annotated nothing of it, in alphabetical order."""

    @property
    def start(self) -> int:
        """Code points before the first of its spans."""
        return min(start for reading in self.readings for start, _, _ in reading.place)

    @property
    def end(self) -> int:
        """Code points up to the end of the last of its spans."""
        return max(end for reading in self.readings for _, end, _ in reading.place)

    @property
    def people(self) -> tuple[str, ...]:
        """All whose work is compared, in the order of the readings."""
        having = (who for reading in self.readings for who in reading.people)
        return (*having, *self.left_out_by)

    @property
    def differences(self) -> frozenset[Difference]:
        """In what the people differ; nothing where all agree."""
        found = {Difference.MISSING} if self.left_out_by else set()
        places = [reading.place for reading in self.readings]
        if len(places) > 1 and any(len(place) > 1 for place in places):
            return frozenset(found | {Difference.SEVERAL})
        spans = [span for place in places for span in place]
        if len({(start, end) for start, end, _ in spans}) > 1 and len(places) > 1:
            found.add(Difference.BOUNDARY)
        if len({label for _, _, label in spans}) > 1 and len(places) > 1:
            found.add(Difference.LABEL)
        return frozenset(found)


def disputed_spans(people: Mapping[str, Iterable[Annotation]]) -> list[DisputedSpans]:
    """The items of an article, as the text reads, those on which all agree among them.

    Args:
        people: What each person annotated in the article, also nothing. Suggestions that were
            rejected, and annotations whose place in the present text is not settled, do not count.
    """
    spans = sorted(
        ((each, who) for who, given in people.items() for each in given if _counts(each)),
        key=lambda pair: pair[0].order,
    )
    items = [_item([spans[i] for i in group], people) for group in _joined(spans)]
    return sorted(items, key=lambda item: (item.start, item.end, item.readings[0].place))


def _counts(annotation: Annotation) -> bool:
    return not annotation.rejected and not annotation.adrift


def _joined(spans: list[tuple[Annotation, str]]) -> list[list[int]]:
    """The positions of the spans that are one item, for each item."""
    sets = DisjointSets(len(spans))
    unfinished: list[int] = []
    for i, (annotation, who) in enumerate(spans):
        unfinished = [j for j in unfinished if spans[j][0].end > annotation.start]
        for j in unfinished:
            other, whose = spans[j]
            if whose != who and _is_about_the_same(other, annotation):
                sets.join(i, j)
        unfinished.append(i)
    return sets.groups()


def _is_about_the_same(one: Annotation, other: Annotation) -> bool:
    if one.label == other.label:
        return one.span.overlaps(other.span)
    return one.span.likeness(other.span) >= NEARLY_THE_SAME


def by_value(values: Mapping[str, V]) -> list[tuple[V, tuple[str, ...]]]:
    """What people have, each with all who have it: first what most have, then by the values."""
    people: dict[V, list[str]] = defaultdict(list)
    for who in sorted(values):
        people[values[who]].append(who)
    ordered = sorted(people.items(), key=lambda each: (-len(each[1]), each[0]))
    return [(value, tuple(names)) for value, names in ordered]


def _item(spans: list[tuple[Annotation, str]], people: Iterable[str]) -> DisputedSpans:
    by_person: dict[str, list[Annotation]] = defaultdict(list)
    for annotation, who in spans:
        by_person[who].append(annotation)
    places = {who: _place_of(theirs) for who, theirs in by_person.items()}
    return DisputedSpans(
        tuple(
            SpanReading(names, tuple(tuple(by_person[who]) for who in names))
            for _, names in by_value(places)
        ),
        tuple(sorted(set(people) - by_person.keys())),
    )


def _place_of(annotations: Iterable[Annotation]) -> tuple[tuple[int, int, str], ...]:
    return tuple((each.start, each.end, each.label) for each in annotations)
