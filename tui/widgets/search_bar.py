"""The line in which a search is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.containers import Horizontal
from textual.widgets import Input, Static

from store.errors import InputError
from store.search import Query
from store.text.inert import inert
from tui.actions import searching
from tui.keys.commands import LEAVE, Mode
from tui.widgets.command_keys import CommandKeys
from tui.widgets.entry import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult
    from textual.widget import Widget

    from tui.screens.desk import Desk


class SearchBar(CommandKeys, Horizontal):
    """Searches while it is typed into."""

    MODE = Mode.SEARCH

    def __init__(self, pattern: str, is_regex: bool) -> None:
        super().__init__()
        self._typed_ahead: list[events.Key | events.Paste] | None = []
        """Keys and pastes that came before this line first had the focus; none once it had."""
        self._pattern = pattern
        self._is_regex = is_regex

    def compose(self) -> ComposeResult:
        """The kind of search, what is searched for, and what was found."""
        yield Static(id="search-kind", markup=False)
        yield Entry(self._pattern)
        yield Static(id="search-found", markup=False)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            LEAVE: self._leave,
            "search.go": self._go,
            "search.kind": self._change_kind,
            "palette": self.app.action_command_palette,
            "suspend": self.app.action_suspend_process,
        }

    def on_mount(self) -> None:
        """Take the keys."""
        self._show_kind()
        self.take_keys()

    def take_keys(self) -> None:
        """Have the keys go to this line."""
        self.query_one(Input).focus()

    def take_early(self, event: events.Key | events.Paste) -> bool:
        """Keep what was typed or pasted while the line was opening; whether it was.

        Over a slow line, `/` and what is searched for arrive together. The letters would be taken
        for commands, or lost.
        """
        if self._typed_ahead is None:
            return False
        self._typed_ahead.append(event)
        return True

    def give_early(self, widget: Widget) -> None:
        """Give what was typed so far to the widget that has the focus now."""
        typed, self._typed_ahead = self._typed_ahead or [], None
        for event in typed:
            if isinstance(event, events.Paste) or not self.take_key(event):
                widget._forward_event(event)

    @property
    def _desk(self) -> Desk:
        from tui.screens.desk import Desk

        assert isinstance(self.screen, Desk)
        return self.screen

    def _show_kind(self) -> None:
        kind = "Find regex" if self._is_regex else "Find"
        self.query_one("#search-kind", Static).update(f" {kind}: ")
        other = "plain text" if self._is_regex else "regular expression"
        self.say(
            f"{self.key('search.kind')}: {other}" if self.keymap.keys_of("search.kind") else ""
        )

    def say(self, text: str) -> None:
        """Show what was found, or what is wrong."""
        for found in self.query("#search-found").results(Static):  # none before it is composed
            found.update(f" {inert(text)} ")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what has been typed."""
        event.stop()
        if self._desk.search_bar is self:  # and not closed by an Enter that was faster
            self._search(event.value)

    def _search(self, pattern: str) -> None:
        if not pattern:
            searching.end(self._desk)
            self._show_kind()
            return
        query = Query(pattern, self._is_regex)
        try:
            query.check()
        except InputError as error:
            searching.end(self._desk)
            self.say(str(error))
            return
        if self._desk.search is None or self._desk.search.query != query:
            searching.start(self._desk, query)

    def _change_kind(self) -> None:
        """Change between plain text and regular expression."""
        self._is_regex = not self._is_regex
        self._show_kind()
        self._search(self.query_one(Input).value)

    def _go(self) -> None:
        """Go to the first match after the caret."""
        desk, pattern = self._desk, self.query_one(Input).value
        if not pattern:
            self._leave()
            return
        self._search(pattern)
        if desk.search is None:
            return
        if desk.search.error:
            self.say(desk.search.error)
            return
        searching.close(desk)
        searching.walk(desk, 1)
        desk.show_state()

    def _leave(self) -> None:
        """End the search."""
        desk = self._desk
        searching.end(desk)
        searching.close(desk)
        desk.show_state()

    def on_key(self, event: events.Key) -> None:
        """Keep Tab from leaving the line."""
        if event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
