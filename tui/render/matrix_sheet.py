"""The sheet of the matrix: all that stands on it, as a function of what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.style import Style

from store.wording import counted
from tui.render.annotation_table import wrapped_parts
from tui.render.concordance import MARKER
from tui.render.lines import cut, line_strip
from tui.render.list_sheet import LAST, TYPING_KEYS, key_hints, sheet_keys
from tui.render.matrix_words import does, first_quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from store.formats.matrix.told import ToldCell, ToldRow
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.list_sheet import DrawnRows
    from tui.render.palette import Palette

CELL: Final = 7
"""Cells of the screen for one of the matrix, with what parts it from the next."""
_LEAST_NAME: Final = 24
"""Cells that a row's name has however many articles there are."""
_MARGIN: Final = len(MARKER) + 2
"""Cells before the name: which row the keys are for, and what disputes what."""
_ARTICLES: Final = 6
_ORIGINS: Final = 10
_MOST_STEPS: Final = 4
"""Articles whose titles stand above their columns, each in a line of its own."""
_SHORT: Final = 18
"""Rows of a screen below which there is only the table, and one line of keys."""
_WIDE: Final = 100
"""Columns of a screen from which on numbers are said in full."""
_TALL: Final = 22
"""Rows from which on there is room for titles above the columns."""
_STANCES: Final = ("asserts", "hedges", "contradicts", "both", "omits", "clear", "read")
_KEYS: Final = (
    *(f"matrix.{name}" for name in _STANCES),
    *("list.choose", "matrix.quotes", "matrix.rename", "matrix.mark", "matrix.dispute"),
    *("matrix.rows", "matrix.order", "rows.filter", "matrix.one-origin", "matrix.disputed"),
    *("matrix.anonymous", "matrix.unread", "matrix.stale", "export", "undo"),
)
_OF_CLAIMS: Final = frozenset(
    f"matrix.{name}"
    for name in (
        *("asserts", "hedges", "contradicts", "both", "mark", "dispute"),
        *("one-origin", "disputed", "anonymous", "stale"),
    )
)
"""Commands for rows of claims alone: what is named is neither asserted nor disputed."""
_SAID: Final = {"list.choose": "read there", "rows.filter": "filter"}
"""Commands that say something else here than elsewhere."""


@dataclass(frozen=True, slots=True)
class ArticleColumn:
    """An article as a column is headed."""

    short: str
    title: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class ShownMatrix:
    """What is shown of the matrix."""

    kind: str
    """What the rows are, in a word."""
    is_of_claims: bool
    """Whether that is what articles assert or contradict, and not what they name."""
    total: int
    """How many rows there are."""
    open_cells: int
    """In how many of their cells nothing is said yet, or what is said is stale."""
    listed: int
    """How many of them are wanted."""
    order: str
    wanted: str
    """What is asked for of them, in words; empty for all."""
    typed: str
    """The filter."""
    looked_at: int | None
    """How many rows and articles have been looked at; none once that is done."""
    articles: tuple[ArticleColumn, ...]
    """All of them."""
    rows: tuple[ToldRow, ...]
    """Those in view."""
    brackets: tuple[str, ...]
    """What stands before each of those: lines beside rows that dispute each other."""
    marks: frozenset[int]
    """Which of those are marked."""
    chosen: int
    """Which of those the keys are for."""
    column: int
    """The article that the keys are for."""
    first_column: int
    """The first article in view."""

    longest_name: int
    """Characters of the longest name of a row, in view or not."""

    @property
    def has_origins(self) -> bool:
        """Whether the rows come from somewhere, as claims do."""
        return any(row.origins for row in self.rows)

    @property
    def row(self) -> ToldRow | None:
        """The row that the keys are for."""
        return self.rows[self.chosen] if self.rows else None

    @property
    def unread(self) -> int:
        """How many articles are not marked as read."""
        return sum(not each.is_read for each in self.articles)


