"""Annotations as they are compared: by place and label; one in several pieces is one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from store.labels import CONTINUES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.annotations.model import Annotation, Relation


class ComparedUnit(NamedTuple):
    """An annotation as it is compared with those of others."""

    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    label: str
    pieces: tuple[tuple[int, int], ...] = ()
    """Start and end of each piece of one that is in several; empty for one that is whole."""

    @property
    def covered(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each stretch of text that it covers."""
        return self.pieces or ((self.start, self.end),)


def continued(relations: Iterable[Relation]) -> dict[str, str]:
    """Which piece of a discontinuous annotation stands for all of it, by the ids of the pieces.

    Args:
        relations: All of a person; those that say something else are passed over.
    """
    above: dict[str, str] = {}

    def root(piece: str) -> str:
        while (higher := above.get(piece, piece)) != piece:
            piece = higher
        return piece

    for relation in relations:
        if relation.type == CONTINUES and relation.head.article == relation.tail.article:
            one, other = sorted((root(relation.head.id), root(relation.tail.id)))
            above[other] = above[one] = one
    return {piece: root(piece) for piece in above}


def units_of(
    annotations: Iterable[Annotation], pieces: Mapping[str, str]
) -> dict[str, ComparedUnit]:
    """The annotations of an article as units, by their ids; the pieces of one share a unit.

    Args:
        annotations: Of one person in one article.
        pieces: What `continued` gives. Pieces of different labels are not one annotation.
    """
    found: dict[str, ComparedUnit] = {}
    several: dict[tuple[str, str], list[Annotation]] = defaultdict(list)
    for each in annotations:
        if each.id in pieces:
            several[pieces[each.id], each.label].append(each)
        else:
            found[each.id] = ComparedUnit(each.start, each.end, each.label)
    for those in several.values():
        places = tuple(sorted((each.start, each.end) for each in those))
        end = max(end for _, end in places)
        unit = ComparedUnit(places[0][0], end, those[0].label, places if len(places) > 1 else ())
        found.update((each.id, unit) for each in those)
    return found
