"""Texts with their counts, and the places of one text in context, one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex
from rich.cells import cell_len
from rich.style import Style

from store.text.boundaries import ceil_grapheme, floor_grapheme
from tui.render.cells import row_cells
from tui.render.lines import cut, line_strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from store.suggest.consistency.inconsistency import Inconsistency, Occurrence
    from tui.render.lines import Part
    from tui.render.palette import Palette

MARKER: Final = "▸ "
"""Before the line that the keys are for."""
OPEN: Final = "• "
"""Before the others of which something is to be settled."""
WIDE: Final = 110
"""Columns from which on the texts stand beside the places, not above them."""
FEWEST_TEXTS: Final = 3
"""Lines of texts that there is always room for."""
_LONGEST_NAME: Final = 22
"""Cells of an article's name."""
_LEAST_TEXT: Final = 8
"""Cells that are kept for a text beside its counts."""
_NEW_LINES: Final = regex.compile(r"\s*[\r\n]\s*")
_SPACES: Final = regex.compile(r"[^\S\r\n]+")


@dataclass(frozen=True, slots=True)
class PlaceInContext:
    """A place, with what is shown around it."""

    place: Occurrence
    name: str
    """What its article is called."""
    text: str
    """Of its article."""

    @property
    def quote(self) -> str:
        """What stands there, in one line."""
        return one_line(self.place.span.of(self.text))


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each part of the lines of places is, in cells."""

    name: int
    label: int
    text: int
    """Of the text itself, at most."""
    before: int
    """Of what stands before it."""
    after: int
    """Of what stands behind the widest text."""

    @classmethod
    def of(cls, places: Sequence[PlaceInContext], width: int) -> Columns:
        """Columns that fit the places in view, in lines of a width in cells."""
        most = min(_LONGEST_NAME, max(4, width // 6))
        name = min(most, max((cell_len(p.name) for p in places), default=0))
        label = min(width // 3, max((cell_len(tag_names(p.place)) for p in places), default=0))
        room = max(0, width - len(MARKER) - name - label - 4)
        text = min(room * 6 // 10, max((row_cells(p.quote).width for p in places), default=0))
        before = (room - text) // 2
        return cls(name, label, text, before, room - text - before)


def tag_names(place: Occurrence) -> str:
    """What a place is tagged as, in a word or two."""
    if place.tags:
        return ", ".join(tag.label for tag in place.tags)
    return f"part: {place.part.label}" if place.part is not None else "untagged"


def one_line(text: str) -> str:
    """A text with single spaces, and a mark for where a new line began."""
    return _NEW_LINES.sub(" ¶ ", _SPACES.sub(" ", text))


# The texts -----------------------------------------------------------------------------------


def finding_line(finding: Inconsistency, palette: Palette, width: int, *, is_chosen: bool) -> Strip:
    """A text and how often it is tagged as what."""
    base, faint = palette.text, palette.faint
    rows = [(number, label, palette.label(label).mark) for label, number in finding.counts]
    if finding.untagged:
        rows.append((finding.untagged, "untagged", palette.bright))
    counts: list[Part] = []
    for number, label, style in sorted(rows, key=lambda row: -row[0]):
        counts += [(" · " if counts else " ", faint), (label, style), (f" {number:,}", base)]
    room = width - len(MARKER) - _LEAST_TEXT
    if sum(cell_len(text) for text, _ in counts) >= room:
        counts = [(cut("".join(text for text, _ in counts), room - 1), base)]
    head = palette.selection if is_chosen else base
    left = [(MARKER if is_chosen else " " * len(MARKER), head), (one_line(finding.text), head)]
    return line_strip(left, [*counts, (" ", base)], width, base)


# Its places ----------------------------------------------------------------------------------


def place_line(
    shown: PlaceInContext, columns: Columns, palette: Palette, width: int, *, is_chosen: bool
) -> Strip:
    """A place in context, with the text in the same column in every line.

    Args:
        shown: What to show.
        columns: How wide each part is.
        palette: The styles.
        width: Of the line, in cells.
        is_chosen: Whether the keys are for this place.
    """
    place, text = shown.place, shown.text
    base = palette.text
    reach = columns.before + columns.text + columns.after  # a cell holds one code point or less
    start = floor_grapheme(text, max(0, place.start - 2 * reach))
    end = ceil_grapheme(text, min(len(text), place.end + 2 * reach))
    quote = _middle(shown.quote, columns.text)
    before = _tail(one_line(text[start : place.start]), columns.before)
    room = columns.after + columns.text - cell_len(quote)
    rest = text[place.end : end]
    after = _head(one_line(rest.rstrip() if end == len(text) else rest), room)
    name = cut(shown.name, columns.name)
    marker = MARKER if is_chosen else OPEN if place.is_open else " " * len(MARKER)
    head = palette.selection if is_chosen else palette.faint
    left: list[Part] = [
        (marker, palette.selection if is_chosen else base),
        (name + " " * (columns.name - cell_len(name)), head),
        ("  ", base),
        (" " * (columns.before - cell_len(before)) + before, base),
        (quote, _quote_style(place, palette, base)),
        (after, base),
    ]
    label = cut(tag_names(place), columns.label)
    style = palette.label(place.tags[0].label).mark if place.tags else palette.bright
    gap = " " * (columns.label - cell_len(label))
    return line_strip(left, [(f" {label}{gap} ", style)], width, base)


def _quote_style(place: Occurrence, palette: Palette, base: Style) -> Style:
    if place.tags:
        return palette.label(place.tags[0].label).fills[0]
    return base + Style(bold=True, underline=True)


def _head(text: str, cells: int) -> str:
    """The beginning of a text, as it is drawn, in a number of cells."""
    row = row_cells(text)
    if row.width <= cells:
        return row.piece(0, len(text))
    if cells < 2:
        return ""
    return row.piece(0, row.offset(cells - 1)) + "…"


def _tail(text: str, cells: int) -> str:
    """The end of a text, as it is drawn."""
    row = row_cells(text)
    if row.width <= cells:
        return row.piece(0, len(text))
    if cells < 2:
        return ""
    first = row.offset(row.width - cells + 1)
    if row.column(first) < row.width - cells + 1:  # the middle of a wide character
        first = row.offset(row.columns_of(first)[1])
    return "…" + row.piece(first, len(text))


def _middle(text: str, cells: int) -> str:
    """A text without its middle where it is too long."""
    if row_cells(text).width <= cells:
        return _head(text, cells)
    end = max(0, cells // 3)
    return _head(text, cells - end) + _tail(text, end)[1:]


# Where it all stands -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the screen, in cells."""

    x: int
    y: int
    width: int
    height: int

    def row_at(self, x: int, y: int) -> int | None:
        """Which of its rows is there; none if that is elsewhere."""
        is_in = 0 <= x - self.x < self.width and 0 <= y - self.y < self.height
        return y - self.y if is_in else None


