"""The line over a list in which a filter, a name or a path is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Input, Static

from tui.keys.commands import Mode
from tui.screens.typing_pause import TypingPause
from tui.widgets.command_keys import CommandKeys
from tui.widgets.query_input import QueryHelpLine, QueryInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from store.query.completing import QueryHelp

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
    ) -> None:
        """Have something typed.

        Args:
            handlers: Give what the commands do, by their ids.
            prompt: What stands before it.
            typed: What stands in it to begin with.
            done: Is given what was typed, or nothing where the line was left.
            filtering: What becomes of a query as it is typed; none of something else.
        """
        super().__init__()
        self.typed_ahead = []
        self._handlers = handlers
        self._prompt = prompt
        self._typed = typed
        self._filtering = filtering
        self.done = done
        self._pause = TypingPause(self)
        self.help_line = QueryHelpLine()
        """What is said of it; whoever mounts the line mounts this below it."""

    def compose(self) -> ComposeResult:
        """What is typed."""
        yield Static(f" {self._prompt} ", markup=False)
        yield QueryInput(self._typed, select_on_focus=False)

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    @property
    def is_query(self) -> bool:
        """Whether it is a query, not a name, a note or something else."""
        return self._filtering is not None

    @property
    def value(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {**self._handlers(), "query.take": self._take_offer}

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by it: at once, or where that takes long in a pause, so that no key waits."""
        event.stop()
        self._pause.do(self.filter_now)

    def filter_now(self) -> bool:
        """Filter by what is typed, and say how it can go on; whether it is a query."""
        shown = self._help(self.value)
        if shown is not None:
            self.query_one(QueryInput).mark(shown.fault.span if shown.fault is not None else None)
            self.help_line.tell(shown, self.key("query.take"), self.app.size.width)
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
