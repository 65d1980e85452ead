"""The main screen: gives keys to commands, and shows what came of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import events

from tui.actions import (
    annotating,
    arranging,
    jumping,
    moving,
    progressing,
    searching,
    selecting,
    suggesting,
    walking,
)
from tui.keys.commands import Mode
from tui.keys.key_names import pressed_key
from tui.screens import opening
from tui.screens.editor import EditorScreen
from tui.screens.tie_keys import TieKeys
from tui.suggesting import BEGIN_AFTER
from tui.widgets.painted_rows import Gesture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.widget import Widget

    from tui.handlers import Handlers
    from tui.screens.editor_state import EditorSetup
    from tui.screens.query_search import QuerySearch
    from tui.search import Advanced, Search
    from tui.view import View
    from tui.widgets.line import LineWidget
    from tui.widgets.painted_rows import PaintedRows
    from tui.widgets.search_bar import SearchBar


class MainScreen(EditorScreen):
    """The editor with its keys, and the line in which a search is typed."""

    def __init__(self, setup: EditorSetup) -> None:
        super().__init__(setup)
        self._has_said_places = False
        """Whether it was said that keys are taken by their place."""
        self.search_bar: SearchBar | None = None
        """The line in which a search is typed, while it is."""
        self._left: View | None = None
        """Where one was when one began to type it."""
        self.ties = TieKeys(self)
        self.handlers: Handlers = {
            **moving.handlers(self),
            **annotating.handlers(self),
            **walking.handlers(self),
            **progressing.handlers(self),
            **arranging.handlers(self),
            **searching.handlers(self),
            **selecting.handlers(self),
            **jumping.handlers(self),
            **suggesting.handlers(self),
            **opening.handlers(self),
            **self.ties.handlers,
            "search": lambda _: self._open_search_bar(),
        }

    def on_mount(self) -> None:
        """Draw what is tied, once the first screen is there."""
        self.ties.begin_soon(self._at_the_end)
        if self.places.lit is not None:
            self.set_timer(BEGIN_AFTER, lambda: self.queries.look_for(self.places.lit))

    def prepare(self) -> Iterator[bool]:
        """Prepare in a pause what a first key would have to wait for."""
        from tui.screens.preparing import prepare  # not before the first paint

        return prepare(self)

    def _forward_event(self, event: events.Event) -> None:
        """Take keys at once, not from the queue: what a key opens gets those that come after it."""
        if not isinstance(event, events.Key | events.Paste):
            super()._forward_event(event)
        elif self.search_bar is not None and self.search_bar.keep_early(event):
            return
        elif isinstance(event, events.Key):
            self._press(event)
        else:
            self._take_paste(event.text)

    def set_focus(self, widget: Widget | None, *how: bool, **named: bool) -> None:
        """Give a widget the keys, also those that came before it."""
        super().set_focus(widget, *how, **named)
        if widget is not None and self.search_bar is not None:
            self.search_bar.give_early(widget)

    def _press(self, event: events.Key) -> None:
        """Find the command of a key and run it."""
        if self.session.work is not None:
            self.session.work.take(event)
            return
        key = self._key_by_place(pressed_key(event))
        if self.has_class("-small"):
            self._press_in_little_room(key)
            return
        if self.refused_typing.takes(key, event.time):
            return
        self.bars.forget_message()
        self.keep_waiting()
        if self.ties.take(key) or jumping.take(self, key):
            self.show_state()
            return
        was_pending = self.keymap.is_pending
        pressed = self.keymap.press(key, *self.modes)
        self.bars.wait_for_more(pressed)
        if pressed.command is not None:
            self.run_command(pressed.command.id, pressed.count)
            if self.app.screen is self or not was_pending:
                return  # else what can follow is told behind a dialog
        elif pressed.unknown:
            arranging.ask_to_leave(self, "")
            arranging.refuse(self, pressed.unknown)
        self.show_state()

    def show_state(self) -> None:
        """Show what is tied, and bring the lines around the panes up to date."""
        self.ties.show()
        super().show_state()

    def _key_by_place(self, key: str) -> str:
        """The key that is meant, on a keyboard for another script; that this is so is said once."""
        jump = self.session.jump
        if (key.isascii() and not self.keymap.has_places) or (jump is not None and jump.by_text):
            return key
        meant = self.keymap.meant(key, *self.modes)
        if meant != key and not key.isascii() and not self._has_said_places:
            from tui.keys.keyboard import script_of

            if script := script_of(key):
                self._has_said_places = True
                self.workspace.status.notices.add(f"{script} layout: keys by their place")
        return meant

    def _press_in_little_room(self, key: str) -> None:
        """Only leaving has a meaning where nothing can be shown."""
        command = self.keymap.press(key, Mode.READING).command
        if command is not None and command.id == "quit":
            self.app.exit()
        elif command is not None and command.id == "suspend":
            self.do(command.id)

    def _take_paste(self, text: str) -> None:
        """A text was pasted where keys are commands: say where it can be pasted to; but a file
        that was dropped, which comes as a paste of its path, is offered for import."""
        from tui.screens.path_completion import dropped_path  # at the first paste

        dropped = dropped_path(text)
        if dropped is not None:
            opening.import_from(self, dropped)
            return
        searched = f"; after {self.key('search')} it is searched for"
        has_key = self.keymap.keys_of("search")
        self.say(f"A paste is not taken as keys{searched if has_key else ''}")
        self.show_state()

    def run_command(self, command_id: str, count: int | None = None) -> None:
        """Run a command and show what came of it."""
        arranging.end_before(self, command_id)
        self.do(command_id, count)
        if self.is_mounted:
            jumping.after(self, command_id)
            self.ties.after(command_id)
            if self.app.screen is self:  # else it is shown once the dialog is left
                self.show_state()

    def on_painted_rows_pointed(self, message: PaintedRows.Pointed) -> None:
        """Do what the mouse asks for."""
        pane = next((each for each in self.panes.panes if each is message.rows), None)
        if pane is None or pane.opened is None or self.session.work:
            return
        self.bars.forget_message()
        jumping.leave(self)
        self.ties.pass_by()
        self._close_search_bar()
        if pane is not self.pane:
            if self.pane.view.resizing is not None:
                annotating.leave_resizing(self)
            self.panes.activate(self.panes.panes.index(pane))
        moving.point(pane, message.pointing)
        if message.pointing.how is Gesture.PICK:
            self.do("article.pick")
        self.show_state()

    def on_line_widget_keys_pressed(self, message: LineWidget.KeysPressed) -> None:
        """A hint was pressed with the mouse: do what its keys do."""
        self.keymap.reset()  # its whole chord is pressed
        for key in (self.keymap.keys_of(message.command_id) or ("",))[0].split():
            self._press(events.Key(key, key if len(key) == 1 else None))

    def on_painted_rows_shifted(self, message: PaintedRows.Shifted) -> None:
        """Show jump labels where they belong after scrolling or in another size."""
        if message.rows in self.panes.panes:
            jumping.offer_again(self)
            self.ties.shift()

    @cached_property
    def queries(self) -> QuerySearch:
        """Searches for what is typed, once something is."""
        from tui.screens.query_search import QuerySearch

        return QuerySearch(self)

    # Searching ------------------------------------------------------------------------------

    def _open_search_bar(self) -> None:
        """Show the line in which a search is typed."""
        if self.search_bar is not None:
            self.search_bar.take_keys()
            return
        search, self._left = self.session.search, self.pane.view
        self.set_session(self.session.typing_search(is_open=True))
        query = search.query if search else None
        self.search_bar = self.bars.open_search(query, self.session.searched)

    def _close_search_bar(self) -> None:
        """Take the line away; the keys are for the panes again."""
        if self.search_bar is not None:
            self.bars.close_search()
            self.search_bar = None
            self.set_session(self.session.typing_search(is_open=False))
            self.set_focus(None)

    def on_search_bar_inquiry(self, message: SearchBar.Inquiry) -> None:
        """Search for what has been typed; once it is submitted, go to the next match."""
        if message.bar is not self.search_bar or message.opening != message.bar.openings:
            return
        if message.query is None and message.is_final:
            self.action_leave_search()
            return
        self.queries.look_for(message.query, message.bar)
        search = self.session.search
        if not message.is_final:
            if search is None and self._left is not None:
                searching.go_back(self, self._left)
                self.show_state()
            return
        if search is not None and search.error:
            message.bar.say(search.error)
        if search is None or search.error or self._list_instead(search):
            return
        if self._left is not None:
            searching.go_back(self, self._left)
        self._close_search_bar()
        self.set_session(self.session.remembering(search.query))
        searching.walk(self, 1)
        self.show_state()

    def _list_instead(self, search: Search) -> bool:
        """List annotations where the text has nothing of what was searched for; whether so."""
        listed, _ = searching.listing_for(self, search)
        if listed:
            self.action_leave_search()
            opening.list_annotations(self, listed)
        return bool(listed)

    def action_leave_search(self) -> None:
        """End the search, close its line, and be where one was before."""
        self.queries.stop()
        searching.end(self)
        if self.search_bar is not None and self._left is not None:
            searching.go_back(self, self._left)
        self._close_search_bar()
        self.show_state()

    def on_advanced(self, message: Advanced) -> None:
        """Show what the search has found so far, and the first match while it is typed."""
        if message.search is not self.session.search:
            return
        if message.search.wanted and self._list_instead(message.search):
            return
        searching.advance(self, message.search)
        if self.search_bar is None:
            return
        self.search_bar.say(searching.listing_for(self, message.search)[1])
        if self._left is not None:
            searching.preview(self, self._left)
            self.show_state()
