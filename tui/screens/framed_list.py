"""A list in a frame with a line to type into: one sheet, which is drawn line by line."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from textual.geometry import Offset

from tui.filling import fill
from tui.render.concordance import top_with
from tui.render.framed import SIDE, framed
from tui.render.pen import Scroll
from tui.screens.dialog import Dialog, Result
from tui.widgets.inert_input import InertInput
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from tui.render.palette import Palette

_WHEEL: Final = 3
"""Rows that one notch of the wheel goes."""


class FramedList(Dialog[Result]):
    """A dialog with a list, in which keys go up and down while something is typed."""

    PLACEHOLDER = ""
    FIELD: str | None = None  # by which the style sheet knows what is typed into
    CLICKS = 2  # of the mouse after which a row is taken
    HEAD = 1  # lines of the sheet above the rows: the fields

    def __init__(self, palette: Palette, box_id: str) -> None:
        """Show nothing yet.

        Args:
            palette: The styles.
            box_id: By which the style sheet knows how large it is.
        """
        super().__init__()
        self.palette = palette
        self.sheet = LineWidget(box_id)
        self.sheet.add_class("dialog")
        self.field = InertInput(
            placeholder=self.PLACEHOLDER, typed=self.list_what_fits, widget_id=self.FIELD
        )
        self.at = self.top = 0  # the row that keys are for, and the first line in view
        self.said = ""  # what is said in the frame until the next key
        self._is_drawn = False  # for the size that there is now

    def compose(self) -> ComposeResult:
        """The sheet, and over it what is typed."""
        with self.sheet:
            yield self.field

    def on_mount(self) -> None:
        """Take the keys."""
        self.field.focus()

    def opened(self) -> None:
        """List everything."""
        self.said = ""
        self._is_drawn = False
        self.field.value = ""
        self.list_what_fits("")

    def list_what_fits(self, typed: str) -> None:
        """List what fits what is typed, and draw it."""
        raise NotImplementedError

    # Drawing -------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def frame_title(self) -> str:
        """What stands at the top of the frame."""
        raise NotImplementedError

    @cached_property
    def frame_hint(self) -> str:
        """What stands at its bottom while nothing is said."""
        return ""

    def body(self, width: int, height: int) -> list[Strip]:
        """The lines within the frame, in so many cells; the fields lie over the first of them."""
        raise NotImplementedError

    @property
    def room(self) -> tuple[int, int]:
        """Cells within the frame, from left to right and from top to bottom."""
        width, height = self.sheet.size
        return width - 2 * SIDE, height - 2

    def rows_in_view(self) -> int:
        """How many lines of rows there is room for."""
        return max(1, self.room[1] - self.HEAD)

    def put_in_frame(self, lines: list[Strip]) -> list[Strip]:
        """All lines of the sheet."""
        said = self.said or self.frame_hint
        return framed(lines, self.frame_title, said, self.palette, self.sheet.size.width)

    def draw(self) -> None:
        """Show how things stand, once there is room."""
        if not self.sheet.size.width or self.size != self.app.size:
            return
        top, (width, height) = self.top, self.room
        lines = self.body(width, height)
        self._is_drawn = True
        first = 1 + self.HEAD
        scroll = Scroll(first, first + self.rows_in_view(), self.top - top)
        self.sheet.set_strips(self.put_in_frame(lines), scroll)

    def _compositor_refresh(self) -> None:
        """Paint as soon as there are lines: a frame without them would be painted twice."""
        if self._is_drawn:
            super()._compositor_refresh()

    def on_resize(self) -> None:
        """Draw for the new size, once the sheet has it."""
        self._is_drawn = False
        self.call_after_refresh(self.draw)

    def say(self, sentence: str) -> None:
        """Show a sentence in the frame until the next key."""
        self.said = fill(sentence, self.key)
        self.draw()

    @property
    def caret_cell(self) -> Offset:
        """The row that the keys are for."""
        return self.sheet.region.offset + Offset(SIDE, 1 + self.HEAD + self.at - self.top)

    @property
    def called(self) -> str:
        """What stands at the top of the frame."""
        return self.frame_title

    def spoken(self) -> list[str]:
        """The row that the keys are for, and what was said."""
        return [self.row_spoken(), self.said]

    # Keys and the mouse --------------------------------------------------------------------

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        going = {
            "list.down": partial(self.go, 1),
            "list.up": partial(self.go, -1),
            "list.page-down": partial(self.go_page, 1),
            "list.page-up": partial(self.go_page, -1),
        }
        return {**going, **super().handlers()}

    def go(self, by: int) -> None:
        """Go to another row."""
        self.said = ""
        self.at = max(0, min(self.count - 1, self.at + by))
        self.draw()

    def go_page(self, by: int) -> None:
        """Go a page on or back."""
        self.go(by * max(1, self.rows_in_view() - 1))

    def keep_in_view(self, height: int) -> None:
        """Move the rows, as little as can be, so that the one that keys are for is in view."""
        self.top = top_with(self.top, self.at, height, self.count)

    def row_at(self, line: int) -> int | None:
        """The number of the row of which a line is, counted from the first row."""
        return line if line < self.count else None

    def choose(self) -> None:
        """Do what is meant by the row that keys are for."""
        raise NotImplementedError

    def names_keys_at(self, at: Offset) -> bool:
        """Whether keys are named in a row: one below the list."""
        below = self.sheet.region.y + 1 + self.HEAD + self.rows_in_view()
        return self.sheet.region.contains_point(at) and at.y >= below

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked, and take it where it was clicked often enough."""
        region = self.sheet.region
        line = event.screen_y - region.y - 1 - self.HEAD
        if not region.contains(event.screen_x, event.screen_y):
            return
        row = self.row_at(self.top + line) if 0 <= line < self.rows_in_view() else None
        if row is not None:
            self.go(row - self.at)
            if event.chain >= self.CLICKS:
                self.choose()

    def on_mouse_scroll_down(self) -> None:
        """Go on."""
        self.go(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Go back."""
        self.go(-_WHEEL)
