"""Writing notes: on an annotation, on a suggestion that is accepted with it, on the article."""

from __future__ import annotations

from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.assessing import set_article_note
from store.frozen import Frozen
from tui.actions import annotating, editing
from tui.target import TargetKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.story.open_article import OpenArticle
    from store.suggest.model import Suggestion
    from tui.editor import Editor


class NoteToWrite(Frozen):
    """A note that can be written, and what to do with it."""

    on: str
    """What it is on: a label, or the article."""
    quote: str
    """What the article says there; its title where the note is on all of it."""
    note: str
    """As it stands."""
    keep: Callable[[str], bool]
    """Takes it as it was written; whether it is kept so now."""
    begun: str = ""
    """What stands behind it before anything is typed."""


def note_to_write(editor: Editor) -> NoteToWrite | None:
    """The note on what is meant; says why if there can be none, and takes no typing then."""
    opened, suggestion = editing.editable(editor), annotating.suggestion_meant(editor)
    if opened is None:
        return None
    if editor.workspace.status.read_only:
        editor.complain(editor.workspace.status.read_only)
        editor.swallow_typing()
        return None
    if suggestion is not None:
        keep = partial(_accept_with, editor, suggestion)
        return NoteToWrite(suggestion.label, suggestion.text, "", keep)
    if editor.target.kind is TargetKind.RESIZING:
        annotating.annotation_meant(editor)  # says what has to be done first
        editor.swallow_typing()
        return None
    is_exact = editor.target.kind is TargetKind.SELECTED
    annotation = editor.target.annotation if is_exact else editor.target.nearest
    if annotation is None:
        return _article_note(editor, opened, editor.pane.selection.span.of(opened.article.text))
    article = opened.article

    def keep_note(note: str) -> bool:
        now = editor.workspace.article(article.id)
        same = (a for a in chain(now.annotations, now.orphaned) if a.id == annotation.id)
        edit = actions.set_note(article, next(same, annotation), note)
        return editing.make(editor, edit) is not None

    return NoteToWrite(annotation.label, annotation.text, annotation.note, keep_note)


def _article_note(editor: Editor, opened: OpenArticle, selected: str) -> NoteToWrite:
    """The note on the article, where nothing is tagged; it goes on with what is selected."""
    links, article = editor.workspace.now.links(), opened.article

    def keep_note(note: str) -> bool:
        return editing.make(editor, set_article_note(links, article, note)) is not None

    note, quote = links.record_of(opened.id).note, " ".join(selected.split())
    begun = f"{' ' if note else ''}“{quote}” " if quote else ""
    return NoteToWrite("the article", article.title, note, keep_note, begun)


def _accept_with(editor: Editor, suggestion: Suggestion, note: str) -> bool:
    """Make an annotation with a note of a suggestion, as one edit."""
    opened = editor.pane.opened
    if opened is None:
        return False
    edit = editor.suggesting.suggester.accept(opened.id, suggestion)
    if not isinstance(edit, Refusal):
        edit = actions.with_note(edit, note)
    if editing.make(editor, edit) is None:
        return False
    made = opened.annotations.find(suggestion.span, suggestion.label)
    if made is not None:
        editor.pane.show_view(editor.pane.view.making(made))
    return True
