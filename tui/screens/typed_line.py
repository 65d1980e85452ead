"""A line to type into, on a list that fills the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Input, Static

from tui.keys.commands import Mode
from tui.widgets.command_keys import CommandKeys
from tui.widgets.inert_input import InertInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult


class TypedLine(CommandKeys, Horizontal):
    """A line to type into, over the one that shows the filter."""

    MODE = Mode.FILTER

    def __init__(
        self,
        handlers: Callable[[], Mapping[str, Callable[[], object]]],
        prompt: str,
        typed: str,
        changed: Callable[[str], object] | None,
        done: Callable[[str | None], object],
    ) -> None:
        """Have something typed.

        Args:
            handlers: Gives what the commands of the mode do, by their ids.
            prompt: What stands before it.
            typed: What stands in it to begin with.
            changed: Is given what is typed so far.
            done: Is given what was typed, or nothing where the line was left.
        """
        super().__init__()
        self.typed_ahead = []
        self._handlers = handlers
        self._prompt = prompt
        self._typed = typed
        self._changed = changed
        self.done = done

    def compose(self) -> ComposeResult:
        """What is typed."""
        yield Static(f" {self._prompt} ", markup=False)
        yield InertInput(self._typed, select_on_focus=False)

    def on_mount(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    @property
    def value(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return self._handlers()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what it is."""
        event.stop()
        if self._changed is not None:
            self._changed(event.value)
