"""The line in which a search is typed says what is typed, and knows nobody who searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.widgets import Input

from store.search import Query
from tests.tui.support import wait_for
from tui.forwarding import KeptKeys, PromptPaint
from tui.keys.commands import COMMANDS
from tui.keys.keymap_file import keymap_for
from tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Listener(App[None]):
    """Takes note of what the line says."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.own_keymap = keymap_for(COMMANDS)
        self.kept_keys = KeptKeys(self, self.on_event)
        self.prompt_paint = PromptPaint()

    async def on_event(self, event: events.Event) -> None:
        """Give keys to the line before the field in it has them, as our app does."""
        if (
            not isinstance(event, events.Key)
            or event.is_forwarded
            or not self.query_one(SearchBar).take_key(event)
        ):
            await super().on_event(event)

    def compose(self) -> ComposeResult:
        bar = SearchBar()
        bar.begin(Query("", is_regex=True))
        yield bar

    async def on_command_done(self) -> None:
        await self.kept_keys.end()

    def on_search_bar_inquiry(self, message: SearchBar.Inquiry) -> None:
        did = "submitted" if message.is_final else "typed"
        self.heard.append(f"{did} {message.query.pattern if message.query else ''}".rstrip())


async def test_what_is_typed_and_submitted_is_said() -> None:
    app = Listener()
    async with app.run_test() as pilot:
        await pilot.press("a", "b", "enter")
        await wait_for(pilot, lambda: len(app.heard) == 3, "all is said")
        assert app.heard == ["typed a", "typed ab", "submitted ab"]


async def test_a_faulty_expression_is_neither_searched_for_nor_submitted() -> None:
    app = Listener()
    async with app.run_test() as pilot:
        app.query_one(Input).value = "a{99999}"
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.heard, "something is said")
        assert app.heard == ["typed"]
        assert "repeats more than" in app.query_one("#search-found").render_line(0).text


async def test_nothing_submitted_is_said_too() -> None:
    app = Listener()
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await wait_for(pilot, lambda: app.heard, "something is said")
        assert app.heard == ["submitted"]
