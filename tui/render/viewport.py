"""Where on a pane what of its text stands: the text laid out for a size, seen from a top row.

row 0 of the pane      the header
rows 1 to height - 2   rows of the text, from `top` on, each with the lines that stand under it
the last row           the rule of progress
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from textual.geometry import Region, Size

from store.frozen import Frozen
from store.text.span import Span
from tui.render.wrap import HANG, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui.render.tracks import TrackLine
    from tui.render.wrap import Layout

BARS: Final = 2
"""Bars that fit in the left margin; more are shown as a plus."""
LEFT: Final = BARS + 2
"""Cells of the left margin: a letter, the bars, a space."""
LONGEST_LINE: Final = 84
"""Cells of text in a line; longer lines are hard to follow."""
SMALLEST_WIDTH: Final = LEFT + HANG + 16
"""Cells below which a pane cannot be read."""
_SCROLL_JUMP: Final = 3
"""A caret that leaves the pane scrolls it by this part of its height."""
_LEAST_ROWS: Final = 3
"""Rows of text that stay in sight at the end of an article."""


class Frame(Frozen):
    """How wide the parts of a row are, in cells."""

    left: int
    """Blank cells before the margin, to centre a narrow text in a wide pane."""
    text: int
    """Of the text, without the hanging cells."""
    right: int
    """Of the right margin."""
    total: int
    """Of the whole row."""

    @property
    def text_start(self) -> int:
        """The first cell of the text."""
        return self.left + LEFT


def frame_for(width: int, longest_line: int) -> Frame:
    """The frame of a pane.

    Args:
        width: Of the pane, in cells.
        longest_line: The most cells that are comfortable to read in one line.
    """
    right = 6 if width >= 60 else 4 if width >= 40 else 0
    text = max(2, min(longest_line, width - LEFT - HANG - right))
    spare = max(0, width - LEFT - HANG - right - text)
    return Frame(spare // 2, text, right, width)


class Viewport(Frozen):
    """A text laid out in a pane. A value: another text, size or top row gives another."""

    layout: Layout
    frame: Frame
    size: Size
    """Of the pane, in cells."""
    top: int = 0
    """The first visible row of the text."""
    under: Mapping[int, Sequence[TrackLine]] = {}
    """What stands under rows of the text, by their numbers: a line each."""

    @property
    def text_height(self) -> int:
        """Rows of text that are visible."""
        return max(1, self.size.height - 2)

    @property
    def visible_rows(self) -> range:
        """The rows of text that are visible."""
        last, _ = self.row_at(self.text_height)
        return range(self.top, min(len(self.layout), last + 1))

    @property
    def visible_text(self) -> Span:
        """The code points in the visible rows."""
        rows, layout = self.visible_rows, self.layout
        return Span(layout.row(rows[0]).start, layout.row(rows[-1]).end) if rows else Span(0, 0)

    # Scrolling -----------------------------------------------------------------------------

    def nearest_top(self, top: int) -> int:
        """The top row that can be had nearest to one: some rows of the text stay in sight."""
        return max(0, min(top, len(self.layout) - min(self.text_height, _LEAST_ROWS)))

    def top_showing(self, offset: int) -> int:
        """The top row with which an offset is visible; the present one if it is already."""
        height, top = self.text_height, self.top
        row = self.layout.row_of(min(offset, len(self.layout.text)))
        jump = max(1, height // _SCROLL_JUMP)
        if row < top:
            return row if top - row > height else min(row, top - jump)
        if self.line_of(row) + len(self.under.get(row, ())) > height:
            beyond = sum(len(lines) for at, lines in self.under.items() if top <= at <= row)
            lowest = min(row, row + beyond - height + 1)
            return lowest if row - top - height > height else max(lowest, min(row, top + jump))
        return top

    def top_around(self, span: Span, head: int) -> int:
        """The top row with which what is gone to is visible; the present one if it is already.

        What was out of sight comes a third down the pane, as what stands before it tells what it
        is; what goes on below the pane is brought up as far as it has room.

        Args:
            span: What is gone to.
            head: Where the caret is, which is visible in any case.
        """
        height, row_of = self.text_height, self.layout.row_of
        first, last = row_of(span.start), row_of(max(span.start, span.end - 1))
        if not self.is_visible(first):
            above = max(0, first - height // _SCROLL_JUMP)
            top = min(first, max(above, last - height + 1))
        elif self.is_visible(last):
            top = self.top
        else:
            top = min(first, self.top + self.line_of(last) - height)
        there = replace(self, top=self.nearest_top(top))
        is_seen = there.is_visible(row_of(min(head, len(self.layout.text))))
        return top if is_seen else self.top_showing(head)

    # From places in the text to cells, and back ----------------------------------------------

    def line_of(self, row: int) -> int:
        """The line of the pane in which a row of the text stands, or would stand."""
        line = row - self.top + 1
        if self.under:
            line += sum(len(lines) for at, lines in self.under.items() if self.top <= at < row)
        return line

    def row_at(self, line: int) -> tuple[int, int]:
        """The row of the text in a line of the pane, and how many lines under it that is."""
        row = self.top + line - 1
        for at in sorted(self.under) if self.under else ():
            if at < self.top:
                continue
            if at >= row:
                break
            if row - at <= len(self.under[at]):
                return at, row - at
            row -= len(self.under[at])
        return row, 0

    def is_visible(self, row: int) -> bool:
        """Whether a row of the text is visible."""
        return row >= self.top and self.line_of(row) <= self.text_height

    def rows_of(self, span: Span) -> range:
        """The visible rows that a stretch of text touches."""
        first = max(self.layout.row_of(span.start), self.top)
        last = min(self.layout.row_of(span.end), self.row_at(self.text_height)[0])
        return range(first, last + 1)

    def cells_of(self, span: Span) -> Iterator[tuple[int, int, int]]:
        """The row, first cell and cell behind the last of each visible piece of a span."""
        for number in self.rows_of(span):
            row, cells = self.layout.row(number), self.layout.cells(number)
            left = cells.column(max(span.start, row.start) - row.start)
            right = cells.column(min(span.end, row.end) - row.start)
            if right > left:
                yield number, left, right

    def cells_at(self, offset: int) -> tuple[int, int, int]:
        """The row, first cell and cell behind the last of the character at an offset."""
        row = self.layout.row_of(offset)
        first, last = self.layout.cells(row).columns_of(offset - self.layout.starts[row])
        return row, first, last

    def region(self, row: int, first: int, last: int) -> Region:
        """The cells of a row's text from one to before another, in the pane."""
        return Region(self.frame.text_start + first, self.line_of(row), last - first, 1)

    def offset_at(self, x: int, y: int) -> int:
        """The code point that is drawn nearest to a cell of the pane."""
        row = max(0, min(self.row_at(y)[0], len(self.layout) - 1))
        return self.layout.offset(row, max(0, x - self.frame.text_start))

    def is_text(self, y: int) -> bool:
        """Whether a line of the pane is one of its text."""
        return 0 < y < self.size.height - 1


def viewport_of(text: str, size: Size, before: Viewport | None = None) -> Viewport:
    """A text laid out for a size, seen from its top; wrapped anew only where `before` is no use."""
    frame = frame_for(size.width, LONGEST_LINE)
    layout = before.layout if before is not None else None
    if layout is None or layout.text is not text or layout.width != frame.text:
        layout = wrap(text, frame.text)
    return Viewport(layout, frame, size)
