"""What the mouse does in the text: place the caret, select, and say what keys mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.text.boundaries import sentence_at, without_possessive, word_at, words
from store.text.span import Span
from tui.selection import Selection
from tui.target import TargetKind
from tui.widgets.painted_rows import How

if TYPE_CHECKING:
    from tui.widgets.article_pane import ArticlePane
    from tui.widgets.painted_rows import Pointing

_NEAR: Final = 200
"""Code points in which the last word of a selection is looked for."""


def point(pane: ArticlePane, pointing: Pointing) -> None:
    """Do what was asked for in the text of a pane."""
    view, offset, text = pane.view, pointing.offset, pane.wrapped.text
    if pointing.how in (How.BESIDE, How.PICK):
        return
    if view.resizing is not None:
        pane.select(view.selection.with_head(offset, extend=True))
    elif pointing.marked is not None:
        pane.show_view(view.reaching(pointing.marked))
    elif pointing.how is How.PRESS:
        _press(pane, offset)
    elif pointing.how is How.DRAG or pointing.how is How.EXTEND:
        start = pointing.origin if pointing.how is How.DRAG else view.selection.anchor
        pane.select(_between(text, start, offset, by_characters=pointing.by_characters))
    else:
        here = word_at(text, offset) if pointing.how is How.DOUBLE else sentence_at(text, offset)
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
