"""Rows of text of which only the cells that have changed are painted; they can be pointed at."""

from __future__ import annotations

import time
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace
from textual.geometry import Region, Size
from textual.message import Message

from store.frozen import Frozen
from tui.render.lines import lines_as_drawn
from tui.render.viewport import viewport_of
from tui.widgets.line import FramelessWidget
from tui.widgets.pane_painter import PanePainter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from textual import events
    from textual.strip import Strip

    from store.across.tie_ends import TieSigns
    from store.annotations.model import Annotation
    from store.labels import LabelSet
    from store.suggest.model import Suggestion
    from store.text.span import Span
    from tui.render.palette import Palette
    from tui.render.tracks import Track, TrackLine
    from tui.render.viewport import Viewport
    from tui.widgets.pane_painter import Shown


_DOUBLE: Final = 0.5
"""Seconds between two presses of which the second belongs to the first."""


class Gesture(StrEnum):
    """What was done with the mouse."""

    PRESS = "press"
    DOUBLE = "double"
    TRIPLE = "triple"
    DRAG = "drag"
    EXTEND = "extend"
    """Pressed with Shift."""
    PICK = "pick"
    """Pressed twice on the header."""
    BESIDE = "beside"
    """Pressed on the header or on the rule."""


class Pointing(Frozen):
    """What was pointed at, and how."""

    how: Gesture
    offset: int
    """In code points; the nearest to the cell."""
    origin: int = 0
    """Where the button went down from which it was dragged."""
    by_characters: bool = False
    """Whether Alt or Ctrl was held, so that no words are meant."""
    marked: Annotation | Suggestion | None = None
    """What the letter in the margin stands for."""


class ComparedWidget(FramelessWidget):
    """A widget that finds out what of it has changed only once it is painted.

    Whatever comes of a key, each of its rows is then drawn and compared once.
    """

    def changed_regions(self) -> Iterable[Region]:
        """The cells that are other ones than when this was last asked."""
        raise NotImplementedError

    def compare_later(self) -> None:
        """Have what has changed painted soon."""
        self.refresh(Region())

    def _exchange_repaint_regions(self) -> Collection[Region]:
        return {*super()._exchange_repaint_regions(), *self.changed_regions()}


