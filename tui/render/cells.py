"""Code points to terminal cells and back, for one row of text. Cells exist only in this package.

A row of plain Western text needs no table: its n-th code point is in its n-th cell. Any other row
is cut into graphemes, whose widths are those that Rich gives them, but for vowel signs.

Those of Devanagari, Bengali, Tamil, Khmer, Burmese and the like (spacing marks) have a cell of
their own in most terminals, as the C library has it: tmux, xterm, VTE, Alacritty. Rich counts none,
so that a row with ten of them would be ten cells longer than it is thought to be. Here they have
one. Where a terminal draws them in the cell of their letter, or joins several characters into one,
what follows is put in its place all the same (`pinned`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from unicodedata import category

import regex
import rich.cells
from rich._unicode_data import load
from rich.cells import cell_len

from store.frozen import Frozen
from store.text.boundaries import GRAPHEME
from store.text.inert import MARK, inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.cells import CellTable

_SIMPLE: Final = (
    # One code point, one grapheme and one cell each, and drawn as they are: Latin, Greek, Cyrillic,
    # Armenian, Hebrew, Arabic and Georgian letters without marks, and common signs.
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u0556"
    "\u0561-\u0587\u05be\u05d0-\u05ea\u05ef-\u05f4\u0606-\u060f\u061b\u061d-\u064a\u0660-\u066f"
    "\u0671-\u06d5\u06e5\u06e6\u06ee-\u06ff\u10a0-\u10c5\u10d0-\u10ff"
    "\u2010-\u2027\u2030-\u203b\u203d-\u2048\u204a-\u205e\u20a0-\u20bf\u2500-\u25a9"
)
_WIDE: Final = (
    # The same, but two cells: Chinese, Japanese and Korean.
    "\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3105-\u312f\u3220-\u3247\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufa6d\uff01-\uff60\U00020000-\U0002a6df"
)
_MARKED: Final = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
"""One grapheme and one cell each, as they are drawn as marks; but for tab and line ends."""

# `re` looks a character up in such classes several times as fast as `regex`.
COMPLEX: Final = re.compile(f"[^{_SIMPLE}]")
"""Finds the first character that makes a text more than one cell per code point."""
NOT_NARROW: Final = re.compile(f"[^{_SIMPLE}{_MARKED}]")
"""Finds the first character that is not known to be a grapheme of one cell by itself."""
_NARROW_BYTES: Final = bytes({*range(0x80)} - {ord("\t")})
"""The characters of ASCII that are, and the line ends."""
WIDEST: Final = 8
"""Cells of the widest grapheme that is drawn as it is."""
LONGEST: Final = 16
"""Code points of the longest grapheme that is drawn as it is."""
_LINE_ENDS: Final = frozenset({"\n", "\r\n", "\r"})
_MARK_OR_LETTER: Final = regex.compile(r"[\p{M}\p{L}]")
_PICTURE: Final = regex.compile(r"\p{Extended_Pictographic}")
NOTHING: Final = "\u25cc"
"""The dotted circle on which a combining mark stands that has no letter."""


def is_narrow(text: str) -> bool:
    """Whether each character is known to be a grapheme of one cell by itself, or is an LF or CR.

    Most are dropped as bytes, which takes a third of the time of looking each up in the pattern.
    """
    others = text.encode("utf-8", "surrogatepass").translate(None, _NARROW_BYTES)
    return NOT_NARROW.search(others.decode("utf-8", "surrogatepass")) is None


@cache
def table_of(unicode_version: str) -> CellTable:
    """Rich's table of widths, with a cell for spacing marks."""
    table = load(unicode_version)
    return table._replace(widths=tuple(_with_marks(table)))


def _with_marks(table: CellTable) -> Iterator[tuple[int, int, int]]:
    for start, end, width in table.widths:
        if width:
            yield start, end, width
            continue
        first = start
        for code in range(start, end + 1):
            if category(chr(code)) == "Mc":
                if first < code:
                    yield first, code - 1, width
                first = code + 1
        if first <= end:
            yield first, end, width


