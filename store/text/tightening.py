"""What a span that was taken too large has too much at its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.text.boundaries import without_possessive
from store.text.clauses import OUTER, after_connective, ends_in_abbreviation
from store.text.lexicon import (
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    TELLING,
)
from store.text.marks import OPENING, pairs_in
from store.text.names import name_in
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.text.marks import Pair
    from store.text.tokens import Token

LONGEST: Final = 4_000
"""Code points in the longest span that is looked at for more than the marks at its ends."""
_LONGEST_CUE: Final = 16
"""Tokens in the longest reporting clause that is left out."""
_LONGEST_PHRASE: Final = 8
"""Words in the longest span that is a phrase rather than a clause."""
_LONGEST_HEADING: Final = 7
"""Tokens in the longest "Official:"."""
_TO_THAT: Final = 8
"""Tokens between a verb that reports and its "that"."""
_LEAST_LEFT: Final = 3
"""Tokens of a claim that must be left."""
_NO_VERB_AFTER: Final = frozenset(
    ["to", "the", "a", "an", "his", "her", "its", "their", "by", "of"]
)
"""After these a verb that reports is a noun, or an infinitive."""


def tightened(text: str, span: Span) -> Span:
    """The span without what does not belong to what it says; the same if there is nothing.

    What never belongs to it goes at once: white space, quotation marks, stops, a possessive 's and
    a connective at its ends, a reporting clause. Without any of these, titles before a name go,
    else a determiner before a phrase. What is left is never empty.
    """
    if len(span) > LONGEST:
        return _without_marks(text, span, ())
    pairs = pairs_in(text, span)
    less = without_cue(text, _without_marks(text, span, pairs), pairs)
    if less == span:
        less = _without_title(text, span)
    if less == span:
        less = _without_determiner(text, span)
    return less


def without_cue(text: str, span: Span, pairs: Sequence[Pair]) -> Span:
    """A claim without the reporting clause before or behind it; the same if there is none.

    Args:
        text: Of the article.
        span: A sentence, or what may be one.
        pairs: The marks that belong together in it.
    """
    tokens = tokens_in(text, span)
    quoted = [any(p.is_quotation and t.start in p.inside for p in pairs) for t in tokens]
    end = _before_cue(tokens, quoted)
    start = _after_cue(tokens, quoted) if end is None else None
    if end is not None:
        less = Span(span.start, tokens[end - 1].end)
    elif start is not None:
        less = Span(tokens[start].start, span.end)
    else:
        return span
    return _without_marks(text, less, [pair for pair in pairs if less.covers(pair.outside)])


def _without_marks(text: str, span: Span, pairs: Sequence[Pair]) -> Span:
    """Without white space, marks, a possessive 's and connectives; the same if all would go."""
    inside = _within_brackets(span, pairs)
    start, end = inside.start, inside.end
    while True:
        before = (start, end)
        while start < end and _goes(text, start, start, end, pairs):
            start += 1
        while start < end and _goes(text, end - 1, start, end, pairs):
            end -= 1
        bare = without_possessive(text, Span(start, end))
        start, end = after_connective(text, bare), bare.end
        if (start, end) == before:
            return Span(start, end) if start < end else span


def _goes(text: str, at: int, start: int, end: int, pairs: Sequence[Pair]) -> bool:
    """Whether a character at an end of a span is no part of what it says.

    An opening mark stays if what it opens ends within the span. A closing mark goes.
    """
    mark = text[at]
    if mark.isspace():
        return True
    if mark not in OUTER:
        return False
    if mark == ".":
        return not ends_in_abbreviation(text, start, at)
    if mark in "'’" and at > start and text[at - 1] in "sS":
        return any(pair.end == at + 1 for pair in pairs)  # else of a plural: "the rebels’"
    pair = next((pair for pair in pairs if pair.start == at), None)
    return pair is None or pair.end >= end


