"""Things in groups, by their numbers: what is joined to one of a group is joined to all of it."""

from __future__ import annotations

from collections import defaultdict


class DisjointSets:
    """So many things, each in a group of its own until it is joined to another."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def join(self, one: int, other: int) -> None:
        """Make one group of those in which two things are."""
        self._above[self._root(one)] = self._root(other)

    def groups(self) -> list[list[int]]:
        """The groups by their first things, and the things of each in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for number in range(len(self._above)):
            found[self._root(number)].append(number)
        return list(found.values())

    def _root(self, number: int) -> int:
        above = self._above
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number
