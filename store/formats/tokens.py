"""Tokens for formats that label tokens, and how spans are fitted to them.

They are those of the whole program (`store.text.tokens`): `U.S.`, `1,234.56`, `O'Brien` and `'s`
are one each, `non-ISIS` is three, and writing without spaces is taken character by character. A
text that was made of tokens, with blanks between them, has those.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from store.formats.choices import AlignmentMode, Overlaps
from store.formats.features import Feature
from store.formats.rows import example_of
from store.text.boundaries import PARAGRAPH_WINDOW, sentences
from store.text.span import Span
from store.text.tokens import is_spaceless, tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, SpanRow

_WORD: Final = regex.compile(r"\S+")
_APART: Final = regex.compile(r"(?<!\S)[,.](?!\S)")
"""Marks that stand alone, as they do between tokens only."""
_TOGETHER: Final = regex.compile(r"(?m)\w{2,}[,;?!](?=\s|$)|\p{Ll}{3,}\.$")
"""Marks that stand at their word, as they do in every other text."""
_LINE: Final = regex.compile(r"[^\n\r\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, and where its sentences end."""

    spans: tuple[Span, ...]
    """In order; between two of them there is only white space, or nothing."""
    sentences: tuple[range, ...]
    """The numbers of the tokens of each sentence; none is empty."""

    def within(self, start: int, end: int) -> range:
        """The numbers of the tokens of which a range of code points holds a part."""
        first = bisect_right(self.spans, start, key=lambda token: token.end)
        last = bisect_left(self.spans, end, key=lambda token: token.start)
        return range(first, max(first, last))


def tokens_of(text: str, extra: Iterable[int] = ()) -> Tokens:
    """The tokens of a text, sentence by sentence.

    Args:
        text: Of an article.
        extra: Offsets at which a token may be cut as well: the ends of annotations.
    """
    cuts = sorted(set(extra))
    is_made_of_tokens = _APART.search(text) is not None and _TOGETHER.search(text) is None
    found: list[Span] = []
    groups: list[range] = []
    for line in _LINE.finditer(text):
        if is_made_of_tokens:
            parts: Iterable[Span] = [Span(line.start(), line.end())]
        else:
            parts = _sentences(text, line.start(), line.end())
        for sentence in parts:
            first = len(found)
            for token in _tokens(text, sentence, is_made_of_tokens=is_made_of_tokens):
                found += _cut(token, cuts)
            if len(found) > first:
                groups.append(range(first, len(found)))
    return Tokens(tuple(found), tuple(groups))


def _tokens(text: str, sentence: Span, *, is_made_of_tokens: bool) -> Iterator[Span]:
    if is_made_of_tokens:
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            word = Span(match.start(), match.end())
            if is_spaceless(match[0]):
                yield from _tokens(text, word, is_made_of_tokens=False)
            else:
                yield word
    else:
        for token in tokens_in(text, sentence):
            yield Span(token.start, token.end)


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a line, of which `sentences` looks only at a stretch at a time."""
    while start < end:
        stop = min(end, start + PARAGRAPH_WINDOW)
        if stop < end:
            stop = next((i for i in range(stop, start, -1) if text[i].isspace()), stop)
        found = sentences(text, Span(start, stop))
        if stop < end and len(found) > 1:
            found = found[:-1]  # it may go on
            stop = found[-1].end
        yield from found
        start = stop


def _cut(token: Span, cuts: Sequence[int]) -> list[Span]:
    if not cuts:
        return [token]
    inside = cuts[bisect_right(cuts, token.start) : bisect_left(cuts, token.end)]
    edges = [token.start, *inside, token.end]
    return [Span(a, b) for a, b in itertools.pairwise(edges)]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A span on the tokens that it got."""

    span: SpanRow
    first: int
    last: int
    """The number after that of its last token."""

    @property
    def tokens(self) -> range:
        """Their numbers."""
        return range(self.first, self.last)


def fit_to_tokens(
    row: ArticleRow, tokens: Tokens, alignment: AlignmentMode, losses: Losses
) -> list[Fitted]:
    """The spans of an article on its tokens; what is moved or cannot be is noted.

    Args:
        row: An article whose spans have no parts.
        tokens: Of its text.
        alignment: What becomes of spans that begin or end within a token. With `REFUSE` they are
            left out and noted as lost, which stops a strict export.
        losses: Where it is noted.
    """
    found: list[Fitted] = []
    for span in row.spans:
        touched = tokens.within(span.start, span.end)
        chosen = touched
        if touched and alignment in (AlignmentMode.CONTRACT, AlignmentMode.REFUSE):
            first, last = touched.start, touched.stop
            if tokens.spans[first].start < span.start:
                first += 1
            if tokens.spans[last - 1].end > span.end:
                last -= 1
            chosen = range(first, max(first, last))
        if not chosen:
            losses.lose(Feature.SUBTOKEN, example_of(row, span))
            continue
        ends = tokens.spans[chosen.start].start, tokens.spans[chosen.stop - 1].end
        if ends != (span.start, span.end):
            if alignment is AlignmentMode.REFUSE:
                losses.lose(Feature.SUBTOKEN, example_of(row, span))
                continue
            losses.change(Feature.SUBTOKEN, example_of(row, span))
        found.append(Fitted(span, chosen.start, chosen.stop))
    return found


def without_overlaps(
    row: ArticleRow, spans: Sequence[Fitted], overlaps: Overlaps, losses: Losses
) -> list[Fitted]:
    """Of spans that share a token only one, in the order of the text; the others are noted."""
    longest_first = overlaps is Overlaps.LONGEST
    taken: set[int] = set()
    kept: list[Fitted] = []
    order = sorted(
        spans,
        key=lambda f: (-len(f.tokens) if longest_first else len(f.tokens), f.first, f.span.label),
    )
    for one in order:
        if taken.isdisjoint(one.tokens):
            taken.update(one.tokens)
            kept.append(one)
        else:
            losses.lose(Feature.OVERLAPS, example_of(row, one.span))
    return sorted(kept, key=lambda f: f.first)
