"""What can be selected around a place: a word, a name, a quotation, a clause, a sentence.

Nothing found here cuts through a quotation or a bracket, unless the text itself leaves one open.
Everything looks only at the paragraph around its place, or at as much of it as is near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.text.boundaries import floor_grapheme, paragraph_at, word_at, words
from store.text.clauses import bared, clauses_of, sentences_in
from store.text.marks import is_even, pairs_in
from store.text.names import is_joined, name_in, name_runs, pieces_of, span_of
from store.text.passages import LONGEST, passage_at
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.text.marks import Pair
    from store.text.tokens import Token

_NEAR: Final = 300
"""Code points on either side in which the name around a place is sought."""


def grow(text: str, span: Span) -> Span:
    """The next larger thing that covers a span; the same span if there is nothing larger.

    Word, compound, name without and with its titles, quotation within its marks and with them,
    stretch in brackets, clause, sentence without and with its full stop, paragraph. A caret is an
    empty span.
    """
    larger = (o for o in _around(text, span) if o.covers(span) and len(o) > len(span))
    return next((o for o in sorted(larger, key=len) if _is_whole(text, o)), span)


def shrink(text: str, span: Span, caret: int) -> Span:
    """The next smaller thing within a span, around the caret; the same span if there is none.

    A caret that is on no word of the span stands for the nearest one.
    """
    caret = _on_word(text, span, caret)
    around = _around(text, Span(caret, caret))
    here = (o for o in around if o.start <= caret <= o.end and span.covers(o))
    smaller = sorted((o for o in here if 0 < len(o) < len(span)), key=len, reverse=True)
    return next((o for o in smaller if _is_whole(text, o)), span)


def _is_whole(text: str, span: Span) -> bool:
    """Whether a span cuts no grapheme, such as a space with an accent."""
    return all(floor_grapheme(text, offset) == offset for offset in (span.start, span.end))


def _around(text: str, span: Span) -> Iterator[Span]:
    """The things at the start of a span; some may not reach to its end."""
    if len(span) <= LONGEST:
        yield from _in_passage(text, span)
    yield paragraph_at(text, span.start)


def _in_passage(text: str, span: Span) -> Iterator[Span]:
    passage = passage_at(text, span.start)
    if passage.start > span.start:
        passage = passage_at(text, max(0, span.start - 1))  # it may end at the caret
    if not passage.covers(span):
        return
    pairs = pairs_in(text, passage)
    word = word_at(text, span.start)
    found = [] if word is None else [word.trimmed(text)]
    found += _names(text, span, passage)
    for pair in pairs:
        if pair.outside.covers(span):
            found += (bared(text, pair.inside, pairs), _inside(text, pair), pair.outside)
    for sentence in sentences_in(text, passage, pairs):
        if sentence.covers(span):
            found += clauses_of(text, sentence, pairs)
            found.append(sentence)
    yield from (o for o in found if len(o) and is_even(o, pairs))


def _names(text: str, span: Span, passage: Span) -> Iterator[Span]:
    """The compound and the name that hold the start of a span."""
    near = Span(max(passage.start, span.start - _NEAR), min(passage.end, span.end + _NEAR))
    tokens = tokens_in(text, near)
    here = [n for n, token in enumerate(tokens) if token.start <= span.start <= token.end]
    if not here:
        return
    compound = _compound(tokens, here[-1] if tokens[here[-1]].is_word else here[0])
    if len(compound) > 1:
        yield span_of(compound)
    for first, last in name_runs(tokens):
        if span_of(tokens[first:last]).covers(span):
            for begin, end in pieces_of(tokens, first, last):
                yield span_of(tokens[name_in(tokens, begin, end) : end])
                yield span_of(tokens[begin:end])
            yield span_of(tokens[first:last])


def _inside(text: str, pair: Pair) -> Span:
    """What is between two marks, without the comma that leads to "he said"."""
    inside = pair.inside.trimmed(text)
    is_comma = pair.is_quotation and len(inside) > 1 and text[inside.end - 1] in ",，"
    return Span(inside.start, inside.end - 1) if is_comma else inside


def _compound(tokens: Sequence[Token], number: int) -> Sequence[Token]:
    """A word with those that hyphens join to it."""
    first, last = number, number + 1
    while is_joined(tokens, first - 1) and tokens[first - 2].is_word:
        first -= 2
    while tokens[first].is_word and is_joined(tokens, last):
        last += 2
    return tokens[first:last]


def _on_word(text: str, span: Span, caret: int) -> int:
    """The caret, moved to the nearest word of a span if it stands on none."""
    caret = min(max(caret, span.start), span.end)
    near = words(text, max(span.start, caret - _NEAR), min(span.end, caret + _NEAR))
    nearest = min(near, key=lambda w: max(w.start - caret, caret - w.end, 0), default=None)
    if nearest is None:
        return caret
    return min(max(caret, nearest.start), nearest.end)
