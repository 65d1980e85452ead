"""Commands with their keys, a line or more each: the help and the palette."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.frozen import Frozen
from store.text.inert import inert
from tui.render.lines import line_strip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual.strip import Strip

    from tui.keys.finding import CommandRow
    from tui.render.palette import Palette

_KEY_CELLS: Final = 19
_FEW_KEY_CELLS: Final = 10
_NARROW: Final = 52
"""Cells of a list, as on a telephone, in which keys have few."""
_LEAST_TEXT: Final = 20
_AROUND_KEYS: Final = 5
"""Blanks beside a sentence and its key, and before what of it stands in a further line."""


class CommandLine(Frozen):
    """A line of the list."""

    number: int
    """Of the row that it belongs to."""
    text: str
    keys: str = ""
    is_above: bool = False
    """Whether it is the heading of the row, or the blank line before that."""


class CommandLines:
    """The lines of rows, made as far as somebody looks: to wrap all takes longer than a paint."""

    def __init__(self, count: int, lines_of: Callable[[int], Sequence[CommandLine]]) -> None:
        """Begin without any.

        Args:
            count: How many rows there are.
            lines_of: Gives the lines of a row by its number, its heading among them.
        """
        self._count = count
        self._lines_of = lines_of
        self._lines: list[CommandLine] = []
        self._starts: list[int] = []
        """At which line each row begins, without its heading, as far as they are made."""

    def _make_next(self) -> None:
        lines = self._lines_of(len(self._starts))
        self._starts.append(len(self._lines) + sum(each.is_above for each in lines))
        self._lines += lines

    def _start(self, row: int) -> int:
        """At which line a row begins; of the one after the last, how many lines there are."""
        while len(self._starts) <= min(row, self._count - 1):
            self._make_next()
        return self._starts[row] if row < self._count else len(self._lines)

    def between(self, first: int, last: int) -> list[CommandLine]:
        """The lines from one to before another, as many of these as there are."""
        while len(self._lines) < last and len(self._starts) < self._count:
            self._make_next()
        return self._lines[first:last]

    def scrolled(self, at: int, top: int, height: int) -> int:
        """The first line in view, so that a row is in it, and as little moves as can be.

        Args:
            at: The number of the row.
            top: The first line in view until now.
            height: How many lines there is room for.
        """
        first, last = self._start(at), self._start(at + 1) - 1
        return max(0, min(max(top, last - height + 1), first if at else 0))

    def row_after(self, at: int, lines: int) -> int:
        """The row that stands so many lines below another, or above it."""
        wanted = self._start(at) + lines
        self.between(0, wanted + 1)
        found = bisect_right(self._starts, wanted) - 1
        return max(0, found if found != at else at + (1 if lines > 0 else -1))


def palette_lines(rows: Sequence[CommandRow], width: int, *, shows_names: bool) -> CommandLines:
    """Each command with its key at the right, in as many lines as its sentence takes.

    Args:
        rows: What is listed.
        width: In cells.
        shows_names: Whether it is what a keymap file calls a command that is listed.
    """

    def lines_of(number: int) -> list[CommandLine]:
        row = rows[number]
        text = inert(row.name if shows_names and row.name else row.text)
        room = max(_LEAST_TEXT, width - cell_len(row.keys) - _AROUND_KEYS)
        first, *others = _wrapped(text, room)
        return [
            CommandLine(number, first, row.keys),
            *(CommandLine(number, f"  {each}") for each in others),
        ]

    return CommandLines(len(rows), lines_of)


def help_lines(rows: Sequence[CommandRow], width: int, *, shows_names: bool) -> CommandLines:
    """Whole sentences behind the keys, under headings; keys that need more room have a line.

    Args:
        rows: What is listed.
        width: In cells.
        shows_names: Whether what a keymap file calls a command stands behind its sentence.
    """
    room = max(_LEAST_TEXT, width - _key_cells(width) - 3)

    def lines_of(number: int) -> list[CommandLine]:
        row = rows[number]
        lines: list[CommandLine] = []
        if row.heading != (rows[number - 1].heading if number else ""):
            lines += [CommandLine(number, "", is_above=True)] if number else []
            lines.append(CommandLine(number, row.heading, is_above=True))
        text = f"{row.text} ({row.name})" if shows_names and row.name else row.text
        cells = room if row.keys else width - 3
        keys = row.keys
        if len(keys) >= _key_cells(width):
            lines.append(CommandLine(number, "", inert(keys)))
            keys = " "
        for paragraph in text.split("\n"):
            for piece in _wrapped(inert(paragraph), cells):
                lines.append(CommandLine(number, piece, inert(keys)))
                keys = " " if row.keys else ""
        return lines

    return CommandLines(len(rows), lines_of)


@lru_cache(maxsize=1024)
def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of a width, known for what is listed anew with each letter typed."""
    return wrap(text, width, break_on_hyphens=False) or [""]


def _key_cells(width: int) -> int:
    return _FEW_KEY_CELLS if width < _NARROW else _KEY_CELLS


def draw_help(line: CommandLine, palette: Palette, width: int, *, is_chosen: bool) -> Strip:
    """A line of the help: the keys, then what they do."""
    if line.is_above:
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
