"""Moving the ends of a span by whole words, or the parts of words joined by hyphens."""

from __future__ import annotations

from typing import Final

import regex

from store.text.boundaries import (
    WINDOW,
    without_possessive,
    word_end_after,
    word_start_after,
    word_start_before,
    words,
)
from store.text.marks import BRACKETS
from store.text.span import Span

_WORD_FOLLOWS: Final = regex.compile(r"[^\S\n\r\u2028\u2029]+[\p{L}\p{N}]|-[\p{L}\p{N}]")
_LETTER_BEFORE: Final = regex.compile(r"(?r)[\p{L}\p{N}\p{M}_]")


def move_start(text: str, span: Span, by: int) -> Span:
    """The span with its start so many words further on, or back if `by` is negative.

    It stops at the first word of the text and at the last word of the span.
    """
    step = _start_after if by > 0 else _start_before
    for _ in range(abs(by)):
        moved = step(text, span)
        if moved is None:
            break
        span = Span(moved, span.end)
    return span


def move_end(text: str, span: Span, by: int) -> Span:
    """The span with its end so many words further on, or back if `by` is negative.

    It stops before a possessive 's. Going on it passes over the 's to the word that is owned, as no
    name ends in one, unless no word follows. A closing bracket is taken in with the last word
    within it if the opening one is in the span.
    """
    step = _end_after if by > 0 else _end_before
    for _ in range(abs(by)):
        moved = step(text, span)
        if moved is None:
            break
        span = Span(span.start, moved)
    return span


def _start_after(text: str, span: Span) -> int | None:
    start = word_start_after(text, span.start)
    return start if start < span.end else None


def _start_before(text: str, span: Span) -> int | None:
    start = word_start_before(text, span.start)
    return start if start < span.start and _has_word(text, start, span.start) else None


def _end_after(text: str, span: Span) -> int | None:
    end = span.end
    while (word_end := word_end_after(text, end)) > end:
        if not _has_word(text, end, word_end):
            return None  # only marks up to the end of the text
        for stop in _stops(text, word_end):
            taken = _with_bracket(text, Span(span.start, stop))
            if taken > span.end:
                return taken
        end = word_end
    return None


def _end_before(text: str, span: Span) -> int | None:
    at = span.end
    while at > span.start:
        start = word_start_before(text, at)
        if start >= at:
            return None
        end = word_end_after(text, start)
        for stop in reversed(_stops(text, end)):
            taken = _with_bracket(text, Span(span.start, min(stop, len(text))))
            if span.start < taken < span.end and stop > span.start:
                return taken
        at = start
    return None


def _stops(text: str, word_end: int) -> tuple[int, ...]:
    """Where an end can stand in a word that ends there: before its possessive, and behind it."""
    word = Span(max(0, word_end - 3), word_end)
    bare = without_possessive(text, word)
    if bare == word:
        return (word_end,)
    if _WORD_FOLLOWS.match(text, word_end, min(len(text), word_end + 8)):
        return (bare.end,)
    return (bare.end, word_end)


def _with_bracket(text: str, span: Span) -> int:
    """The end of a span, behind the closing bracket that follows if it opens in the span."""
    end = span.end
    start = max(span.start, end - WINDOW)
    while end < len(text):
        opening = next((o for o, c in BRACKETS.items() if c == text[end]), None)
        if opening is None or text.count(opening, start, end) <= text.count(text[end], start, end):
            break
        end += 1
    return end


def _has_word(text: str, start: int, end: int) -> bool:
    return next(iter(words(text, start, end)), None) is not None or (
        _LETTER_BEFORE.search(text, start, end) is not None
    )
