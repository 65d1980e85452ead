"""One row of an article, with everything that is marked in it, as a strip of terminal cells."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from textual.strip import Strip

from store.annotations.model import Annotation
from store.frozen import Frozen
from store.text.span import Span
from tui.render.changes import joined
from tui.render.drawn import row_context
from tui.render.lines import with_anchors
from tui.render.viewport import BARS, LEFT
from tui.render.wrap import HANG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from store.labels import LabelSet
    from store.suggest.model import Suggestion
    from tui.render.drawn import Bar, Drawn, RowContext
    from tui.render.lines import Part
    from tui.render.palette import Palette

BAR: Final = "┃"
_TOP: Final = "┏"
_BOTTOM: Final = "┗"
LIT: Final = 3
"""The tint of what is lit: the other ends of a tie."""
LIT_BAR: Final = 4
"""The same of what has a bar: in its first row in sight the bar is lit, and how it begins."""
_LIT_HEAD: Final = range(6, 16)
"""Code points of such a beginning: up to the first blank from the one on, or the other."""
_PROPOSED: Final = "╎"
"""The bar of what is only suggested."""


class _Layer(Frozen):
    """A style that is laid over stretches of a row's text."""

    spans: Sequence[Span]
    style: Style
    is_under_fills: bool = False
    """Whether it is no more than a line where something else has coloured the ground."""


def draw_row(drawn: Drawn, row: RowContext) -> Strip:
    """Draw one row: exactly `frame.total` cells, a segment for each run of one style."""
    frame, palette = drawn.frame, drawn.palette
    parts: list[Part] = [(" " * frame.left, palette.text), *_left_margin(drawn, row)]
    in_margin = row.overlay.at(-1) if row.overlay else None
    if row.overlay and in_margin:
        blank, style = parts.pop()
        parts += (blank[:-1], style), in_margin.part(palette.signs_of(row.overlay.armed_label))
    text, used = _text(drawn, row)
    parts += text
    parts.append((" " * (frame.text + HANG - used), palette.text))
    parts += _right_margin(drawn, row)
    rest = frame.total - frame.left - LEFT - frame.text - HANG - frame.right
    parts.append((" " * rest, palette.text))
    return Strip(with_anchors(joined(parts)), frame.total)


# The text ----------------------------------------------------------------------------------


def _text(drawn: Drawn, row: RowContext) -> tuple[list[Part], int]:
    """The row's text in the styles of what is marked there, and what is behind it; its cells."""
    palette, overlay, first = drawn.palette, row.overlay, row.span.start
    cells = drawn.layout.cells(row.number)
    signs = {s.spot.covered: s for s in overlay.signs if s.spot.covered} if overlay else {}
    sign_styles = palette.signs_of(overlay.armed_label if overlay else "")
    layers = _layers(drawn, row)
    # The space at which a row was broken is drawn plain, so that no tint or line hangs out.
    text_end = first + len(row.span.of(drawn.layout.text).rstrip())
    laid_over = [*signs, *[span for layer in layers for span in layer.spans]]
    cuts = _cuts(row, text_end, drawn.headline, laid_over)
    styles = _styles(drawn, row, cuts, bisect_left(cuts, text_end))
    styles += [palette.text] * (len(cuts) - 1 - len(styles))
    _lay_over(styles, cuts, layers, palette)
    parts: list[Part] = []
    begin = first
    for place, style in enumerate(styles, 1):
        end = cuts[place]
        if place < len(styles) and styles[place] is style and not signs:
            continue  # what follows looks the same
        covered = next((each for each in signs if begin in each), None) if signs else None
        if covered is None:
            parts.append((cells.piece(begin - first, end - first), style))
        elif begin == covered.start:
            parts.append(signs[covered].part(sign_styles))
        begin = end
    behind = overlay.at(cells.width) if overlay else None
    if behind:
        return [*parts, behind.part(sign_styles)], cells.width + 1
    if row.caret is not None and row.caret.offset >= row.span.end:
        return [*parts, (" ", palette.text + row.caret.style)], cells.width + 1
    return parts, cells.width


def _cuts(
    row: RowContext, text_end: int, headline: Span | None, laid_over: list[Span]
) -> list[int]:
    """Where in a row the style may change, from its first to behind its last code point."""
    first, last = row.span.start, row.span.end
    marked: list[Annotation | Suggestion | Span] = [*row.over, *row.beside, *laid_over]
    if headline is not None:
        marked.append(headline)
    ends = {each.start for each in marked}
    ends.update([each.end for each in marked])
    return [first, *sorted([e for e in {*ends, text_end} if first < e < last]), last]


