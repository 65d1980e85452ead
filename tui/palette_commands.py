"""The command palette: the same commands that the keys have."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.command import CommandPalette, DiscoveryHit, Hit, Provider
from textual.content import Content

from store.text.inert import inert
from tui.keys.commands import Mode
from tui.keys.names import key_name
from tui.screens.main import MainScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import BindingType
    from textual.command import Hits

    from tui.keys.commands import Command


class CommandFinder(CommandPalette):
    """Textual's list of commands, which Esc leaves before the key after it is taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "escape", "Leave", show=False, priority=True)
    ]


class SidelightCommands(Provider):
    """Offers every command that applies while reading."""

    def _commands(self) -> Iterator[tuple[str, str, Command]]:
        main = self.screen
        if isinstance(main, MainScreen):
            for command in main.keymap.commands:
                if Mode.READING in command.modes and command.id != "palette":
                    keys = " or ".join(key_name(k) for k in main.keymap.keys_of(command.id))
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
