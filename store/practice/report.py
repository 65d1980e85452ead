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
    never_used: tuple[Unused, ...]
    peer: str = PEER
    peer_keys_per_span: float = PEER_KEYS


def report_on(teacher: Teacher, never_used: Sequence[Unused]) -> PracticeReport:
    """What there is to say of a practice.

    Args:
        teacher: Who looked on.
        never_used: The keys of the dozen that were never used.
    """
    (sitting, in_lessons), last, score = teacher.told, teacher.last, teacher.score

    def figures(label: str, *names: str) -> Figures:
        cost = sitting.cost_of(*names)
        before = last.cost_of(*names) if last is not None else Cost()
        right, of, other = (
            sum(counts[name] for name in names) for counts in (score.right, score.of, score.other)
        )
        keys, seconds = round(cost.keys, 3), round(cost.seconds, 3)
        per_span = [each and round(each, 3) for each in (*cost.per_span, *before.per_span)]
        return Figures(label, right, of, other, cost.spans, keys, seconds, *per_span)

    return PracticeReport(
        in_lessons,
        teacher.course.at,
        len(teacher.course.exercises),
        tuple(figures(name, name) for name in teacher.labels),
        figures(ALL, *teacher.labels),
        tuple(never_used),
    )
