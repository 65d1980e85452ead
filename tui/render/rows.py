"""One row of an article, with everything that is marked in it, as a strip of terminal cells."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.strip import Strip

from store.labels import Drawing
from tui.render.lanes import lanes
from tui.render.lines import anchored
from tui.render.wrap import HANG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from store.annotations.collection import Annotations
    from store.annotations.model import Annotation
    from store.labels import LabelSet
    from store.text.span import Span
    from tui.render.palette import Palette
    from tui.render.wrap import Layout

BARS: Final = 2
"""Bars that fit in the left margin; more are shown as a plus."""
LEFT: Final = BARS + 2
"""Cells of the left margin: a letter, the bars, a space."""
BAR: Final = "┃"
_TOP: Final = "┏"
_BOTTOM: Final = "┗"


@dataclass(frozen=True, slots=True)
class Frame:
    """How wide the parts of a row are, in cells."""

    left: int
    """Blank cells before the margin, to centre a narrow text in a wide pane."""
    text: int
    """Of the text, without the hanging cells."""
    right: int
    """Of the right margin."""
    total: int
    """Of the whole row."""

    @property
    def text_start(self) -> int:
        """The first cell of the text."""
        return self.left + LEFT


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in an article, apart from caret and selection."""

    annotations: Annotations
    labels: LabelSet
    current: Annotation | None = None
    found: Sequence[Span] = ()
    """Matches of the search near the row, in order."""
    barred: frozenset[str] = field(default=frozenset())
    """The labels that are drawn with a bar."""
    underlined: frozenset[str] = field(default=frozenset())


