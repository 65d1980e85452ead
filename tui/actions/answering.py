"""Accepting, rejecting and correcting what is suggested, and going on to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.story.progress import count_done, is_done
from store.wording import counted
from tui.actions import editing
from tui.actions.leaping import leaping

if TYPE_CHECKING:
    from store.annotations.model import Annotation
    from store.suggest.model import Suggestion
    from store.text.span import Span
    from tui.editor import Editor

BEFORE_ALL: Final = (-(10**15), "", "")
"""The rest of an order that stands before all that have the same start."""
SO_FAR: Final = "No suggestion is left so far"
"""With this begins what is said where more may come."""
_LOOK_FOR: Final = 0.5
"""Seconds for which a key that asks for the next suggestion looks for one."""


def accept(
    editor: Editor, suggestion: Suggestion, *, label: str | None = None, span: Span | None = None
) -> Annotation | None:
    """Make an annotation of a suggestion, perhaps with another label or other ends.

    Returns:
        The annotation; none, and why not is said, if there is none.
    """
    opened = editing.editable(editor)
    if opened is None:
        return None
    editor.set_session(editor.session.labelled(label or suggestion.label))
    edit = editor.suggesting.suggester.accept(opened.id, suggestion, label=label, span=span)
    if editing.make(editor, edit) is None:
        return None
    place = (span or suggestion.span).visible(opened.article.text)
    return opened.annotations.find(place, editor.session.last_label)


def take(editor: Editor, suggestion: Suggestion, *, label: str | None = None) -> Annotation | None:
    """Accept a suggestion and stay there."""
    made = accept(editor, suggestion, label=label)
    if made is not None:
        editor.pane.show_view(editor.pane.view.making(made))
    return made


def correct(editor: Editor, suggestion: Suggestion, span: Span) -> None:
    """Accept a suggestion with other ends, and stay there."""
    made = accept(editor, suggestion, span=span)
    if made is not None:
        pane = editor.pane
        pane.show_view(pane.view.making(made, editing.caret_behind(pane, made.span)))
        editor.say(f"Tagged {made.label} “{editor.quote(made.text)}”")


def reject_and_go_on(editor: Editor, suggestion: Suggestion) -> bool:
    """Reject a suggestion, say so, and go to the next; whether that was kept."""
    opened = editing.editable(editor)
    if opened is None:
        return False
    if editing.make(editor, editor.suggesting.suggester.reject(opened.id, suggestion)) is None:
        return False
    go_on(editor, suggestion.order)
    editor.say(
        f"Rejected {suggestion.label} “{editor.quote(suggestion.text)}”; "
        f"{editor.key('undo')} brings it back"
    )
    return True


# Going on ----------------------------------------------------------------------------------


def go_to(editor: Editor, article_id: str, suggestion: Suggestion) -> None:
    """Bring a suggestion on screen and have the next key mean it."""
    with leaping(editor):
        pane = editor.panes.show(article_id)
        pane.take_proposals()
        pane.show_view(pane.view.reaching(suggestion))


def go_on_from_caret(editor: Editor) -> None:
    """Go to the next suggestion behind the caret, and say where none is left."""
    said = go_on(editor, (editor.pane.selection.head, *BEFORE_ALL))
    if said:
        editor.say(said)


def go_on(editor: Editor, order: tuple[int, int, str, str]) -> str:
    """Go to the first suggestion behind a place: down this article, from its top, in the others.

    Returns:
        What is to be said of it; empty where the next one stands further down.
    """
    pane, opened = editor.pane, editor.pane.opened
    if opened is None:
        return ""
    found = _following(editor, opened.id, order)
    if found is None and editor.suggesting.look_for(_LOOK_FOR):
        found = _following(editor, opened.id, order)
    if found is None:
        pane.show_view(pane.view.meaning(pane.view.current))
        return _none_is_left(editor)
    article_id, suggestion = found
    go_to(editor, article_id, suggestion)
    if article_id == opened.id and suggestion.order <= order:
        return "None is left further down: this is the first that is left above"
    return ""


def go_on_saying(editor: Editor) -> str:
    """What is to be said by now, where it was said that no suggestion is left so far."""
    count = editor.suggesting.suggester.count
    if not count:
        return _none_is_left(editor)
    are = "is one suggestion" if count == 1 else f"are {count:,} suggestions"
    return f"Now there {are}; {{key:suggestion.accept}} goes to the next"


def _following(
    editor: Editor, article_id: str, order: tuple[int, int, str, str]
) -> tuple[str, Suggestion] | None:
    here = editor.suggesting.proposals(article_id)
    suggestion = here.after(order) or next(iter(here), None)
    if suggestion is not None:
        return article_id, suggestion
    now = editor.workspace.now
    for other, known in editor.suggesting.elsewhere(article_id):
        if not is_done(now, other):
            return other, next(iter(known))
    return None


def _none_is_left(editor: Editor) -> str:
    suggester = editor.suggesting.suggester
    done, total = suggester.progress
    if not suggester.is_on:
        return f"Nothing is suggested: {editor.key('suggestions.toggle')} turns suggestions on"
    if done < total:
        return f"{SO_FAR}; {done} of {counted(total, 'article')} looked at"
    if editor.suggesting.is_looking:
        return f"{SO_FAR}; still looking for what is like what you tagged"
    key, level = editor.key("suggestions.level"), suggester.level
    now, opened = editor.workspace.now, editor.pane.opened
    if level == "asked":
        return f"Nothing that you asked for is left; {key} has more suggested"
    if level != "all" and not now.counts.total():
        return f"Nothing is tagged yet, so nothing is suggested; {key} shows guesses by rules"
    are_done = count_done(now)
    finished = f"{are_done} of {counted(len(now.story.articles), 'article')} done"
    if opened is not None and not is_done(now, opened.id):
        finished += f"; {{key:article.done}}: this one {'too' if are_done else 'is'}"
    more = ("{key:suggestions.level}: more",) if level != "all" else ()
    checks = "{key:consistency}: what differs"
    told = ("All suggested is answered", finished, *more, checks, "{key:export}: export")
    return " · ".join(told)
