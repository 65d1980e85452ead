"""Tagging, relabelling, removing, resizing, noting, undo and redo: what a key means decides."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.edits import describe, of_annotations
from store.errors import SidelightError
from store.steps import Steps
from store.text.span import Span
from tui.actions import answering, editing, working
from tui.actions.editing import Labelled, make
from tui.target import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.following import Orphan
    from store.story.workspace import Change, OpenArticle
    from store.suggest.model import Suggestion
    from tui.handlers import Handlers
    from tui.screens.desk import Desk


def handlers(desk: Desk) -> Handlers:
    """The commands on annotations."""
    names = desk.workspace.labels.names
    return {
        **{f"tag.{name}": partial(_tag, desk, name) for name in names},
        **{f"add.{name}": partial(_add, desk, name) for name in names},
        "again": lambda _: _again(desk),
        "annotation.remove": lambda _: _remove(desk),
        "annotation.resize": lambda _: _resize(desk),
        "annotation.note": lambda _: _note(desk),
        "review": lambda _: _review(desk),
        "resize.keep": lambda _: keep(desk),
        "resize.leave": lambda _: leave_resizing(desk),
        "undo": lambda count: _history(desk, "undo", count or 1),
        "redo": lambda count: _history(desk, "redo", count or 1),
    }


# Tagging -----------------------------------------------------------------------------------


def _tag(desk: Desk, label: str, _: int | None) -> None:
    give_label(desk, label)


def _add(desk: Desk, label: str, _: int | None) -> None:
    editing.add_label(desk, label)


def _again(desk: Desk) -> None:
    if desk.last_label:
        give_label(desk, desk.last_label)
    else:
        desk.say("Nothing has been tagged yet whose label could be used again")


def give_label(desk: Desk, label: str, *, goes_on: bool = True) -> Labelled | None:
    """Give a label to what is meant, or say why that is not done.

    Args:
        desk: What is worked on.
        label: The name of the label.
        goes_on: Whether a suggestion that was reached is followed by the next.
    """
    if editing.editable(desk) is None:
        return None
    target = desk.target
    suggestion = target.suggestion
    match target.kind:
        case Kind.SUGGESTED if suggestion is not None:
            made = answering.accept(desk, suggestion, label=label)
            if made is None:
                return None
            if goes_on:
                desk.say(answering.go_on(desk, suggestion.order))
            else:
                desk.pane.show_view(desk.pane.view.making(made))
            return Labelled(made)
        case Kind.OFFERED if suggestion is not None:
            return _labelled(answering.take(desk, suggestion, label=label))
        case Kind.WORD | Kind.WITHIN | Kind.NOTHING if suggestion and suggestion.label == label:
            return _labelled(answering.take(desk, suggestion))
        case Kind.RESIZING if target.annotation is not None and target.annotation.adrift:
            desk.say(f"{desk.key('resize.keep')} keeps its place first; then it can be relabelled")
            return None
    if target.annotation is not None:
        return editing.change_label(desk, target.annotation, label, target.span)
    if target.span is None:
        desk.say(editing.refusal_to_tag(desk))
        return None
    stays = target.kind is Kind.WORD
    return _labelled(editing.tag_span(desk, target.span, label, stays=stays))


def _labelled(annotation: Annotation | None) -> Labelled | None:
    return Labelled(annotation) if annotation is not None else None


# Changing annotations ----------------------------------------------------------------------


def _nothing_here(desk: Desk) -> str:
    """That there is no annotation that a key could mean, and where there are some."""
    ways = f"{desk.key('annotation.next')} and {desk.key('annotation.previous')}"
    match desk.target.kind:
        case Kind.SELECTED:
            return "Just this is not tagged; a label's key tags it"
        case Kind.RESIZING:
            keeps, leaves = desk.key("resize.keep"), desk.key("resize.leave")
            return f"Its ends are being moved: {keeps} keeps them, {leaves} leaves it as it was"
        case _:
            return f"There is no annotation here; {ways} go to the next and the previous one"


def meant(desk: Desk) -> Annotation | None:
    """The annotation that a key means; says so if there is none."""
    if editing.editable(desk) is None:
        return None
    target = desk.target
    exact = target.kind in (Kind.SELECTED, Kind.RESIZING)
    annotation = target.annotation if exact else target.nearest
    if annotation is None or target.kind is Kind.RESIZING:
        desk.say(_nothing_here(desk))
        return None
    return annotation


def _answered(desk: Desk) -> Suggestion | None:
    """The suggestion that keys on an annotation mean, where they mean one."""
    target = desk.target
    return target.suggestion if target.kind in (Kind.SUGGESTED, Kind.OFFERED) else None


def _remove(desk: Desk) -> None:
    suggestion = _answered(desk)
    if suggestion is not None:
        answering.reject_and_go_on(desk, suggestion)
        return
    annotation, opened = meant(desk), desk.pane.opened
    if annotation is None or opened is None:
        return
    workspace = desk.workspace
    try:
        edit = actions.remove(opened.id, annotation, workspace.links_now())
    except SidelightError as error:
        desk.complain(str(error))
        return
    if make(desk, edit) is not None:
        quote = desk.quote(annotation.text)
        desk.say(f"Removed {annotation.label} “{quote}”; {desk.key('undo')} brings it back")


def _resize(desk: Desk) -> None:
    pane, suggestion = desk.pane, _answered(desk)
    if suggestion is not None:
        pane.show_view(pane.view.extending_over(suggestion.span))
        desk.say("Move the ends with any motion, then press a label's key")
        return
    annotation = meant(desk)
    if annotation is not None:
        pane.show_view(pane.view.moving_ends(annotation, annotation.span))


def keep(desk: Desk) -> None:
    """Give the annotation whose ends are moved its new extent."""
    pane, opened = desk.pane, desk.pane.opened
    annotation = pane.view.resizing
    if opened is None or annotation is None:
        return
    span = pane.selection.span
    if annotation.adrift:
        _place(desk, opened, annotation, span)
    elif span.trimmed(opened.article.text) == annotation.span:
        leave_resizing(desk)
    else:
        editing.change_extent(desk, annotation, span)


def leave_resizing(desk: Desk) -> None:
    """Go back to reading, with the caret on the annotation."""
    pane = desk.pane
    annotation = pane.view.resizing
    if annotation is None:
        return
    if annotation.adrift:
        pane.show_view(pane.view.caret_at(pane.selection.span.start))
    else:
        pane.show_view(pane.view.reaching(annotation))


# Notes -------------------------------------------------------------------------------------


def _note(desk: Desk) -> None:
    opened, suggestion = editing.editable(desk), _answered(desk)
    if opened is None:
        return
    if desk.workspace.read_only:
        desk.complain(desk.workspace.read_only)
        desk.swallow_typing()
        return
    if suggestion is not None:
        _write_note(desk, suggestion, "", lambda note: _accept_with(desk, suggestion, note))
        return
    annotation = meant(desk)
    if annotation is None:
        desk.swallow_typing()
        return
    article = opened.article

    def keep_note(note: str) -> None:
        make(desk, actions.set_note(article, annotation, note))

    _write_note(desk, annotation, annotation.note, keep_note)


def _accept_with(desk: Desk, suggestion: Suggestion, note: str) -> None:
    """Make an annotation with a note of a suggestion, as one edit."""
    opened = desk.pane.opened
    if opened is None:
        return
    edit = desk.suggesting.suggester.accept(opened.id, suggestion)
    if not isinstance(edit, Refusal):
        edit = actions.with_note(edit, note)
    if make(desk, edit) is None:
        return
    made = opened.annotations.find(suggestion.span, suggestion.label)
    if made is not None:
        desk.pane.show_view(desk.pane.view.making(made))


def _write_note(
    desk: Desk, on: Annotation | Suggestion, note: str, keep_note: Callable[[str], None]
) -> None:
    def done(written: str | None) -> None:
        if written is not None:
            keep_note(written)
            desk.show_state()

    from tui.screens.note import NoteScreen

    desk.app.push_screen(NoteScreen(on.label, on.text, note), done)


# Annotations of an article that has changed ------------------------------------------------


def _review(desk: Desk) -> None:
    from tui.screens.review import ReviewScreen

    def done(orphan: Orphan | None) -> None:
        if orphan is not None:
            _choose_place(desk, orphan)
        desk.show_state()

    screen = ReviewScreen(desk.workspace)
    if not screen.orphans:
        desk.say("Every annotation has its place: there is nothing to review")
        return
    desk.app.push_screen(screen, done)


def _choose_place(desk: Desk, orphan: Orphan) -> None:
    """Let a person select where an annotation belongs."""
    if desk.workspace.read_only:
        desk.complain(desk.workspace.read_only)
        return
    pane = desk.panes.show(orphan.article)
    length = len(pane.page.text)
    start = min(orphan.annotation.start, length)
    pane.show_view(pane.view.moving_ends(orphan.annotation, orphan.proposal or Span(start, start)))
    desk.say(
        f"Select where the {orphan.annotation.label} belongs; "
        f"{desk.key('resize.keep')} keeps it there, {desk.key('resize.leave')} leaves"
    )


def _place(desk: Desk, opened: OpenArticle, annotation: Annotation, span: Span) -> None:
    change = make(desk, actions.place(opened.article, opened.annotations, annotation, span))
    if change is None:
        return
    leave_resizing(desk)
    waiting = len(opened.orphaned)
    if waiting:
        what = "1 more waits" if waiting == 1 else f"{waiting} more wait"
        desk.say(f"Placed; {what} in this article, {desk.key('review')} lists them")
    else:
        desk.say(f"Placed; {desk.key('undo')} takes it back")


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
    _show_change(desk, change)
    edit = change.edit if which == "redo" else change.edit.inverse()
    verb = "Undone" if which == "undo" else "Done again"
    many = f" {work.done:,} edits, the last" if work.done > 1 else ""
    desk.say(f"{verb}{many}: {describe(edit)}")


def _show_change(desk: Desk, change: Change) -> None:
    """Put the caret where something was undone or done again; keys mean what is there now."""
    place = change.place
    if place is None:
        return
    desk.go_to(place.article, Span(place.start, place.end))
    annotation = _only_annotation(change.edit)
    if annotation is not None:
        desk.pane.show_view(desk.pane.view.making(annotation, place.start))


def _only_annotation(edit: Edit) -> Annotation | None:
    """The annotation that an edit leaves, if it is about one that is shown."""
    left = [each.after for each in of_annotations(edit) if each.after is not None]
    shown = [each for each in left if not each.rejected and not each.adrift]
    return shown[0] if len(shown) == 1 else None
