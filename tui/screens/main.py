"""The main screen: gives keys to commands, and shows what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from tui.actions import (
    annotating,
    arranging,
    jumping,
    moving,
    searching,
    selecting,
    settling,
    suggesting,
    walking,
)
from tui.keys.commands import Mode
from tui.keys.key_names import pressed_key
from tui.screens.desk import Desk

if TYPE_CHECKING:
    from textual.widget import Widget

    from store.story.workspace import Workspace
    from store.suggest.outside.choosing import OutsideSuggester
    from tui.keys.keymap import Keymap
    from tui.search import Advanced
    from tui.widgets.article_pane import ArticlePane


class MainScreen(Desk):
    """The desk with its keys."""

    def __init__(
        self,
        workspace: Workspace,
        keymap: Keymap,
        columns: int | None,
        extra: tuple[OutsideSuggester, ...] = (),
        *,
        suggests: bool = True,
    ) -> None:
        super().__init__(workspace, keymap, columns, extra, suggests=suggests)
        self._handlers = {
            **moving.handlers(self),
            **annotating.handlers(self),
            **walking.handlers(self),
            **arranging.handlers(self),
            **searching.handlers(self),
            **selecting.handlers(self),
            **jumping.handlers(self),
            **suggesting.handlers(self),
            **settling.handlers(self),
        }

    def _forward_event(self, event: events.Event) -> None:
        """Take keys at once, not from the queue: what a key opens gets those that come after it."""
        if not isinstance(event, events.Key | events.Paste):
            super()._forward_event(event)
        elif self.search_bar is not None and self.search_bar.take_early(event):
            return
        elif isinstance(event, events.Key):
            self._press(event)
        else:
            self._refuse_paste()

    def set_focus(self, widget: Widget | None, *how: bool, **named: bool) -> None:
        """Give a widget the keys, also those that came before it."""
        super().set_focus(widget, *how, **named)
        if widget is not None and self.search_bar is not None:
            self.search_bar.give_early(widget)

    def _press(self, event: events.Key) -> None:
        """Find the command of a key and run it."""
        if self.work is not None:
            self.work.take(event)
            return
        key = pressed_key(event)
        if self.has_class("-small"):
            self._press_in_little_room(key)
            return
        if self.refused_typing.takes(key, event.time):
            return
        self.surroundings.forget_message()
        self.keep_waiting()
        if key == "ctrl+c":
            self.say(f"Everything is saved already; {self.key('quit')} leaves")
            self.show_state()
            return
        if jumping.take(self, key):
            self.show_state()
            return
        pressed = self.keymap.press(key, *self.modes)
        self.surroundings.wait_for_more(pressed)
        if pressed.command is not None:
            self.run_command(pressed.command.id, pressed.count)
            return
        if pressed.unknown:
            self.ask_to_leave("")
            self.say(f"{pressed.unknown!r} does nothing here; {self.key('help')} shows every key")
        self.show_state()

    def _press_in_little_room(self, key: str) -> None:
        """Only leaving has a meaning where nothing can be shown."""
        command = self.keymap.press(key, Mode.READING).command
        if command is not None and command.id == "quit":
            self.app.exit()
        elif command is not None and command.id == "suspend":
            self.do(command.id)

    def _refuse_paste(self) -> None:
        """A text was pasted where keys are commands: say where it can be pasted to."""
        has_key = bool(self.keymap.keys_of("search"))
        searched = f"; after {self.key('search')} it is searched for" if has_key else ""
        self.say(f"A paste is not taken as keys{searched}")
        self.show_state()

    def run_command(self, command_id: str, count: int | None = None) -> None:
        """Run a command and show what came of it."""
        if command_id not in suggesting.OF_A_KIND:
            self.asked_for = None
        if not command_id.startswith("leave."):
            self.ask_to_leave("")
        if command_id not in ("quit", "nudge.end-left"):
            self.shortened("")
        self.do(command_id, count)
        if self.is_mounted:
            jumping.after(self, command_id)
            self.show_state()

    def on_article_pane_pressed(self, message: ArticlePane.Pressed) -> None:
        """Do what the mouse asks for."""
        if message.pane.opened is None or message.pane not in self.panes.panes or self.work:
            return
        self.surroundings.forget_message()
        jumping.leave(self)
        if self.search_bar is not None:
            searching.close(self)
        if message.pane is not self.pane:
            if self.pane.view.resizing is not None:
                annotating.leave_resizing(self)
            self.panes.activate(self.panes.panes.index(message.pane))
        moving.point(message.pane, message.offset, message.how)
        self.show_state()

    def on_article_pane_shifted(self, message: ArticlePane.Shifted) -> None:
        """Show jump labels where they belong after scrolling or in another size."""
        if message.pane in self.panes.panes:
            jumping.offer_again(self)

    def on_advanced(self, message: Advanced) -> None:
        """Show what the search has found so far."""
        searching.advance(self, message.search)
