"""Which stretches of two texts are the same, in time near linear in their length.

A patience diff: units that stand once in either text are paired, the longest series of pairs that
is in order in both texts holds, and what lies between two pairs is compared in the same way, at
first by sentences and lines, then by runs of words. Published by Bram Cohen as the diff of
Bazaar; the longest series in order is found by patience sorting (C. Mallows, "Patience sorting",
1963; M. Fredman, "On computing the length of longest increasing subsequences", 1975).

Unlike `difflib` it never compares each unit with each other one. Where a stretch holds nothing
that stands once in either text it says nothing, instead of guessing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

GIVE_UP: Final = 2_500_000
"""Code points, of both texts together, beyond which a stretch is not compared word by word."""

_NO_SPACES: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts without spaces between words: each of their letters is a unit of its own."""
_SENTENCE: Final = re.compile(r"[^\n.!?。！？]+[\n.!?。！？]*\s*|[\n.!?。！？]+\s*")
WORD: Final = re.compile(rf"[^\W{_NO_SPACES}]+|\s+|.", re.DOTALL)
"""A word, a stretch of white space, or one other character: every text is a series of these."""
_IN_WORD: Final = re.compile(rf"[^\W{_NO_SPACES}]")
_RUNS: Final = (0, 0, 8, 8, 3, 3, 1, 1)
"""The units of each pass: 0 for sentences, else so many words and marks in a row. Twice each,
because what stands twice in the text may stand once between two pairs."""


def is_in_word(character: str) -> bool:
    """Whether a character belongs to a word that its neighbours may belong to as well."""
    return _IN_WORD.fullmatch(character) is not None


@dataclass(frozen=True, slots=True)
class MatchingBlock:
    """A stretch that is the same in both texts; only another block keeps it from being longer."""

    old: int
    """Where it begins in the old text, in code points."""
    new: int
    """Where it begins in the new text, in code points."""
    length: int
    """Code points."""

    @property
    def old_end(self) -> int:
        """Where it ends in the old text."""
        return self.old + self.length

    @property
    def new_end(self) -> int:
        """Where it ends in the new text."""
        return self.new + self.length


@dataclass(frozen=True, slots=True)
class _Gap:
    """A stretch of either text that is still to be compared."""

    old: int
    old_end: int
    new: int
    new_end: int


def equal_blocks(old: str, new: str) -> list[MatchingBlock]:
    """The stretches that are the same in both texts, in order in both, none touching the next.

    Args:
        old: A text.
        new: Another text.
    """
    found: list[MatchingBlock] = []
    waiting = [(_Gap(0, len(old), 0, len(new)), 0)]
    while waiting:
        whole, level = waiting.pop()
        gap = _trimmed(old, new, whole, found)
        if gap.old == gap.old_end or gap.new == gap.new_end:
            continue
        while level < len(_RUNS):
            blocks = list(_paired(old, new, gap, _RUNS[level]))
            level += 1
            if blocks:
                found.extend(blocks)
                waiting.extend((between, level) for between in _between(gap, blocks))
                break
    return _joined(sorted(found, key=lambda block: block.old))


def _trimmed(old: str, new: str, gap: _Gap, found: list[MatchingBlock]) -> _Gap:
    """The gap without what both of its sides begin and end with, which is added to `found`."""
    room = min(gap.old_end - gap.old, gap.new_end - gap.new)
    head = same_ahead(old, new, gap.old, gap.new, room)
    if head:
        found.append(MatchingBlock(gap.old, gap.new, head))
    tail = same_behind(old, new, gap.old_end, gap.new_end, room - head)
    if tail:
        found.append(MatchingBlock(gap.old_end - tail, gap.new_end - tail, tail))
    return _Gap(gap.old + head, gap.old_end - tail, gap.new + head, gap.new_end - tail)


def same_ahead(one: str, other: str, at: int, other_at: int, most: int) -> int:
    """How many code points are the same from two places on, `most` at most."""

    def is_same(near: int, far: int) -> bool:
        return one[at + near : at + far] == other[other_at + near : other_at + far]

    return _farthest(is_same, most)


