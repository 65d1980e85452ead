"""What several people tied in a story, joined by the items of spans at the two ends.

A relation whose end is still in dispute waits for it: who takes another span at that end decides
on another relation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.adjudication.items import DisputedSpans
    from store.annotations.model import Relation

_EVENT_NUMBER: Final = re.compile(r"E\d+")


class RelationEnd(Frozen, order=True):
    """What relations of several people begin or end at."""

    article: str
    """The article's id."""
    start: int
    """Code points before the span; before the first of those that are in dispute."""
    end: int
    """Code points up to the end of the span, or of the last of those in dispute."""
    label: str
    """The span's; empty where it is in dispute."""

    @property
    def is_agreed(self) -> bool:
        """Whether all people have the same span there."""
        return bool(self.label)


class RelationReading(Frozen):
    """What one or more people say that ties two ends, all of them alike."""

    types: tuple[tuple[str, str], ...]
    """Type and role of each relation from the one end to the other, in alphabetical order."""
    people: tuple[str, ...]
    """In alphabetical order."""


class DisputedRelation(Frozen):
    """What ties two ends, which is one decision; also where all agree."""

    head: RelationEnd
    tail: RelationEnd
    readings: tuple[RelationReading, ...]
    """Those of most people first, then by type and role; one at least."""
    left_out_by: tuple[str, ...]
    """Who ties the two by nothing, of those who annotated both articles; in alphabetical order."""

    @property
    def waits(self) -> bool:
        """Whether an end is to be decided first."""
        return not (self.head.is_agreed and self.tail.is_agreed)

    @property
    def is_agreed(self) -> bool:
        """Whether all the people tie the same spans alike."""
        return not self.waits and len(self.readings) == 1 and not self.left_out_by


def disputed_relations(
    items: Mapping[str, Sequence[DisputedSpans]], people: Mapping[str, Iterable[Relation]]
) -> list[DisputedRelation]:
    """What is tied in a story, as its heads are read, that on which all agree among it.

    Args:
        items: Those of each article, by its id.
        people: The relations of each person, also none. One with an end that is in none of the
            items, such as a span that has lost its place, does not count.
    """
    ends = {
        (who, article, annotation_id): end
        for article, those in items.items()
        for item in those
        for who, annotation_id, end in _ends_in(article, item)
    }
    tied: dict[tuple[RelationEnd, RelationEnd], dict[str, set[tuple[str, str]]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for who, relations in people.items():
        for relation in relations:
            head, tail = (
                ends.get((who, mention.article, mention.id))
                for mention in (relation.head, relation.tail)
            )
            if head is not None and tail is not None:
                tied[head, tail][who].add((relation.type, meant_role(relation)))
    readers = {
        article: {who for item in those for who in item.people} for article, those in items.items()
    }
    return [
        _relation(head, tail, by_person, readers[head.article] & readers[tail.article])
        for (head, tail), by_person in sorted(tied.items(), key=lambda entry: entry[0])
    ]


def _ends_in(article: str, item: DisputedSpans) -> Iterable[tuple[str, str, RelationEnd]]:
    """Who has which annotation in an item, by its id, and what end it is."""
    in_dispute = RelationEnd(article, item.start, item.end, "")
    for reading in item.readings:
        for who, spans in zip(reading.people, reading.annotations, strict=True):
            for each in spans:
                agreed = RelationEnd(article, each.start, each.end, each.label)
                yield who, each.id, agreed if item.is_agreed else in_dispute


def meant_role(relation: Relation) -> str:
    """The role of a relation, but for the number of an event of brat: it differs from file to file
    and says nothing of what is tied."""
    return "" if _EVENT_NUMBER.fullmatch(relation.role) else relation.role


def _relation(
    head: RelationEnd,
    tail: RelationEnd,
    by_person: Mapping[str, set[tuple[str, str]]],
    people: Iterable[str],
) -> DisputedRelation:
    by_types: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for who in sorted(by_person):
        by_types[tuple(sorted(by_person[who]))].append(who)
    readings = [RelationReading(types, tuple(names)) for types, names in by_types.items()]
    return DisputedRelation(
        head,
        tail,
        tuple(sorted(readings, key=lambda each: (-len(each.people), each.types))),
        tuple(sorted(set(people) - by_person.keys())),
    )
