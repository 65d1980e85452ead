"""The line in which a search is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, cast

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from store.errors import InputError
from store.search import Query
from store.text.inert import inert
from tui.filling import fill
from tui.keys.commands import LEAVE, Mode
from tui.widgets.command_keys import CommandKeys
from tui.widgets.query_input import QueryHelpLine, QueryInput

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.app import ComposeResult

    from store.query.help import QueryHelp


class _Searching(Protocol):
    """A screen that searches for what is typed."""

    def action_leave_search(self) -> None: ...

    def do(self, command_id: str) -> None: ...

    @property
    def queries(self) -> _Queries: ...


class _Queries(Protocol):
    """What looks for annotations."""

    def catch_up(self, query: Query | None, bar: SearchBar) -> None: ...


_ROOMY: Final = 60
"""Columns from which on the other kind of search is named beside the field, in full."""


class SearchBar(CommandKeys, Vertical):
    """Says what is typed into it, so that it is searched for at once.

    Whoever mounts it has an action `leave_search`: messages come after the next key, and the key
    after Esc is a command again. It is made once, and begun anew for each search.
    """

    MODE = Mode.SEARCH
    DEFAULT_CSS = """
    SearchBar { height: auto; background: $panel; }
    SearchBar Horizontal { height: 1; }
    #search-kind { width: auto; text-style: bold; }
    SearchBar Input { width: 1fr; }
    #search-found { width: auto; max-width: 65%; color: $text-muted; }
    """

    class Inquiry(Message):
        """Something else is to be searched for; with nothing, nothing is."""

        def __init__(self, bar: SearchBar, query: Query | None, *, is_final: bool) -> None:
            super().__init__()
            self.bar = bar
            self.opening = bar.openings
            """The number of the search that was typed then; another may have begun since."""
            self.query = query
            self.is_final = is_final
            """Whether it has been submitted; with nothing, the search is over."""

    def __init__(self) -> None:
        super().__init__()
        self.openings = 0
        """How many searches have been begun in it."""
        self._queries = [Query("")]
        """What can be gone back to, and last what was there when the line opened, or is typed."""
        self._at = 0
        self._is_regex = False
        self._help: QueryHelp | None = None

    def begin(self, query: Query | None = None, earlier: Sequence[Query] = ()) -> None:
        """Have a search typed; keys are kept until the line has them.

        Args:
            query: What is searched for already, if anything is.
            earlier: What was searched for until now, the last one last.
        """
        self.openings += 1
        self.typed_ahead = []
        self._queries = [*(each for each in earlier if each != query), query or Query("")]
        self._at = len(self._queries) - 1
        self._is_regex = bool(query and query.is_regex)
        if self.is_mounted:
            self._show()

    def compose(self) -> ComposeResult:
        """The kind of search, what is searched for, and what was found."""
        with Horizontal():
            yield Static(id="search-kind", markup=False)
            yield QueryInput()
            yield Static(id="search-found", markup=False)
        yield QueryHelpLine()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            LEAVE: self._leave,
            "search.go": lambda: self._ask(self.query_one(Input).value, is_final=True),
            "search.kind": self._change_kind,
            "query.take": self._take_offer,
            "search.earlier": lambda: self._recall(-1),
            "search.later": lambda: self._recall(1),
            "palette": lambda: cast("_Searching", self.screen).do("palette"),
            "suspend": self.app.action_suspend_process,
        }

    def on_mount(self) -> None:
        """Take the keys, if a search has begun."""
        if self.openings:
            self._show()

    def _show(self) -> None:
        """Show what is searched for already, and take the keys."""
        self.show_help(None)
        self._show_kind()
        field = self.query_one(Input)
        with self.prevent(Input.Changed):
            field.value = self._queries[-1].pattern
        field.cursor_position = len(field.value)
        self.take_keys()

    def take_keys(self) -> None:
        """Have the keys go to this line."""
        self.query_one(Input).focus()

    def _show_kind(self) -> None:
        kind = "Find regex" if self._is_regex else "Find"
        self.query_one("#search-kind", Static).update(f" {kind}: ")
        other = "plain text" if self._is_regex else "regular expression"
        is_said = self.keymap.keys_of("search.kind") and self.app.size.width >= _ROOMY
        self.say(f"{self.key('search.kind')}: {other}" if is_said else "")

    def say(self, text: str) -> None:
        """Show what was found, or what is wrong."""
        for found in self.query("#search-found").results(Static):  # none before it is composed
            found.update(f" {inert(fill(text, self.key))} ")

    @property
    def caret(self) -> int:
        """Code points before the caret."""
        return self.query_one(Input).cursor_position

    def show_help(self, shown: QueryHelp | None) -> None:
        """Say under the line how a query can go on, or what is wrong; nothing of another search."""
        self._help = shown
        fault = shown.fault if shown is not None else None
        for field in self.query(QueryInput):  # none as it closes
            field.mark(fault.span if fault is not None else None)
        for line in self.query(QueryHelpLine):
            line.tell(shown, self.key("query.take"), self.app.size.width)

    def _take_offer(self) -> None:
        """Take what is offered for all that is typed: the line below may lag behind fast keys."""
        if self._help is not None:
            field = self.query_one(QueryInput)
            query = Query(field.value, self._is_regex)
            cast("_Searching", self.screen).queries.catch_up(query, self)
            field.take(self._help)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what has been typed."""
        event.stop()
        self._ask(event.value)

    def _ask(self, pattern: str, *, is_final: bool = False) -> None:
        """Say what is searched for, or what is wrong with it."""
        query = Query(pattern, self._is_regex) if pattern else None
        if query is None and not is_final:
            self._show_kind()
        fault = _fault(query)
        if not (fault and is_final):
            self.post_message(self.Inquiry(self, None if fault else query, is_final=is_final))
        if fault:
            self.say(fault)

    def _change_kind(self) -> None:
        """Change between plain text and regular expression."""
        self._is_regex = not self._is_regex
        self._show_kind()
        self._ask(self.query_one(Input).value)

    def _recall(self, by: int) -> None:
        """Search for what was searched for before, or after that; last comes what was typed."""
        field, at = self.query_one(Input), self._at + by
        if not 0 <= at < len(self._queries):
            return
        if self._at == len(self._queries) - 1:
            self._queries[-1] = Query(field.value, self._is_regex)
        self._at = at
        self._is_regex = self._queries[at].is_regex
        self._show_kind()
        field.value = self._queries[at].pattern
        field.cursor_position = len(field.value)

    def _leave(self) -> None:
        """End the search, before the next key is looked at: no message is as fast."""
        cast("_Searching", self.screen).action_leave_search()

    def on_key(self, event: events.Key) -> None:
        """Keep Tab from leaving the line."""
        if event.key in ("tab", "shift+tab"):
            event.stop()
            event.prevent_default()


def _fault(query: Query | None) -> str:
    """What is wrong with what was typed; empty if nothing is."""
    try:
        if query is not None:
            query.check()
    except InputError as error:
        return str(error)
    return ""
