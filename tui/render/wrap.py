"""Wrap a text at words to rows of at most a given width.

Every row may be two cells wider than the width: one for a space at which it was broken, one for a
line end. So each code point has exactly one place, and none is ever out of sight.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from store.text.boundaries import GRAPHEME
from store.text.span import Span
from tui.render.cells import (
    NOT_NARROW,
    RowCells,
    glyph_of,
    is_narrow,
    row_cells,
    unknown,
    wide_run,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HANG: Final = 2
"""Cells that a row may have beyond the width."""
_LINE_END: Final = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")
_BREAKING_SPACES: Final = frozenset(
    " \t\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f\u3000"
)
_BREAK_AFTER: Final = "-\u2014\u2013"
_NEVER_FIRST: Final = frozenset("、。，．：；？！）」』】〕〉》”’…ー々")
"""Wide punctuation that a row must not begin with."""
_SECOND_CELL: Final = "\uffff"
"""Stands for the second cell of a wide character; never in a text of known characters."""


class Layout(Frozen, dict=True):
    """A text cut into rows."""

    text: str
    width: int
    """Cells of a row without the hanging ones."""
    starts: array[int]
    """The offset at which each row begins."""

    def __len__(self) -> int:
        return len(self.starts)

    def row(self, number: int) -> Span:
        """The code points of a row, with the line end if one closes it."""
        start = self.starts[number]
        is_last = number + 1 >= len(self.starts)
        return Span(start, len(self.text) if is_last else self.starts[number + 1])

    def cells(self, number: int) -> RowCells:
        """The cells of a row."""
        return row_cells(self.row(number).of(self.text))

    def row_of(self, offset: int) -> int:
        """The row that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> tuple[int, int]:
        """The row and the cell of an offset."""
        number = self.row_of(offset)
        return number, self.cells(number).column(offset - self.starts[number])

    def offset(self, number: int, column: int) -> int:
        """The offset of the grapheme at a cell; the last one of the row beyond its end."""
        number = max(0, min(number, len(self) - 1))
        span = self.row(number)
        found = span.start + self.cells(number).offset(column)
        return found if found < span.end else self.last_of(number)

    def last_of(self, number: int) -> int:
        """The last place for a caret in a row: its line end, or its last space or character."""
        span = self.row(number)
        if number + 1 >= len(self) or not len(span):
            return span.end
        cells = self.cells(number)
        return span.start + cells.offset(cells.width - 1)

    @property
    def lines(self) -> int:
        """How many lines the text has, however wide the rows are."""
        return len(self._line_ends) + 1

    def line_of(self, offset: int) -> int:
        """The line of the text, from 1, that holds an offset: what lists and `find` call so."""
        return bisect_right(self._line_ends, offset) + 1

    @cached_property
    def _line_ends(self) -> array[int]:
        return array("q", (start for start, _ in _lines(self.text)))[1:]


def wrap(text: str, width: int) -> Layout:
    """Cut a text into rows of at most `width` cells, plus `HANG`.

    Args:
        text: Any text.
        width: At least 2, so that a wide character fits.
    """
    width = max(2, width)
    starts = array("q")
    # What takes time in a long text is to look at each character, so that is done as seldom as
    # can be: nearly all articles are of one cell per code point from the first to the last.
    narrow = is_narrow(text)
    lines = _lines(text) if narrow and "\r" not in text else _lines_of_all_kinds(text)
    dashes = [dash for dash in _BREAK_AFTER if dash in text]
    for start, end in lines:
        starts.append(start)
        if narrow:
            _wrap_plain(text, start, end, width, starts, dashes)
        elif end - start > width // 2:  # a shorter line fits, whatever it is made of
            _wrap_line(text, start, end, width, starts, dashes)
    return Layout(text, width, starts)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends, without its newline; the last one may be empty."""
    find = text.find
    start = 0
    while (end := find("\n", start)) >= 0:
        yield start, end
        start = end + 1
    yield start, len(text)


def _lines_of_all_kinds(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends, whatever kind of line end there is."""
    start = 0
    for line_end in _LINE_END.finditer(text):
        yield start, line_end.start()
        start = line_end.end()
    yield start, len(text)


