"""What is said at the end of a practice: what a span cost, label by label, beside other figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.practice.record import Cost, Sitting
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


class Report(msgspec.Struct, frozen=True):
    """All that is said."""

    in_lessons: bool
    """Whether the figures are those of the lessons, in which one also reads what to do."""
    step: int
    """How many steps of the lessons are over."""
    steps: int
    labels: tuple[Figures, ...]
    all: Figures
    peer: str
    peer_keys_per_span: float
    never_used: tuple[Unused, ...]


def per_span(cost: Cost | None) -> tuple[float | None, float | None]:
    """Keys and seconds per span; nothing where there is no span."""
    if cost is None or not cost.spans:
        return None, None
    return cost.keys / cost.spans, cost.seconds / cost.spans


def report_of(teacher: Teacher, never_used: Sequence[Unused]) -> Report:
    """What there is to say of a practice.

    Args:
        teacher: Who looked on.
        never_used: The keys of the dozen that were never used.
    """
    sitting, in_lessons = teacher.told
    last, labels = teacher.last, teacher.labels
    score = teacher.score

    def figures(label: str, names: Sequence[str], cost: Cost | None, old: Cost | None) -> Figures:
        keys, seconds = per_span(cost)
        last_keys, last_seconds = per_span(old)
        right = sum(score.right.get(name, 0) for name in names)
        return Figures(
            label,
            right,
            sum(score.of(name) for name in names),
            sum(score.other.get(name, 0) for name in names),
            cost.spans if cost else 0,
            round(cost.keys, 3) if cost else 0.0,
            round(cost.seconds, 3) if cost else 0.0,
            keys_per_span=_rounded(keys),
            seconds_per_span=_rounded(seconds),
            last_keys_per_span=_rounded(last_keys),
            last_seconds_per_span=_rounded(last_seconds),
        )

    def cost_of(one: Sitting | None, label: str) -> Cost | None:
        return one.labels.get(label) if one else None

    return Report(
        in_lessons,
        teacher.course.at,
        len(teacher.course.steps),
        tuple(figures(n, (n,), cost_of(sitting, n), cost_of(last, n)) for n in labels),
        figures(ALL, labels, sitting.all, last.all if last else None),
        PEER,
        PEER_KEYS,
        tuple(never_used),
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
