"""Things in groups, by their numbers: what is joined to one of a group is joined to all of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")


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


def connected(things: Iterable[T], is_tied: Callable[[T, T], bool]) -> list[list[T]]:
    """Things in groups, for few of them: each is tied to another of its group, or is alone in it.

    A group that is joined goes behind the others, and what joins it behind what it joins.
    """
    groups: list[list[T]] = []
    for thing in things:
        joined = [group for group in groups if any(is_tied(thing, each) for each in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(each for group in joined for each in group), thing])
    return groups
