"""The line over a list in which a filter, a name or a path is typed, and what it opens over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Input, Static

from tui.keys.commands import Mode
from tui.screens.dialog import Dialog, Result
from tui.screens.typing_pause import TypingPause
from tui.widgets.command_keys import CommandKeys
from tui.widgets.query_input import QueryInput, help_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.text import Text
    from textual import events
    from textual.app import ComposeResult
    from textual.await_complete import AwaitComplete
    from textual.widget import Widget

    from store.query.help import QueryHelp

    Filtering = Callable[[str, int], QueryHelp]
    """Filters by what is typed, and says something of it, with the caret behind so many points."""


class TypedLine(CommandKeys, Horizontal):
    """A line to type into, over the one that shows the filter; under it what is said of that."""

    MODE = Mode.FILTER

    def __init__(
        self,
        handlers: Callable[[], Mapping[str, Callable[[], object]]],
        prompt: str,
        typed: str,
        done: Callable[[str | None], object],
        filtering: Filtering | None,
        tell: Callable[[Text], object],
    ) -> None:
        """Have something typed.

        Args:
            handlers: Give what the commands do, by their ids.
            prompt: What stands before it.
            typed: What stands in it to begin with.
            done: Is given what was typed, or nothing where the line was left.
            filtering: What becomes of a query as it is typed; none of something else.
            tell: Is given what is said of a query, which may be nothing.
        """
        super().__init__()
        self.typed_ahead = []
        self._handlers = handlers
        self._prompt = prompt
        self._typed = typed
        self._filtering = filtering
        self.done = done
        self._tell = tell
        self.pause = TypingPause(self)

    def compose(self) -> ComposeResult:
        """What is typed."""
        yield Static(f" {self._prompt} ", markup=False)
        yield QueryInput(self._typed, select_on_focus=False, typed=self._take)

    def on_mount(self) -> None:
        """Take the keys, unless a faster key has closed it before it was there."""
        for field in self.query(Input):
            field.focus()
            if self._typed:
                self._take(self._typed)

    @property
    def is_query(self) -> bool:
        """Whether it is a query, not a name, a note or something else."""
        return self._filtering is not None

    @property
    def value(self) -> str:
        """What is typed; what stands there to begin with, until it is there."""
        return next((field.value for field in self.query(Input)), self._typed)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {**self._handlers(), "query.take": self._take_offer}

    def _take(self, _: str) -> None:
        """Filter by it: at once, or where that takes long in a pause, so that no key waits."""
        self.pause.do(self.filter_now)

    def filter_now(self) -> bool:
        """Filter by what is typed, and say how it can go on; whether it is a query."""
        shown = self._help(self.value)
        if shown is not None:
            self.query_one(QueryInput).mark(shown.fault.span if shown.fault is not None else None)
            self._tell(help_text(shown, self.key("query.take"), self.app.size.width))
        return shown is not None

    def _help(self, typed: str) -> QueryHelp | None:
        if self._filtering is None:
            return None
        return self._filtering(typed, self.query_one(QueryInput).cursor_position)

    def _take_offer(self) -> None:
        """Take what is offered first, or the repair."""
        shown = self._help(self.value)
        if shown is not None:
            self.query_one(QueryInput).take(shown)


class TypingDialog(Dialog[Result]):
    """A dialog over which such a line opens."""

    line: TypedLine | None = None
    """What is typed into, if anything."""
    told: Text | None = None
    """What is said of what is typed, if it is a query; it is drawn with what lies below."""

    def handlers_of_line(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do while something is typed."""
        raise NotImplementedError

    @property
    def is_typing(self) -> bool:
        """Whether the keys are for a line that is typed into."""
        return self.line is not None

    def open_line(
        self,
        prompt: str,
        typed: str,
        done: Callable[[str | None], object],
        filtering: Filtering | None = None,
    ) -> None:
        """Have something typed; see `TypedLine`."""
        if self.line is None:
            self.line = TypedLine(self.handlers_of_line, prompt, typed, done, filtering, self.tell)
            self.mount(self.line)

    def tell(self, text: Text) -> None:
        """Show what is said of a query, or nothing any more."""
        self.told = text if text.plain else None

    def close_line(self, *, keeps: bool) -> None:
        """Take what was typed, or not, and the line away."""
        line, self.line = self.line, None
        if line is not None:
            line.pause.stop()
            self.remove_children([line])
            self.told = None
            self.set_focus(None)
            line.done(line.value if keeps else None)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave, also while something is typed, as by the mouse: what filters goes on to."""
        self.close_line(keeps=True)
        return super().dismiss(result)

    @property
    def has_early(self) -> bool:
        """Whether something was typed while the line to type into was opening."""
        return self.line is not None and self.line.has_early

    def keep_early(self, event: events.Key | events.Paste) -> bool:
        """Keep what was typed while the line to type into was opening; whether it was."""
        return self.line is not None and self.line.keep_early(event)

    def give_early(self, field: Widget) -> None:
        """Give what was kept to the line that has the focus now."""
        if self.line is not None:
            self.line.give_early(field)