def _within_brackets(span: Span, pairs: Sequence[Pair]) -> Span:
    """What is between the brackets that stand around all of a span."""
    around = any(pair.outside == span and not pair.is_quotation for pair in pairs)
    return Span(span.start + 1, span.end - 1) if around and len(span) > 2 else span


# Reporting clauses -------------------------------------------------------------------------


def _after_cue(tokens: Sequence[Token], quoted: Sequence[bool]) -> int | None:
    """The token that begins what is reported, after "X said that" or "According to X,"."""
    if [token.lower for token in tokens[:2]] == ["according", "to"]:
        commas = (n for n, token in enumerate(tokens[:_LONGEST_CUE]) if token.text == ",")
        start = next(commas, None)
        return start + 1 if start is not None and start + 1 < len(tokens) else None
    if (start := _after_heading(tokens)) is not None:
        return start
    for number, token in enumerate(tokens[:_LONGEST_CUE]):
        if quoted[number] or token.text in OPENING:
            return None
        if number and token.text in SAYING and tokens[number - 1].lower not in _NO_VERB_AFTER:
            start = _reported_from(tokens, number)
            if start is not None:
                return start if len(tokens) - start >= _LEAST_LEFT else None
    return None


def _after_heading(tokens: Sequence[Token]) -> int | None:
    """The token behind the colon in "Official: the army has left"."""
    for number, token in enumerate(tokens[:_LONGEST_HEADING]):
        if token.text == ":":
            return number + 1 if 0 < number < len(tokens) - _LEAST_LEFT else None
        if not token.is_word or token.lower in FINITE:
            return None
    return None


def _reported_from(tokens: Sequence[Token], verb: int) -> int | None:
    """The token that begins what a verb reports, if that follows it."""
    for number, token in enumerate(tokens[verb + 1 : verb + 1 + _TO_THAT], start=verb + 1):
        if token.lower in ("that", ":"):
            return number + 1
        if token.text in OPENING:
            return number
    following = tokens[verb + 1 : verb + 2]
    if not following or tokens[verb].lower in TELLING or not following[0].is_word:
        return None
    return verb + 1 if following[0].lower not in PREPOSITIONS else None


def _before_cue(tokens: Sequence[Token], quoted: Sequence[bool]) -> int | None:
    """The token behind what is said, before ", X said", ", said X" or "according to X"."""
    least = max(_LEAST_LEFT - 1, len(tokens) - _LONGEST_CUE)
    for number in range(len(tokens) - 2, least - 1, -1):
        token = tokens[number]
        if quoted[number]:
            return None
        if [t.lower for t in tokens[number : number + 2]] == ["according", "to"]:
            return number
        is_mark = token.text == "," or quoted[number - 1]
        if is_mark and _is_cue(tokens[number + 1 :]):
            return number
        if quoted[number - 1]:
            return None
    return None


def _is_cue(tokens: Sequence[Token]) -> bool:
    """Whether the rest of a sentence is somebody, and a verb that reports."""
    words = [token for token in tokens if token.is_word]
    is_reporting = any(word.text in SAYING for word in words)
    first = words[0].lower if words else ""
    return len(words) > 1 and is_reporting and first not in ("which", "who", "but", "and", "as")


# Phrases -----------------------------------------------------------------------------------


def _without_title(text: str, span: Span) -> Span:
    tokens = tokens_in(text, span)
    begin = name_in(tokens, 0, len(tokens)) if len(tokens) <= _LONGEST_PHRASE else 0
    is_name = begin > 0 and tokens[begin].is_capital and tokens[begin - 1].is_word
    return Span(tokens[begin].start, span.end) if is_name else span


def _without_determiner(text: str, span: Span) -> Span:
    tokens = tokens_in(text, span)
    words = [token for token in tokens if token.is_word]
    is_phrase = 1 < len(words) <= _LONGEST_PHRASE and tokens[1].is_word
    if not is_phrase or any(word.lower in FINITE for word in words):
        return span
    begins = tokens[0].lower in DETERMINERS - PRONOUNS
    return Span(tokens[1].start, span.end) if begins else span
