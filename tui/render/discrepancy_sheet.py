"""The sheet of values that differ: a heading for each thing, and below it what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len

from store.across.discrepancies.values import ValueKind
from store.formats.matrix.told import short_id
from store.wording import counted
from tui.render.annotation_table import padded, wrapped_parts
from tui.render.concordance import MARKER
from tui.render.lines import line_strip
from tui.render.list_sheet import ListSheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from store.across.discrepancies.model import Discrepancy
    from tui.render.lines import Part
    from tui.render.list_sheet import DrawnRows

_VALUE: Final = 18
"""Cells of a value."""
_ARTICLE: Final = 10
DISCREPANCY_KEYS: Final = (
    ("list.choose", "read there"),
    ("discrepancies.contradicts", "contradicts"),
    ("discrepancies.not-same", "not the same"),
    ("discrepancies.all", "all, or what differs"),
    ("rows.filter", "filter"),
    ("undo", "undo"),
)
"""Commands, and what the last lines say of them."""
CONTRADICTED: Final = "!"
"""Beside what a person has said to contradict another."""


@dataclass(frozen=True, slots=True)
class DiscrepancyLine:
    """A line: the heading of a table, or one of its values."""

    table: Discrepancy
    number: int | None = None
    """Of the value; none for the heading."""
    line: int = 0
    """Of the article's file, from 1."""


@dataclass(frozen=True, slots=True)
class ShownDiscrepancies:
    """What is shown of the values."""

    alarms: int
    """Things of which values differ and nothing has been said yet."""
    listed: int
    total: int
    """Tables that are listed, and all of them."""
    shows_all: bool
    is_looking: bool
    """Whether there may be more."""
    typed: str
    lines: tuple[DiscrepancyLine, ...]
    """Those in view."""
    chosen: int
    """Which of them the keys are for."""

    @property
    def line(self) -> DiscrepancyLine | None:
        """The one the keys are for."""
        return self.lines[self.chosen] if self.chosen < len(self.lines) else None


@dataclass(frozen=True, slots=True)
class DiscrepancySheet(ListSheet):
    """A sheet of values that differ."""

    FOOT: ClassVar[int] = 6
    """A rule, the words of the value in two lines, its article, what it differs from in two."""

    drawn: DrawnRows

    def head(self, shown: ShownDiscrepancies, trouble: str, *, is_read_only: bool) -> Strip:
        """The line at the top: how much differs, or what is wrong with keeping it."""
        differs = f"{counted(shown.alarms, 'thing')} told differently"
        right = "all" if shown.shows_all else "what differs"
        return self.title("What differs", differs, right, trouble, is_read_only=is_read_only)

    def rows(self, shown: ShownDiscrepancies, instead: str) -> list[Strip]:
        """The line of the filter, that of the columns, and the rows."""
        counts = [f"{shown.listed:,} of {counted(shown.total, 'table')}"]
        if shown.is_looking:
            counts.append("looking on")
        heads = f"  {'value':>{_VALUE}}  {padded('in', _ARTICLE)}words"
        strips = [
            self.filter_line(shown.typed, "", counts),
            self.line([(heads, self.palette.faint)], [("line ", self.palette.faint)]),
        ]
        for number, line in enumerate(shown.lines):
            is_chosen = number == shown.chosen
            draw = (
                partial(self._heading, line.table)
                if line.number is None
                else partial(self._value, line, line.number, is_chosen=is_chosen)
            )
            strips.append(self.drawn.row(line, (self.width, is_chosen), draw))
        if not shown.lines:
            wrapped = wrapped_parts([(instead, self.palette.text)], max(10, self.width - 4))
            strips += [self.line([("  ", self.palette.text), *line]) for line in wrapped]
        return self.body(strips, "")[: 2 + self.rows_in_view]

    def _heading(self, table: Discrepancy) -> Strip:
        palette = self.palette
        name = f" {padded(table.name, max(10, self.width - 52)).rstrip()} · {table.kind.value}"
        why = table.source.value if table.is_sure else f"{table.source.value}, nothing is tied"
        said = f" {why}, {counted(table.articles, 'article')} "
        return self.line([(name, palette.bright)], [(said, palette.faint)])

    def _value(self, line: DiscrepancyLine, number: int, *, is_chosen: bool) -> Strip:
        base, faint = self.palette.text, self.palette.faint
        strong = self.palette.selection if is_chosen else self.palette.bright
        placed = line.table.values[number]
        value = padded(told_value(line.table, number), _VALUE + 1).rstrip()
        note = note_of(line.table, number)
        left: list[Part] = [
            (MARKER if is_chosen else "  ", strong),
            (f"{' ' * (_VALUE - cell_len(value))}{value}  ", strong),
            (padded(short_id(placed.article), _ARTICLE), faint),
        ]
        right = f" {note}{'  ' if note else ''}{line.line:>5} "
        room = self.width - sum(cell_len(text) for text, _ in left) - cell_len(right)
        left.append((padded(f"“{placed.said}”", max(1, room)), base))
        return line_strip(left, [(right, faint)], self.width, base)

    def detail(self, shown: ShownDiscrepancies, title: str, said: Sequence[Strip]) -> list[Strip]:
        """The words of the value in full, and what it differs from; over its end what is said.

        Args:
            shown: What there is.
            title: Of the value's article.
            said: Lines of a message.
        """
        line, palette = shown.line, self.palette
        if line is None or line.number is None:
            return self.foot([], said)
        table, number = line.table, line.number
        words = self._wrapped(f"“{table.values[number].said}”", 2)
        lines = [self.line([(f" {title}, line {line.line}", palette.faint)]), *words]
        lines += [self.line([])] * (3 - len(lines))
        against = table.against(number)
        if against:
            other = table.values[against[0]]
            pair = (min(number, against[0]), max(number, against[0]))
            does = (
                "contradicts, as you said,"
                if pair in table.contradicted
                else "cannot both hold with"
            )
            told = told_value(table, against[0])
            more = f" and {counted(len(against) - 1, 'other')}" if len(against) > 1 else ""
            about = f"{does} {told} in {short_id(other.article)}{more}: “{other.said}”"
            lines += self._wrapped(about, 2)
        elif table.differing:
            lines += self._wrapped("agrees with all the others", 1)
        return self.foot(lines, said)

    def _wrapped(self, text: str, most: int) -> list[Strip]:
        style = self.palette.text
        lines = wrapped_parts([(text, style)], max(10, self.width - 2))
        if len(lines) > most:
            rest = "".join(part for line in lines[most - 1 :] for part, _ in [*line, (" ", style)])
            lines = [*lines[: most - 1], [(padded(rest, self.width - 2), style)]]
        return [self.line([(" ", style), *line]) for line in lines]


def told_value(table: Discrepancy, number: int) -> str:
    """A value in short: a date as it is said, a number by what it comes to."""
    placed = table.values[number]
    value = placed.value
    if table.kind is ValueKind.PLACE:
        return f"{value.unit} {value.told}"
    return value.told or value.words


def note_of(table: Discrepancy, number: int) -> str:
    """What is to be said beside a value."""
    value = table.values[number].value
    if not value.is_known:
        return "of no known date"
    if any(number in pair for pair in table.contradicted):
        return CONTRADICTED
    is_apart = any(number in pair for pair in table.differing)
    return "agrees" if table.differing and not is_apart else ""
