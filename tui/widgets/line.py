"""A widget of a few lines that writes only the cells that have changed."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.render.changes import changed_cells


class LineWidget(Widget):
    """Draws the strips it is given."""

    ALLOW_SELECT = False
    can_focus = False

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._strips: list[Strip] = []

    def set_strips(self, strips: list[Strip]) -> None:
        """Show these lines, and repaint what of them is new."""
        old, self._strips = self._strips, strips
        if len(old) != len(strips):
            self.refresh()
            return
        for y, (before, after) in enumerate(zip(old, strips, strict=True)):
            if before is after:
                continue
            changed = changed_cells(before, after)
            if changed is not None:
                self.refresh(Region(changed[0], y, changed[1] - changed[0], 1))

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width)
