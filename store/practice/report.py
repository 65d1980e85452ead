"""What is said at the end of a practice: what a span cost, label by label, beside other figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.practice.record import Cost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.practice.teacher import Teacher

PEER: Final = "slate"
PEER_KEYS: Final = 4.65
"""Keys per span that the best terminal tool before this one takes on the same articles, if every
key is the best one."""
ALL: Final = "all"


class Figures(msgspec.Struct, frozen=True):
    """Of one label, or of all."""

    label: str
    right: int
    """Spans that are tagged as the gold has them."""
    of: int
    """Spans in the gold."""
    other: int
    """What is tagged and not in the gold."""
    spans: int
    """Of those that are right, those that became so in this sitting."""
    keys: float
    seconds: float
    keys_per_span: float | None
    """Nothing where there is no span."""
    seconds_per_span: float | None
    last_keys_per_span: float | None
    """In the sitting before."""
    last_seconds_per_span: float | None


class Unused(msgspec.Struct, frozen=True):
    """Keys that have never been used in practice."""

    keys: str
    buys: str
    """What they are good for."""


class PracticeReport(msgspec.Struct, frozen=True):
    """All that is said."""

    in_lessons: bool
    """Whether the figures are those of the lessons, in which one also reads what to do."""
    step: int
    """How many exercises of the lessons are over."""
    steps: int
    labels: tuple[Figures, ...]
    all: Figures
    peer: str
    peer_keys_per_span: float
    never_used: tuple[Unused, ...]


def report_on(teacher: Teacher, never_used: Sequence[Unused]) -> PracticeReport:
    """What there is to say of a practice.

    Args:
        teacher: Who looked on.
        never_used: The keys of the dozen that were never used.
    """
    sitting, in_lessons = teacher.told
    last, labels, score = teacher.last, teacher.labels, teacher.score

    def figures(label: str, names: Sequence[str], cost: Cost, before: Cost) -> Figures:
        now, last = map(_rounded, (cost.per_span, before.per_span))
        return Figures(
            label,
            right=sum(score.right[name] for name in names),
            of=sum(score.of[name] for name in names),
            other=sum(score.other[name] for name in names),
            spans=cost.spans,
            keys=round(cost.keys, 3),
            seconds=round(cost.seconds, 3),
            keys_per_span=now[0],
            seconds_per_span=now[1],
            last_keys_per_span=last[0],
            last_seconds_per_span=last[1],
        )

    def of_label(name: str) -> Figures:
        costs = (each.labels.get(name, Cost()) if each else Cost() for each in (sitting, last))
        return figures(name, (name,), *costs)

    return PracticeReport(
        in_lessons,
        teacher.course.at,
        len(teacher.course.exercises),
        tuple(map(of_label, labels)),
        figures(ALL, labels, sitting.all, last.all if last else Cost()),
        PEER,
        PEER_KEYS,
        tuple(never_used),
    )


def _rounded(values: tuple[float | None, float | None]) -> list[float | None]:
    return [None if value is None else round(value, 3) for value in values]
