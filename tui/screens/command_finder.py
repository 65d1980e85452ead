"""What the help and the palette share: a line to type into, and the commands that fit below it."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from tui.keys.commands import LEAVE
from tui.keys.finding import rows_that_fit
from tui.render.lines import line_strip
from tui.screens.framed_list import FramedList

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual.strip import Strip

    from tui.keys.finding import CommandRow
    from tui.render.command_lines import CommandLine, CommandLines
    from tui.render.palette import Palette


class CommandFinder(FramedList[str]):
    """Its result is the id of a command to run."""

    def __init__(self, palette: Palette, box_id: str) -> None:
        """Offer nothing yet; see `FramedList`."""
        super().__init__(palette, box_id)
        self._all: Sequence[CommandRow] = ()
        self._rows: Sequence[CommandRow] = ()
        self._lines: CommandLines | None = None
        """None until they are made for the rows and the width."""
        self._made_for = 0
        """That width."""
        self._shows_names = False
        self._drawn: dict[tuple[str, str, bool, int, bool], Strip] = {}
        """Lines by what they say and how: with each letter most are others of these."""

    def offer(self, rows: Sequence[CommandRow]) -> None:
        """Offer some rows, in the order in which they stand before anything is typed."""
        self._all = rows

    def opened(self) -> None:
        """List all that is offered."""
        self._shows_names = False
        super().opened()

    def lines_of(
        self, rows: Sequence[CommandRow], width: int, *, shows_names: bool
    ) -> CommandLines:
        """The lines of rows."""
        raise NotImplementedError

    def draw_line(self, line: CommandLine, width: int, *, is_chosen: bool) -> Strip:
        """A line as it looks."""
        raise NotImplementedError

    def list_what_fits(self, typed: str) -> None:
        """List what fits."""
        self._rows = rows_that_fit(typed, self._all)
        self.at = self.top = 0
        self._lines, self.said = None, ""
        self.draw()

    @property
    def count(self) -> int:
        """How many rows fit."""
        return len(self._rows)

    def _lines_in(self, width: int) -> CommandLines:
        """The lines of the rows, made for a width."""
        if self._lines is None or self._made_for != width:
            self._made_for = width
            self._lines = self.lines_of(self._rows, width, shows_names=self._shows_names)
        return self._lines

    def body(self, width: int, height: int) -> list[Strip]:
        """How many there are, beside what is typed, and the rows."""
        lines, plain, height = self._lines_in(width), self.palette.bar, height - self.HEAD
        said = f"{min(self.at + 1, self.count):,} of {self.count:,} "
        if self._rows:
            self.top = lines.scrolled(self.at, self.top, height)
        shown = lines.between(self.top, self.top + height)
        strips = [self._line(each, width, is_chosen=each.number == self.at) for each in shown]
        if not strips:
            nothing = f" Nothing is called that. {self.key(LEAVE)} empties the line, to see all."
            strips = [line_strip([(nothing, plain)], [], width, plain)]
        blank = line_strip([], [], width, plain)
        count = line_strip([], [(said, plain)], width, plain)
        return [count, *strips, *[blank] * (height - len(strips))]

    def _line(self, line: CommandLine, width: int, *, is_chosen: bool) -> Strip:
        looks = (line.keys, line.text, line.is_above, width, is_chosen)
        if looks not in self._drawn:
            self._drawn[looks] = self.draw_line(line, width, is_chosen=is_chosen)
        return self._drawn[looks]

    @property
    def frame_hint(self) -> str:
        """What Enter and Esc do."""
        leaves = "empties it" if self.field.value else "leaves"
        return f"{self._ways} · {self.key(LEAVE)} {leaves}"

    @cached_property
    def _ways(self) -> str:
        return f"{self.key('list.choose')} does it · {self.hint('list.ids')}"

    def spoken(self) -> list[str]:
        """The keys of the row and what they do, however many lines that takes."""
        row = self._rows[self.at] if self._rows else None
        said = f"{row.keys}: {row.text}" if row is not None else "Nothing is called that"
        return [said, self.said]

    # Keys ----------------------------------------------------------------------------------

    def own_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        return {
            "list.first": partial(self.go, -len(self._all)),
            "list.last": partial(self.go, len(self._all)),
            "list.ids": self._toggle_names,
            "list.choose": self.choose,
        }

    def leave(self) -> None:
        """Empty what was typed, else close."""
        if self.field.value:
            self.field.value = ""
        else:
            self.dismiss(None)

    def go_page(self, by: int) -> None:
        """Go on or back by as many lines as there is room for, less one."""
        if self._rows:
            step = by * max(1, self.rows_in_view() - 1)
            self.go(self._lines_in(self.room[0]).row_after(self.at, step) - self.at)

    def _toggle_names(self) -> None:
        self._shows_names = not self._shows_names
        self._lines, self.said = None, ""
        self.draw()

    def choose(self) -> None:
        """Close with the command of the row, if it can be run."""
        row = self._rows[self.at] if self._rows else None
        if row is None:
            self.say("Nothing fits that")
        elif row.command_id:
            self.dismiss(row.command_id)
        else:
            self.say("This line only tells: nothing is done by it here")

    def row_at(self, line: int) -> int | None:
        """The number of the row of which a line is."""
        lines = self._lines_in(self.room[0]).between(line, line + 1)
        return lines[0].number if lines else None
