"""A table over the whole screen: its rows are gone through and filtered, and it says things."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.containers import Horizontal
from textual.geometry import Offset
from textual.widgets import Input, Static

from tui.filling import fill
from tui.keys.commands import LEAVE, Mode
from tui.render.bars import message_lines
from tui.screens.dialog import Dialog, Result
from tui.widgets.command_keys import CommandKeys
from tui.widgets.inert_input import InertInput
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from store.story.workspace import Change, Workspace
    from tui.render.palette import Palette
    from tui.screens.row_list import RowList

    Handled = Mapping[str, Callable[[], object]]


class SayInTable(Protocol):
    """Says something until the next key."""

    def __call__(self, sentence: str, *, is_bad: bool = False) -> None: ...


class TypedLine(CommandKeys, Horizontal):
    """A line in which something is typed, below the head of a table."""

    def __init__(self, prompt: str, typed: str, does: Handled) -> None:
        """Begin with a text.

        Args:
            prompt: What is typed, in a word or a sign.
            typed: What it says to begin with.
            does: What the commands of its mode do.
        """
        super().__init__(id="table-line")
        self._prompt, self._typed, self._does = prompt, typed, does

    def compose(self) -> ComposeResult:
        """What is typed."""
        yield Static(f" {self._prompt} ", markup=False)
        yield InertInput(self._typed, select_on_focus=False)

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    @property
    def text(self) -> str:
        """What has been typed."""
        return self.query_one(Input).value

    def handlers(self) -> Handled:
        """What the commands of the mode do, by their ids."""
        return self._does


class FilterLine(TypedLine):
    """The line in which a filter is typed: the table follows it."""

    MODE = Mode.FILTER

    def __init__(self, typed: str, does: Handled, want: Callable[[str], None]) -> None:
        super().__init__("/", typed, does)
        self._want = want

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what it keeps."""
        event.stop()
        self._want(event.value)


class TableSheet(Protocol):
    """What a table is drawn on."""

    @property
    def head(self) -> int:
        """Lines above the rows."""

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""


