"""Tagging, relabelling, removing, resizing, noting, undo and redo: what a key means decides."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final

from store.annotations import actions
from store.annotations.edits import article_of, of_annotations, stance_of
from store.steps import Steps
from store.text.span import Span
from tui.actions import answering, editing, working
from tui.actions.editing import Labelled, make
from tui.actions.making import told
from tui.target import TargetKind

if TYPE_CHECKING:
    from collections.abc import Generator

    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.following import Orphan
    from store.story.open_article import OpenArticle
    from store.story.workspace import Change
    from store.suggest.model import Suggestion
    from tui.editor import Editor
    from tui.handlers import Handlers

_EXACTLY_MEANT: Final = (TargetKind.CURRENT, TargetKind.MADE, TargetKind.SELECTED)
"""Where an annotation is meant that was just made, reached or selected."""


def handlers(editor: Editor) -> Handlers:
    """The commands on annotations."""
    names = editor.workspace.labels.names
    return {
        **{f"tag.{name}": partial(_tag, editor, name) for name in names},
        **{f"add.{name}": partial(_add, editor, name) for name in names},
        "again": lambda _: _again(editor),
        "annotation.remove": lambda _: _remove(editor),
        "annotation.remove-made": lambda _: _remove_made(editor),
        "annotation.resize": lambda _: _resize(editor),
        "annotation.split": lambda _: _split(editor),
        "annotation.merge": lambda _: _merge(editor),
        "resize.keep": lambda _: keep(editor),
        "resize.leave": lambda _: leave_resizing(editor),
        "undo": lambda count: _history(editor, "undo", count or 1),
        "redo": lambda count: _history(editor, "redo", count or 1),
    }


# Tagging -----------------------------------------------------------------------------------


def _tag(editor: Editor, label: str, _: int | None) -> None:
    give_label(editor, label)


def _add(editor: Editor, label: str, _: int | None) -> None:
    editing.add_label(editor, label)


def _again(editor: Editor) -> None:
    if editor.session.last_label:
        give_label(editor, editor.session.last_label)
    else:
        editor.say("Nothing has been tagged yet whose label could be used again")


def give_label(editor: Editor, label: str, *, goes_on: bool = True) -> Labelled | None:
    """Give a label to what is meant, or say why that is not done.

    Args:
        editor: What is worked on.
        label: The name of the label.
        goes_on: Whether a suggestion that was reached is followed by the next.
    """
    if editing.editable(editor) is None:
        return None
    target = editor.target
    suggestion = target.suggestion
    match target.kind:
        case TargetKind.SUGGESTED if suggestion is not None:
            made = answering.accept(editor, suggestion, label=label)
            if made is None:
                return None
            if goes_on:
                editor.say(answering.go_on(editor, suggestion.order))
            else:
                editor.pane.show_view(editor.pane.view.making(made))
            return Labelled(made)
        case TargetKind.OFFERED if suggestion is not None:
            return _labelled_or_none(answering.take(editor, suggestion, label=label))
        case TargetKind.WORD | TargetKind.WITHIN | TargetKind.NOTHING if (
            suggestion and suggestion.label == label
        ):
            return _labelled_or_none(answering.take(editor, suggestion))
        case TargetKind.RESIZING if target.annotation is not None and target.annotation.adrift:
            editor.say("{key:resize.keep} keeps its place first; then it can be relabelled")
            return None
    if target.annotation is not None:
        return editing.change_label(editor, target.annotation, label, target.span)
    if target.span is None:
        editor.say(editing.refusal_to_tag(editor))
        return None
    stays = target.kind is TargetKind.WORD
    return _labelled_or_none(editing.tag_span(editor, target.span, label, stays=stays))


def _labelled_or_none(annotation: Annotation | None) -> Labelled | None:
    return Labelled(annotation) if annotation is not None else None


# Changing annotations ----------------------------------------------------------------------


def _nothing_here(editor: Editor) -> str:
    """That there is no annotation that a key could mean, and where there are some."""
    match editor.target.kind:
        case TargetKind.SELECTED:
            return "This is not tagged yet; a label's key tags it"
        case TargetKind.RESIZING:
            return (
                "Its ends are being moved: {key:resize.keep} keeps them, {key:resize.leave} leaves "
                "it as it was"
            )
        case _:
            return (
                "There is no annotation here; {key:annotation.next} and {key:annotation.previous} "
                "go to the next and the previous one"
            )


def annotation_meant(editor: Editor) -> Annotation | None:
    """The annotation that a key means; says so if there is none."""
    if editing.editable(editor) is None:
        return None
    target = editor.target
    exact = target.kind in (TargetKind.SELECTED, TargetKind.RESIZING)
    annotation = target.annotation if exact else target.nearest
    if annotation is None or target.kind is TargetKind.RESIZING:
        editor.say(_nothing_here(editor))
        return None
    return annotation


def suggestion_meant(editor: Editor) -> Suggestion | None:
    """The suggestion that keys on an annotation mean, where they mean one."""
    target = editor.target
    return target.suggestion if target.kind in (TargetKind.SUGGESTED, TargetKind.OFFERED) else None


def _remove(editor: Editor) -> None:
    suggestion = suggestion_meant(editor)
    if suggestion is not None:
        answering.reject_and_go_on(editor, suggestion)
        return
    annotation, opened = annotation_meant(editor), editor.pane.opened
    if annotation is None or opened is None:
        return
    workspace = editor.workspace
    change = make(editor, lambda: actions.remove(opened.id, annotation, workspace.now.links()))
    if change is not None:
        quote = editor.quote(annotation.text)
        gone = editing.ties_gone(change.edit)
        back = (
            f" and {gone}; {{key:undo}} brings all back" if gone else "; {key:undo} brings it back"
        )
        editor.say(f"Removed {annotation.label} “{quote}”{back}")


def _remove_made(editor: Editor) -> None:
    """Remove what was just made, reached or selected, and nothing that the caret only stands in."""
    target = editor.target
    if target.annotation is not None and target.kind in _EXACTLY_MEANT:
        _remove(editor)
    else:
        editor.say("{key:annotation.remove} removes an annotation, {key:undo} undoes an edit")


def _resize(editor: Editor) -> None:
    pane, suggestion = editor.pane, suggestion_meant(editor)
    if suggestion is not None:
        pane.show_view(pane.view.extending_over(suggestion.span))
        editor.say("Move the ends with any motion, then press a label's key")
        return
    annotation = annotation_meant(editor)
    if annotation is not None:
        pane.show_view(pane.view.moving_ends(annotation, annotation.span))


def _split(editor: Editor) -> None:
    from store.annotations import splitting  # few do

    annotation, opened = annotation_meant(editor), editor.pane.opened
    if annotation is None or opened is None:
        return
    offset = editor.pane.selection.span.start
    made = splitting.split(opened.article, opened.annotations, annotation, offset)
    if make(editor, made):
        editor.say("Split in two at the caret; {key:undo} takes it back")


def _merge(editor: Editor) -> None:
    from store.annotations import splitting  # few do

    annotation, opened = annotation_meant(editor), editor.pane.opened
    if annotation is None or opened is None:
        return
    links = editor.workspace.now.links()
    made = splitting.merge(opened.article, opened.annotations, annotation, links)
    if make(editor, made):
        editor.say("Merged into one, with the notes and ties of both; {key:undo} takes it back")


def keep(editor: Editor) -> None:
    """Give the annotation whose ends are moved its new extent."""
    pane, opened = editor.pane, editor.pane.opened
    annotation = pane.view.resizing
    if opened is None or annotation is None:
        return
    span = pane.selection.span
    if annotation.adrift:
        _place(editor, opened, annotation, span)
    elif span.visible(opened.article.text) == annotation.span:
        leave_resizing(editor)
    else:
        editing.change_extent(editor, annotation, span)


def leave_resizing(editor: Editor) -> None:
    """Go back to reading, with the caret on the annotation."""
    pane = editor.pane
    annotation = pane.view.resizing
    if annotation is None:
        return
    if annotation.adrift:
        pane.show_view(pane.view.caret_at(pane.selection.span.start))
    else:
        pane.show_view(pane.view.reaching(annotation))


# Annotations of an article that has changed ------------------------------------------------


def choose_place(editor: Editor, orphan: Orphan) -> None:
    """Let a person select where an annotation belongs."""
    if editor.workspace.status.read_only:
        editor.complain(editor.workspace.status.read_only)
        return
    pane = editor.panes.show(orphan.article)
    length = len(pane.page.text)
    start = min(orphan.annotation.start, length)
    pane.show_view(pane.view.moving_ends(orphan.annotation, orphan.proposal or Span(start, start)))
    editor.say(
        f"Select where the {orphan.annotation.label} belongs; "
        "{key:resize.keep} keeps it there, {key:resize.leave} leaves"
    )


def _place(editor: Editor, opened: OpenArticle, annotation: Annotation, span: Span) -> None:
    change = make(editor, actions.place(opened.article, opened.annotations, annotation, span))
    if change is None:
        return
    leave_resizing(editor)
    waiting = len(opened.orphaned)
    if waiting:
        what = "1 more waits" if waiting == 1 else f"{waiting} more wait"
        editor.say(f"Placed; {what} in this article, {{key:review}} lists them")
    else:
        editor.say("Placed; {key:undo} takes it back")


# History -----------------------------------------------------------------------------------


def _history(editor: Editor, which: str, count: int) -> None:
    """Undo or redo so many edits, or as many as there are."""
    step = editor.workspace.undo if which == "undo" else editor.workspace.redo
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
    stopped = partial(_history_done, editor, which, work, changes)
    working.run(editor, work, doing, lambda _: stopped(), stopped)


def _history_done(editor: Editor, which: str, work: Steps[None], changes: deque[Change]) -> None:
    """Go to where the last edit was taken back, or made again, and say what it was."""
    if not changes:
        editor.say(f"There is nothing to {which}")
        return
    change = changes[0]
    _show_change(editor, change)
    edit = change.edit if which == "redo" else change.edit.inverse()
    verb = "Undone" if which == "undo" else "Done again"
    many = f" {work.done:,} edits, the last" if work.done > 1 else ""
    row = "; {key:matrix} shows its row" if stance_of(change.edit) is not None else ""
    editor.say(f"{verb}{many}: {told(edit)}{row}")


def _show_change(editor: Editor, change: Change) -> None:
    """Put the caret where something was undone or done again; keys mean what is there now."""
    place = change.place
    if place is None:
        if article := article_of(change.edit):
            editor.go_to(article, None)
        return
    editor.go_to(place.article, Span(place.start, place.end))
    annotation = _only_annotation(change.edit)
    if annotation is not None:
        editor.pane.show_view(editor.pane.view.making(annotation, place.start))


def _only_annotation(edit: Edit) -> Annotation | None:
    """The annotation that an edit leaves, if it is about one that is shown."""
    left = [each.after for each in of_annotations(edit) if each.after is not None]
    shown = [each for each in left if not each.rejected and not each.adrift]
    return shown[0] if len(shown) == 1 else None
