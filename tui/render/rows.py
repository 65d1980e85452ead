"""One row of an article, with everything that is marked in it, as a strip of terminal cells."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.strip import Strip

from store.annotations.model import Annotation
from store.frozen import Frozen
from store.text.boundaries import paragraph_at
from store.text.span import Span
from tui.render.lanes import lanes
from tui.render.lines import with_anchors
from tui.render.viewport import BARS, LEFT
from tui.render.wrap import HANG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style

    from store.across.tie_ends import TieSigns
    from store.annotations.collection import Annotations
    from store.labels import LabelSet
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from tui.aligned import AcrossMarks
    from tui.render.palette import Palette
    from tui.render.signs import RowOverlay
    from tui.render.viewport import Frame
    from tui.render.wrap import Layout

BAR: Final = "┃"
_TOP: Final = "┏"
_BOTTOM: Final = "┗"
LIT: Final = 3
"""The tint of what is lit: the other ends of a tie."""
LIT_BAR: Final = 4
"""The same of what has a bar: in its first row in sight the bar is lit, and how it begins."""
_LIT_HEAD: Final = 8
"""Code points of such a beginning."""
_PROPOSED: Final = "╎"
"""The bar of what is only suggested."""


class Marks(Frozen):
    """What is marked in an article, apart from caret and selection."""

    annotations: Annotations
    labels: LabelSet
    current: Annotation | None = None
    found: Sequence[Span] = ()
    """Matches of the search near the row, in order."""
    proposed: Proposals | None = None
    """What is suggested."""
    proposal: Suggestion | None = None
    """The suggestion that the next key is about."""
    ties: TieSigns | None = None
    """What is tied to something; none before that has been read."""
    across: AcrossMarks | None = None
    """What is marked because of other articles."""


class Caret(Frozen):
    """Where a caret stands, and how it is drawn."""

    offset: int
    style: Style


class Drawn(Frozen):
    """What is drawn: an article as it is laid out and marked, and where its reader is."""

    layout: Layout
    frame: Frame
    marks: Marks
    palette: Palette
    selection: Span | None = None
    """The selected code points, if any."""
    caret: Caret | None = None
    overlay: Mapping[int, RowOverlay] = {}
    """The jump labels, and what they stand for, by row."""
    headline: Span | None = None


class RowContext(Frozen):
    """One row of what is drawn, with what is marked in it."""

    drawn: Drawn
    number: int
    span: Span
    over: list[Annotation]
    """The annotations that share a code point with it."""
    beside: list[Suggestion]
    """The same of what is suggested."""
    overlay: RowOverlay | None
    marks: Marks
    palette: Palette
    caret: Caret | None
    """The caret, if it is in this row."""


class _Layer(Frozen):
    """A style that is laid over stretches of a row's text."""

    spans: Sequence[Span]
    style: Style
    is_under_fills: bool = False
    """Whether it is no more than a line where something else has coloured the ground."""


def _row_context(drawn: Drawn, number: int) -> RowContext:
    span, marks, caret = drawn.layout.row(number), drawn.marks, drawn.caret
    is_here = caret is not None and drawn.layout.row_of(caret.offset) == number
    return RowContext(
        drawn,
        number,
        span,
        marks.annotations.overlapping(span),
        marks.proposed.overlapping(span) if marks.proposed is not None else [],
        drawn.overlay.get(number),
        marks,
        drawn.palette,
        caret if is_here else None,
    )


def draw_row(drawn: Drawn, number: int) -> Strip:
    """Draw one row: exactly `frame.total` cells."""
    frame, palette = drawn.frame, drawn.palette
    row = _row_context(drawn, number)
    segments = [Segment(" " * frame.left, palette.text)] if frame.left else []
    segments += _left_margin(row)
    in_margin = row.overlay.at(-1) if row.overlay else None
    if row.overlay and in_margin:
        margin = segments.pop()
        segments.append(Segment(margin.text[:-1], margin.style))
        segments.append(in_margin.segment(palette.signs_of(row.overlay.armed_label)))
    text, used = _text(row)
    segments += text
    segments.append(Segment(" " * (frame.text + HANG - used), palette.text))
    segments += _right_margin(row)
    rest = frame.total - frame.left - LEFT - frame.text - HANG - frame.right
    if rest > 0:
        segments.append(Segment(" " * rest, palette.text))
    return Strip(with_anchors([s for s in segments if s.text]), frame.total)


# The text ----------------------------------------------------------------------------------


