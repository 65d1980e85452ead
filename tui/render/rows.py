"""One row of an article, with everything that is marked in it, as a strip of terminal cells."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

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
    from store.suggest.model import Suggestion
    from store.text.span import Span
    from tui.render.palette import Palette
    from tui.render.signs import RowOverlay
    from tui.render.wrap import Layout

BARS: Final = 2
"""Bars that fit in the left margin; more are shown as a plus."""
LEFT: Final = BARS + 2
"""Cells of the left margin: a letter, the bars, a space."""
BAR: Final = "┃"
_TOP: Final = "┏"
_BOTTOM: Final = "┗"
_PROPOSED: Final = "╎"
"""The bar of what is only suggested."""


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


class Proposed(Protocol):
    """What is suggested in an article."""

    def overlapping(self, span: Span, /) -> list[Suggestion]:
        """The suggestions that share a code point with a span, in the order of the text."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked in an article, apart from caret and selection."""

    annotations: Annotations
    labels: LabelSet
    current: Annotation | None = None
    found: Sequence[Span] = ()
    """Matches of the search near the row, in order."""
    proposed: Proposed | None = None
    """What is suggested."""
    proposal: Suggestion | None = None
    """The suggestion that the next key is about."""
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
    overlay: RowOverlay | None = None,
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
        overlay: The jump labels in the row, and what they stand for.

    Returns:
        Exactly `frame.total` cells.
    """
    row = layout.row(number)
    over = marks.annotations.overlapping(row)
    beside = marks.proposed.overlapping(row) if marks.proposed is not None else []
    segments = [Segment(" " * frame.left, palette.text)] if frame.left else []
    segments += _left_margin(row, over, beside, marks, palette)
    in_margin = overlay.at(-1) if overlay else None
    if overlay and in_margin:
        margin = segments.pop()
        segments.append(Segment(margin.text[:-1], margin.style))
        segments.append(in_margin.segment(palette.signs_of(overlay.armed_label)))
    used = _text(
        segments, layout, number, row, over, beside, marks, palette, selection, caret, overlay
    )
    segments.append(Segment(" " * (frame.text + HANG - used), palette.text))
    segments += _right_margin(row, over, beside, marks, palette, frame.right)
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
    beside: list[Suggestion],
    marks: Marks,
    palette: Palette,
    selection: Span | None,
    caret: tuple[int, Style] | None,
    overlay: RowOverlay | None,
) -> int:
    """Append the row's text in the styles of what is marked there; returns its cells."""
    cells = layout.cells(number)
    cuts = {row.start, row.end}
    for span in [*(a.span for a in over), *(s.span for s in beside)]:
        cuts.add(max(row.start, span.start))
        cuts.add(min(row.end, span.end))
    found = [span for span in marks.found if span.overlaps(row)]
    extents = overlay.extents if overlay else ()
    styles = palette.signs_of(overlay.armed_label if overlay else "")
    signs = {s.spot.covered.start: s for s in overlay.signs if s.spot.covered} if overlay else {}
    covered = [sign.spot.covered for sign in signs.values() if sign.spot.covered]
    ranges = [*found, *extents, *covered]
    if selection:
        ranges.append(selection)
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
        style = palette.text
        if start < text_end:
            style = _style_at(start, over, beside, marks, palette)
        if covered and any(start in span for span in covered):
            if start in signs:
                segments.append(signs[start].segment(styles))
            continue
        if extents and style.bgcolor == palette.text.bgcolor and any(start in e for e in extents):
            style = style + styles.extent
        if any(start in span for span in found):
            style = style + palette.found
        if selection and start in selection:
            style = style + palette.selection
        if caret is not None and start == caret[0] and start < row.end:
            style = style + caret[1]
        segments.append(Segment(cells.piece(start - row.start, end - row.start), style))
    used = cells.width
    behind = overlay.at(used) if overlay else None
    if behind:
        segments.append(behind.segment(styles))
        return used + 1
    if caret is not None and caret[0] >= row.end:
        segments.append(Segment(" ", palette.text + caret[1]))
        used += 1
    return used


