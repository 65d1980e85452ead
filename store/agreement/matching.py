"""Which spans of two people are the same annotation: exactly, or by most of their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LabelledPlace = tuple[int, int, str]
"""Start and end of a span in code points, half-open, and its label."""
LEAST_SHARED: Final = 0.5
"""Two spans of one label can be the same annotation from this share of what either covers on."""


def count_exact(first: Collection[LabelledPlace], second: Collection[LabelledPlace]) -> int:
    """How many spans have the same place and label."""
    return len(set(first) & set(second))


def count_overlapping(first: Collection[LabelledPlace], second: Collection[LabelledPlace]) -> int:
    """How many spans can be paired one to one, so that both of each pair are the same annotation.

    It is the greatest such number, so neither the order of spans nor that of people matters.
    """
    rows, columns = sorted(set(first)), sorted(set(second))
    candidates = _candidates(rows, columns)
    partner: dict[int, int] = {}
    return sum(_pair(row, candidates, partner) for row in range(len(rows)))


def _candidates(rows: Sequence[LabelledPlace], columns: Sequence[LabelledPlace]) -> list[list[int]]:
    """For each span of the first person, those of the second that may be the same."""
    found: list[list[int]] = []
    begin = 0
    longest = max((end - start for start, end, _ in columns), default=0)
    for row in rows:
        while begin < len(columns) and columns[begin][0] + longest <= row[0]:
            begin += 1
        may: list[int] = []
        for column in range(begin, len(columns)):
            if columns[column][0] >= row[1]:
                break
            if _is_same(row, columns[column]):
                may.append(column)
        found.append(may)
    return found


def _is_same(one: LabelledPlace, other: LabelledPlace) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    covered = max(one[1], other[1]) - min(one[0], other[0])
    return one[2] == other[2] and shared > 0 and shared >= LEAST_SHARED * covered


def _pair(row: int, candidates: Sequence[Sequence[int]], partner: dict[int, int]) -> bool:
    """Find a partner for a span, moving others to other partners where that is needed.

    The search goes by levels and keeps its way back, so long chains need no deep recursion.
    """
    came_from: dict[int, int] = {}
    held: dict[int, int] = {}
    rows = [row]
    for here in rows:
        for column in candidates[here]:
            if column in came_from:
                continue
            came_from[column] = here
            if column in partner:
                held[partner[column]] = column
                rows.append(partner[column])
                continue
            while came_from[column] != row:  # back along the way: each takes what it reached
                taker = came_from[column]
                partner[column], column = taker, held[taker]
            partner[column] = row
            return True
    return False
