"""A widget of a few lines that writes only the cells that have changed."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.render.changes import changed_runs


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
            for first, last in changed_runs(before, after) if before is not after else ():
                self.refresh(Region(first, y, last - first, 1))

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width)
