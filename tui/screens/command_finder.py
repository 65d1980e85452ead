"""What the help and the palette share: a line to type into, and the commands that fit below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from tui.keys.commands import LEAVE
from tui.keys.finding import rows_that_fit
from tui.render.lines import line_strip
from tui.render.partial import Scroll
from tui.screens.dialog import Dialog
from tui.widgets.inert_input import InertInput
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from tui.keys.finding import CommandRow
    from tui.render.command_lines import CommandLine, CommandLines
    from tui.render.palette import Palette

_WHEEL: Final = 3
"""Rows that one notch of the wheel goes."""


class CommandFinder(Dialog[str]):
    """Its result is the id of a command to run."""

    TITLE_OF_BOX: ClassVar[str]
    PLACEHOLDER: ClassVar[str]

    def __init__(self, rows: Sequence[CommandRow], palette: Palette, box_id: str) -> None:
        """Offer some rows.

        Args:
            rows: In the order in which they stand before anything is typed.
            palette: The styles.
            box_id: By which the style sheet knows how large it is.
        """
        super().__init__()
        self._all = rows
        self._rows = rows_that_fit("", rows)
        self._palette = palette
        self._box_id = box_id
        self._count = LineWidget("count")
        self._sheet = LineWidget("commands")
        self._lines: CommandLines | None = None
        """None until they are made for the rows and the width."""
        self._shows_names = False
        self._at = 0
        self._top = 0
        self._has_said = False
        """Whether the frame says something else than the hint."""

    def lines_of(
        self, rows: Sequence[CommandRow], width: int, *, shows_names: bool
    ) -> CommandLines:
        """The lines of rows."""
        raise NotImplementedError

    def draw(self, line: CommandLine, width: int, *, is_chosen: bool) -> Strip:
        """A line as it looks."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """What is typed, and what fits it."""
        with Vertical(classes="dialog", id=self._box_id) as box:
            box.border_title, box.border_subtitle = self.TITLE_OF_BOX, self._hint()
            with Horizontal(classes="field"):
                yield InertInput(placeholder=self.PLACEHOLDER)
                yield self._count
            yield self._sheet

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    def _compositor_refresh(self) -> None:
        """Paint as soon as there are lines: a frame without them would be painted twice."""
        if self._lines is not None:
            super()._compositor_refresh()

    def on_resize(self) -> None:
        """Draw for the new size, once the box has it."""
        self.call_after_refresh(self._lay_out)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List what fits."""
        event.stop()
        self._rows = rows_that_fit(event.value, self._all)
        self._at = self._top = 0
        self._lay_out()

    def _lay_out(self) -> None:
        width = self._sheet.size.width
        self._lines = self.lines_of(self._rows, width, shows_names=self._shows_names)
        self._draw()

    def _draw(self) -> None:
        width, height = self._sheet.size
        if self._lines is None or not width:
            return
        if self._has_said:  # a frame that changes is written whole, with all that is in it
            self._has_said = False
            self.query_one(f"#{self._box_id}").border_subtitle = self._hint()
        at = min(self._at + 1, len(self._rows))
        count, plain = f"{at:,} of {len(self._rows):,}", self._palette.bar
        self._count.set_strips([line_strip([], [(count, plain)], self._count.size.width, plain)])
        top = self._top
        if self._rows:
            self._top = self._lines.scrolled(self._at, self._top, height)
        shown = self._lines.lines[self._top : self._top + height]
        strips = [self.draw(each, width, is_chosen=each.number == self._at) for each in shown]
        if not strips:
            nothing = f" Nothing is called that. {self.key(LEAVE)} empties the line, to see all."
            strips = [line_strip([(nothing, plain)], [], width, plain)]
        strips += [line_strip([], [], width, plain)] * (height - len(strips))
        self._sheet.set_strips(strips, Scroll(0, height, self._top - top))

    def say(self, sentence: str) -> None:
        """Show a sentence in the frame until the next key."""
        super().say(sentence)
        self._has_said = True

    def _hint(self) -> str:
        ways = f"{self.key('list.choose')} does it · {self.hint('list.ids')}"
        return f"{ways} · {self.key(LEAVE)} empties the line, then leaves"

    # Keys ----------------------------------------------------------------------------------

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "list.down": partial(self._go, 1),
            "list.up": partial(self._go, -1),
            "list.page-down": partial(self._go_page, 1),
            "list.page-up": partial(self._go_page, -1),
            "list.first": partial(self._go, -len(self._all)),
            "list.last": partial(self._go, len(self._all)),
            "list.ids": self._toggle_names,
            "list.choose": self._choose,
        }

    def leave(self) -> None:
        """Empty what was typed, else close."""
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self.dismiss(None)

    def _go(self, by: int) -> None:
        self._at = max(0, min(len(self._rows) - 1, self._at + by))
        self._draw()

    def _go_page(self, by: int) -> None:
        if self._lines is not None and self._rows:
            step = by * max(1, self._sheet.size.height - 1)
            self._go(self._lines.row_after(self._at, step) - self._at)

    def _toggle_names(self) -> None:
        self._shows_names = not self._shows_names
        self._lay_out()

    def _choose(self) -> None:
        """Close with the command of the row, if it can be run."""
        row = self._rows[self._at] if self._rows else None
        if row is None:
            self.say("Nothing fits that")
        elif row.command_id:
            self.dismiss(row.command_id)
        else:
            self.say("This line only tells: nothing is done by it here")

    # Mouse ---------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked; a double click does what it says."""
        line = self._top + event.screen_y - self._sheet.region.y
        lines = self._lines.lines if self._lines is not None else ()
        if self._sheet.region.contains(event.screen_x, event.screen_y) and line < len(lines):
            self._go(lines[line].number - self._at)
            if event.chain == 2:
                self._choose()

    def on_mouse_scroll_down(self) -> None:
        """Go on."""
        self._go(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Go back."""
        self._go(-_WHEEL)
