"""Edits of annotations from the keys: made or refused, and where the caret is afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations import actions
from store.annotations.edits import EditOfRelation, cluster_left, of_links
from store.frozen import Frozen
from store.text.boundaries import previous_grapheme
from store.text.span import Span
from store.wording import counted
from tui.actions.making import make_edit
from tui.target import TargetKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.annotations.actions import Refusal
    from store.annotations.edits import Edit
    from store.annotations.model import Annotation
    from store.story.open_article import OpenArticle
    from store.story.workspace import Change
    from tui.editor import Editor
    from tui.widgets.article_pane import ArticlePane


def editable(editor: Editor) -> OpenArticle | None:
    """The article of the active pane, if it can be annotated; else says why not."""
    opened = editor.pane.opened
    if opened is not None and opened.problem:
        editor.complain(opened.problem)
        return None
    return opened


def make(editor: Editor, edit: Edit | Refusal | Callable[[], Edit | Refusal]) -> Change | None:
    """Make an edit, or say why it is not made; a function that gives it may fail."""
    build = edit if callable(edit) else lambda: edit
    return make_edit(editor.workspace, build, editor.say, editor.complain)


def ties_gone(edit: Edit) -> str:
    """How many ties went with what was removed or relabelled, as it is said; empty for none.

    A cluster that has lost one of its members counts as a tie.
    """
    ties = sum(
        isinstance(each, EditOfRelation) or cluster_left(each) is not None
        for each in of_links(edit)
    )
    return counted(ties, "tie") if ties else ""


def caret_behind(pane: ArticlePane, made: Span) -> int:
    """Where the caret goes when the next action is likeliest after a span has been tagged.

    That is its last character: what comes next stands behind it, and a word on is out of it. Jump
    labels count from its start all the same, as short spans stand in long ones; with both ends and
    the start tried on the gold (`bench/keystrokes.py`) that took the fewest keys.
    """
    return max(made.start, previous_grapheme(pane.page.text, made.end))


def label_meant(editor: Editor) -> str:
    """The label of what a key means: of a word the one that was last given, or the first."""
    target, labels = editor.target, editor.workspace.labels
    meant = target.annotation or target.suggestion or target.nearest
    if meant is not None:
        return meant.label
    return editor.session.last_label or next(iter(labels)).name


# Giving a label ----------------------------------------------------------------------------


class Labelled(Frozen):
    """An annotation that has a label now."""

    annotation: Annotation
    old_label: str = ""
    """The label that it had before, if it was another's."""


def tag_span(editor: Editor, span: Span, label: str, *, stays: bool = False) -> Annotation | None:
    """Tag a span of the active pane's article, or say why not.

    What is tagged just as it was suggested is an accepted suggestion.

    Args:
        editor: What is worked on.
        span: In code points.
        label: The name of the label.
        stays: Whether the caret stays where it is.
    """
    opened = editable(editor)
    if opened is None:
        return None
    editor.set_session(editor.session.labelled(label))
    usable = span.visible(opened.article.text)
    suggested = editor.suggesting.find(opened.id, usable, label)
    if suggested is not None:
        edit = editor.suggesting.suggester.accept(opened.id, suggested)
    else:
        edit = actions.tag(opened.article, opened.annotations, span, label)
    change = make(editor, edit)
    if change is None or change.place is None:
        return None
    made = opened.annotations.find(usable, label) or opened.annotations.find(
        Span(change.place.start, change.place.end), label
    )
    if made is not None:
        pane = editor.pane
        pane.show_view(pane.view.making(made, None if stays else caret_behind(pane, made.span)))
    return made


def change_label(
    editor: Editor, annotation: Annotation, label: str, span: Span | None = None
) -> Labelled | None:
    """Give an annotation another label, or say why not; keys mean it afterwards.

    A label of another layer stands beside it.

    Args:
        editor: What is worked on.
        annotation: In the active pane's article.
        label: The name of the label.
        span: Another extent, if that is changed with it.
    """
    opened, pane = editable(editor), editor.pane
    if opened is None:
        return None
    editor.set_session(editor.session.labelled(label))
    place = span or annotation.span
    layer_of = editor.workspace.labels.layer_of
    if layer_of(annotation.label) != layer_of(label):
        same_place = (a for a in opened.annotations.overlapping(place) if a.span == place)
        other = next((a for a in same_place if layer_of(a.label) == layer_of(label)), None)
        if other is None:
            made = tag_span(editor, place, label, stays=True)
            return Labelled(made) if made is not None else None
        annotation = other
    if (annotation.label, annotation.span) == (label, place):
        make(editor, actions.relabel(opened.article, opened.annotations, annotation, label))
        pane.show_view(pane.view.making(annotation))
        return Labelled(annotation)
    edit = actions.change(opened.article, opened.annotations, annotation, place, label)
    was_selected = not pane.selection.is_empty
    change = make(editor, edit)
    if change is None:
        return None
    _tell_misfits(editor, change.edit, label)
    near = opened.annotations.overlapping(place)
    changed = next((each for each in near if each.id == annotation.id), None)
    if changed is None:
        return None
    caret = caret_behind(pane, changed.span) if was_selected else None
    pane.show_view(pane.view.making(changed, caret))
    return Labelled(changed, annotation.label)


def _tell_misfits(editor: Editor, edit: Edit, label: str) -> None:
    """Say which ties went as they did not fit the label that something has now; nothing if none."""
    left = [each.name for each in map(cluster_left, of_links(edit)) if each is not None]
    gone = ties_gone(edit)
    if not gone:
        return
    if len(left) == 1 and gone == counted(1, "tie"):
        what = f"no longer in “{editor.quote(left[0])}”"
    else:
        what = f"{gone} that did not fit went"
    editor.say(f"It is {label} now, and {what}; {{key:undo}} undoes it")


def add_label(editor: Editor, label: str) -> None:
    """Tag what is meant a second time, with another label."""
    target = editor.target
    if target.span is None or target.kind is TargetKind.RESIZING:
        editor.say(refusal_to_tag(editor))
        return
    made = tag_span(editor, target.span, label, stays=True)
    if made is None:
        return
    others = [a.label for a in editor.pane.annotations.exactly(made.span) if a.id != made.id]
    if others:
        labels = f"{', '.join(others)} and {label}"
        editor.say(f"“{editor.quote(made.text)}” is {labels} now; {{key:undo}} takes it back")


def refusal_to_tag(editor: Editor) -> str:
    """Why nothing is tagged here, and what to do."""
    match editor.target.kind:
        case TargetKind.RESIZING:
            return "{key:resize.keep} keeps the new extent first; then a second label can be given"
        case TargetKind.WITHIN:
            return "No word here; {key:select.grow} selects more"
        case _:
            return (
                "There is nothing to tag here: go to a word, or select some text with "
                "{key:select.grow}"
            )


# Moving ends -------------------------------------------------------------------------------


def change_extent(editor: Editor, annotation: Annotation, span: Span) -> bool:
    """Give an annotation another extent, or say why not; whether that was done."""
    pane, opened = editor.pane, editable(editor)
    if opened is None:
        return False
    edit = actions.resize(opened.article, opened.annotations, annotation, span)
    if make(editor, edit) is None:
        return False
    usable = span.visible(opened.article.text)
    near = opened.annotations.overlapping(usable)
    resized = next((each for each in near if each.id == annotation.id), None)
    if resized is not None:
        inside = pane.selection.head in resized.span
        pane.show_view(
            pane.view.making(resized, None if inside else caret_behind(pane, resized.span))
        )
        editor.say(f"{resized.label} is now “{editor.quote(resized.text)}”")
    return True
