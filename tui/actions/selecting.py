"""Growing and shrinking the selection, and moving the ends of what is meant by whole words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from store.text.boundaries import word_at
from tui.actions import annotating, answering, editing
from tui.selection import Selection
from tui.target import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.text.span import Span
    from tui.handlers import Handlers
    from tui.screens.desk import Desk

    Moved = Callable[[str, Span], Span]
    """Another extent of a span; the same where there is none."""

_WITH_AN_EXTENT: Final = frozenset(
    (Kind.SUGGESTED, Kind.CURRENT, Kind.MADE, Kind.TAGGED, Kind.OFFERED)
)
"""What growing begins with, and not with the word under the caret."""


def handlers(desk: Desk) -> Handlers:
    """The commands that select more or less, and move ends."""
    return {
        "select.grow": lambda count: _grow(desk, count or 1),
        "select.shrink": lambda count: _shrink(desk, count or 1),
        "nudge.start-left": lambda count: _move(desk, "start", -(count or 1)),
        "nudge.start-right": lambda count: _move(desk, "start", count or 1),
        "nudge.end-right": lambda count: _move(desk, "end", count or 1),
        "nudge.end-left": lambda count: _shorten(desk, count or 1),
        "nudge.tighten": lambda _: _tighten(desk),
    }


# Growing and shrinking ---------------------------------------------------------------------


def _grow(desk: Desk, count: int) -> None:
    from store.text.objects import grow

    pane, text = desk.pane, desk.pane.page.text
    target = desk.target
    if target.kind in _WITH_AN_EXTENT and target.span is not None:
        pane.select(Selection(target.span.start, target.span.end))
    for _ in range(count):
        before = pane.selection
        span = grow(text, before.span)
        if span == before.span:
            desk.say("There is nothing larger than this to select")
            return
        _select(desk, span)
        grown = pane.view.grown
        kept = grown if grown and grown[-1][1] == before else ()
        pane.show_view(replace(pane.view, grown=(*kept, (before, pane.selection))))


def _shrink(desk: Desk, count: int) -> None:
    from store.text.objects import shrink

    pane, text = desk.pane, desk.pane.page.text
    if desk.target.kind in (Kind.SUGGESTED, Kind.OFFERED):
        word = word_at(text, pane.selection.head)
        if word is not None:
            pane.select(Selection(word.start, word.end))
        return
    for _ in range(count):
        before, grown = pane.selection, pane.view.grown
        if grown and grown[-1][1] == before:
            pane.show_view(replace(pane.view.moved_to(grown[-1][0]), grown=grown[:-1]))
            continue
        if before.is_empty:
            key = desk.key("select.grow")
            desk.say(
                f"Nothing is selected; {key} selects the word, the name, the sentence and so on"
            )
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


def _shorten(desk: Desk, count: int) -> None:
    """Leave out the last word, and remember that: hands that know `:q` mean to leave by it."""
    before, saved_at = desk.target, desk.workspace.saved_at
    _move(desk, "end", -count)
    whole = before.nearest or before.suggestion
    if whole is not None and desk.workspace.saved_at != saved_at:
        desk.shortened(whole.text)


def _tighten(desk: Desk) -> None:
    from store.text.objects import tightened

    _change(desk, tightened, "There is nothing at its ends to leave out")


def _change(desk: Desk, moved: Moved, refusal: str) -> None:
    """Give what is meant another extent."""
    text, target = desk.pane.page.text, desk.target
    if target.kind in (Kind.SELECTED, Kind.RESIZING):
        selected = desk.pane.selection.span
        span = moved(text, selected)
        if span == selected:
            desk.say(refusal)
        else:
            _select(desk, span)
        return
    if target.kind in (Kind.SUGGESTED, Kind.OFFERED) and target.suggestion is not None:
        span = moved(text, target.suggestion.span)
        if span == target.suggestion.span:
            desk.say(refusal)
        else:
            answering.correct(desk, target.suggestion, span)
        return
    annotation = annotating.meant(desk)
    if annotation is None:
        return
    span = moved(text, annotation.span)
    if span == annotation.span:
        desk.say(refusal)
    else:
        editing.change_extent(desk, annotation, span)
