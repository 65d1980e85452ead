"""Sentences and clauses that cut through no quotation, and what they are without their ends."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import regex

from store.text.boundaries import sentences
from store.text.lexicon import (
    BARE_CONNECTIVES,
    CONJUNCTIONS,
    CONNECTIVES,
    COUNTS,
    DETERMINERS,
    FINITE,
    IMPERSONAL,
    PREPOSITIONS,
    REPORTS,
    SAYING,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)
from store.text.marks import CLOSING, OPENING, is_even
from store.text.span import Span
from store.text.tokens import is_spaceless, tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.text.marks import Pair
    from store.text.tokens import Token

OUTER: Final = frozenset(".,;:!?…،؛。、，；：！？؟।·•*|/—–―-") | OPENING | CLOSING
"""Marks that are never at the ends of a clause, save those that belong to a word or to a pair."""
_DASHES: Final = frozenset("—–―")
_STOPS: Final = frozenset(".!?。！？؟।…")
_BREAKS: Final = frozenset("，；：،؛;")
"""Marks before which a clause always ends: semicolons, and commas of other writing."""
_JOINS: Final = frozenset(
    ("while", "whereas", "although", "though", "but", "and", "so", "yet", "or", "nor", "because")
)
_LEAST_WORDS: Final = 2
_LEAST_CHARACTERS: Final = 4
"""The same in writing without spaces."""
_MOST_BEFORE_VERB: Final = 12
"""Words between the start of a clause and its verb."""
_MOST_AFTER_REPORT: Final = 5
"""Words between a verb that reports, or a noun for a report, and its "that"."""
_CONNECTIVE: Final = regex.compile(
    rf"(?i)(?:(?:{'|'.join(CONNECTIVES)})[,，]|(?:{'|'.join(BARE_CONNECTIVES)})(?=\s))\s*"
)


def sentences_in(text: str, passage: Span, pairs: Sequence[Pair]) -> tuple[Span, ...]:
    """The sentences of a passage, those within longer quotations as well, in order.

    None cuts through a quotation: it holds it whole, or lies in it.
    """
    found: dict[Span, None] = {}
    for sentence in sentences(text, passage):
        found[_evened(sentence, pairs).trimmed(text)] = None
    for pair in pairs:
        if pair.is_quotation and len(inner := sentences(text, pair.inside)) > 1:
            found.update((_evened(sentence, pairs), None) for sentence in inner)
    return tuple(sorted(found, key=lambda span: (span.start, -span.end)))


def clauses_of(text: str, sentence: Span, pairs: Sequence[Pair]) -> tuple[Span, ...]:
    """The clauses of one sentence, and what it is without marks and connectives at its ends."""
    tokens = tokens_in(text, sentence)
    parts = parts_of(tokens)
    found: dict[Span, None] = {}
    for first, last in (*parts, *told_in(tokens, parts)):
        clause = bared(text, Span(tokens[first].start, tokens[last - 1].end), pairs)
        if is_long_enough(text, clause) and is_even(clause, pairs):
            found[clause] = None
    whole = bared(text, sentence, pairs)
    if len(whole):
        found[whole] = None
    return tuple(sorted(found, key=lambda span: (span.start, -span.end)))


def parts_of(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """A sentence parted before each clause that has its own subject and verb: ranges of tokens."""
    starts = [0, *(start for start in _starts(tokens) if start < len(tokens)), len(tokens)]
    return [(first, last) for first, last in pairwise(starts) if first < last]


def told_in(tokens: Sequence[Token], parts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is told without a "that": behind a verb of saying, or a participle such as "saying".

    Args:
        tokens: Of a sentence.
        parts: Its parts, as ranges of tokens.
    """
    for first, last in parts:
        for number in range(first, last - 1):
            word = tokens[number]
            is_participle = word.lower in REPORTS and word.lower.endswith("ing")
            tells = word.text.islower() and (is_participle or word.lower in SAYING)
            if tells and has_subject_and_verb(tokens[number + 1 : last]):
                yield number + 1, last


def bared(text: str, span: Span, pairs: Sequence[Pair]) -> Span:
    """A span without outer white space, marks and connectives. It stays even if it was."""
    start, end = span.start, span.end
    while True:
        before = (start, end)
        while start < end and _is_outer(text, start, start, end, pairs):
            start += 1
        while start < end and _is_outer(text, end - 1, start, end, pairs):
            end -= 1
        start = after_connective(text, Span(start, end))
        end = _before_last_conjunction(text, start, end)
        if (start, end) == before:
            return Span(start, end)


def after_connective(text: str, span: Span) -> int:
    """Where what follows a leading connective begins; the start of the span if there is none."""
    found = _CONNECTIVE.match(text, span.start, span.end)
    return found.end() if found is not None and found.end() < span.end else span.start


def is_long_enough(text: str, span: Span) -> bool:
    """Whether a span is a clause by its length, and not an interjection."""
    if is_spaceless(text[span.start : span.end]):
        return len(span) >= _LEAST_CHARACTERS
    return len(text[span.start : span.end].split(None, _LEAST_WORDS)) >= _LEAST_WORDS


