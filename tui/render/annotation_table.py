"""The lines of the list of annotations: its head, its rows, and the passage of one below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.frozen import Frozen
from store.story.annotation_list import ListedKind
from store.text.boundaries import ceil_grapheme, floor_grapheme
from store.wording import counted, local_time
from tui.render.concordance import MARKER, one_line
from tui.render.lines import cut, line_strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual.strip import Strip

    from store.story.annotation_list import ListedAnnotation, TextGroup
    from tui.render.lines import Part
    from tui.render.palette import Palette

MARKED: Final = "• "
"""Before a row that is marked."""
MARKED_HERE: Final = "▸•"
"""The same for the row that the keys are for."""
_WIDE: Final = 110
"""Columns from which on a row says when and how it was made."""
_LABEL: Final = 12
"""Cells of a label, at most."""
PASSAGE_LINES: Final = 2
_MEASURE: Final = 112
"""Cells of a line of the passage at most: longer ones are hard to read, and much to write."""
_STEP: Final = 1_000
"""Code points between two places where the lines of a long paragraph may begin."""


Shapes = frozenset[tuple[str, bool]]
"""What rows are called, and whether they have notes."""


def shapes_of(rows: Iterable[ListedAnnotation]) -> Shapes:
    """By what the columns are as wide as they are."""
    return frozenset((row.called, bool(row.note)) for row in rows)


class TableColumns(Frozen):
    """How wide each part of the lines is, in cells."""

    width: int
    label: int
    text: int
    note: int
    made: int
    """0 where there is no room for it."""

    @classmethod
    def of(cls, width: int, shapes: Shapes) -> TableColumns:
        """Columns that fit rows of some shapes."""
        label = min(_LABEL, max((cell_len(called) for called, _ in shapes), default=5))
        has_notes = any(has_note for _, has_note in shapes)
        made = 27 if width >= _WIDE else 0
        room = max(0, width - len(MARKER) - 5 - 6 - label - 2 - made)
        text = room * (6 if has_notes else 10) // 10
        return cls(width, label, text, room - text, made)


def padded(text: str, cells: int) -> str:
    """A text in one line that fills so many cells, the last of them a blank."""
    shown = cut(one_line(text), max(0, cells - 1))
    return shown + " " * (cells - cell_len(shown))


def heading(columns: TableColumns, palette: Palette, *, is_grouped: bool) -> Strip:
    """What stands in which column."""
    if is_grouped:
        said = f"{'':2}{'times':>6} {'in':>3}  text"
        return line_strip([(said, palette.faint)], [("labels ", palette.faint)], columns.width,
                          palette.text)  # fmt: skip
    said = f"{'':2}{'art':>4} {'line':>5} {padded('label', columns.label + 2)}"
    note = "note" if columns.note else ""
    left = said + padded("text", columns.text) + padded(note, columns.note)
    right = padded("made", columns.made) if columns.made else ""
    return line_strip([(left + right, palette.faint)], [], columns.width, palette.text)


def row_line(
    row: ListedAnnotation,
    columns: TableColumns,
    palette: Palette,
    *,
    is_chosen: bool,
    is_marked: bool,
) -> Strip:
    """A row of the list."""
    faint, strong = palette.faint, palette.selection
    marker = (MARKED_HERE if is_chosen else MARKED) if is_marked else MARKER if is_chosen else "  "
    label = strong if is_chosen else palette.label(row.label).mark
    line = f"{row.line:>5}" if row.line else "    ?"
    head = strong if is_chosen else palette.bright if is_marked else faint
    left: list[Part] = [
        (f"{marker}{row.number:>4} {line} ", head),
        (padded(row.called, columns.label + 2), label),
        (padded(row.text, columns.text), palette.text),
        (padded(row.note, columns.note), faint),
    ]
    if columns.made:
        made = f"{_origin_of(row):10}{local_time(row.updated)}"
        left.append((padded(made, columns.made), faint))
    return line_strip(left, [], columns.width, palette.text)


def _origin_of(row: ListedAnnotation) -> str:
    if row.kind is ListedKind.ARTICLE:
        return "a note"
    return row.origin.in_words if row.origin is not None else "suggested"


def group_line(group: TextGroup, width: int, palette: Palette, *, is_chosen: bool) -> Strip:
    """A text, how often it stands in the list, in how many articles, and as what."""
    base, faint = palette.text, palette.faint
    marker = MARKER if is_chosen else "  "
    left: list[Part] = [
        (f"{marker}{len(group.rows):>6,} {group.articles:>3} ",
         palette.selection if is_chosen else faint),
        (f" {one_line(group.text)}", base),
    ]  # fmt: skip
    right: list[Part] = [("  ", base)]
    for number, (label, times) in enumerate(group.labels):
        style = palette.label(label).mark
        right += [(" · " if number else "", faint), (label, style), (f" {times:,}", base)]
    right.append((" ! " if group.differs else "   ", palette.warning if group.differs else base))
    return line_strip(left, right, width, base)


def passage_lines(row: ListedAnnotation, text: str, palette: Palette, width: int) -> list[Strip]:
    """Where a row stands, with what is around it.

    The lines are those of its paragraph, wherever in it the row is: so from one row to the next
    nothing moves that need not.

    Args:
        row: What to show.
        text: Of its article; of an orphan what it said is shown alone.
        palette: The styles.
        width: In cells.
    """
    indent, room = 5, max(10, min(width - 6, _MEASURE))
    before = after = ""
    if row.line:
        start = _line_start(text, row.start)
        end = ceil_grapheme(text, min(len(text), row.end + 4 * room))
        before = one_line(text[start : row.start])
        after = one_line(text[row.end : end])
    fill = palette.label(row.label).fills[0]
    said = text[row.start : row.end] if row.kind is ListedKind.ARTICLE else row.text
    quote = (one_line(said), fill)
    lines = wrapped_parts([(before, palette.text), quote, (after, palette.text)], room)
    first = _first_shown(lines, fill, room)
    lines = [*lines, *([] for _ in range(PASSAGE_LINES))][first : first + PASSAGE_LINES]
    margin = [f"{row.number:>3}  ", " " * indent]
    return [
        line_strip([(margin[min(n, 1)], palette.faint), *line], [], width, palette.text)
        for n, line in enumerate(lines)
    ]


def _line_start(text: str, place: int) -> int:
    """Where the lines begin in which a place is shown: its paragraph, or not too far before it."""
    begin = text.rfind("\n", 0, place) + 1
    if place - begin <= 2 * _STEP:
        return begin
    begin += (place - begin) // _STEP * _STEP - _STEP
    return floor_grapheme(text, text.find(" ", begin, place) + 1 or begin)


def _first_shown(lines: Sequence[Sequence[Part]], fill: Style, room: int) -> int:
    """Which of the lines is shown first, so that there is something around what is filled."""
    at = [n for n, line in enumerate(lines) if any(style is fill and part for part, style in line)]
    if not at or at[0] == 0 or len(at) > 1:
        return at[0] if at else 0
    line = lines[at[0]]
    before = sum(cell_len(part) for part, _ in line[: [style for _, style in line].index(fill)])
    is_early = before < room // 2 or at[0] == len(lines) - 1
    return at[0] - 1 if is_early else at[0]


def wrapped_parts(pieces: Sequence[Part], width: int) -> list[list[Part]]:
    """Styled pieces of text in lines, broken at blanks where that can be."""
    lines: list[list[Part]] = [[]]
    used = 0
    for text, style in pieces:
        piece = ""
        for number, word in enumerate(text.split(" ")):
            spaced = f" {word}" if number else word
            size = cell_len(spaced)
            if used + size > width and (piece or lines[-1]):
                lines[-1].append((piece, style))
                lines.append([])
                piece, used = word, cell_len(word)
            else:
                piece, used = piece + spaced, used + size
        lines[-1].append((piece, style))
    return lines


def facts_line(
    row: ListedAnnotation, ties: int, clusters: Sequence[str], palette: Palette, width: int
) -> Strip:
    """Its note and its clusters, and how, when and with what ties it was made."""
    said: list[Part] = [(f" note: {one_line(row.note)}", palette.text)] if row.note else []
    if clusters:
        said.append((f" cluster {' and '.join(f'“{one_line(name)}”' for name in clusters)}",
                     palette.text))  # fmt: skip
    facts = [_origin_of(row), local_time(row.updated), *([counted(ties, "tie")] if ties else [])]
    return line_strip(said, [(f"  {' · '.join(filter(None, facts))} ", palette.faint)], width,
                      palette.text)  # fmt: skip