def _text(row: RowContext) -> tuple[list[Segment], int]:
    """The row's text in the styles of what is marked there, and what is behind it; its cells."""
    span, palette, overlay = row.span, row.palette, row.overlay
    cells = row.drawn.layout.cells(row.number)
    signs = {s.spot.covered: s for s in overlay.signs if s.spot.covered} if overlay else {}
    sign_styles = palette.signs_of(overlay.armed_label if overlay else "")
    layers = _layers(row)
    first, last = span.start, span.end
    # The space at which a row was broken is drawn plain, so that no tint or line hangs out.
    text_end = first + len(row.drawn.layout.text[first:last].rstrip())
    marked: list[Annotation | Suggestion | Span] = [*row.over, *row.beside, *signs]
    for layer in layers:
        marked += layer.spans
    if row.drawn.headline is not None:
        marked.append(row.drawn.headline)
    ends = {first, last, max(first, text_end), *[m.start for m in marked], *[m.end for m in marked]}
    cuts = sorted([end for end in ends if first <= end <= last])
    segments: list[Segment] = []
    for start, end in itertools.pairwise(cuts):
        covered = next((each for each in signs if start in each), None) if signs else None
        if covered is not None:
            if start == covered.start:
                segments.append(signs[covered].segment(sign_styles))
            continue
        style = _style_at(start, row) if start < text_end else palette.text
        if layers:
            style = _with_layers(style, start, layers, palette)
        segments.append(Segment(cells.piece(start - first, end - first), style))
    behind = overlay.at(cells.width) if overlay else None
    if behind:
        return [*segments, behind.segment(sign_styles)], cells.width + 1
    if row.caret is not None and row.caret.offset >= span.end:
        return [*segments, Segment(" ", palette.text + row.caret.style)], cells.width + 1
    return segments, cells.width


def _with_layers(style: Style, offset: int, layers: list[_Layer], palette: Palette) -> Style:
    """A style with what is laid over an offset."""
    is_filled = style.bgcolor != palette.text.bgcolor
    for layer in layers:
        if any(offset in each for each in layer.spans):
            is_line = is_filled and layer.is_under_fills
            style = style + (palette.underline if is_line else layer.style)
    return style


def _layers(row: RowContext) -> list[_Layer]:
    """What is laid over the fills of a row, the lowest first."""
    drawn, span, palette = row.drawn, row.span, row.palette
    layers: list[_Layer] = []
    if row.overlay:
        styles = palette.signs_of(row.overlay.armed_label)
        for extent in row.overlay.extents:
            shown, is_lit = extent.span, extent.tint >= LIT
            if extent.tint == LIT_BAR:
                first = max(shown.start, span.start)
                shown = Span(first, min(shown.end, first + _LIT_HEAD))
            style = styles.tints[extent.tint - 1] if extent.tint and not is_lit else styles.extent
            style = palette.lit if is_lit else style
            layers.append(_Layer((shown,), style, is_under_fills=not is_lit))
    across = drawn.marks.across
    if across is not None and across.brought is not None and across.brought.overlaps(span):
        layers.append(_Layer((across.brought,), palette.brought, is_under_fills=True))
    shared = [mark.span for mark in across.shared if mark.span.overlaps(span)] if across else []
    if shared:
        layers.append(_Layer(shared, palette.shared))
    found = [each for each in drawn.marks.found if each.overlaps(span)]
    if found:
        layers.append(_Layer(found, palette.found))
    if drawn.selection:
        layers.append(_Layer((drawn.selection,), palette.selection))
    caret = row.caret
    if caret is not None and caret.offset < span.end:
        cells = drawn.layout.cells(row.number)
        _, last = cells.columns_of(caret.offset - span.start)
        end = span.start + cells.offset(last) if last < cells.width else span.end
        layers.append(_Layer((Span(caret.offset, end),), caret.style))
    return layers


def _style_at(offset: int, row: RowContext) -> Style:
    """The style of the text at an offset: the innermost fill, its depth, and underlines.

    What is suggested is seen where nothing is filled; the suggestion that keys mean, everywhere.
    """
    marks, palette = row.marks, row.palette
    if marks.proposal is not None and offset in marks.proposal.span:
        return palette.label(marks.proposal.label).proposed_current
    barred = marks.labels.barred
    depth, innermost, underlined = 0, None, False
    for annotation in row.over:
        if not annotation.start <= offset < annotation.end:
            continue
        if marks.current is not None and annotation.id == marks.current.id:
            return palette.label(annotation.label).current
        if annotation.label in barred:
            underlined = underlined or annotation.label in marks.labels.underlined
            continue
        depth += 1
        if (
            innermost is None
            or annotation.end - annotation.start <= innermost.end - innermost.start
        ):
            innermost = annotation
    is_dimmed = row.overlay is not None and row.overlay.is_dimmed
    style = palette.dimmed if is_dimmed else palette.text
    if row.drawn.headline is not None and offset in row.drawn.headline:
        style += palette.headline
    if innermost is not None:
        style = palette.label(innermost.label).fills[min(depth, 3) - 1]
    elif row.beside and not is_dimmed:
        here = [s for s in row.beside if s.start <= offset < s.end and s.label not in barred]
        if here:
            style = palette.label(min(here, key=lambda s: s.end - s.start).label).proposed
    return style + palette.underline if underlined else style


# The margins -------------------------------------------------------------------------------


