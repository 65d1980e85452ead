"""Tagging, relabelling, removing, resizing, walking annotations, undo and redo."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.edits import describe
from store.errors import SidelightError
from store.text.boundaries import previous_grapheme, word_at
from store.text.span import Span
from tui.selection import Selection

if TYPE_CHECKING:
    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.following import Stray
    from store.workspace import Change, OpenArticle
    from tui.handlers import Handlers
    from tui.screens.desk import Desk

_BEFORE_ALL: Final = (-(10**15), "", "")
"""The rest of an order that stands before every annotation with the same start."""


def handlers(desk: Desk) -> Handlers:
    """The commands on annotations."""
    labels = desk.workspace.labels
    return {
        **{f"tag.{name}": partial(_tag, desk, name) for name in labels.names},
        "annotation.next": lambda count: _walk(desk, count or 1),
        "annotation.previous": lambda count: _walk(desk, -(count or 1)),
        "annotation.enter": lambda _: _enter(desk),
        "annotation.remove": lambda _: _remove(desk),
        "annotation.resize": lambda _: _resize(desk),
        "annotation.note": lambda _: _note(desk),
        "review": lambda _: _review(desk),
        "resize.keep": lambda _: _keep(desk),
        "resize.leave": lambda _: leave_resizing(desk),
        "undo": lambda count: _history(desk, "undo", count or 1),
        "redo": lambda count: _history(desk, "redo", count or 1),
    }


def _opened(desk: Desk) -> OpenArticle | None:
    """The article of the active pane, if it can be annotated; else says why not."""
    opened = desk.pane.opened
    if opened is not None and opened.problem:
        desk.complain(opened.problem)
        return None
    return opened


def make(desk: Desk, edit: Edit | Refusal) -> Change | None:
    """Make an edit, or say why it is not made."""
    if isinstance(edit, Refusal):
        desk.say(edit.reason)
        return None
    try:
        return desk.workspace.apply(edit)
    except SidelightError as error:
        desk.complain(str(error))
        return None


# Tagging -----------------------------------------------------------------------------------


def _tag(desk: Desk, label: str, _: int | None) -> None:
    opened = _opened(desk)
    if opened is None:
        return
    pane = desk.pane
    view = pane.view
    if view.selection.is_empty and view.current is not None:
        make(desk, actions.relabel(opened.article, opened.annotations, view.current, label))
        return
    span = view.selection.span
    if view.selection.is_empty:
        span = word_at(opened.article.text, view.selection.head) or span
    change = make(desk, actions.tag(opened.article, opened.annotations, span, label))
    if change is None:
        return
    view.extending = False
    if not view.selection.is_empty and change.place is not None:
        # The caret stays on the new annotation, so that d takes it back and r resizes it.
        last = previous_grapheme(opened.article.text, change.place.end)
        pane.select(Selection.caret(max(change.place.start, last)))


# Finding the annotation that is meant ------------------------------------------------------


def _meant(desk: Desk) -> Annotation | None:
    """The current annotation, else the innermost under the caret; says so if there is none."""
    opened = _opened(desk)
    if opened is None:
        return None
    view = desk.pane.view
    if view.current is not None:
        return view.current
    here = desk.pane.under_caret()
    if not here:
        desk.say("There is no annotation here; j and k go to the next and the previous one")
        return None
    return here[0]


def _walk(desk: Desk, by: int) -> None:
    pane, opened = desk.pane, desk.pane.opened
    if opened is None:
        return
    current = pane.view.current
    for _ in range(abs(by)):
        order = current.order if current else (pane.selection.head, *_BEFORE_ALL)
        step = opened.annotations.after if by > 0 else opened.annotations.before
        following = step(order)
        if following is None:
            where = "below" if by > 0 else "above"
            desk.say(
                f"There is no annotation {where} in this article"
                if len(opened.annotations)
                else "There is no annotation in this article yet"
            )
            break
        current = following
    if current is not None:
        pane.view.extending = False
        pane.select(Selection.caret(current.start))
        pane.set_current(current)


def _enter(desk: Desk) -> None:
    here = desk.pane.under_caret()
    if not here:
        desk.say("There is no annotation under the caret")
        return
    current = desk.pane.view.current
    place = here.index(current) + 1 if current in here else 0
    desk.pane.set_current(here[place % len(here)])


# Changing annotations ----------------------------------------------------------------------


def _remove(desk: Desk) -> None:
    annotation, opened = _meant(desk), desk.pane.opened
    if annotation is None or opened is None:
        return
    workspace = desk.workspace
    try:
        edit = actions.remove(opened.id, annotation, workspace.relations, workspace.clusters)
    except SidelightError as error:
        desk.complain(str(error))
        return
    if make(desk, edit) is not None:
        desk.say(f"Removed {annotation.label}; u brings it back")


def _resize(desk: Desk) -> None:
    annotation = _meant(desk)
    if annotation is not None:
        pane = desk.pane
        pane.set_current(annotation)
        pane.view.extending = False
        pane.view.resizing = annotation
        pane.select(Selection(annotation.start, annotation.end))


def _keep(desk: Desk) -> None:
    pane, opened = desk.pane, desk.pane.opened
    annotation = pane.view.resizing
    if opened is None or annotation is None:
        return
    span = pane.selection.span
    if annotation.adrift:
        _place(desk, opened, annotation, span)
        return
    edit = actions.resize(opened.article, opened.annotations, annotation, span)
    change = make(desk, edit)
    stays = span.trimmed(opened.article.text) == annotation.span
    if change is not None or (isinstance(edit, Refusal) and stays):
        leave_resizing(desk)


def leave_resizing(desk: Desk) -> None:
    """Go back to reading, with the caret on the annotation."""
    pane = desk.pane
    annotation = pane.view.current or pane.view.resizing
    pane.view.resizing = None
    if annotation is not None and annotation.adrift:
        pane.select(Selection.caret(pane.selection.span.start))
    elif annotation is not None:
        pane.select(Selection.caret(annotation.start))


def _note(desk: Desk) -> None:
    annotation, opened = _meant(desk), desk.pane.opened
    if annotation is None or opened is None:
        return
    if desk.workspace.read_only:
        desk.complain(desk.workspace.read_only)
        return
    article = opened.article

    def keep(note: str | None) -> None:
        if note is not None:
            make(desk, actions.set_note(article, annotation, note))
            desk.show_state()

    from tui.screens.note import NoteScreen

    desk.app.push_screen(NoteScreen(annotation), keep)


# Annotations of an article that has changed ------------------------------------------------


def _review(desk: Desk) -> None:
    from tui.screens.review import ReviewScreen

    def done(stray: Stray | None) -> None:
        if stray is not None:
            _choose_place(desk, stray)
        desk.show_state()

    screen = ReviewScreen(desk.workspace)
    if not screen.strays:
        desk.say("Every annotation has its place: there is nothing to review")
        return
    desk.app.push_screen(screen, done)


def _choose_place(desk: Desk, stray: Stray) -> None:
    """Let a person select where an annotation belongs."""
    if desk.workspace.read_only:
        desk.complain(desk.workspace.read_only)
        return
    pane = desk.panes.show(stray.article)
    length = len(pane.page.text)
    start = min(stray.annotation.start, length)
    span = stray.proposal or Span(start, start)
    pane.set_current(None)
    pane.view.extending = False
    pane.view.resizing = stray.annotation
    pane.select(Selection(span.start, span.end))
    desk.say(f"Select where the {stray.annotation.label} belongs; Enter keeps it there, Esc leaves")


def _place(desk: Desk, opened: OpenArticle, annotation: Annotation, span: Span) -> None:
    change = make(desk, actions.place(opened.article, opened.annotations, annotation, span))
    if change is None:
        return
    leave_resizing(desk)
    waiting = len(opened.displaced)
    if waiting:
        what = "1 more waits" if waiting == 1 else f"{waiting} more wait"
        desk.say(f"Placed; {what} in this article, R lists them")
    else:
        desk.say("Placed; u takes it back")


# History -----------------------------------------------------------------------------------


def _history(desk: Desk, which: str, count: int) -> None:
    step = desk.workspace.undo if which == "undo" else desk.workspace.redo
    change = None
    for _ in range(count):
        try:
            following = step()
        except SidelightError as error:
            desk.complain(str(error))
            return
        if following is None:
            break
        change = following
    if change is None:
        desk.say(f"There is nothing to {which}")
        return
    place = change.place
    if place is not None:
        desk.go_to(place.article, Span(place.start, place.end))
    edit = change.edit if which == "redo" else change.edit.inverse()
    desk.say(f"{'Undone' if which == 'undo' else 'Done again'}: {describe(edit)}")
