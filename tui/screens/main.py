"""The main screen: gives keys to commands, and shows what came of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from tui.actions import annotating, arranging, moving, searching
from tui.screens.desk import Desk

if TYPE_CHECKING:
    from textual.widget import Widget

    from store.workspace import Workspace
    from tui.keymap import Keymap
    from tui.search import Advanced
    from tui.widgets.article_pane import ArticlePane


class MainScreen(Desk):
    """The desk with its keys."""

    def __init__(self, workspace: Workspace, keymap: Keymap, columns: int | None) -> None:
        super().__init__(workspace, keymap, columns)
        self._handlers = {
            **moving.handlers(self),
            **annotating.handlers(self),
            **arranging.handlers(self),
            **searching.handlers(self),
        }

    def _forward_event(self, event: events.Event) -> None:
        """Take keys at once, not from the queue: what a key opens gets those that come after it."""
        if not isinstance(event, events.Key):
            super()._forward_event(event)
        elif self.search_bar is None or not self.search_bar.take_early(event):
            self._press(event)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Give a widget the keys, also those that came before it."""
        super().set_focus(widget, scroll_visible, from_app_focus)
        if widget is not None and self.search_bar is not None:
            self.search_bar.give_early(widget)

    def _press(self, event: events.Key) -> None:
        """Find the command of a key and run it."""
        if self.has_class("-small"):
            if event.key == "q":
                self.app.exit()
            return
        character = event.character
        is_plain = character is not None and character.isprintable() and character != " "
        key = character if is_plain and character is not None else event.key
        self.surroundings.forget_message()
        self.keep_waiting()
        if key == "ctrl+c":
            self.say("Everything is saved already; q leaves")
            self.show_state()
            return
        pressed = self.keymap.press(key, self.mode)
        self.surroundings.wait_for_more(pressed)
        if pressed.command is not None:
            self.run_command(pressed.command.id, pressed.count)
            return
        if pressed.unknown:
            self.say(f"{pressed.unknown!r} does nothing here; ? shows every key")
        self.show_state()

    def run_command(self, command_id: str, count: int | None = None) -> None:
        """Run a command and show what came of it."""
        self._handlers[command_id](count)
        if self.is_mounted:
            self.show_state()

    def on_article_pane_pressed(self, message: ArticlePane.Pressed) -> None:
        """Do what the mouse asks for."""
        if message.pane.opened is None or message.pane not in self.panes.panes:
            return
        self.surroundings.forget_message()
        if self.search_bar is not None:
            searching.close(self)
        if message.pane is not self.pane:
            if self.pane.view.resizing is not None:
                annotating.leave_resizing(self)
            self.panes.activate(self.panes.panes.index(message.pane))
        moving.point(message.pane, message.offset, message.how)
        self.show_state()

    def on_advanced(self, message: Advanced) -> None:
        """Show what the search has found so far."""
        searching.advance(self, message.search)