def _left_margin(row: RowContext) -> list[Segment]:
    """The letter of the first barred span that begins in the row, and the bars that cross it.

    What is suggested has a bar where one is free, while the caret is in its paragraph.
    """
    marks, palette, span = row.marks, row.palette, row.span
    is_barred = marks.labels.barred
    barred = [a for a in row.over if a.label in is_barred]
    suggested = [s for s in row.beside if s.label in is_barred]
    if suggested:
        caret = row.drawn.caret
        near = paragraph_at(row.drawn.layout.text, caret.offset) if caret else Span(0, 0)
        suggested = [s for s in suggested if s.span.overlaps(near)]
    across = marks.across.sign(span) if marks.across is not None else ""
    if not barred and not suggested and not across:
        return [Segment(" " * LEFT, palette.text)]
    lane_of = lanes(marks.annotations, is_barred, barred) if barred else {}
    bars = [Segment(" ", palette.text)] * BARS
    letter = Segment(" ", palette.text)
    extra = False
    extents = row.overlay.extents if row.overlay else ()
    lit = [each.span for each in extents if each.tint == LIT_BAR]
    for suggestion in reversed(suggested):
        bars[0] = Segment(_PROPOSED, palette.label(suggestion.label).mark)
        if suggestion.start >= span.start:
            letter = Segment(_letter(suggestion.label, marks), palette.faint)
    moved = suggested and any(lane_of.get(a.id, 0) == 0 for a in barred)
    if moved:
        bars[0], bars[1] = Segment(" ", palette.text), bars[0]
    for annotation in reversed(barred):
        lane = lane_of.get(annotation.id, 0)
        if lane >= BARS:
            extra = True
            continue
        begins, ends = annotation.start >= span.start, annotation.end <= span.end
        sign = BAR if begins == ends else _TOP if begins else _BOTTOM
        mark = palette.label(annotation.label).mark
        bars[lane] = Segment(sign, palette.lit if annotation.span in lit else mark)
    tied = Segment(" ", palette.text)
    for annotation in reversed(barred):
        if annotation.start >= span.start:
            style = palette.label(annotation.label).mark
            letter = Segment("+" if extra else _letter_of(annotation, marks), style)
            tie_sign = marks.ties.sign(annotation.id) if marks.ties is not None else ""
            tied = Segment(tie_sign, style) if tie_sign else tied
    if across:
        tied = Segment(across, palette.bright)
    if bars[-1].text == " ":  # where there is room for it, the sign does not touch the text
        bars[-1], tied = tied, bars[-1]
    return [letter, *bars, tied]


def _right_margin(row: RowContext) -> list[Segment]:
    """The letters of the filled spans that begin in the row, then faintly of what is suggested, if
    the caret is there; last a sign where one of the spans that begin there has a note."""
    palette, width = row.palette, row.drawn.frame.right
    if not width:
        return []
    starting, room, first = _starting(row), width - 1, row.span.start
    shown = starting if len(starting) <= room else starting[: room - 1]
    segments: list[Segment] = []
    for each in shown:
        is_tagged = isinstance(each, Annotation)
        style = palette.label(each.label).mark if is_tagged else palette.faint
        segments.append(Segment(_letter(each.label, row.marks), style))
    if len(shown) < len(starting):
        segments.append(Segment("+", palette.faint))
    if [each for each in row.over if each.note and each.start >= first]:
        segments.append(Segment("°", palette.text))
    segments.append(Segment(" " * (width - len(segments)), palette.text))
    return segments


def _letter_of(annotation: Annotation, marks: Marks) -> str:
    """The letter of its label: a capital where it is said who has said it."""
    letter = _letter(annotation.label, marks)
    is_sourced = marks.ties is not None and marks.ties.is_sourced(annotation.id)
    return letter.upper() if is_sourced else letter


def _starting(row: RowContext) -> list[Annotation | Suggestion]:
    """What has a letter in the right margin, in its order."""
    first, barred = row.span.start, row.marks.labels.barred
    marked: Sequence[Annotation | Suggestion] = row.over
    if row.caret:
        marked = [*row.over, *row.beside]
    return [each for each in marked if each.start >= first and each.label not in barred]


def marked_at(drawn: Drawn, number: int, column: int) -> Annotation | Suggestion | None:
    """What the letter stands for that is drawn in the margin of a row.

    Args:
        drawn: What is drawn.
        number: Of the row.
        column: A cell of the pane.
    """
    row, frame = _row_context(drawn, number), drawn.frame
    if column == frame.left:
        barred = (a for a in row.over if a.label in row.marks.labels.barred)
        return next((a for a in barred if a.start >= row.span.start), None)
    place = column - frame.text_start - frame.text - HANG
    starting = _starting(row)
    return starting[place] if 0 <= place < min(len(starting), frame.right) else None


def _letter(label: str, marks: Marks) -> str:
    known = marks.labels.named(label)
    return known.key if known else "?"