class PaintedRows(ComparedWidget):
    """The cells of an article pane. What they show is for whoever inherits from it to say."""

    class Pointed(Message):
        """A mouse button went down, or was dragged while it was down."""

        def __init__(self, rows: PaintedRows, pointing: Pointing) -> None:
            super().__init__()
            self.rows = rows
            self.pointing = pointing

    class Shifted(Message):
        """Other rows are visible than those that jump labels were laid over, or cut otherwise."""

        def __init__(self, rows: PaintedRows) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, labels: LabelSet, palette: Callable[[], Palette]) -> None:
        super().__init__()
        self._viewport = viewport_of("", Size(0, 0))
        self._tracks: tuple[Track, ...] = ()
        self._painter = PanePainter(labels, palette)
        self._dragging = False
        self._origin = 0
        """Where in the text the button went down."""
        self._pressed = (-1, -1)
        """The cell in which it went down, as long as it was not moved away."""
        self._pressed_at = 0.0
        self._presses = 0
        """How many times in a row it has gone down there."""

    @property
    def viewport(self) -> Viewport:
        """Where on the pane what of the text stands."""
        return self._viewport

    @property
    def shown(self) -> Shown:
        """What is shown."""
        raise NotImplementedError

    def scroll_rows_to(self, top: int) -> bool:
        """Scroll so that a row is the first; whether that changes anything."""
        raise NotImplementedError

    def show_ties(self, ties: TieSigns | None) -> None:
        """Something else is tied; whoever says so has the rows repainted."""
        self._painter.show_ties(ties)

    def set_tracks(self, tracks: tuple[Track, ...]) -> None:
        """Show under the text how far readings go; the rows between what was and what is move."""
        if tracks == self._tracks:
            return
        before, self._tracks = self._viewport, tracks
        after = self._viewport = replace(before, under=self._under(before))
        changed = before.under.keys() | after.under.keys()
        if not changed or max(changed) < after.top:
            return
        first, behind = max(min(changed), after.top), max(changed) + 1
        lines = [after.line_of(first), before.line_of(behind), after.line_of(behind)]
        last = lines[1] if lines[1] == lines[2] else after.size.height
        height = min(last, after.size.height - 1) - lines[0]
        if height > 0:
            self.refresh(Region(0, lines[0], after.size.width, height))

    def _under(self, viewport: Viewport) -> Mapping[int, tuple[TrackLine, ...]]:
        """What stands under the rows of a text that is laid out."""
        if not self._tracks:
            return {}
        from tui.render.tracks import track_lines  # read where there are any

        return track_lines(viewport.layout, self._tracks, viewport.text_height // 2)

    # Repainting ----------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some lines, as they are drawn."""
        return lines_as_drawn(self, crop, partial(self._painter.line, self.shown))

    def repaint(self) -> None:
        """Draw everything anew."""
        self._painter.forget()
        self.refresh()

    def refresh_edges(self) -> None:
        """Repaint what of the header and the rule of progress is different now."""
        changes = self._painter.changes_in_edges(self.shown)
        if changes:
            self.refresh(*(Region(first, y, last - first, 1) for y, first, last in changes))

    def refresh_carets(self, *offsets: int) -> None:
        """Repaint the cells of the characters at some offsets."""
        self._refresh_cells(map(self._viewport.cells_at, offsets))

    def refresh_span(self, span: Span) -> None:
        """Repaint the visible cells of a stretch of text."""
        self._refresh_cells(self._viewport.cells_of(span))

    def refresh_rows(self, span: Span) -> None:
        """Repaint what has changed in the visible rows that a stretch of text touches."""
        self.refresh_each(self._viewport.rows_of(span))

    def refresh_each(self, rows: Iterable[int]) -> None:
        """Repaint what has changed in some rows of the text, as far as they are visible."""
        visible = [row for row in rows if self._viewport.is_visible(row)]
        for row in visible:
            self._painter.compare_row(row)
        if visible:
            self.compare_later()

    def changed_regions(self) -> list[Region]:
        """The cells of what was to be compared that are other ones now."""
        line, changes = self._viewport.line_of, self._painter.changes_in_rows(self.shown)
        return [Region(first, line(row), last - first, 1) for row, first, last in changes]

    def _refresh_cells(self, cells: Iterable[tuple[int, int, int]]) -> None:
        """Repaint stretches of cells, each of a row, as far as they are visible."""
        regions = []
        for row, first, last in cells:
            if self._viewport.is_visible(row):
                self._painter.forget_row(row)
                regions.append(self._viewport.region(row, first, last))
        if regions:
            self.refresh(*regions)

    # Mouse ---------------------------------------------------------------------------------

    def _point(self, event: events.MouseEvent, how: Gesture) -> None:
        row, under = self._viewport.row_at(event.y)
        is_text = self._viewport.is_text(event.y) and not under and row < len(self._viewport.layout)
        marked = self._painter.marked_at(self.shown, row, event.x) if is_text else None
        pointing = Pointing(
            how,
            self._viewport.offset_at(event.x, event.y),
            origin=self._origin,
            by_characters=event.ctrl or event.meta,
            marked=marked if how in (Gesture.PRESS, Gesture.DOUBLE, Gesture.TRIPLE) else None,
        )
        self.post_message(self.Pointed(self, pointing))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Place the caret, or select a word or a sentence; what follows while the button is down
        selects."""
        if event.button != 1:
            return
        event.stop()
        place, now = (event.x, event.y), time.monotonic()
        is_again = place == self._pressed and now - self._pressed_at < _DOUBLE
        self._presses = self._presses % 3 + 1 if is_again else 1
        self._pressed, self._pressed_at = place, now
        if self._viewport.is_text(event.y):
            self._dragging = True
            self.capture_mouse()
            if event.shift:
                self._point(event, Gesture.EXTEND)
                return
            self._origin = self._viewport.offset_at(event.x, event.y)
            self._point(event, (Gesture.PRESS, Gesture.DOUBLE, Gesture.TRIPLE)[self._presses - 1])
        elif event.y == 0:
            self._point(event, Gesture.PICK if self._presses == 2 else Gesture.BESIDE)
        else:
            self._point(event, Gesture.BESIDE)
            share = event.x / max(1, self.size.width - 1)
            self.scroll_rows_to(round(share * len(self._viewport.layout)))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection while a button is held, scrolling at the edges."""
        if self._dragging:
            if (event.x, event.y) != self._pressed:
                self._pressed = (-1, -1)  # what comes next is no second press
                self._point(event, Gesture.DRAG)
            event.stop()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            event.stop()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without moving the caret."""
        self.scroll_rows_to(self._viewport.top + 3)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without moving the caret."""
        self.scroll_rows_to(self._viewport.top - 3)
        event.stop()
