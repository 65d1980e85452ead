"""The command palette: the same commands that the keys have."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Provider
from textual.content import Content

from store.text.inert import inert
from tui.keys.commands import LEAVE, Mode
from tui.screens.main import MainScreen
from tui.widgets.command_keys import CommandKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from textual import events
    from textual.command import Hits

    from tui.keys.commands import Command

_TEXTUALS: Final = frozenset(
    ("escape", "down", "up", "pagedown", "pageup", "enter", "ctrl+home", "ctrl+end")
)
"""Keys that Textual's own list takes, which a keymap may have given up."""


class CommandFinder(CommandKeys, CommandPalette):
    """Textual's list of commands, with the keys of our keymap only."""

    MODE = Mode.PALETTE

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        go = self._action_command_list
        return {
            LEAVE: self._action_escape,
            "suspend": self.app.action_suspend_process,
            "list.down": self._action_cursor_down,
            "list.up": partial(go, "cursor_up"),
            "list.page-down": partial(go, "page_down"),
            "list.page-up": partial(go, "page_up"),
            "list.first": partial(go, "first"),
            "list.last": partial(go, "last"),
            "list.choose": self._select_or_command,
        }

    def take_key(self, event: events.Key) -> bool:
        """Take a key that has just come; those that Textual gives a meaning here have none."""
        return super().take_key(event) or event.key in _TEXTUALS


class SidelightCommands(Provider):
    """Offers every command that applies while reading."""

    def _commands(self) -> Iterator[tuple[str, str, Command]]:
        main = self.screen
        if isinstance(main, MainScreen):
            for command in main.keymap.commands:
                if not command.modes.isdisjoint(main.base_modes) and command.id != "palette":
                    keys = main.keymap.names_of(command.id)
                    yield inert(command.help), inert(f"{keys}  ·  {command.id}"), command

    def _run(self, command: Command) -> None:
        main = self.screen
        assert isinstance(main, MainScreen)
        main.run_command(command.id)

    async def discover(self) -> Hits:
        """Every command, before anything is typed."""
        for text, keys, command in self._commands():
            run = partial(self._run, command)
            yield DiscoveryHit(Content(text), run, text, _literal(keys))

    async def search(self, query: str) -> Hits:
        """The commands whose sentence fits what was typed."""
        matcher = self.matcher(query)
        for text, keys, command in self._commands():
            score, places = matcher.fuzzy_search.match(query, text)
            if score > 0:
                shown = Content(text)  # the matcher's own would read it as markup
                for place in places:
                    shown = shown.stylize(matcher.match_style, place, place + 1)
                yield Hit(score, shown, partial(self._run, command), text, _literal(keys))


def _literal(text: str) -> str:
    """A text that is not read as markup: the palette takes `Content` as it is wherever it takes
    a text, though it does not say so."""
    return cast("str", Content(text))
