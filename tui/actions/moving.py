"""Moving the caret and selecting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.text.boundaries import word_at
from tui.actions import searching
from tui.motions import MOTIONS
from tui.selection import Selection

if TYPE_CHECKING:
    from tui.editor import Editor
    from tui.handlers import Handlers
    from tui.widgets.article_pane import ArticlePane


_PAGES: Final = frozenset(("page-down", "half-page-down"))
_TAKING_IN: Final = {"next-word": "word-end"}
"""What a motion is while the end of an annotation is moved: words are taken in whole."""


def handlers(editor: Editor) -> Handlers:
    """The commands that move and select."""
    return {
        **{f"go.{name}": partial(_go, editor, name) for name in MOTIONS},
        **{f"select.{name}": partial(_go, editor, name, extend=True) for name in MOTIONS},
        "select.toggle": lambda _: _toggle(editor),
        "select.flip": lambda _: _flip(editor),
        "resize.flip": lambda _: _flip(editor),
        "cancel": lambda _: _cancel(editor),
    }


def _go(editor: Editor, motion: str, count: int | None, *, extend: bool = False) -> None:
    pane = editor.pane
    view = pane.view
    extending = extend or view.extending or view.resizing is not None
    if view.resizing is not None and view.selection.head >= view.selection.anchor:
        motion = _TAKING_IN.get(motion, motion)
    pane.move(motion, count or 1, extend=extending)
    if motion in _PAGES and not extending and pane.selection.head == len(pane.page.text):
        _say_end(editor)


def _say_end(editor: Editor) -> None:
    """Say that an article has been read to its end, and what is left to do in it."""
    opened, story = editor.pane.opened, editor.workspace.story
    if opened is None:
        return
    number = next(n for n, ref in enumerate(story.articles, 1) if ref.id == opened.id)
    left = len(editor.suggesting.proposals(opened.id))
    above = f", {left} left above: {{key:suggestion.accept}} goes to them" if left else ""
    done = ". {key:article.done}: done" + (", next" if len(story.articles) > 1 else "")
    editor.say(f"End of {number}/{len(story.articles)}{above}{done}")


def _toggle(editor: Editor) -> None:
    pane = editor.pane
    view = pane.view.meaning(None) if not pane.view.extending else pane.view
    pane.show_view(replace(view, extending=not view.extending))


def _flip(editor: Editor) -> None:
    if editor.pane.selection.is_empty:
        editor.say("There is no selection to turn round")
    else:
        editor.pane.select(editor.pane.selection.flip())


def _cancel(editor: Editor) -> None:
    """End one thing at a time: notice, guideline, selection, what is current, the search."""
    pane = editor.pane
    view = pane.view
    if editor.bars.dismiss_notice():
        return
    if editor.session.guideline is not None:
        editor.set_session(editor.session.reading_guideline(None))
        return
    if view.extending or not view.selection.is_empty:
        pane.show_view(view.caret_at(view.selection.head))
    elif view.current is not None or view.suggested is not None:
        pane.show_view(view.meaning(None))
    elif editor.session.search is not None:
        searching.end(editor)


def point(pane: ArticlePane, offset: int, how: str) -> None:
    """What the mouse does to the caret: place it, drag a selection, select a word.

    A click beside the text, on a header, only gives its pane the keys.
    """
    view = pane.view
    if how == "beside":
        return
    if view.resizing is not None:
        pane.select(view.selection.with_head(offset, extend=True))
        return
    if how == "press":
        pane.show_view(view.caret_at(offset))
    elif how == "drag":
        pane.select(view.selection.with_head(offset, extend=True))
    elif pane.opened is not None:
        word = word_at(pane.opened.article.text, offset)
        if word is not None:
            pane.select(Selection(word.start, word.end))