def _wrap_line(
    text: str, start: int, end: int, width: int, starts: array[int], dashes: Iterable[str]
) -> None:
    """Append the starts of the rows of one line but the first."""
    if NOT_NARROW.search(text, start, end) is None:
        _wrap_plain(text, start, end, width, starts, dashes)
    else:
        _wrap_mixed(text, start, end, width, starts)


def _wrap_plain(
    text: str, start: int, end: int, width: int, starts: array[int], dashes: Iterable[str]
) -> None:
    """A line of one cell per code point: one search per row, and one for each dash there is."""
    find = text.rfind
    append = starts.append
    last = end - width  # a row that begins there or later holds the rest of the line
    while start < last:
        limit = start + width
        place = find(" ", start, limit + 1)
        if place < limit:
            for dash in dashes:
                place = max(place, find(dash, place + 1, limit))
        elif limit + 1 == end:
            return  # the space hangs
        start = place + 1 if place >= start else limit
        append(start)


def _wrap_mixed(text: str, start: int, end: int, width: int, starts: array[int]) -> None:
    """Any line, row by row; grapheme by grapheme only where there is no quicker way."""
    while end - start > width // 2:
        # One character more than a row can hold: a mark that follows would belong to the last.
        reach = min(end, start + width + 2)
        if unknown().search(text, start, reach) is None:
            found = _end_of_known_row(text, start, end, width)
        else:
            found = _end_of_row(text, start, end, width)
        if found == end:
            return
        starts.append(found)
        start = found


def _end_of_known_row(text: str, start: int, end: int, width: int) -> int:
    """Where the row ends that begins at `start`, if each character is known to be one grapheme."""
    most = start + width // 2
    run = wide_run().match(text, start, min(end, most + 1))
    if run is not None and run.end() > most and text[most] not in _NEVER_FIRST:
        return most
    chunk = text[start : min(end, start + width + 1)]
    # One character a cell, so that the place in the row is the place in the string.
    cells = wide_run().sub(_two_cells_each, chunk)
    if len(cells) <= width:
        return end
    place = width - (cells[width] == _SECOND_CELL)
    if cells[place] == " ":  # it hangs, and the row ends after it
        place += 1
    else:
        place = _last_break(cells, place) or place
    return start + place - cells.count(_SECOND_CELL, 0, place)


def _two_cells_each(run: re.Match[str]) -> str:
    return _SECOND_CELL.join(run[0]) + _SECOND_CELL


def _last_break(cells: str, place: int) -> int:
    """The last cell up to `place` before which a row may end; 0 if there is none."""
    for at in range(place, 0, -1):
        before, character = cells[at - 1], cells[at]
        if before == " " or before in _BREAK_AFTER:
            return at
        is_wide = before == _SECOND_CELL or cells[at + 1 : at + 2] == _SECOND_CELL
        if is_wide and character not in _NEVER_FIRST and character not in (" ", _SECOND_CELL):
            return at
    return 0


def _end_of_row(text: str, start: int, end: int, width: int) -> int:
    """Where the row ends that begins at `start`, grapheme by grapheme."""
    column = 0
    break_at = start  # the last place to break
    after_wide = False
    for match in GRAPHEME.finditer(text, start, end):
        grapheme = match[0]
        cells = glyph_of(grapheme)[1]
        is_space = grapheme in _BREAKING_SPACES
        if (cells >= 2 or after_wide) and grapheme not in _NEVER_FIRST and not is_space:
            break_at = match.start()
        if column and column + cells > width + is_space:
            return break_at if break_at > start else int(match.start())
        column += cells
        after_wide = cells >= 2
        if is_space or grapheme in _BREAK_AFTER:
            break_at = match.end()
    return end
