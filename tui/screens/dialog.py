"""What the dialogs share: a framed box over the screen, with the keys of its mode."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from textual.geometry import Offset
from textual.screen import ModalScreen

from store.errors import SidelightError
from tui.filling import fill
from tui.keys.commands import LEAVE, WRITING_MODES
from tui.keys.key_names import key_name, pressed_key
from tui.render.lines import named_at
from tui.render.partial import CroppingCompositor
from tui.screens.informed_screen import CalmScreen
from tui.widgets.command_keys import CommandKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual import events
    from textual.app import App
    from textual.await_complete import AwaitComplete
    from textual.await_remove import AwaitRemove
    from textual.screen import Screen
    from textual.widget import Widget

    from tui.render.palette import Palette
    from tui.speaking import Speech
    from tui.widgets.line import LineWidget

Result = TypeVar("Result")


class AppWithDialogs(Protocol):
    """What an app has that keeps its dialogs."""

    palette: Palette
    key_at: float
    kept_dialogs: dict[type[Screen[Any]], Screen[Any]]


def read_styles(app: App[Any], screen: Screen[Any]) -> None:
    """Read the style sheet of the first dialog.

    Textual would parse all style sheets anew for it, and style all that is there.
    """
    if paths := [path for path in screen.css_path if not app.stylesheet.has_source(str(path))]:
        app.stylesheet.read_all(paths)
        app.stylesheet.parse()


class Dialog(CommandKeys, CalmScreen, ModalScreen[Result | None]):
    """A dialog; its result is nothing if it was left.

    A subclass says its mode and what the commands of that mode do. A command without a hint in a
    dialog's last line is in the help.
    """

    DEFAULT_CLASSES = "dialog-screen"
    CSS_PATH = Path(__file__).parent.parent / "styles" / "dialogs.tcss"

    fills_the_screen = False
    """Whether nothing of what is behind it is seen."""
    made_for: Palette | None = None
    """The palette with which it is drawn, if it is kept."""

    def __init__(self) -> None:
        super().__init__()
        self._compositor: CroppingCompositor = CroppingCompositor()
        self.typed_ahead = [] if self.MODE in WRITING_MODES else None
        self._is_said = False
        self.is_opened = False
        """Whether somebody has opened it and not left it yet."""
        self._is_coming = False
        """Whether it has been opened anew, and its frame is or will be painted."""

    def on_mount(self) -> None:
        """Have it painted once all is there, unless a faster key has left it."""
        if self in self.app.screen_stack:
            self._tell_opened()
        self.refresh()

    def on_unmount(self) -> None:
        """It has gone, with the app or for good."""
        self._tell_closed()

    @property
    def key_at(self) -> float:
        """When a key was last read or taken."""
        return cast("AppWithDialogs", self.app).key_at

    def opened(self) -> None:
        """It is opened, for the first time or anew: begin."""

    def closed(self) -> None:
        """It is left: end what was begun."""

    def _tell_opened(self) -> None:
        self._tell_closed()
        self.is_opened = True
        self.opened()

    def _tell_closed(self) -> None:
        if self.is_opened:
            self.is_opened = False
            self.closed()

    def push(self, app: App[Any], done: Callable[[Result | None], None] | None = None) -> None:
        """Show it; what comes of it is given to a function."""
        below, is_kept = app.screen, self.is_running
        repaints = below._repaint_required  # noqa: SLF001  # see `_on_screen_resume`
        read_styles(app, self)
        app.push_screen(self, done)
        if is_kept:
            below._repaint_required = repaints  # noqa: SLF001
            self._tell_opened()
            self._come_to_front()

    def _come_to_front(self) -> None:
        """Have it painted as the key is done, with what its fields show anew.

        What is around its frame stands on the terminal already, and nothing of that changes as
        long as it is in front.
        """
        is_laid_out = self._size == self.app.size
        boxes = [
            each
            for each in self.children
            if is_laid_out and (each.has_class("dialog") or each.region == self.region)
        ]
        self._is_coming = bool(boxes)
        for box in boxes:
            box.refresh()

    def lay_out(self) -> None:
        """Find where everything stands, before it is opened: it is not laid out again for that."""
        self.stack_updates += 1  # else it would be styled anew; see `_on_screen_resume`
        self._refresh_layout(self.app.size)
        # Nobody sees it; what it changes on the terminal `_come_to_front` has painted.
        self._layout_required = self._repaint_required = False
        self._dirty_widgets.clear()
        self._compositor.forget_changes()

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave, and give the result to who asked for it."""
        self._tell_closed()
        return super().dismiss(result)

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Come to the front.

        If it was there before it has its styles and is laid out. Textual would style all, and paint
        all of what is below, and then of this.
        """
        if self.stack_updates:
            event.prevent_default()
            is_coming, self._is_coming = self._is_coming, False
            if self._size != self.app.size:
                self._screen_resized(self.app.size)
                self.refresh()
            elif not is_coming:
                self.refresh()

    def _compositor_refresh(self) -> None:
        """Paint, unless all is painted in a moment.

        Textual paints a screen when it is shown, once more when it hears of its size, and then the
        once that it was asked for; only the last is needed.
        """
        if not self._repaint_required:
            super()._compositor_refresh()
            speech: Speech | None = getattr(self.app.screen_stack[0], "speech", None)
            if speech is not None and self.is_opened:
                speech.tell(self, *self.spoken(), where=self.called)

    @property
    def called(self) -> str:
        """What it is called, to who hears it: the title of its box, else what its first line says
        first."""
        if boxes := self.query(".dialog"):
            return str(boxes.first().border_title or "")
        return next((segment.text for segment in self._compositor.render_strips()[0]), "")

    def spoken(self) -> list[str]:
        """What it says to who hears it: all that stands there besides what is typed."""
        from textual.widgets import Static  # few listen

        from tui.widgets.hint_lines import HintLines

        rows = self._compositor.render_strips()
        texts: list[str] = []
        for each in self.query(Static):
            at = each.region
            lines = [strip.crop(at.x, at.right).text for strip in rows[at.y : at.bottom]]
            if isinstance(each, HintLines):
                lines = [each.hints]
            texts += [" ".join(lines)] if each.has_class("quote") else lines
        return [*texts, *(str(box.border_subtitle or "") for box in self.query(".dialog"))]

    def row_spoken(self) -> str:
        """The row that keys are for, as it is painted."""
        at = self.caret_cell
        boxes = self.query(".dialog")
        region = boxes.first().region if boxes else self.region
        rows = self._compositor.render_strips()
        return rows[at.y].crop(region.x, region.right).text if at.y < len(rows) else ""

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
        """Show a sentence in the frame until the next key, if there is a frame."""
        self._is_said = bool(sentence)
        for box in self.query(".dialog"):
            box.border_subtitle = fill(sentence, self.key)

    def on_paste(self, event: events.Paste) -> None:
        """No field has taken it: say so."""
        event.stop()
        if not self.keep_early(event):
            self.say("A paste is not taken as keys; nothing can be written here")

    def take_key(self, event: events.Key) -> bool:
        """Take a key that has just come, or keep it for a field that has not opened yet; say so
        where it means nothing and cannot be written either."""
        key = pressed_key(event)  # one that leaves waits only for what came before it
        if (self.has_early or key not in self.keymap.keys_of(LEAVE)) and self.keep_early(event):
            return True
        if self._is_said:
            Dialog.say(self, "")
        took = super().take_key(event)
        if not took and event.is_printable and self.MODE not in WRITING_MODES:
            self.say(f"'{key_name(key)}' does nothing here; {{key:{LEAVE}}} leaves")
        return took

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key of the dialog that is named where the mouse is, as in a hint."""
        at = event.screen_offset
        if event.button != 1 or not self.names_keys_at(at):
            return
        row = self._compositor.render_strips()[at.y].text
        for name in named_at(row, at.x):
            for command in self.keymap.commands:
                keys = map(key_name, self.keymap.keys_of(command.id))
                if self.MODE in command.modes and name in keys:
                    event.stop()
                    self.command(command.id)
                    return

    def names_keys_at(self, at: Offset) -> bool:
        """Whether keys are named in a row: one of its hints, or the lower edge of its frame."""
        is_edge = any(at.y == box.region.bottom - 1 for box in self.query(".dialog"))
        return is_edge or any(each.region.contains_point(at) for each in self.query(".hint"))

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
