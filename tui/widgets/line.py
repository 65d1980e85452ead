"""A widget of a few lines that writes only the cells that have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.render.changes import changed_runs
from tui.render.lines import COMMAND
from tui.render.partial import lines_as_drawn

if TYPE_CHECKING:
    from textual import events


class LineWidget(Widget):
    """Draws the strips it is given."""

    ALLOW_SELECT = False
    can_focus = False

    class KeysPressed(Message):
        """The keys of a command were pressed with the mouse, where a line says them."""

        def __init__(self, command_id: str) -> None:
            super().__init__()
            self.command_id = command_id

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._strips: list[Strip] = []

    def set_strips(self, strips: list[Strip]) -> None:
        """Show these lines, and repaint what of them is new."""
        old, self._strips = self._strips, strips
        both = zip(old, strips, strict=False)
        changed = [
            Region(first, y, last - first, 1)
            for y, (before, after) in enumerate(both)
            if before is not after
            for first, last in changed_runs(before, after)
        ]
        least, most = sorted((len(old), len(strips)))
        if least < most:
            changed.append(Region(0, least, self.size.width, most - least))
        if changed:
            self.refresh(*changed)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the keys that stand there."""
        place = 0
        for text, style, _ in self.render_line(event.y):
            place += cell_len(text)
            if event.x < place:
                command_id = style.meta.get(COMMAND) if style is not None else None
                if event.button == 1 and command_id:
                    event.stop()
                    self.post_message(self.KeysPressed(command_id))
                return

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some lines, as they are drawn."""
        return lines_as_drawn(self, crop)

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.rich_style)
