"""Where a place in an old text is in the new one."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from store.text.diff import WORD, MatchingBlock, equal_blocks, runs, same_ahead, same_behind
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Hashable

_MOVED_RUN: Final = 8
"""Words, spaces and marks in a row that were moved if they left one place and came to another."""

_FARTHEST: Final = 10_000


@dataclass(frozen=True, slots=True)
class TextAlignment:
    """Two texts and the blocks that are the same in both."""

    old: str
    """The text as it was."""
    new: str
    """The text as it is."""
    blocks: list[MatchingBlock]
    """In order; before each, and after the last, lies a gap, which may be empty in one text."""
    starts: list[int]
    """Where each block begins in the old text."""

    @classmethod
    def of(cls, old: str, new: str) -> TextAlignment:
        """Compare two texts."""
        blocks = equal_blocks(old, new)
        return cls(old, new, blocks, [block.old for block in blocks])

    def number_at(self, offset: int) -> int:
        """The number of the last block that begins at or before a place in the old text; or -1."""
        return bisect_right(self.starts, offset) - 1

    def holding(self, span: Span) -> int | None:
        """The number of the block that holds all of a span of the old text, if one does."""
        number = self.number_at(span.start)
        return number if number >= 0 and span.end <= self.blocks[number].old_end else None

    def moved(self, span: Span, number: int) -> Span:
        """Where a span of the old text that a block holds is in the new one."""
        by = self.blocks[number].new - self.blocks[number].old
        return Span(span.start + by, span.end + by)

    def gap(self, number: int) -> tuple[Span, Span]:
        """What lies before a block in either text; after the last one for the number after it."""
        before = self.blocks[number - 1] if number else MatchingBlock(0, 0, 0)
        last = number == len(self.blocks)
        after = MatchingBlock(len(self.old), len(self.new), 0) if last else self.blocks[number]
        return Span(before.old_end, after.old), Span(before.new_end, after.new)

    def slide(self, number: int) -> tuple[int, int]:
        """By how much a gap that is empty in one text could lie further back, or further on.

        Of "a b a c" and "a c" one cannot tell which "a" is left: the gap can lie before either.

        Returns:
            Code points back and on, `_FARTHEST` at most; 0 and 0 unless the gap is empty in one.
        """
        old, new = self.gap(number)
        if bool(len(old)) == bool(len(new)):
            return 0, 0
        text, gap = (self.old, old) if len(old) else (self.new, new)
        back = same_behind(text, text, gap.start, gap.end, min(gap.start, _FARTHEST))
        on = same_ahead(text, text, gap.start, gap.end, min(len(text) - gap.end, _FARTHEST))
        return back, on

    def came_along(self, span: Span) -> bool:
        """Whether a span of the new text lies in a block, and so was in the old text as well."""
        number = bisect_right(self.blocks, span.start, key=lambda block: block.new) - 1
        return number >= 0 and span.end <= self.blocks[number].new_end

    def crossed(self) -> list[bool]:
        """For each block whether something was moved from before it to after it, or back.

        What stands in a gap of the old text and in another gap of the new one was moved, or the
        blocks between the two were: which of the two cannot be known.
        """
        gone = self._gaps_of([self.gap(n)[0] for n in range(len(self.blocks) + 1)], self.old)
        come = self._gaps_of([self.gap(n)[1] for n in range(len(self.blocks) + 1)], self.new)
        steps = [0] * (len(self.blocks) + 2)
        for run, (first_gone, last_gone) in gone.items():
            if run not in come:
                continue
            first_come, last_come = come[run]
            for low, high in ((first_gone, last_come), (first_come, last_gone)):
                if low < high:
                    steps[low] += 1
                    steps[high] -= 1
        return [depth > 0 for depth in accumulate(steps)][: len(self.blocks)]

    @staticmethod
    def _gaps_of(gaps: list[Span], text: str) -> dict[Hashable, tuple[int, int]]:
        """The first and the last gap in which each run of words stands."""
        ends: dict[Hashable, tuple[int, int]] = {}
        for number, gap in enumerate(gaps):
            for run in runs(WORD.findall(text, gap.start, gap.end), _MOVED_RUN):
                ends[run] = (ends[run][0], number) if run in ends else (number, number)
        return ends