def _style_at(
    offset: int, over: list[Annotation], beside: list[Suggestion], marks: Marks, palette: Palette
) -> Style:
    """The style of the text at an offset: the innermost fill, its depth, and underlines.

    What is suggested is seen where nothing is filled; the suggestion that keys mean, everywhere.
    """
    if marks.proposal is not None and offset in marks.proposal.span:
        return palette.label(marks.proposal.label).proposed_current
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
    else:
        here = [s for s in beside if offset in s.span and s.label not in marks.barred]
        if here:
            style = palette.label(min(here, key=lambda s: len(s.span)).label).proposed
    return style + palette.underline if underlined else style


def _left_margin(
    row: Span,
    over: list[Annotation],
    beside: list[Suggestion],
    marks: Marks,
    palette: Palette,
) -> list[Segment]:
    """The letter of the first barred span that begins in the row, and the bars that cross it.

    What is suggested has a bar where one is free.
    """
    barred = [a for a in over if a.label in marks.barred]
    suggested = [s for s in beside if s.label in marks.barred]
    if not barred and not suggested:
        return [Segment(" " * LEFT, palette.text)]
    lane_of = lanes(marks.annotations, marks.barred, row) if barred else {}
    bars = [Segment(" ", palette.text)] * BARS
    letter = Segment(" ", palette.text)
    extra = False
    for suggestion in reversed(suggested):
        bars[0] = Segment(_PROPOSED, palette.label(suggestion.label).mark)
        if suggestion.start >= row.start:
            letter = Segment(_letter(suggestion.label, marks), palette.faint)
    moved = suggested and any(lane_of.get(a.id, 0) == 0 for a in barred)
    if moved:
        bars[0], bars[1] = Segment(" ", palette.text), bars[0]
    for annotation in reversed(barred):
        lane = lane_of.get(annotation.id, 0)
        if lane >= BARS:
            extra = True
            continue
        begins, ends = annotation.start >= row.start, annotation.end <= row.end
        sign = BAR if begins == ends else _TOP if begins else _BOTTOM
        bars[lane] = Segment(sign, palette.label(annotation.label).mark)
    for annotation in reversed(barred):
        if annotation.start >= row.start:
            style = palette.label(annotation.label).mark
            letter = Segment("+" if extra else _letter(annotation.label, marks), style)
    return [letter, *bars, Segment(" ", palette.text)]


def _right_margin(
    row: Span,
    over: list[Annotation],
    beside: list[Suggestion],
    marks: Marks,
    palette: Palette,
    width: int,
) -> list[Segment]:
    """The letters of the filled spans that begin in the row, then faintly of what is suggested."""
    if not width:
        return []
    starting = [
        (each.label, style)
        for marked, style in ((over, None), (beside, palette.faint))
        for each in marked
        if each.start >= row.start and each.label not in marks.barred
    ]
    room = width - 1
    shown = starting if len(starting) <= room else starting[: room - 1]
    segments = [
        Segment(_letter(label, marks), style or palette.label(label).mark) for label, style in shown
    ]
    if len(shown) < len(starting):
        segments.append(Segment("+", palette.faint))
    return [*segments, Segment(" " * (width - len(segments)), palette.text)]


def _letter(label: str, marks: Marks) -> str:
    known = marks.labels.named(label)
    return known.key if known else "?"


def marks_for(
    annotations: Annotations,
    labels: LabelSet,
    current: Annotation | None,
    found: Sequence[Span],
    proposed: Proposed | None = None,
    proposal: Suggestion | None = None,
) -> Marks:
    """The marks of an article, with the labels sorted by how they are drawn."""
    return Marks(
        annotations=annotations,
        labels=labels,
        current=current,
        found=found,
        proposed=proposed,
        proposal=proposal,
        barred=labels.barred,
        underlined=frozenset(label.name for label in labels if label.drawing is Drawing.UNDERLINE),
    )
