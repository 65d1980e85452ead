"""Tokens for formats that label tokens, and how spans are fitted to them.

A token is a run of letters and digits with what joins them (`non-ISIS` is three: `non`, `-`,
`ISIS`), or one other character that is no white space. So spans hardly ever begin or end within
one. Chinese and Japanese are taken character by character.
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, SpanRow

_TOKEN: Final = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}]\p{M}*"
    r"|(?:(?![\p{Han}\p{Hiragana}\p{Katakana}])[\p{L}\p{N}\p{M}\u200c\u200d])+"
    r"|\s|\X"  # white space first, as it may have a mark on it
)
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
    found: list[Span] = []
    groups: list[range] = []
    for line in _LINE.finditer(text):
        for sentence in _sentences(text, line.start(), line.end()):
            first = len(found)
            for match in _TOKEN.finditer(text, sentence.start, sentence.end):
                if not match.group().isspace():
                    found += _cut(Span(match.start(), match.end()), cuts)
            if len(found) > first:
                groups.append(range(first, len(found)))
    return Tokens(tuple(found), tuple(groups))


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
        if touched and alignment is not AlignmentMode.EXPAND:
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
