"""Rows of text of which only the cells that have changed are painted; they can be pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from tui.render.viewport import viewport_of
from tui.widgets.pane_painter import PanePainter

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from store.across.tie_ends import TieSigns
    from store.labels import LabelSet
    from store.text.span import Span
    from tui.render.palette import Palette
    from tui.render.viewport import Viewport
    from tui.widgets.pane_painter import Shown


class PaintedRows(Widget):
    """The cells of an article pane. What they show is for whoever inherits from it to say."""

    ALLOW_SELECT = False
    can_focus = False

    class Pointed(Message):
        """A mouse button went down on a character, or was dragged over it, or clicked twice."""

        def __init__(self, rows: PaintedRows, offset: int, how: str) -> None:
            super().__init__()
            self.rows = rows
            self.offset = offset
            """In code points."""
            self.how = how
            """"press", "drag" or "double"; "beside" on the header or the rule."""

    class Shifted(Message):
        """Other rows are visible than those that jump labels were laid over, or cut otherwise."""

        def __init__(self, rows: PaintedRows) -> None:
            super().__init__()
            self.rows = rows

    def __init__(self, labels: LabelSet, palette: Callable[[], Palette]) -> None:
        super().__init__()
        self._viewport = viewport_of("", Size(0, 0))
        self._painter = PanePainter(labels, palette)
        self._dragging = False

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

    # Repainting ----------------------------------------------------------------------------

    def repaint(self) -> None:
        """Draw everything anew."""
        self._painter.forget()
        self.refresh()

    def refresh_edges(self) -> None:
        """Repaint what of the header and the rule of progress is different now."""
        for y, first, last in self._painter.changes_in_edges(self.shown):
            self.refresh(Region(first, y, last - first, 1))

    def refresh_caret(self, offset: int) -> None:
        """Repaint the cells of the character at an offset."""
        self._refresh_cells(*self._viewport.cells_at(offset))

    def refresh_span(self, span: Span) -> None:
        """Repaint the visible cells of a stretch of text."""
        for row, first, last in self._viewport.cells_of(span):
            self._refresh_cells(row, first, last)

    def refresh_rows(self, span: Span) -> None:
        """Repaint what has changed in the visible rows that a stretch of text touches."""
        for row in self._viewport.rows_of(span):
            self.refresh_row(row)

    def refresh_row(self, row: int) -> None:
        """Repaint what has changed in a row of the text, if it is visible."""
        if self._viewport.is_visible(row):
            y = row - self._viewport.top + 1
            changed = self._painter.changes_in_row(self.shown, row)
            if changed:
                self.refresh(*(Region(first, y, last - first, 1) for first, last in changed))

    def _refresh_cells(self, row: int, first: int, last: int) -> None:
        if self._viewport.is_visible(row):
            self._painter.forget_row(row)
            self.refresh(self._viewport.region(row, first, last))

    # Mouse ---------------------------------------------------------------------------------

    def _point(self, event: events.MouseEvent, how: str) -> None:
        self.post_message(self.Pointed(self, self._viewport.offset_at(event.x, event.y), how))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Place the caret; what follows while the button is down selects."""
        if event.button != 1:
            return
        event.stop()
        if self._viewport.is_text(event.y):
            self._dragging = True
            self.capture_mouse()
            self._point(event, "press")
        else:
            self._point(event, "beside")

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Extend the selection while a button is held, scrolling at the edges."""
        if self._dragging:
            self._point(event, "drag")
            event.stop()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End a drag."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Select the word at a double click."""
        if event.chain == 2 and event.button == 1 and self._viewport.is_text(event.y):
            self._point(event, "double")
            event.stop()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without moving the caret."""
        self.scroll_rows_to(self._viewport.top + 3)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without moving the caret."""
        self.scroll_rows_to(self._viewport.top - 3)
        event.stop()
