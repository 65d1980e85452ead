"""Moving the caret and selecting."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from store.text.boundaries import word_at
from tui.actions import searching
from tui.motions import MOTIONS
from tui.selection import Selection

if TYPE_CHECKING:
    from tui.handlers import Handlers
    from tui.screens.desk import Desk
    from tui.widgets.article_pane import ArticlePane


_TAKING_IN: Final = {"next-word": "word-end"}
"""What a motion is while the end of an annotation is moved: words are taken in whole."""


def handlers(desk: Desk) -> Handlers:
    """The commands that move and select."""
    return {
        **{f"go.{name}": partial(_go, desk, name, False) for name in MOTIONS},
        **{f"select.{name}": partial(_go, desk, name, True) for name in MOTIONS},
        "select.toggle": lambda _: _toggle(desk),
        "select.flip": lambda _: _flip(desk),
        "resize.flip": lambda _: _flip(desk),
        "cancel": lambda _: _cancel(desk),
    }


def _go(desk: Desk, motion: str, extend: bool, count: int | None) -> None:
    pane = desk.pane
    view = pane.view
    extending = extend or view.extending or view.resizing is not None
    if view.resizing is not None and view.selection.head >= view.selection.anchor:
        motion = _TAKING_IN.get(motion, motion)
    pane.move(motion, count or 1, extend=extending)


def _toggle(desk: Desk) -> None:
    pane = desk.pane
    view = pane.view.meaning(None) if not pane.view.extending else pane.view
    pane.show_view(replace(view, extending=not view.extending))


def _flip(desk: Desk) -> None:
    if desk.pane.selection.is_empty:
        desk.say("There is no selection to turn round")
    else:
        desk.pane.select(desk.pane.selection.flipped())


def _cancel(desk: Desk) -> None:
    """End one thing at a time: a notice, the selection, the current annotation, the search."""
    pane = desk.pane
    view = pane.view
    if desk.surroundings.dismiss_notice():
        return
    if view.extending or not view.selection.is_empty:
        pane.show_view(view.caret_at(view.selection.head))
    elif view.current is not None or view.suggested is not None:
        pane.show_view(view.meaning(None))
    elif desk.search is not None:
        searching.end(desk)


def point(pane: ArticlePane, offset: int, how: str) -> None:
    """What the mouse does to the caret: place it, drag a selection, select a word.

    A click beside the text, on a header, only gives its pane the keys.
    """
    view = pane.view
    if how == "beside":
        return
    if view.resizing is not None:
        pane.select(view.selection.moved(offset, extend=True))
        return
    if how == "press":
        pane.show_view(view.caret_at(offset))
    elif how == "drag":
        pane.select(view.selection.moved(offset, extend=True))
    elif pane.opened is not None:
        word = word_at(pane.opened.article.text, offset)
        if word is not None:
            pane.select(Selection(word.start, word.end))