def _styles(drawn: Drawn, row: RowContext, cuts: list[int], count: int) -> list[Style]:
    """The styles of the first stretches of a row's text, each from one cut to the next.

    What lies deeper is laid over what is around it: the headline, then what is suggested, which is
    seen where nothing is filled, the fills, and at last what keys mean.
    """
    palette, headline = drawn.palette, drawn.headline
    is_dimmed = row.overlay is not None and row.overlay.is_dimmed
    base = palette.dimmed if is_dimmed else palette.text
    styles = [base] * count
    if headline is not None:
        for place in _within(headline, cuts, count):
            styles[place] = base + palette.headline
    if row.beside and not is_dimmed:
        barred = drawn.marks.labels.barred
        shown = [s for s in row.beside[::-1] if s.label not in barred]
        for suggestion in sorted(shown, key=_length, reverse=True):
            for place in _within(suggestion, cuts, count):
                styles[place] = palette.label(suggestion.label).proposed
    if row.over:
        _fill(styles, cuts, drawn, row)
    if row.current is not None:
        for place in _within(row.current, cuts, count):
            styles[place] = palette.label(row.current.label).current
    if row.proposal is not None:
        for place in _within(row.proposal, cuts, count):
            styles[place] = palette.label(row.proposal.label).proposed_current
    return styles


def _fill(styles: list[Style], cuts: list[int], drawn: Drawn, row: RowContext) -> None:
    """Fill what is annotated, the shortest as deep as it lies, and draw lines under it."""
    labels, palette, count = drawn.marks.labels, drawn.palette, len(styles)
    barred, underlined = labels.barred, labels.underlined
    filled = [a for a in row.over if a.label not in barred]
    depths = [0] * count
    for annotation in sorted(filled, key=_length, reverse=True):
        fills = palette.label(annotation.label).fills
        for place in _within(annotation, cuts, count):
            depth = depths[place]
            styles[place] = fills[depth]
            depths[place] = min(depth + 1, 2)
    lined = [bar.annotation for bar in row.bars if bar.annotation.label in underlined]
    for place in {place for each in lined for place in _within(each, cuts, count)}:
        styles[place] = palette.underlined(styles[place])


def _within(marked: Annotation | Suggestion | Span, cuts: list[int], count: int) -> range:
    """Which of the first stretches between cuts begin in something."""
    return range(bisect_left(cuts, marked.start), min(count, bisect_left(cuts, marked.end)))


def _length(marked: Annotation | Suggestion) -> int:
    return marked.end - marked.start


def _lay_over(styles: list[Style], cuts: list[int], layers: list[_Layer], palette: Palette) -> None:
    """Lay something over the stretches that begin in its spans."""
    ground = palette.text.bgcolor
    filled = [style.bgcolor != ground for style in styles] if layers else []
    for layer in layers:
        covered = {n for span in layer.spans for n in _within(span, cuts, len(styles))}
        for place in covered:
            is_line = filled[place] and layer.is_under_fills
            styles[place] += palette.underline if is_line else layer.style


def _layers(drawn: Drawn, row: RowContext) -> list[_Layer]:
    """What is laid over the fills of a row, the lowest first."""
    span, palette = row.span, drawn.palette
    layers: list[_Layer] = []
    if row.overlay:
        styles = palette.signs_of(row.overlay.armed_label)
        for extent in row.overlay.extents:
            shown, is_lit = extent.span, extent.tint >= LIT
            if extent.tint == LIT_BAR:
                shown = _head_of(Span(max(shown.start, span.start), shown.end), drawn.layout.text)
            style = styles.tints[extent.tint - 1] if extent.tint and not is_lit else styles.extent
            style = palette.lit if is_lit else style
            layers.append(_Layer((shown,), style, is_under_fills=not is_lit))
    if row.brought is not None:
        layers.append(_Layer((row.brought,), palette.brought, is_under_fills=True))
    if row.shared:
        layers.append(_Layer(row.shared, palette.shared))
    if row.found:
        layers.append(_Layer(row.found, palette.found))
    if row.selection:
        layers.append(_Layer((row.selection,), palette.selection))
    caret = row.caret
    if caret is not None and caret.offset < span.end:
        cells = drawn.layout.cells(row.number)
        _, last = cells.columns_of(caret.offset - span.start)
        end = span.start + cells.offset(last) if last < cells.width else span.end
        layers.append(_Layer((Span(caret.offset, end),), caret.style))
    return layers


