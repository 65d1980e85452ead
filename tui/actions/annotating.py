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
    from store.workspace import Change, OpenArticle
    from tui.handlers import Handlers
    from tui.screens.main import MainScreen

_BEFORE_ALL: Final = (-(10**15), "", "")
"""The rest of an order that stands before every annotation with the same start."""


def handlers(main: MainScreen) -> Handlers:
    """The commands on annotations."""
    labels = main.workspace.labels
    return {
        **{f"tag.{name}": partial(_tag, main, name) for name in labels.names},
        "annotation.next": lambda count: _walk(main, count or 1),
        "annotation.previous": lambda count: _walk(main, -(count or 1)),
        "annotation.enter": lambda _: _enter(main),
        "annotation.remove": lambda _: _remove(main),
        "annotation.resize": lambda _: _resize(main),
        "annotation.note": lambda _: _note(main),
        "resize.keep": lambda _: _keep(main),
        "resize.leave": lambda _: leave_resizing(main),
        "undo": lambda count: _history(main, "undo", count or 1),
        "redo": lambda count: _history(main, "redo", count or 1),
    }


def _opened(main: MainScreen) -> OpenArticle | None:
    """The article of the active pane, if it can be annotated; else says why not."""
    opened = main.pane.opened
    if opened is not None and opened.problem:
        main.complain(opened.problem)
        return None
    return opened


def make(main: MainScreen, edit: Edit | Refusal) -> Change | None:
    """Make an edit, or say why it is not made."""
    if isinstance(edit, Refusal):
        main.say(edit.reason)
        return None
    try:
        return main.workspace.apply(edit)
    except SidelightError as error:
        main.complain(str(error))
        return None


# Tagging -----------------------------------------------------------------------------------


def _tag(main: MainScreen, label: str, _: int | None) -> None:
    opened = _opened(main)
    if opened is None:
        return
    pane = main.pane
    view = pane.view
    if view.selection.is_empty and view.current is not None:
        make(main, actions.relabel(opened.article, opened.annotations, view.current, label))
        return
    span = view.selection.span
    if view.selection.is_empty:
        span = word_at(opened.article.text, view.selection.head) or span
    change = make(main, actions.tag(opened.article, opened.annotations, span, label))
    if change is None:
        return
    view.extending = False
    if not view.selection.is_empty and change.place is not None:
        # The caret stays on the new annotation, so that d takes it back and r resizes it.
        last = previous_grapheme(opened.article.text, change.place.end)
        pane.select(Selection.caret(max(change.place.start, last)))


# Finding the annotation that is meant ------------------------------------------------------


def _meant(main: MainScreen) -> Annotation | None:
    """The current annotation, else the innermost under the caret; says so if there is none."""
    opened = _opened(main)
    if opened is None:
        return None
    view = main.pane.view
    if view.current is not None:
        return view.current
    here = under_caret(main)
    if not here:
        main.say("There is no annotation here; j and k go to the next and the previous one")
        return None
    return here[0]


def under_caret(main: MainScreen) -> list[Annotation]:
    """The annotations under the caret, the innermost first."""
    opened = main.pane.opened
    return opened.annotations.at(main.pane.selection.head) if opened else []


def under_selection(main: MainScreen) -> list[Annotation]:
    """The annotations over the whole selection; without one, those under the caret."""
    opened, span = main.pane.opened, main.pane.selection.span
    if opened is None or not len(span):
        return under_caret(main)
    span = span.trimmed(opened.article.text)
    return [a for a in opened.annotations.overlapping(span) if a.span.covers(span)]


def _walk(main: MainScreen, by: int) -> None:
    pane, opened = main.pane, main.pane.opened
    if opened is None:
        return
    current = pane.view.current
    for _ in range(abs(by)):
        order = current.order if current else (pane.selection.head, *_BEFORE_ALL)
        step = opened.annotations.after if by > 0 else opened.annotations.before
        following = step(order)
        if following is None:
            where = "below" if by > 0 else "above"
            main.say(
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


def _enter(main: MainScreen) -> None:
    here = under_caret(main)
    if not here:
        main.say("There is no annotation under the caret")
        return
    current = main.pane.view.current
    place = here.index(current) + 1 if current in here else 0
    main.pane.set_current(here[place % len(here)])


# Changing annotations ----------------------------------------------------------------------


def _remove(main: MainScreen) -> None:
    annotation, opened = _meant(main), main.pane.opened
    if annotation is None or opened is None:
        return
    workspace = main.workspace
    try:
        edit = actions.remove(opened.id, annotation, workspace.relations, workspace.clusters)
    except SidelightError as error:
        main.complain(str(error))
        return
    if make(main, edit) is not None:
        main.say(f"Removed {annotation.label}; u brings it back")


def _resize(main: MainScreen) -> None:
    annotation = _meant(main)
    if annotation is not None:
        pane = main.pane
        pane.set_current(annotation)
        pane.view.extending = False
        pane.view.resizing = annotation
        pane.select(Selection(annotation.start, annotation.end))


def _keep(main: MainScreen) -> None:
    pane, opened = main.pane, main.pane.opened
    annotation = pane.view.resizing
    if opened is None or annotation is None:
        return
    span = pane.selection.span
    edit = actions.resize(opened.article, opened.annotations, annotation, span)
    change = make(main, edit)
    stays = span.trimmed(opened.article.text) == annotation.span
    if change is not None or (isinstance(edit, Refusal) and stays):
        leave_resizing(main)


def leave_resizing(main: MainScreen) -> None:
    """Go back to reading, with the caret on the annotation."""
    pane = main.pane
    annotation = pane.view.current or pane.view.resizing
    pane.view.resizing = None
    if annotation is not None:
        pane.select(Selection.caret(annotation.start))


def _note(main: MainScreen) -> None:
    annotation, opened = _meant(main), main.pane.opened
    if annotation is None or opened is None:
        return
    if main.workspace.read_only:
        main.complain(main.workspace.read_only)
        return
    article = opened.article

    def keep(note: str | None) -> None:
        if note is not None:
            make(main, actions.set_note(article, annotation, note))
            main.show_state()

    from tui.screens.note import NoteScreen

    main.app.push_screen(NoteScreen(annotation), keep)


# History -----------------------------------------------------------------------------------


def _history(main: MainScreen, which: str, count: int) -> None:
    step = main.workspace.undo if which == "undo" else main.workspace.redo
    change = None
    for _ in range(count):
        try:
            following = step()
        except SidelightError as error:
            main.complain(str(error))
            return
        if following is None:
            break
        change = following
    if change is None:
        main.say(f"There is nothing to {which}")
        return
    place = change.place
    if place is not None:
        main.go_to(place.article, Span(place.start, place.end))
    edit = change.edit if which == "redo" else change.edit.inverse()
    main.say(f"{'Undone' if which == 'undo' else 'Done again'}: {describe(edit)}")
