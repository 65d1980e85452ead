"""What is drawn of an article, and all of it that one row is drawn from.

A row whose `RowContext` is what it was looks as it did, so that it need not be drawn again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from store.text.boundaries import paragraph_at
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rich.style import Style

    from store.across.tie_ends import TieSigns
    from store.annotations.collection import Annotations
    from store.annotations.model import Annotation
    from store.labels import LabelSet
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from tui.aligned import AcrossMarks
    from tui.render.palette import Palette
    from tui.render.signs import RowOverlay
    from tui.render.viewport import Frame
    from tui.render.wrap import Layout

_MOST_STEPS: Final = 8
"""How often the neighbourhood is widened to find with whom a span shares the margin."""


class Marks(Frozen, dict=True):
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

    @cached_property
    def _known_lanes(self) -> dict[str, int]:
        """The lanes that are the same from whatever row they are asked for, by the ids."""
        return {}

    def lanes_of(self, here: list[Annotation]) -> list[int]:
        """The lane, from 0, of each annotation of a row that has a bar."""
        known = self._known_lanes
        if any(each.id not in known for each in here):
            found, is_all = sharing_margin(self.annotations, self.labels.barred, here)
            chosen = lowest_free(found)
            if not is_all:
                return [chosen[each.id] for each in here]
            known |= chosen
        return [known[each.id] for each in here]


class Caret(Frozen):
    """Where a caret stands, and how it is drawn."""

    offset: int
    style: Style


class Drawn(Frozen, dict=True):
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

    @cached_property
    def caret_row(self) -> int:
        """The row in which the caret stands; -1 where there is none."""
        return self.layout.row_of(self.caret.offset) if self.caret is not None else -1

    @cached_property
    def paragraph(self) -> Span:
        """The paragraph in which the caret stands."""
        return paragraph_at(self.layout.text, self.caret.offset) if self.caret else Span(0, 0)


class Bar(Frozen):
    """An annotation that is drawn with a bar beside a row."""

    annotation: Annotation
    lane: int
    tie_sign: str = ""
    """What stands beside the row in which it begins of what it is tied to."""
    is_sourced: bool = False
    """Whether it is said there that somebody has said it."""


class RowContext(Frozen):
    """All that one row is drawn from, as long as text, labels and palette are the same."""

    number: int
    span: Span
    over: list[Annotation]
    """The annotations that share a code point with it."""
    bars: list[Bar]
    """Of those of them that have one."""
    beside: list[Suggestion]
    """What is suggested that shares a code point with it."""
    with_bars: list[Suggestion]
    """Those of them that have a bar, as they are where the caret is."""
    current: Annotation | None
    """The current annotation, if it is one of those."""
    proposal: Suggestion | None
    """The suggestion that the next key is about, if it is here."""
    overlay: RowOverlay | None
    selection: Span | None
    """What of it is selected."""
    found: list[Span]
    brought: Span | None
    shared: list[Span]
    across: str
    """What stands beside it because of other articles."""
    caret: Caret | None
    """The caret, if it is in this row."""


def row_context(drawn: Drawn, number: int) -> RowContext:
    """What a row is drawn from."""
    span, marks, across = drawn.layout.row(number), drawn.marks, drawn.marks.across
    selection, current, proposal = drawn.selection, marks.current, marks.proposal
    over = marks.annotations.overlapping(span)
    is_barred = marks.labels.barred
    beside = marks.proposed.overlapping(span) if marks.proposed is not None else []
    with_bars = [s for s in beside if s.label in is_barred] if beside else []
    if with_bars:
        with_bars = [s for s in with_bars if s.span.overlaps(drawn.paragraph)]
    if current is not None:
        current = next((each for each in over if each.id == current.id), None)
    if proposal is not None and not proposal.span.overlaps(span):
        proposal = None
    if selection is not None:
        selection = Span(max(selection.start, span.start), min(selection.end, span.end))
        selection = selection if selection.start < selection.end else None
    brought = across.brought if across is not None else None
    return RowContext(
        number,
        span,
        over,
        _bars(marks, span, [a for a in over if a.label in is_barred]),
        beside,
        with_bars,
        current,
        proposal,
        drawn.overlay.get(number) if drawn.overlay else None,
        selection,
        [each for each in marks.found if each.overlaps(span)] if marks.found else [],
        brought if brought is not None and brought.overlaps(span) else None,
        [mark.span for mark in across.shared if mark.span.overlaps(span)] if across else [],
        across.sign(span) if across is not None else "",
        drawn.caret if number == drawn.caret_row else None,
    )


def _bars(marks: Marks, span: Span, barred: list[Annotation]) -> list[Bar]:
    """The bars beside a row."""
    if not barred:
        return []
    bars, ties = [], marks.ties
    for annotation, lane in zip(barred, marks.lanes_of(barred), strict=True):
        if ties is None or annotation.start < span.start:
            bars.append(Bar(annotation, lane))
        else:
            name = annotation.id
            bars.append(Bar(annotation, lane, ties.sign(name), ties.is_sourced(name)))
    return bars


# Lanes in the margin for what is drawn as bars: those that overlap never share one ------------


def sharing_margin(
    annotations: Annotations, barred: Collection[str], here: list[Annotation]
) -> tuple[list[Annotation], bool]:
    """The annotations with a bar that share the margin with those of a row.

    All that overlap one another, however far away, are looked at together, so that a lane does not
    change from row to row.

    Args:
        annotations: The article's annotations.
        barred: The labels that are drawn as bars.
        here: The annotations of a row that have a bar; at least one.

    Returns:
        What was found, and whether that is all: very long chains of them are cut off.
    """
    found = here
    for _ in range(_MOST_STEPS):
        wider = Span(min([a.start for a in found]), max([a.end for a in found]))
        more = [a for a in annotations.overlapping(wider) if a.label in barred]
        if len(more) == len(found):
            return found, True
        found = more
    return found, False


def lowest_free(ordered: list[Annotation]) -> dict[str, int]:
    """The lane of each annotation, by its id: the lowest one that is free where it begins."""
    ends: list[int] = []  # the end of the last span in each lane
    chosen: dict[str, int] = {}
    for annotation in ordered:
        for lane, end in enumerate(ends):
            if end <= annotation.start:
                ends[lane] = annotation.end
                break
        else:
            lane = len(ends)
            ends.append(annotation.end)
        chosen[annotation.id] = lane
    return chosen
