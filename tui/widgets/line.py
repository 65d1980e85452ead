"""A widget of a few lines that writes only the cells that have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.render.changes import changed_runs
from tui.render.lines import COMMAND, lines_as_drawn
from tui.render.partial import CroppingCompositor

if TYPE_CHECKING:
    from textual import events

    from tui.render.pen import Scroll
    from tui.widgets.search_bar import SearchBar


_ORIGIN: Final = Offset(0, 0)
_NOTHING: Final = Strip([], 0)
"""A line that is like no other, so that all of what comes there is painted."""


class FramelessWidget(Widget):
    """A widget that draws all of its cells: no frame, padding or scroll bar is around them."""

    ALLOW_SELECT = False
    can_focus = False
    virtual_size = Reactive(Size(0, 0), repaint=False)
    """Told by a layout, which paints what has another size: that is no reason for another one."""

    @property
    def content_offset(self) -> Offset:
        """Where what it draws begins; Textual looks for all three around it at each repaint."""
        return _ORIGIN


class SearchPlace(FramelessWidget):
    """Where the line of a search stands, with no height while none is typed: to show it or not
    would have the whole screen styled and painted."""

    def __init__(self) -> None:
        super().__init__(id="prompt")

    def search_bar(self) -> SearchBar:
        """That line; it is made the first time that it is asked for."""
        from tui.widgets.search_bar import SearchBar  # Textual's own input is read with it

        for bar in self.query_children(SearchBar):
            return bar
        bar = SearchBar()
        self.mount(bar)
        return bar


class LineWidget(FramelessWidget):
    """Draws the strips it is given."""

    class KeysPressed(Message):
        """The keys of a command were pressed with the mouse, where a line says them."""

        def __init__(self, command_id: str) -> None:
            super().__init__()
            self.command_id = command_id

    def __init__(self, widget_id: str) -> None:
        super().__init__(id=widget_id)
        self._strips: list[Strip] = []
        self.is_painted = False
        """Whether the screen shows what it is to show."""

    def set_strips(self, strips: list[Strip], scroll: Scroll | None = None) -> None:
        """Show these lines, and repaint what of them is new.

        Args:
            strips: The lines.
            scroll: Lines of which most stand higher or lower than before.
        """
        old, self._strips = self._strips, strips
        if scroll is not None and self._can_scroll(scroll):
            old = _scrolled(old, scroll)
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
            self.is_painted = False
            self.refresh(*changed)

    def _can_scroll(self, scroll: Scroll) -> bool:
        """Whether the terminal will move the lines, at the next paint."""
        compositor = self.screen._compositor  # noqa: SLF001  # see `tui/render/partial.py`
        if not isinstance(compositor, CroppingCompositor):
            return False
        is_little = 0 < abs(scroll.by) <= (scroll.bottom - scroll.top) // 2
        is_there = self.is_painted and scroll.bottom <= len(self._strips)
        return is_little and is_there and compositor.scroll(self, scroll)

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
        self.is_painted = True
        return lines_as_drawn(self, crop, self.render_line)

    def render_line(self, y: int) -> Strip:
        """One of the lines."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.rich_style)


def _scrolled(strips: list[Strip], scroll: Scroll) -> list[Strip]:
    """The lines as they stand once some of them have gone up or down, and left nothing behind."""
    top, bottom, by = scroll
    moved, gone = strips[top:bottom], [_NOTHING] * abs(by)
    moved = [*moved[by:], *gone] if by > 0 else [*gone, *moved[:by]]
    return [*strips[:top], *moved, *strips[bottom:]]