class TableDialog(Dialog[Result]):
    """Draws itself line by line, whenever a key or an edit has changed something."""

    AUTO_FOCUS = ""

    def __init__(self, workspace: Workspace, rows: RowList, palette: Palette, name: str) -> None:
        """Show a table.

        Args:
            workspace: The story that is looked through.
            rows: What is shown.
            palette: The styles.
            name: Of the widget.
        """
        super().__init__()
        self._workspace, self._rows, self._palette = workspace, rows, palette
        self._lines = LineWidget(name)
        self.line: TypedLine | None = None
        """The line in which something is typed, while it is."""
        self._message = ("", False)
        """What is said until the next key, and whether it is bad."""
        self._is_looking = False
        """Whether it is going to look at more."""
        self._unsubscribe: list[Callable[[], None]] = []

    # What a table says of itself -------------------------------------------------------------

    def sheet(self) -> TableSheet:
        """What it is drawn on, in its present size."""
        raise NotImplementedError

    def strips(self, said: list[Strip]) -> list[Strip]:
        """Its lines; over the last of them stands what is said."""
        raise NotImplementedError

    def take(self, change: Change) -> None:
        """Take over what an edit has changed."""
        raise NotImplementedError

    def choose(self) -> None:
        """Open the row, or go there."""
        raise NotImplementedError

    # Looking through the story -----------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """One sheet."""
        yield self._lines

    def on_mount(self) -> None:
        """Begin to look through the story."""
        self._unsubscribe = [
            self._workspace.subscribe(self._on_change),
            self._workspace.now.watch(lambda _: self.begin()),
        ]
        self.begin()

    def on_unmount(self) -> None:
        """Stop listening."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.draw()

    def begin(self) -> None:
        """Look at everything anew."""
        self._rows.begin()
        self.look_on()

    def look_on(self) -> None:
        """Look at some of the story; keys and painting come in between."""
        if self._is_looking or not self.is_attached:
            return
        self._is_looking = self._rows.look_on()
        if self._is_looking:
            self.set_timer(0.001, self._look_again)
        self.draw()

    def _look_again(self) -> None:
        self._is_looking = False
        self.look_on()

    def _on_change(self, change: Change) -> None:
        self.take(change)
        self.draw()

    # Keys --------------------------------------------------------------------------------------

    def moves(self) -> Handled:
        """What every table does by its keys."""
        return {
            "list.down": partial(self.go, 1),
            "list.up": partial(self.go, -1),
            "list.page-down": partial(self._go_page, 1),
            "list.page-up": partial(self._go_page, -1),
            "rows.first": partial(self._rows.go, -1_000_000_000),
            "rows.last": partial(self._rows.go, 1_000_000_000),
            "list.choose": self.choose,
        }

    def drawing(self, does: Handled) -> Handled:
        """Commands that forget what was said, and draw what has come of them."""
        return {name: partial(self._do_and_draw, do) for name, do in does.items()}

    def _do_and_draw(self, do: Callable[[], object]) -> None:
        self._message = ("", False)
        do()
        self.draw()

    def leave(self) -> None:
        """Leave the innermost state; at last the table."""
        if self._rows.leave_innermost():
            self.draw()
        else:
            self.dismiss(None)

    def go(self, by: int) -> None:
        """Go some rows on or back."""
        if not self._rows.go(by) and self._rows.count:
            self.say(f"This is the {'last' if by > 0 else 'first'} line")

    def _go_page(self, by: int) -> None:
        self._rows.go(by * max(1, self.sheet().rows_in_view - 1))

    def say(self, sentence: str, *, is_bad: bool = False) -> None:
        """Show a sentence until the next key."""
        self._message = (fill(sentence, self.key), is_bad)
        self.draw()

    # Typing ------------------------------------------------------------------------------------

    def open_filter(self) -> None:
        """Have a filter typed."""
        moves = ("list.down", "list.up", "list.page-down", "list.page-up")
        does: Handled = {
            LEAVE: partial(self._close_filter, keeps=False),
            "rows.keep-filter": partial(self._close_filter, keeps=True),
            "suspend": self.app.action_suspend_process,
            **{name: do for name, do in self.moves().items() if name in moves},
        }
        self.open_line(FilterLine(self._rows.typed, self.drawing(does), self.want))

    def want(self, typed: str) -> None:
        """Show what a filter keeps."""
        self._rows.want(typed)
        self.draw()

    def _close_filter(self, *, keeps: bool) -> None:
        self.close_line()
        if not keeps:
            self._rows.want("")

    def open_line(self, line: TypedLine) -> None:
        """Have something typed, if nothing is."""
        if self.line is None:
            self.line = line
            self.mount(line)

    def close_line(self) -> None:
        """Take the line away; the keys are for the rows again."""
        if self.line is not None:
            self.line.remove()
            self.line = None
            self.set_focus(None)

    # Drawing -----------------------------------------------------------------------------------

    @property
    def caret_cell(self) -> Offset:
        """The row that the keys are for."""
        return Offset(0, self.sheet().head + self._rows.at - self._rows.top)

    def draw(self) -> None:
        """Show how it stands."""
        if not self.size.width or not self.is_attached:
            return
        text, is_bad = (self._rows.fault, True) if self._rows.fault else self._message
        width, palette = self.size.width, self._palette
        said = message_lines(text, is_bad=is_bad, palette=palette, width=width) if text else []
        self._lines.set_strips(self.strips(said))

    # The mouse ---------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked; a double click opens it."""
        sheet = self.sheet()
        row = event.screen_y - sheet.head
        if 0 <= row < sheet.rows_in_view:
            self._rows.go(self._rows.top + row - self._rows.at)
            if event.chain == 2:
                self.choose()
        self.draw()

    def on_mouse_scroll_down(self) -> None:
        """Go on to the next row."""
        self._rows.go(1)
        self.draw()

    def on_mouse_scroll_up(self) -> None:
        """Go back to the row before."""
        self._rows.go(-1)
        self.draw()
