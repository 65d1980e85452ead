"""Where jump labels stand, and what they look like: one cell each, which holds no letter.

A label stands before its span: in the white space there, in the margin at the start of a row, or
over a bracket, a quotation mark or a hyphen. For a long span, and where that cell is taken, it
stands behind the span's end.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rich.segment import Segment

from store.text.span import Span
from tui.render.wrap import HANG

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from typing import TypeVar

    from tui.render.palette import SignStyles
    from tui.render.wrap import Layout

    Key = TypeVar("Key", bound=Hashable)


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
    """The white space or punctuation that it covers; none in the margin and behind the row."""
    width: int = 1


@dataclass(frozen=True, slots=True)
class JumpSign:
    """A letter over a spot."""

    spot: Spot
    letter: str
    is_last: bool
    """Whether this letter is all that has to be typed."""

    def segment(self, styles: SignStyles) -> Segment:
        """Its cells."""
        if self.spot.side is Side.START:
            style = styles.start if self.is_last else styles.start_more
        else:
            style = styles.end if self.is_last else styles.end_more
        return Segment(self.letter.ljust(self.spot.width), style)


@dataclass(frozen=True, slots=True)
class RowOverlay:
    """What is laid over one row."""

    signs: tuple[JumpSign, ...] = ()
    extents: tuple[Span, ...] = ()
    """The text that the signs stand for, as far as it is shown."""
    armed_label: str = ""
    """The label in whose colour it is drawn; empty for none."""

    def at(self, column: int) -> JumpSign | None:
        """The sign in a cell."""
        return next((sign for sign in self.signs if sign.spot.column == column), None)


Overlay = dict[int, RowOverlay]
"""What is laid over the rows of a pane, by the number of the row."""


def find_spots(
    layout: Layout, rows: range, wanted: Iterable[tuple[Key, Span, Sequence[Side]]]
) -> dict[Key, Spot]:
    """A spot of its own for each span that can have one.

    Args:
        layout: The wrapped text.
        rows: Those that are visible.
        wanted: What to call it, the span, and the sides at which its sign can stand, the best
            first; whoever comes first has the choice.
    """
    taken: set[tuple[int, int]] = set()
    found: dict[Key, Spot] = {}
    for key, span, sides in wanted:
        for side in sides:
            spot = (_before if side is Side.START else _behind)(layout, span)
            if spot is None or spot.row not in rows:
                continue
            cells = {(spot.row, spot.column + i) for i in range(spot.width)}
            if taken.isdisjoint(cells):
                taken |= cells
                found[key] = spot
                break
    return found


def _before(layout: Layout, span: Span) -> Spot | None:
    row = layout.row_of(span.start)
    if span.start == layout.starts[row]:
        return Spot(row, -1, Side.START)
    spot = _over(layout, row, span.start - 1, Side.START)
    return spot if spot and spot.covered and spot.covered.end == span.start else None


def _behind(layout: Layout, span: Span) -> Spot | None:
    row = layout.row_of(max(span.start, span.end - 1))
    if span.end < layout.row(row).end:
        spot = _over(layout, row, span.end, Side.END)
        return spot if spot and spot.covered and spot.covered.start == span.end else None
    column = layout.cells(row).width
    return Spot(row, column, Side.END) if column < layout.width + HANG else None


def _over(layout: Layout, row: int, offset: int, side: Side) -> Spot | None:
    """The cells of what stands at an offset, unless it is a letter or a digit."""
    if layout.text[offset].isalnum():
        return None
    start, cells = layout.starts[row], layout.cells(row)
    first, last = cells.columns_of(offset - start)
    end = cells.offset(last) if last < cells.width else cells.length
    return Spot(row, first, side, Span(start + cells.offset(first), start + end), last - first)


def overlay_of(
    layout: Layout,
    rows: range,
    signs: Iterable[JumpSign],
    extents: Sequence[Span],
    armed_label: str,
) -> Overlay:
    """The signs and the extents row by row; rows without any are left out."""
    signs_of: dict[int, list[JumpSign]] = {}
    for sign in signs:
        signs_of.setdefault(sign.spot.row, []).append(sign)
    extents_of: dict[int, list[Span]] = {}
    for span in extents:
        first = max(rows.start, layout.row_of(span.start))
        last = min(rows.stop - 1, layout.row_of(max(span.start, span.end - 1)))
        for row in range(first, last + 1):
            extents_of.setdefault(row, []).append(span)
    return {
        row: RowOverlay(
            tuple(sorted(signs_of.get(row, ()), key=lambda sign: sign.spot.column)),
            tuple(extents_of.get(row, ())),
            armed_label,
        )
        for row in sorted({*signs_of, *extents_of})
    }


def changed_rows(before: Mapping[int, RowOverlay], after: Mapping[int, RowOverlay]) -> list[int]:
    """The rows over which something else is laid now."""
    return sorted(row for row in {*before, *after} if before.get(row) != after.get(row))
