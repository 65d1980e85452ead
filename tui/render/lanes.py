"""Lanes in the margin for spans that are drawn as bars: those that overlap never share one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.annotations.collection import Annotations
    from store.annotations.model import Annotation

_MOST_STEPS: Final = 8
"""How often the neighbourhood is widened to find with whom a span shares the margin."""


def lanes(
    annotations: Annotations, barred: Collection[str], here: list[Annotation]
) -> dict[str, int]:
    """The lane, from 0, of barred annotations and of those that share the margin, by their ids.

    Each takes the lowest lane that is free where it begins. All that overlap one another, however
    far away, are looked at together, so that a lane does not change from row to row.

    Args:
        annotations: The article's annotations.
        barred: The labels that are drawn as bars.
        here: The annotations of a row that have a bar; at least one.
    """
    found = here
    for _ in range(_MOST_STEPS):
        wider = Span(min([a.start for a in found]), max([a.end for a in found]))
        more = [a for a in annotations.overlapping(wider) if a.label in barred]
        if len(more) == len(found):
            break
        found = more
    return _lowest_free(found)


def _lowest_free(ordered: list[Annotation]) -> dict[str, int]:
    ends: list[int] = []  # the end of the last span in each lane
    chosen: dict[str, int] = {}
    for annotation in ordered:
        for lane, end in enumerate(ends):
            if end <= annotation.start:
                ends[lane] = annotation.end
                break
        else:
            lane = len(ends)
            ends.append(annotation.end)
        chosen[annotation.id] = lane
    return chosen
