"""Growing and shrinking the selection, and moving the ends of what is meant by whole words."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.text.boundaries import word_at
from tui.actions import annotating, answering, editing
from tui.selection import Selection
from tui.target import TargetKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.text.span import Span
    from tui.editor import Editor
    from tui.handlers import Handlers

    Moved = Callable[[str, Span], Span]
    """Another extent of a span; the same where there is none."""

_WITH_AN_EXTENT: Final = frozenset(
    (
        TargetKind.SUGGESTED,
        TargetKind.CURRENT,
        TargetKind.MADE,
        TargetKind.TAGGED,
        TargetKind.OFFERED,
    )
)
"""What growing begins with, and not with the word under the caret."""


def handlers(editor: Editor) -> Handlers:
    """The commands that select more or less, and move ends."""
    return {
        "select.grow": lambda count: _grow(editor, count or 1),
        "select.shrink": lambda count: _shrink(editor, count or 1),
        "nudge.start-left": lambda count: _move(editor, "start", -(count or 1)),
        "nudge.start-right": lambda count: _move(editor, "start", count or 1),
        "nudge.end-right": lambda count: _move(editor, "end", count or 1),
        "nudge.end-left": lambda count: _shorten(editor, count or 1),
        "nudge.tighten": lambda _: _tighten(editor),
        "copy": lambda _: _copy(editor),
    }


# Growing and shrinking ---------------------------------------------------------------------


def _grow(editor: Editor, count: int) -> None:
    from store.text.objects import grow

    pane, text = editor.pane, editor.pane.page.text
    target = editor.target
    if target.kind in _WITH_AN_EXTENT and target.span is not None:
        pane.select(Selection(target.span.start, target.span.end))
    for _ in range(count):
        before = pane.selection
        span = grow(text, before.span)
        if span == before.span:
            editor.say("There is nothing larger than this to select")
            return
        _select(editor, span)
        grown = pane.view.grown
        kept = grown if grown and grown[-1][1] == before else ()
        pane.show_view(replace(pane.view, grown=(*kept, (before, pane.selection))))


def _shrink(editor: Editor, count: int) -> None:
    from store.text.objects import shrink

    pane, text = editor.pane, editor.pane.page.text
    if editor.target.kind in (TargetKind.SUGGESTED, TargetKind.OFFERED):
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
            editor.say(
                "Nothing is selected; {key:select.grow} selects the word, the name, the sentence "
                "and so on"
            )
            return
        span = shrink(text, before.span, before.head)
        if span == before.span:
            editor.say("There is nothing smaller than this to select")
            return
        _select(editor, span)


def _select(editor: Editor, span: Span) -> None:
    """Select a span; the head, where the caret is, stays at the end at which it was."""
    selection = editor.pane.selection
    backwards = selection.head < selection.anchor
    ends = (span.end, span.start) if backwards else (span.start, span.end)
    editor.pane.select(Selection(*ends))


def _copy(editor: Editor) -> None:
    """Give what is selected or tagged to the terminal's clipboard; or else say how to leave."""
    target, selected = editor.target, editor.pane.selection.span
    text = target.annotation.text if target.annotation is not None else ""
    if len(selected):
        text = selected.of(editor.pane.page.text)
    if not text:
        editor.say("Everything is saved already; {key:quit} leaves. Nothing is selected to copy")
        return
    editor.app.copy_to_clipboard(text)
    editor.say(f"“{editor.quote(text)}” is copied, if the terminal lets a program do that")


# Moving the ends ---------------------------------------------------------------------------


def _move(editor: Editor, end: str, by: int) -> None:
    from store.text.ends import move_end, move_start

    move, side = (move_start, "before") if end == "start" else (move_end, "behind")
    is_outwards = (by < 0) == (end == "start")
    refusal = f"There is no word {side} it to take in" if is_outwards else "Only one word is left"
    _change(editor, lambda text, span: move(text, span, by), refusal)


def _shorten(editor: Editor, count: int) -> None:
    """Leave out the last word, and remember that: hands that know `:q` mean to leave by it."""
    before, saved_at = editor.target, editor.workspace.status.saved_at
    _move(editor, "end", -count)
    whole = before.nearest or before.suggestion
    if whole is not None and editor.workspace.status.saved_at != saved_at:
        editor.set_session(editor.session.shortened(whole.text, time.monotonic()))


def _tighten(editor: Editor) -> None:
    from store.text.tightening import tightened

    _change(editor, tightened, "There is nothing at its ends to leave out")


def _change(editor: Editor, moved: Moved, refusal: str) -> None:
    """Give what is meant another extent."""
    target, suggestion = editor.target, annotating.suggestion_meant(editor)
    change: Callable[[Span], object]
    if target.kind in (TargetKind.SELECTED, TargetKind.RESIZING):
        before, change = editor.pane.selection.span, partial(_select, editor)
    elif suggestion is not None:
        before, change = suggestion.span, partial(answering.correct, editor, suggestion)
    else:
        annotation = annotating.annotation_meant(editor)
        if annotation is None:
            return
        before, change = annotation.span, partial(editing.change_extent, editor, annotation)
    span = moved(editor.pane.page.text, before)
    if span == before:
        editor.say(refusal)
    else:
        change(span)
