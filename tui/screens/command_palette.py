"""The palette: a line for each command, found by what it does, what it is called, or its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.keys.commands import Mode
from tui.keys.finding import answer_rows, row_of
from tui.render.command_lines import draw_command, palette_lines
from tui.screens.command_finder import CommandFinder

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.strip import Strip

    from tui.keys.finding import CommandRow
    from tui.keys.keymap import Keymap
    from tui.render.command_lines import CommandLine, CommandLines
    from tui.render.palette import Palette


_LAST: Final = "Select Move Tag"
"""Groups that stand last, as everybody has their keys in their hands."""


def palette_rows(keymap: Keymap, modes: Collection[Mode], used: Sequence[str]) -> list[CommandRow]:
    """Every command that there is while reading: those last used, then the others, then answers.

    Args:
        keymap: Which keys do what.
        modes: What keys mean while reading.
        used: The ids of what was taken from here, the last first.
    """
    commands = [
        command
        for command in keymap.commands
        if not command.modes.isdisjoint(modes) and command.id != "palette"
    ]
    place = {command_id: number for number, command_id in enumerate(used)}
    commands.sort(key=lambda each: (place.get(each.id, len(place)), _LAST.find(each.group)))
    rows = [row_of(command, keymap, can_run=True) for command in commands]
    return [*rows, *answer_rows(keymap)]


class PaletteScreen(CommandFinder):
    """Finds a command, and runs it."""

    MODE = Mode.PALETTE
    frame_title = "Commands"
    PLACEHOLDER = "what it does, what it is called, or its key"

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, "palette-dialog")

    def lines_of(
        self, rows: Sequence[CommandRow], width: int, *, shows_names: bool
    ) -> CommandLines:
        """What each command does, with its key."""
        return palette_lines(rows, width, shows_names=shows_names)

    def draw_line(self, line: CommandLine, width: int, *, is_chosen: bool) -> Strip:
        """A line as it looks."""
        return draw_command(line, self.palette, width, is_chosen=is_chosen)
