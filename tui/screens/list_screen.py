"""What the lists that fill the screen share: a row that keys are for, a line to type into."""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING

from textual.geometry import Offset, Size

from tui.filling import fill
from tui.keys.commands import LEAVE
from tui.render.bars import message_lines
from tui.render.lines import line_strip
from tui.render.list_sheet import HEAD, DrawnRows
from tui.render.pen import Scroll
from tui.screens.answer_watch import AnswerWatch
from tui.screens.dialog import Result
from tui.screens.list_cursor import LOOKING
from tui.screens.typed_line import TypingDialog
from tui.sliced_work import NOT_LOOKED_THROUGH, WAITED_FOR, SlicedWork, reason
from tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.text import Text
    from textual import events
    from textual.app import ComposeResult
    from textual.strip import Strip

    from store.query.help import QueryHelp
    from store.story.workspace import Change, Workspace
    from tui.render.palette import Palette
    from tui.screens.list_cursor import ListCursor


class ListScreen(TypingDialog[Result]):
    """A list that fills the screen, of a story that is looked through between keys."""

    AUTO_FOCUS = ""
    fills_the_screen = True

    def __init__(self, workspace: Workspace, cursor: ListCursor, palette: Palette) -> None:
        """List something of a story.

        Args:
            workspace: The story.
            cursor: What is listed; it stays so for the next time.
            palette: The styles.
        """
        super().__init__()
        self._workspace = workspace
        self._cursor = cursor
        self._palette = palette
        self.lines = LineWidget("list")
        self.drawn = DrawnRows()
        self._message = ("", False)  # what is said until the next key, and whether it is bad
        self._work = SlicedWork(
            self,
            lambda seconds: not cursor.look_on(seconds),
            pace=lambda: WAITED_FOR,
            shows=self.show_found,
            failed=lambda error: self.say(NOT_LOOKED_THROUGH.format(reason(error)), is_bad=True),
        )
        self._drawn_for = Size(0, 0)
        self._answer = AnswerWatch(self, cursor, self._relist)
        self._unsubscribe: list[Callable[[], None]] = []

    @property
    def caret_cell(self) -> Offset:
        """The row that the keys are for."""
        return Offset(0, self.head + self._cursor.at - self._cursor.top)

    def spoken(self) -> list[str]:
        """The row that the keys are for, or why there is none, and what was said."""
        if self._cursor.count:
            return [self.row_spoken(), self._message[0]]
        lines = (self.lines.render_line(y).text for y in range(self.head, self.size.height))
        return [" ".join(takewhile(str.strip, lines)), self._message[0]]

    def compose(self) -> ComposeResult:
        """One sheet, which is drawn line by line."""
        yield self.lines

    def opened(self) -> None:
        """Begin to look through the story."""
        again = self._workspace.now.subscribe(lambda _: self._begin())
        self._unsubscribe = [self._workspace.subscribe(self.take_change), again]
        self._begin()

    def closed(self) -> None:
        """Look no further, stop listening, and forget what was said."""
        self._work.stop()
        self._message = ("", False)
        while self._unsubscribe:
            self._unsubscribe.pop()()

    def on_resize(self) -> None:
        """Draw for the new size, unless it has been drawn for it as it opened."""
        if self.size != self._drawn_for:
            self.draw()

    def _begin(self) -> None:
        self._cursor.begin()
        if self._cursor.is_known:
            self.draw()
            self.call_after_refresh(self.look)
        else:
            self.look()

    def look(self) -> None:
        """Look at some of the story, and then at the rest; keys and painting come in between."""
        self._work.begin()

    def show_found(self) -> None:
        """Show what is known by now."""
        self.draw()

    def _relist(self) -> None:
        """List what is wanted now that an expression in it is found."""
        if self.line is None or not self.line.filter_now():
            self._cursor.relist()
            self.draw()

    def take_change(self, change: Change) -> None:
        """Take what an edit has changed."""
        raise NotImplementedError

    # Keys ----------------------------------------------------------------------------------

    def command(self, command_id: str) -> None:
        """Do what a command does at once: what a key opens gets the keys that come after it."""
        self._do(command_id)

    def row_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do that not every list has, by their ids."""
        raise NotImplementedError

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        does: dict[str, Callable[[], object]] = {
            **self._going(),
            "annotation.next": partial(self._go, 1),
            "annotation.previous": partial(self._go, -1),
            "rows.first": partial(self._cursor.go, -1_000_000_000),
            "rows.last": partial(self._cursor.go, 1_000_000_000),
            "rows.filter": self._filter,
            "help": self._help,
            **self.row_handlers(),
        }
        return {name: partial(self._do_and_draw, do) for name, do in does.items()}

    def _help(self) -> None:
        """Show every key, first those of the list; one that is chosen there is done here."""
        from tui.screens.help import show_help  # read only where it is asked for

        show_help(self, self._workspace.labels, self.command)

    def handlers_of_line(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do while something is typed."""
        does: dict[str, Callable[[], object]] = {
            LEAVE: partial(self.close_line, keeps=False),
            "rows.keep-filter": partial(self.close_line, keeps=True),
            **self._going(),
            "suspend": self.app.action_suspend_process,
        }
        return {name: partial(self._do_and_draw, do) for name, do in does.items()}

    def _going(self) -> dict[str, Callable[[], object]]:
        return {
            "list.down": partial(self._go, 1),
            "list.up": partial(self._go, -1),
            "list.page-down": partial(self._go_page, 1),
            "list.page-up": partial(self._go_page, -1),
        }

    def _do_and_draw(self, do: Callable[[], object]) -> None:
        self._message = ("", False)
        do()
        self.draw()

    def leave(self) -> None:
        """Leave the innermost state: a line that opens, a group, the filter, the marks, all."""
        if self.line is not None:
            self.close_line(keeps=False)
        elif self._cursor.leave_innermost():
            self.draw()
        else:
            self.dismiss(None)

    def _go(self, by: int) -> None:
        if not self._cursor.go(by) and self._cursor.count:
            self.say(f"This is the {'last' if by > 0 else 'first'} line")

    def _go_page(self, by: int) -> None:
        self._cursor.go(by * max(1, self.rows_in_view - 1))

    def choose(self) -> None:
        """Open or take the row that the keys are for."""
        raise NotImplementedError

    # What is typed -------------------------------------------------------------------------

    def _filter(self) -> None:
        self.open_line("/", self._cursor.typed, self._end_filter, self._filter_by)

    def _end_filter(self, typed: str | None) -> None:
        if typed is None or typed != self._cursor.typed:
            self._cursor.want(typed or "")

    def _filter_by(self, typed: str, caret: int) -> QueryHelp:
        """List what a query asks for, as far as it is typed."""
        self._cursor.want(typed)
        return self._cursor.help(caret)

    def tell(self, text: Text) -> None:
        """Show what is said of a query, over the line of the columns."""
        super().tell(text)
        self.draw()

    def say(self, sentence: str, *, is_bad: bool = False) -> None:
        """Show a sentence until the next key."""
        self._message = (fill(sentence, self.key), is_bad)
        self.draw()

    # Drawing -------------------------------------------------------------------------------

    @property
    def head(self) -> int:
        """Lines above the rows."""
        return HEAD

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        raise NotImplementedError

    def strips(self, said: list[Strip]) -> list[Strip]:
        """The lines of the screen, with those of what is said until the next key."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show how things stand."""
        if not self.size.width or not self.is_attached:
            return
        self._work.was_shown()
        self._drawn_for = self.size
        text, is_bad = self._message if self.is_typing else _told(self._cursor, self._message)
        palette, width = self._palette, self.size.width
        said = message_lines(text, is_bad=is_bad, palette=palette, width=width) if text else []
        top, strips = self._cursor.top, self.strips(said)
        if self.told is not None:
            bar = palette.bar
            parts = [(p.text, bar + (p.style or bar)) for p in self.told.render(self.app.console)]
            strips[HEAD - 1] = line_strip(parts, [], width, bar)
        rows = self.head, self.head + self.rows_in_view
        self.lines.set_strips(strips, Scroll(*rows, self._cursor.top - top))
        self._answer.wait()

    def line_at(self, y: int) -> int | None:
        """The number of the line that is drawn in a row of the screen."""
        row = y - self.head
        return self._cursor.top + row if 0 <= row < self.rows_in_view else None

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked; a double click takes it."""
        if (line := self.line_at(event.screen_y)) is not None:
            self._cursor.go(line - self._cursor.at)
            if event.chain == 2:
                self.choose()
        self.draw()

    def on_mouse_scroll_down(self) -> None:
        """Go on to the next row."""
        self._do_and_draw(partial(self._cursor.go, 1))

    def on_mouse_scroll_up(self) -> None:
        """Go back to the row before."""
        self._do_and_draw(partial(self._cursor.go, -1))


def _told(cursor: ListCursor, message: tuple[str, bool]) -> tuple[str, bool]:
    """What is told of a list while nothing is typed, and whether it is bad."""
    if cursor.is_looking:
        return LOOKING, False
    return (cursor.fault, True) if cursor.fault else message