def same_behind(one: str, other: str, end: int, other_end: int, most: int) -> int:
    """How many code points are the same up to two places, `most` at most."""

    def is_same(near: int, far: int) -> bool:
        return one[end - far : end - near] == other[other_end - far : other_end - near]

    return _farthest(is_same, most)


def _farthest(is_same: Callable[[int, int], bool], most: int) -> int:
    """How far from its beginning a stretch is the same, `most` at most.

    Slices of doubling length are compared, because that is fast.
    """
    same, step = 0, 16
    while same < most:
        step = min(step, most - same)
        if is_same(same, same + step):
            same += step
            step *= 2
        elif step == 1:
            break
        else:
            most = same + step - 1  # the difference is in the step: a shorter one is tried
            step //= 2
    return same


def _paired(old: str, new: str, gap: _Gap, run: int) -> Iterator[MatchingBlock]:
    """Blocks around the units that stand once in either side of the gap, in order."""
    if run and gap.old_end - gap.old + gap.new_end - gap.new > GIVE_UP:
        return
    split = WORD if run else _SENTENCE
    units = split.findall(old, gap.old, gap.old_end), split.findall(new, gap.new, gap.new_end)
    starts = _starts(gap.old, units[0]), _starts(gap.new, units[1])
    run = run or 1
    keys = [runs(side, run) for side in units]
    old_end, new_end = gap.old, gap.new
    for i, j in in_order(unique_pairs(*keys)):
        start, at, end = starts[0][i], starts[1][j], starts[0][i + run]
        # Runs of words overlap: of each only what is new is taken.
        taken = max(old_end - start, new_end - at, 0)
        if start + taken < end:
            yield MatchingBlock(start + taken, at + taken, end - start - taken)
            old_end, new_end = end, at + end - start


def _starts(first: int, units: list[str]) -> list[int]:
    """Where each unit begins, and at last where the last one ends."""
    starts = [first]
    for unit in units:
        first += len(unit)
        starts.append(first)
    return starts


def runs(units: list[str], length: int) -> Sequence[Hashable]:
    """Each series of so many units, by the number of its first unit."""
    return units if length == 1 else list(zip(*(units[i:] for i in range(length)), strict=False))


def unique_pairs(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The places of each thing that stands exactly once in either sequence, by the first place."""
    again = -1
    first: dict[Hashable, int] = {}
    second: dict[Hashable, int] = {}
    for places, sequence in ((first, one), (second, other)):
        for place, key in enumerate(sequence):
            places[key] = again if key in places else place
    return [
        (place, there)
        for key, place in first.items()
        if place != again and (there := second.get(key, again)) != again
    ]


def in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs that rises in both numbers, by patience sorting.

    Args:
        pairs: Without a number that is twice in the same place of a pair.
    """
    pairs = sorted(pairs)
    tops: list[int] = []  # the second number on top of each pile
    at_top: list[int] = []  # and the pair it belongs to
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        pile = bisect_left(tops, there)
        before.append(at_top[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(there)
            at_top.append(number)
        else:
            tops[pile] = there
            at_top[pile] = number
    series = []
    number = at_top[-1] if at_top else -1
    while number >= 0:
        series.append(pairs[number])
        number = before[number]
    return series[::-1]


def _between(gap: _Gap, blocks: list[MatchingBlock]) -> Iterator[_Gap]:
    old, new = gap.old, gap.new
    for block in blocks:
        yield _Gap(old, block.old, new, block.new)
        old, new = block.old_end, block.new_end
    yield _Gap(old, gap.old_end, new, gap.new_end)


def _joined(blocks: list[MatchingBlock]) -> list[MatchingBlock]:
    """The blocks, those that touch in both texts made one."""
    joined: list[MatchingBlock] = []
    for block in blocks:
        if joined and joined[-1].old_end == block.old and joined[-1].new_end == block.new:
            last = joined.pop()
            joined.append(MatchingBlock(last.old, last.new, last.length + block.length))
        else:
            joined.append(block)
    return joined