@dataclass(frozen=True, slots=True)
class MatrixColumns:
    """Which articles are in view, and how wide each part of the lines is, in cells."""

    width: int
    name: int
    articles: range
    origins: int
    """0 where rows have none."""

    @classmethod
    def of(cls, shown: ShownMatrix, width: int) -> MatrixColumns:
        """As many articles as fit, from the first in view on."""
        origins = _ORIGINS if shown.has_origins else 0
        articles = len(shown.articles)
        count = max(1, min(articles, cls.room(width, has_origins=shown.has_origins)))
        name = max(4, width - _MARGIN - count * CELL - _ARTICLES - origins)
        last = min(articles, shown.first_column + count)
        longest = max(_LEAST_NAME, shown.longest_name + 2)
        return cls(width, min(name, longest), range(shown.first_column, last), origins)

    @staticmethod
    def room(width: int, *, has_origins: bool) -> int:
        """How many articles there is room for."""
        others = _MARGIN + _LEAST_NAME + _ARTICLES + (_ORIGINS if has_origins else 0)
        return max(1, (width - others) // CELL)


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """A sheet of a size, in cells, with the keys in its last lines."""

    width: int
    height: int
    palette: Palette
    keys: Sequence[Strip]
    article_count: int
    drawn: DrawnRows

    @property
    def _steps(self) -> int:
        """Lines for the titles of articles."""
        fits = self.article_count <= _MOST_STEPS and self.height >= _TALL
        return self.article_count if fits else 0

    @property
    def head(self) -> int:
        """Lines above the rows: of the matrix, of the filter, of the articles."""
        return 3 + self._steps

    @property
    def _foot(self) -> int:
        return 6 if self.height >= _TALL else 4 if self.height >= _SHORT else 1

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return max(1, self.height - self.head - self._foot - len(self.keys))

    def _line(self, left: Sequence[Part], right: Sequence[Part] = ()) -> Strip:
        return line_strip(left, right, self.width, self.palette.text)

    # Above -------------------------------------------------------------------------------------

    def top_lines(self, shown: ShownMatrix, trouble: str, *, is_read_only: bool) -> list[Strip]:
        """What is shown, or what is wrong with keeping it; and which of it is wanted."""
        palette = self.palette
        if trouble:
            return [
                line_strip([(f" {trouble}", palette.error)], [], self.width, palette.error),
                self._wanted(shown),
            ]
        facts = [counted(shown.total, "row")]
        if shown.open_cells and shown.is_of_claims:
            facts.append(f"{counted(shown.open_cells, 'cell')} open")
        if shown.unread:
            of = f" of {counted(len(shown.articles), 'article')}" if self.width >= _WIDE else ""
            facts.append(f"{shown.unread:,}{of} unread")
        left: list[Part] = [
            (" Matrix ", palette.bar_strong),
            (f" {shown.kind} by article ", palette.bar),
            (f" {' · '.join(facts)}", palette.bar_faint),
        ]
        right: list[Part] = [(" READ ONLY ", palette.warning)] if is_read_only else []
        right.append((f" {shown.order} ", palette.bar))
        return [line_strip(left, right, self.width, palette.bar), self._wanted(shown)]

    def _wanted(self, shown: ShownMatrix) -> Strip:
        palette = self.palette
        left: list[Part] = [(f" / {shown.typed} ", palette.text)] if shown.typed else []
        if shown.wanted:
            left.append((f" only {shown.wanted}", palette.text))
        said: list[str] = []
        if shown.looked_at is not None:
            said.append(f"{shown.looked_at:,} looked at")
        elif shown.listed != shown.total:
            said.append(f"{shown.listed:,} of {shown.total:,}")
        return self._line(left, [(f" {' · '.join(said)} ", palette.faint)])

    def headings(self, shown: ShownMatrix, columns: MatrixColumns) -> list[Strip]:
        """What stands in which column; titles like steps where there are few."""
        palette = self.palette
        strips: list[Strip] = []
        before: Part = (" " * (_MARGIN + columns.name), palette.faint)
        for number in columns.articles[: self._steps]:
            article = shown.articles[number]
            posts: Part = (_post(CELL) * number, palette.faint)
            name = f"{article.short} {article.title}"
            style = palette.bright if number == shown.column else palette.text
            strips.append(self._line([before, posts, (f" {name}", style)]))
        name = f"{'':{_MARGIN}}{shown.kind.removesuffix('s'):{columns.name}}"
        parts: list[Part] = [(name[: _MARGIN + columns.name], palette.faint)]
        for number in columns.articles:
            short = _post(CELL) if self._steps else _padded(shown.articles[number].short, CELL)
            style = palette.bright if number == shown.column else palette.faint
            parts.append((short, style))
        parts.append((_padded(" arts", _ARTICLES), palette.faint))
        parts.append((_padded(" origins", columns.origins), palette.faint))
        hidden = len(shown.articles) - len(columns.articles)
        if hidden:
            first, last = columns.articles[0] + 1, columns.articles[-1] + 1
            room, total = _MARGIN + columns.name, len(shown.articles)
            place = f"  articles {first}–{last} of {total}"
            if len(place) >= room:
                place = f"  {first}–{last} of {total}"
            parts[0] = (f"{place:{room}}"[:room], palette.faint)
        return [*strips, self._line(parts)]

    # The rows ----------------------------------------------------------------------------------

    def rows(self, shown: ShownMatrix, columns: MatrixColumns, instead: str) -> list[Strip]:
        """The rows, or what is said where there are none."""
        strips: list[Strip] = []
        for number, row in enumerate(shown.rows):
            column = shown.column if number == shown.chosen else None
            is_marked, bracket = number in shown.marks, shown.brackets[number]
            draw = partial(self._row, row, columns, column, bracket, is_marked=is_marked)
            strips.append(self.drawn.row(row, (columns, column, bracket, is_marked), draw))
        if not strips:
            lines = wrapped_parts([(instead, self.palette.text)], max(10, self.width - 4))
            strips = [self._line([("  ", self.palette.text), *line]) for line in lines]
        blank = [self._line([])] * self.rows_in_view
        return [*strips, *blank][: self.rows_in_view]

    def _row(
        self,
        row: ToldRow,
        columns: MatrixColumns,
        column: int | None,
        bracket: str,
        *,
        is_marked: bool,
    ) -> Strip:
        """A row, with the article that the keys are for, if they are for this row."""
        palette, is_chosen = self.palette, column is not None
        base, faint = (palette.bar, palette.bar_faint) if is_chosen else (
            palette.text, palette.faint)  # fmt: skip
        marker = MARKER if is_chosen else "  "
        if is_marked:
            marker = f"{marker[0]}•"
        name = _padded(row.name, columns.name)
        parts: list[Part] = [
            (marker, palette.bar_strong if is_chosen else palette.bright),
            (bracket, faint),
            (name, base),
        ]
        for each in columns.articles:
            parts += _cell(row.cells[each], palette, base, is_here=each == column)
        parts.append((_padded(f" {row.articles}", _ARTICLES), base))
        parts.append((_padded(f" {row.origin_count}", columns.origins), base))
        return line_strip(parts, [], self.width, base)

    # Below -------------------------------------------------------------------------------------

    def foot(self, shown: ShownMatrix, instead: str, said: Sequence[Strip]) -> list[Strip]:
        """The row in full, and what the article says of it; over its end what is said.

        Args:
            shown: What there is.
            instead: What is said of a cell in which nothing is.
            said: Lines of a message.
        """
        palette, row = self.palette, shown.row
        lines = [self._line([("─" * self.width, palette.faint)])]
        room = self._foot - 1
        if row is not None and shown.articles and room:
            name = self._wrapped(row.name, palette.bright, 2 if room > 3 else 1)
            cell, article = row.cells[shown.column], shown.articles[shown.column]
            about = [self._line([(f" {article.short} {article.title}", palette.faint)],
                                [(f"  {does(cell)} ", palette.bright)])]  # fmt: skip
            origins = [self._line([(f" from {', '.join(row.origins)}", palette.faint)])]
            origins = origins if row.origins and room > 3 else []
            left = room - len(name) - len(about) - len(origins)
            quote = self._wrapped(first_quote(cell) or instead, palette.text, left)
            lines += [*name, *about, *quote, *origins]
        lines += [self._line([])] * (self._foot - len(lines))
        return [*lines[: max(0, self._foot - len(said))], *said[: self._foot]]

    def _wrapped(self, text: str, style: Style, most: int) -> list[Strip]:
        """A text in so many lines at the most."""
        if most <= 0 or not text:
            return []
        lines = wrapped_parts([(text, style)], max(10, self.width - 2))
        kept = lines[:most]
        if len(lines) > most:
            kept[-1] = [(cut("".join(t for t, _ in kept[-1]) + " …", self.width - 2), style)]
        return [self._line([(" ", style), *line]) for line in kept]


def _post(cells: int) -> str:
    return f" │{'':{cells - 2}}"


def _padded(text: str, cells: int) -> str:
    if not cells:
        return ""
    shown = cut(text, cells - 1)
    return shown + " " * (cells - cell_len(shown))


def _cell(cell: ToldCell, palette: Palette, base: Style, *, is_here: bool) -> list[Part]:
    """A cell, in brackets if the keys are for it; bold if a person has set it."""
    style = base + Style(bold=True) if cell.set_by == "person" else base
    brief = cut(cell.brief, CELL - 2)
    brief += " " * (CELL - 2 - cell_len(brief))
    if not is_here:
        return [(f" {brief} ", style)]
    return [("[", palette.bar_strong), (brief, style), ("]", palette.bar_strong)]


def matrix_keys(
    keymap: Keymap,
    palette: Palette,
    size: tuple[int, int],
    typing: str = "",
    *,
    is_of_claims: bool = True,
) -> list[Strip]:
    """The keys that matter, in the lines at the bottom.

    Args:
        keymap: The keys of the commands.
        palette: The styles.
        size: Of the screen, in columns and rows.
        typing: What is typed, or what becomes of it; empty if nothing is.
        is_of_claims: Whether the rows are claims.
    """
    kept = (each for each in _KEYS if is_of_claims or each not in _OF_CLAIMS)
    names = {each: _SAID.get(each) or keymap.command(each).hint for each in kept}
    hints = key_hints(TYPING_KEYS if typing else names.items(), keymap, palette)
    if typing:
        hints.append([(f" {typing} ", palette.bar)])
    return sheet_keys(hints, palette, size, 4, key_hints(() if typing else LAST, keymap, palette))
