"""The sheet of the list of annotations: all that stands on it, as a function of what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.story.annotation_filter import FIELDS
from store.story.annotation_list import ListedAnnotation, TextGroup
from tui.keys.commands import LEAVE
from tui.render.annotation_table import (
    PASSAGE_LINES,
    TableColumns,
    facts_line,
    group_line,
    heading,
    passage_lines,
    row_line,
)
from tui.render.concordance import hint_lines
from tui.render.lines import line_strip
from tui.render.settling_sheet import label_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.strip import Strip

    from store.labels import LabelSet
    from tui.keys.keymap import Keymap
    from tui.render.lines import Part
    from tui.render.palette import Palette

HEAD: Final = 3
"""Lines above the rows: of the list, of the filter, of the columns."""
_FOOT: Final = 2 + PASSAGE_LINES
"""Lines between the rows and the keys: a rule, the passage, what is known of it."""
_SHORT: Final = 18
"""Rows of a screen below which there is no passage, and one line of keys."""
_KEYS: Final = (
    ("annotation.remove", "remove"),
    ("annotation.note", "note"),
    ("list.choose", "go there"),
    ("rows.mark", "mark"),
    ("rows.mark-all", "mark all"),
    ("rows.filter", "filter"),
    ("rows.group", "group"),
    ("rows.order", "order"),
    ("rows.article", "this article"),
    ("rows.kinds", "rejected"),
    ("undo", "undo"),
    (LEAVE, "leaves"),
)
"""Commands, and what the last lines say of them."""
_FILTER_KEYS: Final = (("rows.keep-filter", "keeps it"), (LEAVE, "ends it"))


@dataclass(frozen=True, slots=True)
class ShownList:
    """What is shown of the list."""

    kinds: str
    """What is listed, in a word or two."""
    total: int
    """How many there are of those."""
    listed: int
    """How many of them are wanted."""
    order: str
    typed: str
    """The filter."""
    group: str
    """What all rows say, where a group is open."""
    is_of_one_article: bool
    progress: float
    """Which share of the story has been looked at, from 0 to 1."""
    lines: tuple[ListedAnnotation | TextGroup, ...]
    """Those in view."""
    chosen: int
    """Which of them the keys are for."""
    marked: int
    """How many are marked, in view or not."""
    marks: frozenset[int]
    """Which of those in view are."""

    @property
    def row(self) -> ListedAnnotation | None:
        """The row that the keys are for; of a group the first."""
        if not self.lines:
            return None
        line = self.lines[self.chosen]
        return line.rows[0] if isinstance(line, TextGroup) else line

    @property
    def shows_groups(self) -> bool:
        """Whether its lines are groups."""
        return any(isinstance(line, TextGroup) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a row stands, and how many ties it has."""

    row: ListedAnnotation
    text: str
    """Of its article."""
    ties: int


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet of a size, in cells, with the keys in its last lines."""

    width: int
    height: int
    palette: Palette
    keys: Sequence[Strip]

    @property
    def _foot(self) -> int:
        return _FOOT if self.height >= _SHORT else 1

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return max(1, self.height - HEAD - self._foot - len(self.keys))

    def _line(self, left: Sequence[Part], right: Sequence[Part] = ()) -> Strip:
        return line_strip(left, right, self.width, self.palette.text)

    def head(self, shown: ShownList, trouble: str, *, is_read_only: bool) -> Strip:
        """The line at the top: what is listed, or what is wrong with keeping it."""
        palette = self.palette
        if trouble:
            return line_strip([(f" {trouble}", palette.error)], [], self.width, palette.error)
        where = "this article" if shown.is_of_one_article else "all articles"
        left: list[Part] = [
            (f" {shown.kinds.capitalize()} ", palette.bar_strong),
            (f" {shown.total:,} · {where}", palette.bar),
        ]
        right: list[Part] = [(" READ ONLY ", palette.warning)] if is_read_only else []
        right.append((f" {shown.order} ", palette.bar))
        return line_strip(left, right, self.width, palette.bar)

    def rows(self, shown: ShownList, instead: Callable[[], str]) -> list[Strip]:
        """The line of the filter, that of the columns, and the rows.

        Args:
            shown: What there is.
            instead: Gives what is said where there is no row.
        """
        palette = self.palette
        columns = TableColumns.of(
            [line for line in shown.lines if isinstance(line, ListedAnnotation)], self.width
        )
        strips = [self._filter(shown), heading(columns, palette, is_grouped=shown.shows_groups)]
        for number, line in enumerate(shown.lines):
            is_chosen = number == shown.chosen
            if isinstance(line, TextGroup):
                strips.append(group_line(line, self.width, palette, is_chosen=is_chosen))
            else:
                is_marked = number in shown.marks
                strips.append(
                    row_line(line, columns, palette, is_chosen=is_chosen, is_marked=is_marked)
                )
        if not shown.lines:
            strips.append(self._line([(f"  {instead()}", palette.text)]))
        return [*strips, *[self._line([])] * (HEAD - 1 + self.rows_in_view - len(strips))]

    def _filter(self, shown: ShownList) -> Strip:
        palette = self.palette
        left: list[Part] = [(f" / {shown.typed}", palette.text)] if shown.typed else []
        if shown.group:
            left.append((f" only “{shown.group}”", palette.faint))
        counts = [f"{shown.marked:,} marked"] if shown.marked else []
        if shown.progress < 1:
            counts.append(f"looked at {shown.progress:.0%}")
        elif shown.listed != shown.total:
            counts.append(f"{shown.listed:,} of {shown.total:,}")
        return self._line(left, [(f" {' · '.join(counts)} ", palette.faint)])

    def foot(self, passage: Passage | None, said: Sequence[Strip]) -> list[Strip]:
        """The passage of the row, and over its end what is said.

        Args:
            passage: Where the row stands.
            said: Lines of a message.
        """
        lines = [self._line([("─" * self.width, self.palette.faint)])]
        if passage is not None:
            row = passage.row
            lines += passage_lines(row, passage.text, self.palette, self.width)
            lines.append(facts_line(row, passage.ties, self.palette, self.width))
        lines += [self._line([])] * (self._foot - len(lines))
        return [*lines[: max(0, self._foot - len(said))], *said[: self._foot]]


def empty_list(shown: ShownList, key: Callable[[str], str]) -> str:
    """Why the list is empty, and what to do.

    Args:
        shown: The list.
        key: Gives the name of a command's key.
    """
    if shown.progress < 1:
        return "Looking through the story."
    if shown.typed or shown.group:
        return f"Nothing fits that; {key(LEAVE)} ends the filter."
    if shown.is_of_one_article:
        return f"Nothing in this article; {key('rows.article')} lists all."
    return f"There are no {shown.kinds} yet; {key(LEAVE)} goes back to the text."


def list_keys(
    labels: LabelSet, keymap: Keymap, palette: Palette, size: tuple[int, int], *, is_filtering: bool
) -> list[Strip]:
    """The keys that matter, in the lines at the bottom.

    Args:
        labels: Of the story.
        keymap: The keys of the commands.
        palette: The styles.
        size: Of the screen, in columns and rows.
        is_filtering: Whether the keys are for the line of the filter.
    """
    hints: list[list[Part]] = [] if is_filtering else label_hints(labels, keymap, palette)
    for name, does in _FILTER_KEYS if is_filtering else _KEYS:
        if keymap.keys_of(name):
            key = (f" {keymap.name_of(name)} ", palette.key)
            hints.append([key, (f"{does} ", palette.bar)])
    if is_filtering:
        hints.append([(" words, or ", palette.bar)])
        hints += [[(f"{field}: ", palette.bar_strong)] for field in FIELDS]
        hints.append([("and ", palette.bar), ("- ", palette.bar_strong), ("for not ", palette.bar)])
    return hint_lines(hints, palette, size[0], 1 if size[1] < _SHORT else 3)
