"""Code points to terminal cells and back, for one row of text. Cells exist only in this package.

A row of plain Western text needs no table: its n-th code point is in its n-th cell. Any other row
is cut into graphemes, whose widths are those that Rich gives them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex
from rich.cells import cell_len

from store.text.inert import MARK, inert

COMPLEX: Final = regex.compile(
    # All that is not known to be one code point, one grapheme and one cell wide.
    "[^ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u0556"
    "\u2010-\u2027\u2030-\u203b\u203d-\u2048\u204a-\u205e\u20a0-\u20bf\u2500-\u25a9]"
)
"""Finds the first character that makes a text more than one cell per code point."""
WIDEST: Final = 8
"""Cells of the widest grapheme that is drawn as it is."""
_GRAPHEME: Final = regex.compile(r"\X")
_LINE_ENDS: Final = frozenset({"\n", "\r\n", "\r"})


@lru_cache(maxsize=8192)
def shown(grapheme: str) -> tuple[str, int]:
    """What is drawn for one grapheme and how many cells that takes; never less than one."""
    if grapheme in _LINE_ENDS:
        return " ", 1
    text = inert(grapheme)
    width = cell_len(text)
    if width == 0:
        return MARK, 1
    if width > WIDEST:
        # Joiners or tags without end, a way to hide text: one mark for them all, or no row could
        # hold them.
        text = text[0] + MARK
        return text, cell_len(text)
    return text, width


@dataclass(frozen=True, slots=True)
class RowCells:
    """The graphemes of one row and the cells they are drawn in."""

    pieces: tuple[str, ...] | str
    """What is drawn, grapheme by grapheme; a plain text where each is one code point."""
    starts: tuple[int, ...] | None
    """Where each grapheme begins, in code points from the row's start, and where the last ends;
    none for a row of one cell per code point."""
    columns: tuple[int, ...] | None
    """The first cell of each grapheme, and the cell behind the last."""
    length: int
    """Code points in the row."""

    @property
    def width(self) -> int:
        """Cells of the whole row."""
        return self.length if self.columns is None else self.columns[-1]

    def column(self, offset: int) -> int:
        """The first cell of the grapheme that holds an offset, counted from the row's start."""
        if self.starts is None or self.columns is None:
            return min(offset, self.length)
        return self.columns[self._index(offset)]

    def columns_of(self, offset: int) -> tuple[int, int]:
        """The cells `[start, end)` of the grapheme at an offset; one cell behind the last."""
        if self.starts is None or self.columns is None:
            return min(offset, self.length), min(offset, self.length) + 1
        index = self._index(offset)
        if index + 1 >= len(self.columns):
            return self.columns[-1], self.columns[-1] + 1
        return self.columns[index], self.columns[index + 1]

    def offset(self, column: int) -> int:
        """The start of the grapheme drawn over a cell; the row's end behind the last."""
        if self.starts is None or self.columns is None:
            return max(0, min(column, self.length))
        return self.starts[max(0, bisect_right(self.columns, column) - 1)]

    def piece(self, start: int, end: int) -> str:
        """What is drawn between two offsets."""
        if self.starts is None:
            return "".join(self.pieces[start:end])
        return "".join(self.pieces[self._index(start) : self._index(end)])

    def _index(self, offset: int) -> int:
        assert self.starts is not None
        return max(0, bisect_right(self.starts, offset) - 1)


@lru_cache(maxsize=4096)
def row_cells(text: str) -> RowCells:
    """The cells of one row of source text, which may end in a line end."""
    plain = text.rstrip("\n")
    if len(text) - len(plain) <= 1 and COMPLEX.search(plain) is None:
        return RowCells(plain + " " * (len(text) - len(plain)), None, None, len(text))
    pieces, starts, columns = [], [], []
    column = 0
    for match in _GRAPHEME.finditer(text):
        piece, width = shown(match[0])
        pieces.append(piece)
        starts.append(match.start())
        columns.append(column)
        column += width
    return RowCells(tuple(pieces), (*starts, len(text)), (*columns, column), len(text))