# Without it, as in another version, all is as it should be but for the time.
_known_to_rich: Final = getattr(rich.cells, "_is_single_cell_widths", lambda _: False)


def _has_a_cell_each(text: str) -> bool:
    """Whether each code point takes one cell, as far as that can be said without Rich's table.

    Rich itself knows no quotation marks and dashes: it would read the table before the first paint
    of nearly every article, and look each character of a row up in it.
    """
    return COMPLEX.search(text) is None or bool(_known_to_rich(text))


rich.cells.load_cell_table = table_of  # type: ignore[attr-defined]  # where it looks widths up
rich.cells._is_single_cell_widths = _has_a_cell_each  # noqa: SLF001  # see above


@cache  # compiled at the first row that is not Western
def unsure() -> regex.Pattern[str]:
    """Finds what terminals may draw in more or fewer cells than are meant for it."""
    return regex.compile(
        r"[\p{Mc}\p{InSC=Virama}\p{RI}\p{Emoji_Modifier}"
        r"\u200d\ufe0f\u1160-\u11ff\u3164\uffa0\u2630-\u2637\u268a-\u268f]"
    )


@cache  # 2 ms to compile: paid at the first row that is not Western
def unknown() -> re.Pattern[str]:
    """Finds the first character not known to be a grapheme of one or two cells by itself."""
    return re.compile(f"[^{_SIMPLE}{_MARKED}{_WIDE}]")


@cache
def wide_run() -> re.Pattern[str]:
    """Finds characters of two cells, each a grapheme by itself if no unknown one follows."""
    return re.compile(f"[{_WIDE}]+")


@lru_cache(maxsize=8192)
def glyph_of(grapheme: str) -> tuple[str, int]:
    """What is drawn for one grapheme and how many cells that takes; never less than one.

    A combining mark without a letter, and a vowel sign of Hangul without its consonant, get a
    dotted circle to stand on, so that they do not join what was drawn before them.
    """
    if grapheme in _LINE_ENDS:
        return " ", 1
    text = inert(grapheme)[:LONGEST]
    if "\u200d" in text and _PICTURE.match(text) is None:
        # Rich takes what follows any joiner for a part of an emoji, and so for no cells.
        text = text.replace("\u200d", "")
    if cell_len(text[0]) == 0:
        is_mark = _MARK_OR_LETTER.match(text) is not None
        text = NOTHING + text if is_mark else MARK + text[1:]
    width = cell_len(text)
    if len(grapheme) <= LONGEST and width <= WIDEST:
        return text, width
    # Marks, joiners or tags without end: one mark for the rest, so that they neither cover the
    # rows around nor fill this one.
    text = (text if width <= WIDEST else text[0]).rstrip("\u200d") + MARK
    return text, cell_len(text)


class RowCells(Frozen):
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
        if isinstance(self.pieces, str):
            return self.pieces[start:end]
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
    for match in GRAPHEME.finditer(text):
        piece, width = glyph_of(match[0])
        pieces.append(piece)
        starts.append(match.start())
        columns.append(column)
        column += width
    return RowCells(tuple(pieces), (*starts, len(text)), (*columns, column), len(text))


def pinned(text: str, column: int) -> str:
    """A text with what comes behind each grapheme that is unsure put in its place.

    What a terminal leaves of its cells is blank.

    Args:
        text: As it is drawn, in a row of the screen.
        column: Of the screen, in which it begins, from 0.
    """
    if text.isascii() or COMPLEX.search(text) is None or unsure().search(text) is None:
        return text
    written = [" " * cell_len(text), f"\x1b[{column + 1}G"]
    for grapheme in GRAPHEME.findall(text):
        column += cell_len(grapheme)
        written.append(grapheme)
        if unsure().search(grapheme):
            written.append(f"\x1b[{column + 1}G")
    return "".join(written)
