"""The sheet of the list of annotations: all that stands on it, as a function of what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from store.query.fields import FIELDS
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
from tui.render.list_sheet import LAST, SHORT, TYPING_KEYS, ListSheet, key_hints, sheet_keys
from tui.render.settling_sheet import label_hints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.strip import Strip

    from store.labels import LabelSet
    from tui.keys.keymap import Keymap
    from tui.render.annotation_table import Shapes
    from tui.render.list_sheet import DrawnRows
    from tui.render.palette import Palette

_KEYS: Final = (
    ("rows.filter", "filter"),
    ("list.choose", "go there"),
    ("annotation.remove", "remove"),
    ("rows.mark", "mark"),
    ("annotation.note", "note"),
    ("rows.mark-all", "mark all"),
    ("rows.group", "group"),
    ("rows.order", "order"),
    ("rows.article", ""),
    ("rows.kinds", ""),
    ("undo", "undo"),
    ("rows.attribute", "attribute"),
    ("rows.origin", "origin"),
)
"""Commands, and what the last lines say of them, where there is room; nothing where that depends
on what is listed."""


class ListKeys(NamedTuple):
    """What the keys do that do not always do the same."""

    answers: tuple[tuple[str, str], ...]
    """Commands for what is listed besides annotations, and what is said of them."""
    next_kinds: str
    """What is listed next."""
    is_of_one_article: bool
    is_typing: bool
    """Whether the keys are for a line that is typed into."""
    is_query: bool
    """Whether that line is the filter's."""


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
    shapes: Shapes
    """Of all of them, in view or not, so that the columns stay where they are."""
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
    """Where a row stands, and what ties it."""

    row: ListedAnnotation
    text: str
    """Of its article."""
    ties: int
    """How many there are."""
    clusters: Sequence[str]
    """What those are called that it is in."""


@dataclass(frozen=True, slots=True)
class AnnotationSheet(ListSheet):
    """A sheet of annotations."""

    FOOT: ClassVar[int] = 2 + PASSAGE_LINES
    """A rule, the passage, what is known of it."""

    drawn: DrawnRows

    def head(self, shown: ShownList, trouble: str, *, is_read_only: bool) -> Strip:
        """The line at the top: what is listed, or what is wrong with keeping it."""
        where = "this article" if shown.is_of_one_article else "all articles"
        said = f"{shown.total:,} · {where}"
        name = shown.kinds.capitalize()
        return self.title(name, said, shown.order, trouble, is_read_only=is_read_only)

    def rows(self, shown: ShownList, instead: Callable[[], str]) -> list[Strip]:
        """The line of the filter, that of the columns, and the rows.

        Args:
            shown: What there is.
            instead: Gives what is said where there is no row.
        """
        palette = self.palette
        columns = TableColumns.of(self.width, shown.shapes)
        strips = [self._filter(shown), heading(columns, palette, is_grouped=shown.shows_groups)]
        for number, line in enumerate(shown.lines):
            is_chosen, is_marked = number == shown.chosen, number in shown.marks
            draw = (
                partial(group_line, line, self.width, palette, is_chosen=is_chosen)
                if isinstance(line, TextGroup)
                else partial(
                    row_line, line, columns, palette, is_chosen=is_chosen, is_marked=is_marked
                )
            )
            strips.append(self.drawn.row(line, (columns, is_chosen, is_marked), draw))
        return self.body(strips, "" if shown.lines else instead())

    def _filter(self, shown: ShownList) -> Strip:
        counts = [f"{shown.marked:,} marked"] if shown.marked else []
        if shown.progress < 1:
            counts.append(f"looked at {shown.progress:.0%}")
        elif shown.listed != shown.total:
            counts.append(f"{shown.listed:,} of {shown.total:,}")
        return self.filter_line(shown.typed, shown.group, counts)

    def passage(self, passage: Passage | None, said: Sequence[Strip]) -> list[Strip]:
        """The passage of the row, and over its end what is said."""
        if passage is None:
            return self.foot([], said)
        row = passage.row
        lines = passage_lines(row, passage.text, self.palette, self.width)
        facts = facts_line(row, passage.ties, passage.clusters, self.palette, self.width)
        return self.foot([*lines, facts], said)


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
    labels: LabelSet, keymap: Keymap, palette: Palette, size: tuple[int, int], keys: ListKeys
) -> list[Strip]:
    """The keys that matter, in the lines at the bottom.

    Args:
        labels: Of the story.
        keymap: The keys of the commands.
        palette: The styles.
        size: Of the screen, in columns and rows.
        keys: What they do now.
    """
    is_short = size[1] < SHORT
    if keys.is_typing:
        hints = key_hints(TYPING_KEYS, keymap, palette)
    else:
        here = {
            "rows.article": "all articles" if keys.is_of_one_article else "this article",
            "rows.kinds": keys.next_kinds,
        }
        named = [(name, does or here[name]) for name, does in _KEYS]
        hints = label_hints(labels, keymap, palette, size[0], is_short=is_short)
        hints += key_hints([*keys.answers, *named], keymap, palette)
    if keys.is_query:
        hints.append([(" words, labels, or", palette.bar)])
        hints += [[(f" {field}:", palette.bar_strong)] for field in FIELDS]
        hints.append([("  -", palette.bar_strong), (" before one leaves it out", palette.bar)])
    last = key_hints(() if keys.is_typing else LAST, keymap, palette)
    return sheet_keys(hints, palette, size, 3, last)
