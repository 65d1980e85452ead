"""Disagreements as lines of text: each with its place, and who says what there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.adjudication.gathering import StoryItems
    from store.adjudication.items import SpanReading


class Disagreement(Frozen):
    """Where people differ, and what each of them has there.

    `charlotte:wash-post:40-71  boundary  ana, cleo: claim “the curfew…”; ben: claim “the…”`
    """

    place: str
    """`story:article:start-end`, in code points, half-open."""
    differences: tuple[str, ...]
    """In what they differ, in alphabetical order; `relation` where two spans are tied otherwise."""
    readings: tuple[str, ...]
    """What each group of people has, most people first."""
    left_out_by: tuple[str, ...]
    """Who has nothing there."""


def disagreements(story: str, items: StoryItems) -> Iterator[Disagreement]:
    """What is in dispute in a story: its spans as the articles read, then its relations.

    A relation whose end is in dispute is left out, as it waits for that decision.

    Args:
        story: The story's name.
        items: What people annotated in it.
    """
    for article, found in items.spans.items():
        for item in found:
            if not item.is_agreed:
                yield Disagreement(
                    f"{story}:{article}:{item.start}-{item.end}",
                    tuple(sorted(item.differences)),
                    tuple(_told(reading) for reading in item.readings),
                    item.left_out_by,
                )
    for tied in items.relations:
        if not tied.waits and (len(tied.readings) > 1 or tied.left_out_by):
            head, tail = tied.head, tied.tail
            yield Disagreement(
                f"{story}:{head.article}:{head.start}-{head.end}",
                ("relation",),
                tuple(
                    f"{', '.join(reading.people)}: "
                    + ", ".join(f"{kind} {role}".rstrip() for kind, role in reading.types)
                    + f" to {tail.article}:{tail.start}-{tail.end}"
                    for reading in tied.readings
                ),
                tied.left_out_by,
            )


def _told(reading: SpanReading) -> str:
    said = ", ".join(f"{each.label} “{each.text}”" for each in reading.annotations[0])
    return f"{', '.join(reading.people)}: {said}"
