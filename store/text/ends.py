"""Moving the ends of a span by whole words, or the parts of words joined by hyphens."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final

import regex

from store.text.boundaries import WINDOW, without_possessive
from store.text.marks import BRACKETS
from store.text.span import Span
from store.text.stops import (
    rising,
    word_ends_after,
    word_starts_after,
    word_starts_before,
    words_before,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD_FOLLOWS: Final = regex.compile(r"[^\S\n\r\u2028\u2029]+[\p{L}\p{N}]|-[\p{L}\p{N}]")


def move_start(text: str, span: Span, by: int) -> Span:
    """The span with its start so many words further on, or back if `by` is negative.

    It stops at the first word of the text and at the last word of the span.
    """
    found = (word_starts_after if by > 0 else word_starts_before)(text, span.start)
    starts = takewhile(lambda start: start < span.end, found)
    return Span(_last_of(starts, abs(by), span.start), span.end)


def move_end(text: str, span: Span, by: int) -> Span:
    """The span with its end so many words further on, or back if `by` is negative.

    It stops before a possessive 's. Going on it passes over the 's to the word that is owned, as no
    name ends in one, unless no word follows. A closing bracket is taken in with the last word
    within it if the opening one is in the span.
    """
    ends = _ends_after(text, span) if by > 0 else _ends_before(text, span)
    return Span(span.start, _last_of(ends, abs(by), span.end))


def _last_of(places: Iterator[int], most: int, otherwise: int) -> int:
    """The last of the first so many places; another one if there is none."""
    for place in islice(places, most):
        otherwise = place
    return otherwise


def _ends_after(text: str, span: Span) -> Iterator[int]:
    """Where an end can stand behind the one of a span, in order."""
    ends = word_ends_after(text, span.end)
    stops = (stop for word_end in ends for stop in _stops(text, word_end))
    return rising((_with_bracket(text, Span(span.start, stop)) for stop in stops), span.end)


def _ends_before(text: str, span: Span) -> Iterator[int]:
    """Where an end can stand before the one of a span, going back."""
    last = span.end
    for word in words_before(text, span.end):
        for stop in reversed(_stops(text, word.end)):
            if stop <= span.start:
                return
            taken = _with_bracket(text, Span(span.start, stop))
            if taken < last:
                last = taken
                yield last


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
