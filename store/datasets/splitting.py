"""Divide stories into parts to train, to tune and to test with; no story is ever divided.

Reports of one event say the same things. With some of them in the training set and some in the test
set, a model is asked what it has been told.

The stories are shuffled by a seed, and dealt so that the parts have as nearly as can be their
shares of the articles: the sum of what they have too much or too little is the least that there is.
Where there are so many stories that all ways cannot be gone through, the first ones are dealt to
the part that lacks the most, and the last ones (ten or more) even it out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES: Final = ("train", "dev", "test")
_MOST_WAYS: Final = 600_000
"""Of dealing stories that are gone through: well below a second."""
_MOST_LAST: Final = 64


@dataclass(frozen=True, slots=True)
class Split:
    """How stories are divided."""

    shares: tuple[int, int, int]
    """Of train, dev and test, as they are to one another; a part without one is not written."""
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The parts that are written."""
        return tuple(name for name, share in zip(NAMES, self.shares, strict=True) if share)

    def __str__(self) -> str:
        return f"{'/'.join(map(str, self.shares))}, seed {self.seed}"


def read_split(shares: str, seed: int = 0) -> Split:
    """Take `80/10/10`, or `80/20` for a split without a dev set.

    Raises:
        InputError: It is of another form.
    """
    parts = [part.strip() for part in shares.split("/")]
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(numbers) != len(parts) or len(parts) not in (2, 3) or sum(map(bool, numbers)) < 2:
        reason = f"{shares!r} is no split; say the shares of train, dev and test as in 80/10/10"
        raise InputError(f"{reason}, or those of train and test as in 80/20")
    train, *dev, test = numbers
    return Split((train, dev[0] if dev else 0, test), seed)


def divide(sizes: Mapping[str, int], split: Split) -> dict[str, tuple[str, ...]]:
    """The stories of each part, in the order in which they were given.

    Args:
        sizes: The number of articles of each story, one or more, by its name.
        split: How to divide them. The same seed and the same stories give the same parts.

    Raises:
        InputError: There are fewer stories than parts.
    """
    if len(sizes) == 1:
        raise InputError("there is one story only, and a split would divide it: name a corpus")
    if len(sizes) < len(split.names):
        raise InputError(
            f"there are {len(sizes)} stories for {len(split.names)} parts, "
            "and a story is never divided"
        )
    order = sorted(sizes, key=lambda name: _rank(name, split.seed))
    dealt = _deal([sizes[name] for name in order], split.shares)
    part_of = dict(zip(order, dealt, strict=True))
    return {
        NAMES[part]: tuple(name for name in sizes if part_of[name] == part)
        for part in range(len(NAMES))
        if split.shares[part]
    }


def _rank(name: str, seed: int) -> bytes:
    """A story's place in the shuffled order: the same in every version of Python."""
    return hashlib.sha256(f"{seed}\n{name}".encode("utf-8", "surrogatepass")).digest()


def _deal(sizes: Sequence[int], shares: tuple[int, int, int]) -> list[int]:
    """The number of the part that each story goes to."""
    total = sum(sizes)
    lacks = [total * share / sum(shares) for share in shares]
    first = len(sizes) - _last(sizes, lacks)
    dealt = []
    for size in sizes[:first]:
        part = max(range(len(shares)), key=lambda number: lacks[number])
        lacks[part] -= size
        dealt.append(part)
    needed = [bool(share) and part not in dealt for part, share in enumerate(shares)]
    return dealt + _even_out(sizes[first:], lacks, needed, shares)


def _last(sizes: Sequence[int], lacks: Sequence[float]) -> int:
    """How many of the stories, from the end, all ways to deal can be gone through for."""
    number = min(len(sizes), _MOST_LAST)
    while number > len(NAMES):
        left, most = sum(sizes[-number:]), max(sizes[-number:])
        wide = [lack * left / sum(sizes) + 2 * most for lack in lacks[1:]]
        if number * min(3**number, wide[0] * wide[1]) <= _MOST_WAYS:
            break
        number -= 1
    return number


def _even_out(
    sizes: Sequence[int],
    lacks: Sequence[float],
    needed: Sequence[bool],
    shares: tuple[int, int, int],
) -> list[int]:
    """The parts of stories by which what the parts lack is made up as nearly as can be.

    A way to deal is known by the articles that it gives to dev and to test.
    """
    total, most = sum(sizes), max(sizes)
    # In a best way no part has more than it lacks and one story beyond that: the story could go.
    limits = [
        max(0, int(lack)) + most if share else 0
        for lack, share in zip(lacks[1:], shares[1:], strict=True)
    ]
    reached: list[set[tuple[int, int]]] = [{(0, 0)}]
    for size in sizes:
        before = reached[-1]
        to_dev = {(dev + size, test) for dev, test in before if dev + size <= limits[0]}
        to_test = {(dev, test + size) for dev, test in before if test + size <= limits[1]}
        reached.append(before | to_dev | to_test)

    def off(way: tuple[int, int]) -> float:
        given = (total - sum(way), *way)
        return sum(abs(part - lack) for part, lack in zip(given, lacks, strict=True))

    def is_fit(way: tuple[int, int]) -> bool:
        given = (total - sum(way), *way)
        fills = all(part for part, need in zip(given, needed, strict=True) if need)
        return fills and bool(shares[0] or not given[0])

    best = min(filter(is_fit, reached[-1]), key=lambda way: (off(way), way))
    return _way_back(sizes, reached, best)


def _way_back(
    sizes: Sequence[int], reached: Sequence[set[tuple[int, int]]], way: tuple[int, int]
) -> list[int]:
    parts = []
    for size, before in zip(reversed(sizes), reversed(reached[:-1]), strict=True):
        dev, test = way
        ways = [way, (dev - size, test), (dev, test - size)]
        part = next(number for number, each in enumerate(ways) if each in before)
        way = ways[part]
        parts.append(part)
    return parts[::-1]