def areas(width: int, height: int, texts: int) -> tuple[Area, Area]:
    """Where the texts and where the places of one stand: side by side, or one below the other.

    Between them is a column or a row for a rule, and above the places in wide ones their heading.

    Args:
        width: Of all, in cells.
        height: The same.
        texts: How many there are.
    """
    if width >= WIDE:
        left = max(36, min(64, width * 36 // 100))
        return Area(0, 0, left, height), Area(left + 1, 1, width - left - 1, height - 1)
    top = max(min(texts, FEWEST_TEXTS), min(texts, height * 4 // 10))
    top = max(0, min(top, height - 2))
    return Area(0, 0, width, top), Area(0, top + 1, width, height - top - 1)


def top_with(top: int, at: int, height: int, count: int) -> int:
    """The first line in view so that one line is, moved as little as can be."""
    lowest = max(0, count - height)
    return max(0, min(max(top, at - height + 1), at, lowest))


def hint_lines(
    hints: Sequence[Sequence[Part]],
    palette: Palette,
    width: int,
    most: int,
    last: Sequence[Part] = (),
) -> list[Strip]:
    """Keys and what they do, as many as fit in a number of lines, none of them torn.

    Args:
        hints: What is said, as much as fits: what comes first is wanted most.
        palette: The styles.
        width: Of a line, in cells.
        most: How many lines there can be.
        last: What is said at the end, whatever else there is no room for.
    """
    lines: list[list[Part]] = [[]]
    used, kept = 0, sum(cell_len(text) for text, _ in last)
    for hint in hints:
        size = sum(cell_len(text) for text, _ in hint)
        if used + size > width and lines[-1] and len(lines) < most:
            lines.append([])
            used = 0
        room = width - (kept if len(lines) == most else 0)
        if used + size <= room or not (used or kept):
            lines[-1] += hint
            used += size
    if used + kept > width:
        lines.append([])
    lines[-1] += last
    return [line_strip(line, [], width, palette.bar) for line in lines]
