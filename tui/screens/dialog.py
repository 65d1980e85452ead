"""What the dialogs share: a framed box over the screen, with the keys of its mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.screen import ModalScreen

from tui.keys.commands import LEAVE, WRITING_MODES
from tui.keys.key_names import pressed_key
from tui.widgets.command_keys import CommandKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.widget import Widget

Result = TypeVar("Result")


class Dialog(CommandKeys, ModalScreen[Result | None]):
    """A dialog; its result is nothing if it was left.

    A subclass says its mode and what the commands of that mode do. A command without a hint in a
    dialog's last line is in the help.
    """

    DEFAULT_CLASSES = "dialog-screen"

    def __init__(self) -> None:
        super().__init__()
        self._typed_ahead: list[events.Key] | None = [] if self.MODE in WRITING_MODES else None
        """Keys that came before the field of the dialog first had the focus; none once it had."""

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do that not every dialog has."""
        raise NotImplementedError

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            LEAVE: self.leave,
            "suspend": self.app.action_suspend_process,
            **self.own_handlers(),
        }

    def leave(self) -> None:
        """Close without doing anything."""
        self.dismiss(None)

    def take_key(self, event: events.Key) -> bool:
        """Take a key that has just come, or keep it for a field that has not opened yet."""
        if self._typed_ahead is None or pressed_key(event) in self.keymap.keys_of(LEAVE):
            return super().take_key(event)
        self._typed_ahead.append(event)
        return True

    def set_focus(self, widget: Widget | None, *how: bool, **named: bool) -> None:
        """Give a field the keys, also those that came before it."""
        super().set_focus(widget, *how, **named)
        if widget is not None and self._typed_ahead is not None:
            typed, self._typed_ahead = self._typed_ahead, None
            for event in typed:
                if not self.take_key(event):
                    widget._forward_event(event)  # noqa: SLF001  # as Textual gives it