def frame_for(width: int, longest_line: int) -> Frame:
    """The frame of a pane.

    Args:
        width: Of the pane, in cells.
        longest_line: The most cells that are comfortable to read in one line.
    """
    right = 6 if width >= 60 else 4 if width >= 40 else 0
    text = max(2, min(longest_line, width - LEFT - HANG - right))
    spare = max(0, width - LEFT - HANG - right - text)
    return Frame(spare // 2, text, right, width)


def draw_row(
    layout: Layout,
    number: int,
    frame: Frame,
    marks: Marks,
    palette: Palette,
    selection: Span | None,
    caret: tuple[int, Style] | None,
) -> Strip:
    """Draw one row.

    Args:
        layout: The wrapped text.
        number: The row.
        frame: The widths.
        marks: What is marked in the article.
        palette: The styles.
        selection: The selected code points, if any.
        caret: The offset of the caret and its style, if it is in this row.

    Returns:
        Exactly `frame.total` cells.
    """
    row = layout.row(number)
    over = marks.annotations.overlapping(row)
    segments = [Segment(" " * frame.left, palette.text)] if frame.left else []
    segments += _left_margin(row, over, marks, palette)
    used = _text(segments, layout, number, row, over, marks, palette, selection, caret)
    segments.append(Segment(" " * (frame.text + HANG - used), palette.text))
    segments += _right_margin(row, over, marks, palette, frame.right)
    rest = frame.total - frame.left - LEFT - frame.text - HANG - frame.right
    if rest > 0:
        segments.append(Segment(" " * rest, palette.text))
    return Strip(anchored([s for s in segments if s.text]), frame.total)


def _text(
    segments: list[Segment],
    layout: Layout,
    number: int,
    row: Span,
    over: list[Annotation],
    marks: Marks,
    palette: Palette,
    selection: Span | None,
    caret: tuple[int, Style] | None,
) -> int:
    """Append the row's text in the styles of what is marked there; returns its cells."""
    cells = layout.cells(number)
    cuts = {row.start, row.end}
    for annotation in over:
        cuts.add(max(row.start, annotation.start))
        cuts.add(min(row.end, annotation.end))
    found = [span for span in marks.found if span.overlaps(row)]
    ranges = [*found, selection] if selection else found
    for span in ranges:
        cuts.add(min(max(row.start, span.start), row.end))
        cuts.add(min(max(row.start, span.end), row.end))
    caret_end = -1
    if caret is not None:
        start, end = cells.columns_of(caret[0] - row.start)
        caret_end = row.start + cells.offset(end) if end < cells.width else row.end
        cuts |= {caret[0], caret_end}
    # The space at which a row was broken is drawn plain, so that no tint or line hangs out.
    text_end = row.start + len(row.of(layout.text).rstrip())
    cuts.add(max(row.start, text_end))
    edges = sorted(cuts)
    for start, end in itertools.pairwise(edges):
        style = _style_at(start, over, marks, palette) if start < text_end else palette.text
        if any(start in span for span in found):
            style = style + palette.found
        if selection and start in selection:
            style = style + palette.selection
        if caret is not None and start == caret[0] and start < row.end:
            style = style + caret[1]
        segments.append(Segment(cells.piece(start - row.start, end - row.start), style))
    used = cells.width
    if caret is not None and caret[0] >= row.end:
        segments.append(Segment(" ", palette.text + caret[1]))
        used += 1
    return used


def _style_at(offset: int, over: list[Annotation], marks: Marks, palette: Palette) -> Style:
    """The style of the text at an offset: the innermost fill, its depth, and underlines."""
    depth, innermost, underlined = 0, None, False
    for annotation in over:
        if not annotation.start <= offset < annotation.end:
            continue
        if marks.current is not None and annotation.id == marks.current.id:
            return palette.label(annotation.label).current
        if annotation.label in marks.barred:
            underlined = underlined or annotation.label in marks.underlined
            continue
        depth += 1
        if (
            innermost is None
            or annotation.end - annotation.start <= innermost.end - innermost.start
        ):
            innermost = annotation
    style = palette.text
    if innermost is not None:
        style = palette.label(innermost.label).fills[min(depth, 3) - 1]
    return style + palette.underline if underlined else style


def _left_margin(
    row: Span, over: list[Annotation], marks: Marks, palette: Palette
) -> list[Segment]:
    """The letter of the first barred span that begins in the row, and the bars that cross it."""
    barred = [a for a in over if a.label in marks.barred]
    if not barred:
        return [Segment(" " * LEFT, palette.text)]
    lane_of = lanes(marks.annotations, marks.barred, row)
    bars = [Segment(" ", palette.text)] * BARS
    extra = False
    for annotation in reversed(barred):
        lane = lane_of.get(annotation.id, 0)
        if lane >= BARS:
            extra = True
            continue
        begins, ends = annotation.start >= row.start, annotation.end <= row.end
        sign = BAR if begins == ends else _TOP if begins else _BOTTOM
        bars[lane] = Segment(sign, palette.label(annotation.label).mark)
    letter = Segment(" ", palette.text)
    for annotation in reversed(barred):
        if annotation.start >= row.start:
            style = palette.label(annotation.label).mark
            letter = Segment("+" if extra else _letter(annotation, marks), style)
    return [letter, *bars, Segment(" ", palette.text)]


def _right_margin(
    row: Span, over: list[Annotation], marks: Marks, palette: Palette, width: int
) -> list[Segment]:
    """The letters of the filled spans that begin in the row, in the order of the text."""
    if not width:
        return []
    starting = [a for a in over if a.start >= row.start and a.label not in marks.barred]
    room = width - 1
    shown = starting if len(starting) <= room else starting[: room - 1]
    segments = [
        Segment(_letter(annotation, marks), palette.label(annotation.label).mark)
        for annotation in shown
    ]
    if len(shown) < len(starting):
        segments.append(Segment("+", palette.faint))
    return [*segments, Segment(" " * (width - len(segments)), palette.text)]


def _letter(annotation: Annotation, marks: Marks) -> str:
    label = marks.labels.named(annotation.label)
    return label.key if label else "?"


def marks_for(
    annotations: Annotations,
    labels: LabelSet,
    current: Annotation | None,
    found: Sequence[Span],
) -> Marks:
    """The marks of an article, with the labels sorted by how they are drawn."""
    return Marks(
        annotations=annotations,
        labels=labels,
        current=current,
        found=found,
        barred=frozenset(label.name for label in labels if label.drawing is not Drawing.FILL),
        underlined=frozenset(label.name for label in labels if label.drawing is Drawing.UNDERLINE),
    )
