"""Tagging, relabelling, removing, resizing, undo and redo."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.edits import describe
from store.errors import SidelightError
from store.steps import Steps
from store.text.boundaries import previous_grapheme, word_at
from store.text.span import Span
from tui.actions import working
from tui.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Generator

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.following import Stray
    from store.workspace import Change, OpenArticle
    from tui.handlers import Handlers
    from tui.screens.desk import Desk
    from tui.widgets.article_pane import ArticlePane


def handlers(desk: Desk) -> Handlers:
    """The commands on annotations."""
    labels = desk.workspace.labels
    return {
        **{f"tag.{name}": partial(_tag, desk, name) for name in labels.names},
        "again": lambda _: _again(desk),
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
    view = desk.pane.view
    if view.selection.is_empty and view.proposal is not None:
        from tui.actions import suggesting

        suggesting.answer(desk, view.proposal, label=label)
        return
    if view.selection.is_empty and view.current is not None:
        desk.last_label = label
        make(desk, actions.relabel(opened.article, opened.annotations, view.current, label))
        return
    tag_span(desk, _span_to_tag(desk), label, stays=view.selection.is_empty)


def _span_to_tag(desk: Desk) -> Span:
    """What is selected, else the suggestion that was reached, else the word under the caret."""
    view = desk.pane.view
    if not view.selection.is_empty:
        return view.selection.span
    if view.proposal is not None:
        return view.proposal.span
    return word_at(desk.pane.page.text, view.selection.head) or view.selection.span


def tagged_or_made(desk: Desk, label: str) -> Annotation | None:
    """The annotation with a label that a key means, made or relabelled if there is none yet.

    Says why not if there is none then.
    """
    opened = _opened(desk)
    if opened is None:
        return None
    view = desk.pane.view
    current = view.current if view.selection.is_empty else None
    if current is not None and current.label == label:
        return current
    if current is not None:
        make(desk, actions.relabel(opened.article, opened.annotations, current, label))
        changed = desk.pane.view.current
        return changed if changed is not None and changed.label == label else None
    span = _span_to_tag(desk).trimmed(opened.article.text)
    existing = opened.annotations.find(span, label)
    if existing is not None:
        desk.last_label = label
        return existing
    tag_span(desk, span, label, stays=view.selection.is_empty)
    return desk.pane.view.made


def tag_span(desk: Desk, span: Span, label: str, *, stays: bool = False) -> Change | None:
    """Tag a span of the active pane's article, or say why not.

    What is tagged just as it was suggested is an accepted suggestion.

    Args:
        desk: What is worked on.
        span: In code points.
        label: The name of the label.
        stays: Whether the caret stays where it is.
    """
    opened = _opened(desk)
    if opened is None:
        return None
    desk.last_label = label
    suggested = desk.suggesting.find(opened.id, span.trimmed(opened.article.text), label)
    if suggested is not None:
        edit = desk.suggesting.suggester.accept(opened.id, suggested)
    else:
        edit = actions.tag(opened.article, opened.annotations, span, label)
    change = make(desk, edit)
    if change is None or change.place is None:
        return change
    desk.pane.view.extending = False
    usable = span.trimmed(opened.article.text)
    made = opened.annotations.find(usable, label) or opened.annotations.find(
        Span(change.place.start, change.place.end), label
    )
    if not stays:
        settle(desk.pane, made.span if made is not None else usable)
    desk.pane.view.made = made
    return change


def settle(pane: ArticlePane, made: Span) -> None:
    """Put the caret where the next action is likeliest after a span has been tagged.

    That is its last character: what comes next stands behind it, and a word on is out of it. Jump
    labels count from its start all the same, as short spans stand in long ones; with both ends and
    the start tried on the gold (`bench/keystrokes.py`) that took the fewest keys.
    """
    last = previous_grapheme(pane.page.text, made.end)
    pane.select(Selection.caret(max(made.start, last)))


def _again(desk: Desk) -> None:
    if desk.last_label:
        _tag(desk, desk.last_label, None)
    else:
        desk.say("Nothing has been tagged yet whose label could be used again")


# Finding the annotation that is meant ------------------------------------------------------


def meant(desk: Desk) -> Annotation | None:
    """The current annotation, else the one just made, else the innermost under the caret.

    Says so if there is none.
    """
    opened = _opened(desk)
    if opened is None:
        return None
    view = desk.pane.view
    if view.current is not None:
        return view.current
    if view.made is not None:
        return view.made
    here = desk.pane.under_caret()
    if not here:
        desk.say("There is no annotation here; j and k go to the next and the previous one")
        return None
    return here[0]


# Changing annotations ----------------------------------------------------------------------


def _remove(desk: Desk) -> None:
    if desk.pane.view.proposal is not None:
        from tui.actions import suggesting

        suggesting.answer(desk, desk.pane.view.proposal, accepts=False)
        return
    annotation, opened = meant(desk), desk.pane.opened
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
    suggested = desk.pane.view.proposal
    if suggested is not None:
        desk.pane.select(Selection(suggested.start, suggested.end))
        desk.say("Move the ends with any motion, then press a label's key")
        desk.pane.view.extending = True
        return
    annotation = meant(desk)
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
    annotation, opened = meant(desk), desk.pane.opened
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
    """Undo or redo so many edits, or as many as there are."""
    step = desk.workspace.undo if which == "undo" else desk.workspace.redo
    changes: deque[Change] = deque(maxlen=1)

    def steps() -> Generator[None, None, None]:
        for _ in range(count):
            change = step()
            if change is None:
                return
            changes.append(change)
            yield

    work = Steps(steps(), count)
    doing = "Undoing" if which == "undo" else "Redoing"
    stopped = partial(_history_done, desk, which, work, changes)
    working.run(desk, work, doing, lambda _: stopped(), stopped)


def _history_done(desk: Desk, which: str, work: Steps[None], changes: deque[Change]) -> None:
    """Go to where the last edit was taken back, or made again, and say what it was."""
    if not changes:
        desk.say(f"There is nothing to {which}")
        return
    change = changes[0]
    place = change.place
    if place is not None:
        desk.go_to(place.article, Span(place.start, place.end))
    edit = change.edit if which == "redo" else change.edit.inverse()
    verb = "Undone" if which == "undo" else "Done again"
    many = f" {work.done:,} edits, the last" if work.done > 1 else ""
    desk.say(f"{verb}{many}: {describe(edit)}")
