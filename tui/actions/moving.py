"""Moving the caret and selecting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.text.boundaries import sentence_at, without_possessive, word_at, words
from store.text.span import Span
from tui.actions import searching
from tui.motions import MOTIONS
from tui.selection import Selection
from tui.target import TargetKind
from tui.widgets.painted_rows import Gesture

if TYPE_CHECKING:
    from tui.editor import Editor
    from tui.handlers import Handlers
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.painted_rows import Pointing


_PAGES: Final = frozenset(("page-down", "half-page-down"))
_NEAR: Final = 200
"""Code points in which the last word of a selection is looked for."""
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
        editor.say("Nothing is selected, so there is no other end")
    else:
        editor.pane.select(editor.pane.selection.flip())


def _cancel(editor: Editor) -> None:
    """End one thing at a time: notice, guideline, selection, what is brought beside this, what is
    current, the search."""
    pane = editor.pane
    view = pane.view
    if editor.bars.dismiss_notice():
        return
    if editor.session.guideline is not None:
        editor.set_session(editor.session.reading_guideline(None))
        return
    if view.extending or not view.selection.is_empty:
        pane.show_view(view.caret_at(view.selection.head))
    elif editor.session.aligned is not None:
        from tui.actions import aligning  # read where panes are aligned

        aligning.put_back(editor)
    elif editor.session.followed is not None and _is_back(editor):
        return
    elif view.current is not None or view.suggested is not None:
        pane.show_view(view.meaning(None))
    elif editor.session.search is not None:
        searching.end(editor)


def _is_back(editor: Editor) -> bool:
    """Go back to where ties were followed from; whether one was at an end of them."""
    from tui.actions import following  # read where something is tied

    return following.go_back(editor)


# The mouse -----------------------------------------------------------------------------------


def point(pane: ArticlePane, pointing: Pointing) -> None:
    """Do what was asked for in the text of a pane."""
    view, offset, text = pane.view, pointing.offset, pane.wrapped.text
    if pointing.how in (Gesture.BESIDE, Gesture.PICK):
        return
    if view.resizing is not None:
        pane.select(view.selection.with_head(offset, extend=True))
    elif pointing.marked is not None:
        pane.show_view(view.reaching(pointing.marked))
    elif pointing.how is Gesture.PRESS:
        _press(pane, offset)
    elif pointing.how is Gesture.DRAG or pointing.how is Gesture.EXTEND:
        start = pointing.origin if pointing.how is Gesture.DRAG else view.selection.anchor
        pane.select(_between(text, start, offset, by_characters=pointing.by_characters))
    else:
        takes = word_at if pointing.how is Gesture.DOUBLE else sentence_at
        here = takes(text, offset)
        if here is not None:
            pane.select(Selection(here.start, here.end))


def _press(pane: ArticlePane, offset: int) -> None:
    """Place the caret; a suggestion that is drawn there is what keys mean from now on."""
    pane.show_view(pane.view.caret_at(offset))
    target = pane.target
    if target.kind is TargetKind.OFFERED:
        pane.show_view(pane.view.meaning(target.suggestion))


def _between(text: str, anchor: int, head: int, *, by_characters: bool) -> Selection:
    """What is selected from one place to another: whole words, or just the characters."""
    if by_characters:
        return Selection(anchor, head)
    span = words_between(text, *sorted((anchor, head)))
    if span is None:
        return Selection(anchor, head)
    return Selection(span.start, span.end) if anchor <= head else Selection(span.end, span.start)


def words_between(text: str, low: int, high: int) -> Span | None:
    """From the first to the last word that is touched, without what is no part of a word."""
    first, last = word_at(text, low), word_at(text, high)
    start = first.start if first is not None and low in first else low
    end = last.end if last is not None and high in last else high
    begun = next(words(text, start, end), None)
    if begun is None:
        return None
    ended = list(words(text, max(begun.start, end - _NEAR), end)) or [begun]
    return without_possessive(text, Span(begun.start, max(begun.end, ended[-1].end)))
