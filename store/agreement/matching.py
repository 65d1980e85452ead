"""Which annotations of two people are the same: exactly, or by most of their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.agreement.units import ComparedUnit

LEAST_SHARED: Final = 0.5
"""Two annotations can be the same from this share of the text that either covers on."""


def is_about_the_same(one: ComparedUnit, other: ComparedUnit) -> bool:
    """Whether two annotations share half of the text that either covers; labels do not matter."""
    if not (one.pieces or other.pieces):
        shared = min(one.end, other.end) - max(one.start, other.start)
        either = max(one.end, other.end) - min(one.start, other.start)
        return shared > 0 and shared >= LEAST_SHARED * either
    shared = sum(
        max(0, min(a_end, b_end) - max(a, b))
        for a, a_end in one.covered
        for b, b_end in other.covered
    )
    either = sum(end - start for start, end in (*one.covered, *other.covered)) - shared
    return shared > 0 and shared >= LEAST_SHARED * either


def paired(first: Sequence[ComparedUnit], second: Sequence[ComparedUnit]) -> dict[int, int]:
    """Which units can be paired one to one, so that both of each pair are about the same.

    There is no greater number of pairs, so neither the order of units nor that of people changes
    how many there are.

    Args:
        first: Those of one person, sorted.
        second: Those of the other, sorted.

    Returns:
        The positions of those of the first person by the positions of their partners.
    """
    return pair_off(_candidates(first, second))


def pair_off(candidates: Sequence[Sequence[int]]) -> dict[int, int]:
    """The greatest pairing of rows with columns, as rows by their columns.

    Args:
        candidates: For each row, the columns that it may have.
    """
    partner: dict[int, int] = {}
    for row, may in enumerate(candidates):
        free = next((column for column in may if column not in partner), None)
        if free is not None:
            partner[free] = row
        elif may:
            _move(row, candidates, partner)
    return partner


def _candidates(rows: Sequence[ComparedUnit], columns: Sequence[ComparedUnit]) -> list[list[int]]:
    """For each unit of the first person, those of the second that may be the same."""
    found: list[list[int]] = []
    begin, count = 0, len(columns)
    longest = max((unit.end - unit.start for unit in columns), default=0)
    for row in rows:
        start, end = row.start, row.end
        while begin < count and columns[begin].start + longest <= start:
            begin += 1
        may: list[int] = []
        for column in range(begin, count):
            other = columns[column]
            if other.start >= end:
                break
            if other.end > start and is_about_the_same(row, other):
                may.append(column)
        found.append(may)
    return found


def _move(row: int, candidates: Sequence[Sequence[int]], partner: dict[int, int]) -> None:
    """Find a partner for a unit by moving others to other partners, if that can be done.

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
            return
