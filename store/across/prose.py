"""An article as it is read for who says what: its paragraphs, their sentences, reporting words."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final

from store.text.clauses import sentences_in
from store.text.lexicon import SAYING
from store.text.marks import pairs_in
from store.text.passages import passages
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from store.text.marks import Pair
    from store.text.tokens import Token

_MOST: Final = 2_000_000
"""Characters of the texts that are kept as they are read."""


class Paragraph:
    """A passage of an article; what is asked of it is found once."""

    def __init__(self, text: str, number: int, span: Span) -> None:
        self.number = number
        self.span = span
        self._text = text

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Its quotation marks and brackets."""
        return pairs_in(self._text, self.span)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Its sentences, those within quotations as well."""
        return sentences_in(self._text, self.span, self.pairs)

    @cached_property
    def reporting(self) -> tuple[Token, ...]:
        """Its words that report: not in capitals, as in a name."""
        return tuple(each for each in tokens_in(self._text, self.span) if _reports(each))

    def is_quoted(self, span: Span) -> bool:
        """Whether a span lies within a pair of its quotation marks."""
        return any(
            pair.is_quotation and pair.start <= span.start and span.end <= pair.end
            for pair in self.pairs
        )

    @property
    def is_heading(self) -> bool:
        """Whether it announces what follows, as "Reuters reported:"."""
        return self.span.of(self._text).rstrip().endswith(":")


class Prose:
    """An article's text and its paragraphs."""

    def __init__(self, text: str) -> None:
        self.text = text
        spans = passages(text, Span(0, len(text)))
        self.paragraphs = tuple(Paragraph(text, n, span) for n, span in enumerate(spans))
        self._starts = [each.span.start for each in self.paragraphs]

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that an offset is in, or the one before it; there has to be one."""
        return self.paragraphs[max(0, bisect_right(self._starts, offset) - 1)]


_kept: dict[str, Prose] = {}
"""The last texts that were asked for, the longest ago first."""


def prose(text: str) -> Prose:
    """An article as it is read; found once for each of the last texts, as many as have `_MOST`.

    What goes through all articles of a story again and again finds each: with a number of texts
    that is smaller than theirs it would find none.
    """
    known = _kept.pop(text, None)
    if known is None:
        known, room = Prose(text), _MOST - len(text)
        for each in list(_kept):
            if sum(map(len, _kept)) <= room:
                break
            _kept.pop(each, None)
    _kept[text] = known
    return known


def is_quoted(text: str, span: Span) -> bool:
    """Whether a span lies within quotation marks."""
    return prose(text).paragraph_at(span.start).is_quoted(span)


def _reports(token: Token) -> bool:
    return token.text in SAYING or token.lower == "according"
