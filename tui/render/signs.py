"""Where jump letters stand, and what they look like: one cell each, in the blank before a span.

At the start of a row that is the margin. What stands between the blank and the span is stepped
over, quotation marks as well as the words that a hyphen joins to it, so that nothing of the text is
covered; what the letter is for is underlined. The letter of an end stands in the blank behind it.
Only writing that has no blanks between words is covered, by the letters at its own characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from store.text.span import Span
from store.text.tokens import is_spaceless
from tui.render.wrap import HANG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.render.lines import Part
    from tui.render.palette import SignStyles
    from tui.render.wrap import Layout


class Side(StrEnum):
    """Which end of its span a sign stands at."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Spot:
    """The cells of one sign."""

    row: int
    column: int
    """Counted from the first cell of the text; -1 is in the margin."""
    side: Side
    covered: Span | None = None
    """What of the text it covers; nothing in the margin and behind the row."""
    width: int = 1
    is_blank: bool = True
    """Whether nothing is covered that could be read."""


@dataclass(frozen=True, slots=True)
class JumpSign:
    """A letter over a spot."""

    spot: Spot
    letter: str

    def part(self, styles: SignStyles) -> Part:
        """Its cells."""
        style = styles.start if self.spot.side is Side.START else styles.end
        return self.letter.ljust(self.spot.width), style


@dataclass(frozen=True, slots=True)
class JumpExtent:
    """The text that a sign stands for."""

    span: Span
    tint: int = 0
    """0 underlines it; 1 and 2 tint it, neighbours differently, as long ones cannot be told apart
    by a line under all of the text; `rows.LIT` lights it."""
    is_begun: bool = False
    """Whether only its first row in sight is marked."""


@dataclass(frozen=True, slots=True)
class RowOverlay:
    """What is laid over one row."""

    signs: tuple[JumpSign, ...] = ()
    extents: tuple[JumpExtent, ...] = ()
    """The text that the signs stand for."""
    armed_label: str = ""
    """The label in whose colour it is drawn; empty for none."""
    is_dimmed: bool = True
    """Whether the rest of the text steps back."""

    def at(self, column: int) -> JumpSign | None:
        """The sign in a cell."""
        return next((sign for sign in self.signs if sign.spot.column == column), None)


Overlay = dict[int, RowOverlay]
"""What is laid over the rows of a pane, by the number of the row."""


def spot_of(layout: Layout, rows: range, span: Span, side: Side) -> Spot | None:
    """Where the sign of a span stands; nothing if that is not visible.

    Args:
        layout: The wrapped text.
        rows: Those that are visible.
        span: In code points.
        side: Whether the letter is for its start or for its end.
    """
    spot = _before(layout, span) if side is Side.START else _behind(layout, span)
    return spot if spot is not None and spot.row in rows else None


def cells_of(spot: Spot) -> set[tuple[int, int]]:
    """The cells that a sign takes: rows and columns."""
    return {(spot.row, spot.column + number) for number in range(spot.width)}


def _before(layout: Layout, span: Span) -> Spot:
    row = layout.row_of(span.start)
    for at in range(span.start, layout.starts[row], -1):
        before = layout.text[at - 1]
        if before.isspace() and (spot := _over(layout, row, at - 1, Side.START)).is_blank:
            return spot
        if is_spaceless(before):
            return _over(layout, row, span.start, Side.START)
    return Spot(row, -1, Side.START)


def _behind(layout: Layout, span: Span) -> Spot | None:
    row = layout.row_of(max(span.start, span.end - 1))
    for at in range(span.end, layout.row(row).end):
        behind = layout.text[at]
        if behind.isspace() and (spot := _over(layout, row, at, Side.END)).is_blank:
            return spot if spot.column < layout.width + HANG else None
        if is_spaceless(behind):
            return _over(layout, row, span.end, Side.END)
    column = layout.cells(row).width
    return Spot(row, column, Side.END) if column < layout.width + HANG else None


def _over(layout: Layout, row: int, offset: int, side: Side) -> Spot:
    """The cells of what stands at an offset."""
    start, cells = layout.starts[row], layout.cells(row)
    first, last = cells.columns_of(offset - start)
    end = cells.offset(last) if last < cells.width else cells.length
    covered = Span(start + cells.offset(first), start + end)
    is_blank = not covered.of(layout.text).strip()
    return Spot(row, first, side, covered, last - first, is_blank)


def overlay_of(
    layout: Layout,
    rows: range,
    signs: Iterable[JumpSign],
    extents: Sequence[JumpExtent],
    armed_label: str,
    *,
    is_dimmed: bool = True,
) -> Overlay:
    """The signs and the extents row by row, of all visible rows."""
    signs_of: dict[int, list[JumpSign]] = {}
    for sign in signs:
        signs_of.setdefault(sign.spot.row, []).append(sign)
    extents_of: dict[int, list[JumpExtent]] = {}
    for extent in extents:
        span = extent.span
        first = max(rows.start, layout.row_of(span.start))
        last = min(rows.stop - 1, layout.row_of(max(span.start, span.end - 1)))
        for row in range(first, last + 1)[: 1 if extent.is_begun else None]:
            extents_of.setdefault(row, []).append(extent)
    return {
        row: RowOverlay(
            tuple(sorted(signs_of.get(row, ()), key=lambda sign: sign.spot.column)),
            tuple(extents_of.get(row, ())),
            armed_label if row in signs_of or row in extents_of else "",  # else it shows nothing
            is_dimmed,
        )
        for row in (rows if is_dimmed else sorted({*signs_of, *extents_of}))
    }


def changed_rows(before: Mapping[int, RowOverlay], after: Mapping[int, RowOverlay]) -> list[int]:
    """The rows over which something else is laid now."""
    return sorted(row for row in {*before, *after} if before.get(row) != after.get(row))
