"""Counts of every article, kept as one whole number each, so that they are summed at once.

A thousand articles take some hundred kilobytes, and a sum over any of them, as the bootstrap makes
thousands of, is one addition an article however many counts there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Column = tuple[str | int, ...]
"""What is counted, such as `("claim", "exact")`."""
Sums = dict[Column, int]
Place = tuple[str, str]
"""A story's name and an article's id; no id where something belongs to the story as a whole."""
_WIDTH: Final = 12
"""Bytes of each count: sums up to 8e28 fit."""


class PlaceCounts:
    """What is counted of some people, place by place."""

    def __init__(self) -> None:
        self.packed: dict[Place, int] = {}
        """All counts of each place, one after the other in the order of the columns."""
        self._columns: dict[Column, int] = {}
        """The bytes before each."""

    def __len__(self) -> int:
        return len(self.packed)

    @property
    def labels(self) -> set[str]:
        """The first part of each column."""
        return {str(column[0]) for column in self._columns}

    def add(self, place: Place, counts: Mapping[Column, int]) -> None:
        """Count more at a place; none of the counts is below zero."""
        columns = self._columns
        value = self.packed.get(place, 0)
        for column, count in counts.items():
            before = columns.setdefault(column, len(columns) * _WIDTH)
            value += count << 8 * before
        self.packed[place] = value

    def total(self, places: Iterable[Place] | None = None) -> Sums:
        """The sums over some places, of which one may be named more than once; else over all."""
        if places is None:
            return self.read(sum(self.packed.values()))
        return self.read(sum(self.packed.get(place, 0) for place in places))

    def read(self, packed: int) -> Sums:
        """The counts in a sum of what is packed."""
        data = packed.to_bytes(len(self._columns) * _WIDTH, "little")
        number = int.from_bytes
        return {
            column: number(data[before : before + _WIDTH], "little")
            for column, before in self._columns.items()
        }
