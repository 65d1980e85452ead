"""The line in which a search is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widgets import Input, Static

from store.errors import InputError
from store.search import Query
from store.text.inert import inert

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from tui.screens.main import MainScreen


class SearchBar(Horizontal):
    """Searches while it is typed into; Enter goes to the first match, Esc ends."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "leave", "Leave"),
        ("ctrl+r", "change_kind", "Regular expression"),
    ]

    def __init__(self, pattern: str, is_regex: bool) -> None:
        super().__init__(id="search-bar")
        self._pattern = pattern
        self._is_regex = is_regex

    def compose(self) -> ComposeResult:
        """The kind of search, what is searched for, and what was found."""
        yield Static(id="search-kind", markup=False)
        yield Input(self._pattern, select_on_focus=True, compact=True)
        yield Static(id="search-found", markup=False)

    def on_mount(self) -> None:
        """Take the keys."""
        self._show_kind()
        self.query_one(Input).focus()

    @property
    def _main(self) -> MainScreen:
        from tui.screens.main import MainScreen

        assert isinstance(self.screen, MainScreen)
        return self.screen

    def _show_kind(self) -> None:
        kind = "Find regex" if self._is_regex else "Find"
        self.query_one("#search-kind", Static).update(f" {kind}: ")
        self.say("Ctrl+R: plain text" if self._is_regex else "Ctrl+R: regular expression")

    def say(self, text: str) -> None:
        """Show what was found, or what is wrong."""
        self.query_one("#search-found", Static).update(f" {inert(text)} ")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search for what has been typed."""
        event.stop()
        self._search()

    def _search(self) -> None:
        pattern = self.query_one(Input).value
        if not pattern:
            self._main.end_search()
            self._show_kind()
            return
        query = Query(pattern, self._is_regex)
        try:
            query.check()
        except InputError as error:
            self._main.end_search()
            self.say(str(error))
            return
        self._main.start_search(query)

    def action_change_kind(self) -> None:
        """Change between plain text and regular expression."""
        self._is_regex = not self._is_regex
        self._show_kind()
        if self.query_one(Input).value:
            self._search()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the first match after the caret."""
        event.stop()
        main = self._main
        if not event.value:
            self.action_leave()
            return
        if main.search is None:
            return
        self.remove()
        main.set_focus(None)
        main.run_command("search.next")

    def action_leave(self) -> None:
        """End the search."""
        main = self._main
        main.end_search()
        self.remove()
        main.set_focus(None)
        main.show_state()

    def on_key(self, event: events.Key) -> None:
        """Keep Tab from leaving the line."""
        if event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()
