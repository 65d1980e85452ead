"""What goes best with what, one to one, by weights: the assignment problem."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FAR: Final = 1 << 200
"""More than any sum of weights."""


def best_assignment(weights: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Which row has which column, so that the sum of the weights is the greatest.

    Rows and columns that are tied by no weight are parted first, as mostly few are tied.

    Args:
        weights: Of pairs of a row and a column that may go together, above zero.
    """
    found: dict[int, int] = {}
    for rows, columns in _parts(weights):
        turned = len(rows) > len(columns)
        if turned:
            rows, columns = columns, rows
        costs = [
            [-weights.get((column, row) if turned else (row, column), 0) for column in columns]
            for row in rows
        ]
        for row, column in enumerate(_least(costs)):
            pair = (rows[row], columns[column])
            pair = pair[::-1] if turned else pair
            if pair in weights:
                found[pair[0]] = pair[1]
    return found


def _parts(weights: Mapping[tuple[int, int], int]) -> Iterator[tuple[list[int], list[int]]]:
    """Rows with their columns, apart from all others."""
    of_row: dict[int, list[int]] = defaultdict(list)
    of_column: dict[int, list[int]] = defaultdict(list)
    for row, column in weights:
        of_row[row].append(column)
        of_column[column].append(row)
    seen: set[int] = set()
    for start in sorted(of_row):
        if start in seen:
            continue
        rows, columns = {start}, set[int]()
        waiting = [start]
        while waiting:
            for column in set(of_row[waiting.pop()]) - columns:
                columns.add(column)
                new = set(of_column[column]) - rows
                rows |= new
                waiting += new
        seen |= rows
        yield sorted(rows), sorted(columns)


def _least(costs: list[list[int]]) -> list[int]:
    """The column of each row, so that the sum of the costs is the least; rows are not more.

    The Hungarian method with potentials: a row at a time, along the shortest way to a free column.
    """
    height, width = len(costs), len(costs[0])
    of_row, of_column = [0] * (height + 1), [0] * (width + 1)
    held = [0] * (width + 1)
    for row in range(1, height + 1):
        held[0], here = row, 0
        least, before = [_FAR] * (width + 1), [0] * (width + 1)
        used = [False] * (width + 1)
        while held[here]:
            used[here] = True
            at, step, following = held[here], _FAR, 0
            for column in range(1, width + 1):
                if used[column]:
                    continue
                cost = costs[at - 1][column - 1] - of_row[at] - of_column[column]
                if cost < least[column]:
                    least[column], before[column] = cost, here
                if least[column] < step:
                    step, following = least[column], column
            for column in range(width + 1):
                if used[column]:
                    of_row[held[column]] += step
                    of_column[column] -= step
                else:
                    least[column] -= step
            here = following
        while here:
            held[here], here = held[before[here]], before[here]
    found = [0] * height
    for column in range(1, width + 1):
        if held[column]:
            found[held[column] - 1] = column - 1
    return found