def has_subject_and_verb(tokens: Sequence[Token]) -> bool:
    """Whether words begin with a subject that is followed by its verb."""
    words = []
    for token in tokens[: 2 * _MOST_BEFORE_VERB]:
        if token.text in _BREAKS or token.text in _STOPS or token.text in _DASHES:
            break
        if token.is_word:
            words.append(token)
    if len(words) < 2:
        return False
    first, second = words[0], words[1]
    if first.lower == "that":
        return second.lower in FINITE
    if first.lower in SUBJECT_PRONOUNS:
        return second.lower not in PREPOSITIONS
    if first.lower in FINITE or first.lower in PREPOSITIONS:
        return False
    begins = first.lower in DETERMINERS | COUNTS or first.is_capital
    for before, word in pairwise(words[: _MOST_BEFORE_VERB + 1]):
        if word.lower in FINITE and before.lower not in ("to", "and"):
            return True
        if word.lower in SUBORDINATORS or (word.lower in PREPOSITIONS and not begins):
            return False
        is_past = word.text.islower() and word.text.endswith("ed") and len(word.text) > 4
        if begins and is_past and before.lower not in DETERMINERS | COUNTS:
            return True
    return False


def _starts(tokens: Sequence[Token]) -> Iterator[int]:
    """Before which tokens a sentence is parted."""
    for number in range(1, len(tokens)):
        token, before = tokens[number], tokens[number - 1]
        if before.text in _BREAKS or before.text in _STOPS or before.text in _DASHES:
            if token.text not in CLOSING or token.text in OPENING:
                yield number
        elif token.text in _DASHES or before.text == ":" or _opens_behind_comma(before, token):
            yield number
        elif token.lower in ("and", "but") or (before.text == "," and token.lower in _JOINS):
            ahead = tokens[number + 1 : number + 1 + 2 * _MOST_BEFORE_VERB]
            if has_subject_and_verb(ahead) and _has_had_verb(tokens, number):
                yield number
        elif token.lower == "that" and _is_reported(tokens, number):
            yield number + 1
        elif token.lower in ("despite", "amid") and any(
            other.lower == "that" and _is_reported(tokens, number + ahead)
            for ahead, other in enumerate(tokens[number : number + 2 * _MOST_AFTER_REPORT])
        ):
            yield number


def _opens_behind_comma(before: Token, token: Token) -> bool:
    return before.text == "," and token.text in OPENING


def _has_had_verb(tokens: Sequence[Token], end: int) -> bool:
    """Whether a clause ends before a token, and not only one of several subjects."""
    for number in range(end - 1, -1, -1):
        token = tokens[number]
        if token.lower in FINITE or (token.text.islower() and token.text.endswith("ed")):
            return True
        if token.lower in SUBORDINATORS or token.text in _STOPS or token.text in _DASHES:
            return False
    return False


def _is_reported(tokens: Sequence[Token], that: int) -> bool:
    """Whether a verb that reports, or a noun for a report, stands not far before a "that"."""
    for token in reversed(tokens[max(0, that - _MOST_AFTER_REPORT - 1) : that]):
        if token.text in _BREAKS or token.text in _STOPS:
            return False
        if token.text.islower() and (token.lower in SAYING or token.lower in REPORTS):
            return True
        if token.lower in IMPERSONAL:
            return True
    return False


def _evened(span: Span, pairs: Sequence[Pair]) -> Span:
    """The smallest span around this one that cuts through no pair."""
    while True:
        cut = next((pair for pair in pairs if pair.is_cut_by(span)), None)
        if cut is None:
            return span
        span = Span(min(span.start, cut.start), max(span.end, cut.end))


def _is_outer(text: str, at: int, start: int, end: int, pairs: Sequence[Pair]) -> bool:
    """Whether a character at an end of a span is no part of what it says."""
    mark = text[at]
    if mark.isspace():
        return True
    if mark not in OUTER:
        return False
    if mark == ".":
        return not ends_in_abbreviation(text, start, at)
    pair = next((pair for pair in pairs if at in (pair.start, pair.end - 1)), None)
    if pair is None:
        is_apostrophe = mark in "'’" and at > start and text[at - 1] in "sS"
        return not is_apostrophe
    return (pair.start == start and pair.end == end) or pair.is_cut_by(Span(start, end))


def ends_in_abbreviation(text: str, start: int, stop: int) -> bool:
    """Whether a full stop belongs to a word such as U.S. or Jr. that ends there."""
    piece = text[max(start, stop - 4) : stop]
    is_initials = (
        len(piece) > 2 and piece[-2] == "." and piece[-1].isalpha() and piece[-3].isalpha()
    )
    return is_initials or piece[-3:] in (" Jr", " Sr")


def _before_last_conjunction(text: str, start: int, end: int) -> int:
    """Where a clause ends without a word that joins it to the next one."""
    last = text[max(start, end - 8) : end].rsplit(None, 1)
    if len(last) == 2 and last[1] in CONJUNCTIONS | {"that"}:
        return end - len(last[1])
    return end
