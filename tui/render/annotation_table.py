"""The lines of the list of annotations: its head, its rows, and the passage of one below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.frozen import Frozen
from store.story.annotation_list import ListedKind
from store.text.boundaries import ceil_grapheme, floor_grapheme
from store.wording import counted
from tui.render.bars import local_time
from tui.render.concordance import MARKER, one_line
from tui.render.lines import cut, line_strip

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class TableColumns(Frozen):
    """How wide each part of the lines is, in cells."""

    width: int
    label: int
    text: int
    note: int
    made: int
    """0 where there is no room for it."""

    @classmethod
    def of(cls, rows: Sequence[ListedAnnotation], width: int) -> TableColumns:
        """Columns that fit the rows in view."""
        label = min(_LABEL, max((cell_len(row.called) for row in rows), default=5))
        made = 27 if width >= _WIDE else 0
        room = max(0, width - len(MARKER) - 5 - 6 - label - 2 - made)
        has_notes = any(row.note for row in rows)
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
    base, faint = row_styles(palette, is_chosen=is_chosen)
    label = palette.bar_strong if is_chosen else palette.label(row.label).mark
    marker = (MARKED_HERE if is_chosen else MARKED) if is_marked else MARKER if is_chosen else "  "
    line = f"{row.line:>5}" if row.line else "    ?"
    left: list[Part] = [
        (marker, palette.bar_strong if is_chosen else palette.key),
        (f"{row.number:>4} {line} ", faint),
        (padded(row.called, columns.label + 2), label),
        (padded(row.text, columns.text), base),
        (padded(row.note, columns.note), faint),
    ]
    if columns.made:
        made = f"{_origin_of(row):10}{local_time(row.updated)}"
        left.append((padded(made, columns.made), faint))
    return line_strip(left, [], columns.width, base)


def _origin_of(row: ListedAnnotation) -> str:
    if row.kind is ListedKind.ARTICLE:
        return "a note"
    return row.origin.value if row.origin is not None else "suggested"


def group_line(group: TextGroup, width: int, palette: Palette, *, is_chosen: bool) -> Strip:
    """A text, how often it stands in the list, in how many articles, and as what."""
    base, faint = row_styles(palette, is_chosen=is_chosen)
    left: list[Part] = [
        (MARKER if is_chosen else "  ", palette.bar_strong if is_chosen else base),
        (f"{len(group.rows):>6,} {group.articles:>3}  ", faint),
        (one_line(group.text), base),
    ]
    right: list[Part] = [("  ", base)]
    for number, (label, times) in enumerate(group.labels):
        style = base if is_chosen else palette.label(label).mark
        right += [(" · " if number else "", faint), (label, style), (f" {times:,}", base)]
    right.append((" ! " if group.differs else "   ", palette.warning if group.differs else base))
    return line_strip(left, right, width, base)


def row_styles(palette: Palette, *, is_chosen: bool) -> tuple[Style, Style]:
    """The styles of a row, and of what of it matters less."""
    return (palette.bar, palette.bar_faint) if is_chosen else (palette.text, palette.faint)


def passage_lines(row: ListedAnnotation, text: str, palette: Palette, width: int) -> list[Strip]:
    """Where a row stands, with what is around it, and what else is known of it.

    Args:
        row: What to show.
        text: Of its article; of an orphan what it said is shown alone.
        palette: The styles.
        width: In cells.
    """
    indent, room = 5, max(10, width - 6)
    if row.line:
        start = floor_grapheme(text, max(0, row.start - 4 * room))
        end = ceil_grapheme(text, min(len(text), row.end + 4 * room))
        before = one_line(text[start : row.start])
        after = one_line(text[row.end : end])
    else:
        before = after = ""
    quote = one_line(row.text)
    before = _last(before, max(0, room - min(room // 2, cell_len(quote)) - 1))
    fill = palette.label(row.label).fills[0]
    pieces: list[Part] = [(before, palette.text), (quote, fill), (after, palette.text)]
    lines: list[list[Part]] = wrapped_parts(pieces, room)[:PASSAGE_LINES]
    lines += [[]] * (PASSAGE_LINES - len(lines))
    margin = [f"{row.number:>3}  ", " " * indent]
    return [
        line_strip([(margin[min(n, 1)], palette.faint), *line], [], width, palette.text)
        for n, line in enumerate(lines)
    ]


def _last(text: str, cells: int) -> str:
    """The end of a text, from a word on, in at most so many cells."""
    if cell_len(text) <= cells:
        return text
    words, room = text.split(" "), cells - 2
    kept: list[str] = []
    for word in reversed(words):
        room -= cell_len(word) + 1
        if room < 0:
            break
        kept.append(word)
    return "… " + " ".join(reversed(kept)) if kept else ""


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
