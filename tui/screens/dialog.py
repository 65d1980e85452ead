"""What the dialogs share: a framed box over the screen, with the keys of its mode."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from textual.geometry import Offset
from textual.screen import ModalScreen

from store.errors import SidelightError
from tui.filling import fill
from tui.keys.commands import LEAVE, WRITING_MODES
from tui.keys.key_names import pressed_key
from tui.render.partial import CroppingCompositor
from tui.widgets.command_keys import CommandKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.await_remove import AwaitRemove
    from textual.widget import Widget
    from textual.widgets import OptionList

    from tui.widgets.line import LineWidget

Result = TypeVar("Result")


class Dialog(CommandKeys, ModalScreen[Result | None]):
    """A dialog; its result is nothing if it was left.

    A subclass says its mode and what the commands of that mode do. A command without a hint in a
    dialog's last line is in the help.
    """

    DEFAULT_CLASSES = "dialog-screen"
    CSS_PATH = Path(__file__).parent.parent / "styles" / "dialogs.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._compositor = CroppingCompositor()
        self.typed_ahead = [] if self.MODE in WRITING_MODES else None

    def on_mount(self) -> None:
        """Have it painted once all is there."""
        self.refresh()

    def _compositor_refresh(self) -> None:
        """Paint, unless all is painted in a moment.

        Textual paints a screen when it is shown, once more when it hears of its size, and then the
        once that it was asked for; only the last is needed.
        """
        if not self._repaint_required:
            super()._compositor_refresh()

    def remove(self) -> AwaitRemove:
        """Go. What is below has been painted as it came to the front, and need not be once more."""
        return self.app._prune(self)  # noqa: SLF001  # with a parent, Textual would paint all of that

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

    def _do(self, command_id: str) -> None:
        """Do what a command does, or say what keeps it from that."""
        try:
            super()._do(command_id)
        except SidelightError as error:
            self.say(str(error))

    def say(self, sentence: str) -> None:
        """Show a sentence in the frame, if there is one."""
        for box in self.query(".dialog"):
            box.border_subtitle = fill(sentence, self.key)

    def on_paste(self, event: events.Paste) -> None:
        """No field has taken it: say so."""
        event.stop()
        if not self.keep_early(event):
            self.say("A paste is not taken as keys; nothing can be written here")

    def take_key(self, event: events.Key) -> bool:
        """Take a key that has just come, or keep it for a field that has not opened yet."""
        if pressed_key(event) in self.keymap.keys_of(LEAVE) or not self.keep_early(event):
            return super().take_key(event)
        return True

    def on_line_widget_keys_pressed(self, message: LineWidget.KeysPressed) -> None:
        """A hint was pressed with the mouse: do what its keys do."""
        if message.command_id in self.handlers():
            self.command(message.command_id)

    @property
    def caret_cell(self) -> Offset:
        """Where the caret of the terminal stands while no field has the keys: on the dialog."""
        boxes = self.query(".dialog")
        return boxes.first().region.offset if boxes else Offset(0, 0)

    def set_focus(self, widget: Widget | None, *how: bool, **named: bool) -> None:
        """Give a field the keys, also those that came before it."""
        super().set_focus(widget, *how, **named)
        if widget is not None:
            self.give_early(widget)


class ListDialog(Dialog[Result]):
    """A dialog with a list, in which keys go up and down whatever has the focus."""

    @property
    def options(self) -> OptionList:
        """The list."""
        from textual.widgets import OptionList  # read only where there is a list

        return self.query_one(OptionList)

    @property
    def caret_cell(self) -> Offset:
        """The highlighted line."""
        options = self.options
        return options.region.offset + Offset(
            0, (options.highlighted or 0) - round(options.scroll_y)
        )

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        steps = {"down": 1, "up": -1, "page-down": 10, "page-up": -10}
        going = {f"list.{name}": partial(self.go, by) for name, by in steps.items()}
        return {**going, **super().handlers()}

    def go(self, by: int) -> None:
        """Highlight another line."""
        options = self.options
        if options.highlighted is not None:
            last = options.option_count - 1
            options.highlighted = max(0, min(last, options.highlighted + by))
