"""Commands with their keys, a line or more each: the help and the palette."""

from __future__ import annotations

from bisect import bisect_right
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.frozen import Frozen
from store.text.inert import inert
from tui.render.lines import line_strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual.strip import Strip

    from tui.keys.finding import CommandRow
    from tui.render.palette import Palette

_KEY_CELLS: Final = 19
_FEW_KEY_CELLS: Final = 10
_NARROW: Final = 52
"""Cells of a list, as on a telephone, in which keys have few: those that need more have a line."""
_LEAST_TEXT: Final = 20
_AROUND_KEYS: Final = 5
"""Blanks beside a sentence and its key, and before what of it stands in a further line."""


class CommandLine(Frozen):
    """A line of the list."""

    number: int
    """Of the row that it belongs to."""
    text: str
    keys: str = ""
    is_heading: bool = False


class CommandLines(Frozen):
    """The lines of rows, as wide as there is room."""

    lines: tuple[CommandLine, ...]
    starts: tuple[int, ...]
    """At which line each row begins, without its heading; and how many lines there are."""

    def scrolled(self, at: int, top: int, height: int) -> int:
        """The first line in view, so that a row is in it, and as little moves as can be.

        Args:
            at: The number of the row.
            top: The first line in view until now.
            height: How many lines there is room for.
        """
        first, last = self.starts[at], self.starts[at + 1] - 1
        return max(0, min(max(top, last - height + 1), first if at else 0))

    def row_after(self, at: int, lines: int) -> int:
        """The row that stands so many lines below another, or above it."""
        wanted = self.starts[at] + lines
        found = bisect_right(self.starts, wanted, hi=len(self.starts) - 1) - 1
        return max(0, found if found != at else at + (1 if lines > 0 else -1))


def palette_lines(rows: Sequence[CommandRow], width: int, *, shows_names: bool) -> CommandLines:
    """Each command with its key at the right, in as many lines as its sentence takes.

    Args:
        rows: What is listed.
        width: In cells.
        shows_names: Whether it is what a keymap file calls a command that is listed.
    """
    lines: list[CommandLine] = []
    starts: list[int] = []
    for number, row in enumerate(rows):
        starts.append(len(lines))
        text = inert(row.name if shows_names and row.name else row.text)
        room = max(_LEAST_TEXT, width - cell_len(row.keys) - _AROUND_KEYS)
        first, *others = wrap(text, room, break_on_hyphens=False) or [""]
        lines.append(CommandLine(number, first, row.keys))
        lines += (CommandLine(number, f"  {each}") for each in others)
    return CommandLines(tuple(lines), (*starts, len(lines)))


def help_lines(rows: Sequence[CommandRow], width: int, *, shows_names: bool) -> CommandLines:
    """Whole sentences behind the keys, under headings.

    Args:
        rows: What is listed.
        width: In cells.
        shows_names: Whether what a keymap file calls a command stands behind its sentence.
    """
    lines: list[CommandLine] = []
    starts: list[int] = []
    key_cells = _key_cells(width)
    room = max(_LEAST_TEXT, width - key_cells - 3)
    heading = ""
    for number, row in enumerate(rows):
        if row.heading != heading:
            heading = row.heading
            lines += [CommandLine(number, "")] if lines else []
            lines.append(CommandLine(number, heading, is_heading=True))
        starts.append(len(lines))
        text = f"{row.text} ({row.name})" if shows_names and row.name else row.text
        cells = room if row.keys else width - 3
        keys = row.keys
        if width < _NARROW and len(keys) >= _FEW_KEY_CELLS:
            lines.append(CommandLine(number, "", inert(keys)))
            keys = " "
        for paragraph in text.split("\n"):
            for piece in wrap(inert(paragraph), cells, break_on_hyphens=False) or [""]:
                lines.append(CommandLine(number, piece, inert(keys)))
                keys = " " if row.keys else ""
    return CommandLines(tuple(lines), (*starts, len(lines)))


def _key_cells(width: int) -> int:
    return _FEW_KEY_CELLS if width < _NARROW else _KEY_CELLS


def draw_help(line: CommandLine, palette: Palette, width: int, *, is_chosen: bool) -> Strip:
    """A line of the help: the keys, then what they do."""
    if line.is_heading:
        return line_strip([(f" {line.text}", palette.bar_strong)], [], width, palette.bar)
    plain, key = _styles(palette, is_chosen=is_chosen)
    left = [("  ", plain)]
    if line.keys:
        left += [(line.keys, key), (" " * (_key_cells(width) - len(line.keys)), plain)]
    return line_strip([*left, (line.text, plain)], [], width, palette.bar)


def draw_command(line: CommandLine, palette: Palette, width: int, *, is_chosen: bool) -> Strip:
    """A line of the palette: what a command does, then its key."""
    plain, key = _styles(palette, is_chosen=is_chosen)
    right = [(" ", plain), (line.keys, key), (" ", plain)]
    return line_strip([(f" {line.text} ", plain)], right, width, plain)


def _styles(palette: Palette, *, is_chosen: bool) -> tuple[Style, Style]:
    """How what is said looks, and how keys do."""
    return (palette.selection, palette.selection) if is_chosen else (palette.bar, palette.key)
