"""Growing and shrinking the selection, and moving the ends of what is meant by whole words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations import actions
from store.text.span import Span
from tui.actions import annotating, suggesting
from tui.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.annotations.model import Annotation
    from tui.handlers import Handlers
    from tui.screens.desk import Desk

    Moved = Callable[[str, Span], Span]
    """Another extent of a span; the same where there is none."""


def handlers(desk: Desk) -> Handlers:
    """The commands that select more or less, and move ends."""
    return {
        "select.grow": lambda count: _grow(desk, count or 1),
        "select.shrink": lambda count: _shrink(desk, count or 1),
        "nudge.start-left": lambda count: _move(desk, "start", -(count or 1)),
        "nudge.start-right": lambda count: _move(desk, "start", count or 1),
        "nudge.end-right": lambda count: _move(desk, "end", count or 1),
        "nudge.end-left": lambda count: _move(desk, "end", -(count or 1)),
        "nudge.tighten": lambda _: _tighten(desk),
    }


# Growing and shrinking ---------------------------------------------------------------------


def _grow(desk: Desk, count: int) -> None:
    from store.text.objects import grow

    view, text = desk.pane.view, desk.pane.page.text
    current = view.current or view.proposal
    if current is not None and view.selection.is_empty:
        desk.pane.set_current(None)
        desk.pane.select(Selection(current.start, current.end))
    for _ in range(count):
        before = view.selection
        span = grow(text, before.span)
        if span == before.span:
            desk.say("There is nothing larger than this to select")
            return
        grown = view.grown if view.grown and view.grown[-1][1] == before else ()
        _select(desk, span)
        view.grown = (*grown, (before, view.selection))


def _shrink(desk: Desk, count: int) -> None:
    from store.text.objects import shrink

    view, text = desk.pane.view, desk.pane.page.text
    for _ in range(count):
        before = view.selection
        if view.grown and view.grown[-1][1] == before:
            earlier = view.grown[-1][0]
            view.grown = view.grown[:-1]
            desk.pane.select(earlier)
            continue
        if before.is_empty:
            desk.say("Nothing is selected; x selects the word, the name, the sentence and so on")
            return
        span = shrink(text, before.span, before.head)
        if span == before.span:
            desk.say("There is nothing smaller than this to select")
            return
        _select(desk, span)


def _select(desk: Desk, span: Span) -> None:
    """Select a span; the head, where the caret is, stays at the end at which it was."""
    selection = desk.pane.selection
    backwards = selection.head < selection.anchor
    ends = (span.end, span.start) if backwards else (span.start, span.end)
    if desk.pane.view.resizing is None:
        desk.pane.set_current(None)
    desk.pane.select(Selection(*ends))


# Moving the ends ---------------------------------------------------------------------------


def _move(desk: Desk, end: str, by: int) -> None:
    from store.text.objects import move_end, move_start

    move = move_start if end == "start" else move_end
    outwards = (by < 0) == (end == "start")
    if not outwards:
        refusal = "Only one word is left"
    elif end == "start":
        refusal = "There is no word before it to take in"
    else:
        refusal = "There is no word behind it to take in"
    _change(desk, lambda text, span: move(text, span, by), refusal)


def _tighten(desk: Desk) -> None:
    from store.text.objects import tightened

    _change(desk, tightened, "There is nothing at its ends to leave out")


def _change(desk: Desk, moved: Moved, refusal: str) -> None:
    """Give the selection, or else the annotation that is meant, another extent."""
    pane = desk.pane
    text = pane.page.text
    if not pane.selection.is_empty:
        span = moved(text, pane.selection.span)
        if span == pane.selection.span:
            desk.say(refusal)
        else:
            _select(desk, span)
        return
    suggested = pane.view.proposal
    if suggested is not None:
        span = moved(text, suggested.span)
        if span == suggested.span:
            desk.say(refusal)
        else:
            suggesting.corrected(desk, suggested, span)
        return
    annotation = annotating.meant(desk)
    if annotation is None:
        return
    span = moved(text, annotation.span)
    if span == annotation.span:
        desk.say(refusal)
    else:
        _resize(desk, annotation, span)


def _resize(desk: Desk, annotation: Annotation, span: Span) -> None:
    pane, opened = desk.pane, desk.pane.opened
    if opened is None:
        return
    edit = actions.resize(opened.article, opened.annotations, annotation, span)
    was_made = pane.view.made is not None
    change = annotating.make(desk, edit)
    if change is None or change.place is None:
        return
    resized = opened.annotations.find(Span(change.place.start, change.place.end), annotation.label)
    if not (resized is None or pane.selection.head in resized.span):
        annotating.settle(pane, resized.span)
    if was_made:
        pane.view.made = resized
    desk.say(f"{annotation.label} is now “{span.of(pane.page.text)}”")