def _head_of(span: Span, text: str) -> Span:
    """How what is lit begins, up to the end of a word."""
    ends = (
        span.start + n for n in _LIT_HEAD if text[span.start + n : span.start + n + 1].isspace()
    )
    return Span(span.start, min(span.end, next(ends, span.start + _LIT_HEAD.stop)))


# The margins -------------------------------------------------------------------------------


def _left_margin(drawn: Drawn, row: RowContext) -> list[Part]:
    """The letter of the first barred span that begins in the row, and the bars that cross it.

    What is suggested has a bar where one is free, while the caret is in its paragraph.
    """
    labels, palette, span = drawn.marks.labels, drawn.palette, row.span
    if not row.bars and not row.with_bars and not row.across:
        return [(" " * LEFT, palette.text)]
    blank = (" ", palette.text)
    bars = [blank] * BARS
    letter = tied = blank
    extents = row.overlay.extents if row.overlay else ()
    lit = [each.span for each in extents if each.tint == LIT_BAR]
    for suggestion in reversed(row.with_bars):
        bars[0] = (_PROPOSED, palette.label(suggestion.label).mark)
        if suggestion.start >= span.start:
            letter = (_letter(suggestion.label, labels), palette.faint)
    if row.with_bars and any(bar.lane == 0 for bar in row.bars):
        bars[0], bars[1] = blank, bars[0]
    has_more = any(bar.lane >= BARS for bar in row.bars)
    for bar in reversed(row.bars):
        annotation = bar.annotation
        begins, ends = annotation.start >= span.start, annotation.end <= span.end
        mark = palette.label(annotation.label).mark
        if bar.lane < BARS:
            sign = BAR if begins == ends else _TOP if begins else _BOTTOM
            bars[bar.lane] = (sign, palette.lit if lit and annotation.span in lit else mark)
        if begins:
            letter = ("+" if has_more else _letter_of(bar, labels), mark)
            tied = (bar.tie_sign, mark) if bar.tie_sign else tied
    if row.across:
        tied = (row.across, palette.bright)
    if bars[-1][0] == " ":  # where there is room for it, the sign does not touch the text
        bars[-1], tied = tied, bars[-1]
    return [letter, *bars, tied]


def _right_margin(drawn: Drawn, row: RowContext) -> list[Part]:
    """The letters of the filled spans that begin in the row, then faintly of what is suggested, if
    the caret is there; last a sign where one of the spans that begin there has a note."""
    palette, width = drawn.palette, drawn.frame.right
    if not width:
        return []
    starting, room, first = _starting(drawn, row), width - 1, row.span.start
    shown = starting if len(starting) <= room else starting[: room - 1]
    parts: list[Part] = []
    for each in shown:
        is_tagged = isinstance(each, Annotation)
        style = palette.label(each.label).mark if is_tagged else palette.faint
        parts.append((_letter(each.label, drawn.marks.labels), style))
    if len(shown) < len(starting):
        parts.append(("+", palette.faint))
    if [each for each in row.over if each.note and each.start >= first]:
        parts.append(("°", palette.text))
    parts.append((" " * (width - len(parts)), palette.text))
    return parts


def _letter_of(bar: Bar, labels: LabelSet) -> str:
    """The letter of its label: a capital where it is said who has said it."""
    letter = _letter(bar.annotation.label, labels)
    return letter.upper() if bar.is_sourced else letter


def _starting(drawn: Drawn, row: RowContext) -> list[Annotation | Suggestion]:
    """What has a letter in the right margin, in its order."""
    first, barred = row.span.start, drawn.marks.labels.barred
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
    row, frame = row_context(drawn, number), drawn.frame
    if column == frame.left:
        barred = (bar.annotation for bar in row.bars)
        return next((each for each in barred if each.start >= row.span.start), None)
    place = column - frame.text_start - frame.text - HANG
    starting = _starting(drawn, row)
    return starting[place] if 0 <= place < min(len(starting), frame.right) else None


def _letter(label: str, labels: LabelSet) -> str:
    known = labels.named(label)
    return known.key if known else "?"
