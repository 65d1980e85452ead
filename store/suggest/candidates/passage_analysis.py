"""An analysis of a passage: what is known of it before spans are sought in it."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Final

import regex

from store.suggest.candidates.attributions import attributions
from store.suggest.candidates.candidate import Candidate, CandidateKind
from store.suggest.candidates.cues import Cue
from store.suggest.candidates.gazetteer import places_in
from store.text.boundaries import GRAPHEME
from store.text.clauses import sentences_in
from store.text.lexicon import (
    ADVERBS,
    BEFORE_ACTING,
    BEFORE_PLACE,
    CONJUNCTIONS,
    COUNTS,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SUBORDINATORS,
)
from store.text.marks import pairs_in
from store.text.names import name_runs, span_of
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.suggest.candidates.gazetteer import GazetteerEntry
    from store.text.tokens import Token

_LONGEST_HEADING: Final = 200
"""Code points in the longest line that is taken for a heading."""
_IN_GRAPHEME: Final = regex.compile(r"[^\p{GCB=XX}\p{GCB=CN}\p{GCB=LF}\p{GCB=CR}]")
"""What can be a part of a grapheme that is more than one code point."""
_NO_NOUN: Final = (
    ADVERBS | CONJUNCTIONS | COUNTS | DETERMINERS | PREPOSITIONS | PRONOUNS | SUBORDINATORS
)
"""Small words that are certainly no noun."""
_STATES: Final = frozenset((Cue.COUNTRY, Cue.CAPITAL))
ACTING: Final = (Cue.BEFORE_SAYING, Cue.ACTS, Cue.OWNS, Cue.INITIAL)
"""What shows that a country acts."""
_EDGES: Final = frozenset((Cue.HEADS_SOURCE, Cue.ENDS_SOURCE))
_NO_NAME_OF_SOURCE: Final = _STATES | {Cue.DEMONYM, Cue.BEFORE_NOUN, Cue.ONLY_TITLE, Cue.TITLED}
_ENDS: Final = tuple('.!?…”"’»。！？:)')
"""What a line ends in that is no heading."""


class PassageAnalysis:
    """A passage, and what has been found in it."""

    def __init__(self, text: str) -> None:
        within = Span(0, len(text))
        self.text = text
        self.tokens: Sequence[Token] = tokens_in(text, within)
        self.starts = {token.start: number for number, token in enumerate(self.tokens)}
        self.ends = {token.end: number + 1 for number, token in enumerate(self.tokens)}
        self.small_words = frozenset(t.text for t in self.tokens if t.text.islower())
        self.runs = list(name_runs(self.tokens))
        self.pairs = pairs_in(text, within)
        self.quoted = [pair.inside for pair in self.pairs if pair.is_quotation]
        self.sentences = sentences_in(text, within, self.pairs)
        self.sentence_starts = frozenset(sentence.start for sentence in self.sentences)
        self.places: dict[Span, GazetteerEntry] = dict(places_in(text, self.tokens))
        self.attributions = list(attributions(text, within))
        self.is_heading = len(text) < _LONGEST_HEADING and not text.rstrip().endswith(_ENDS)
        self._found: dict[Span, tuple[CandidateKind, set[Cue]]] = {}

    def tokens_of(self, span: Span) -> Sequence[Token]:
        """The tokens that begin in a span."""
        first = bisect_left(self.tokens, (span.start,))
        return self.tokens[first : bisect_left(self.tokens, (span.end,), first)]

    def has(self, span: Span) -> bool:
        """Whether a span has been found already."""
        return span in self._found

    def add(self, span: Span, kind: CandidateKind, cues: Iterable[Cue]) -> None:
        """Take a span in, or what speaks for one that is in already."""
        known = self._found.get(span)
        if known is None:
            self._found[span] = (kind, set(cues))
        else:
            known[1].update(cues)

    def add_tokens(self, first: int, last: int, kind: CandidateKind, cues: Iterable[Cue]) -> None:
        """Take a range of tokens in, with what stands beside it."""
        span = span_of(self.tokens[first:last])
        if span in self._found:
            self._found[span][1].update(cues)
        else:
            self._found[span] = (kind, {*cues, *self.beside(first, last)})

    def short_ones(self) -> Iterator[tuple[Span, set[Cue]]]:
        """The names and roles found so far, with their cues."""
        for span, (kind, cues) in self._found.items():
            if kind in (CandidateKind.NAME, CandidateKind.ROLE):
                yield span, cues

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """What has been found once all is sought, in the order of the text, the longer first."""
        whole = ((span, found) for span, found in self._found.items() if self.is_whole(span))
        ordered = sorted(whole, key=lambda item: (item[0].start, -item[0].end))
        found = ((s, kind, frozenset(cues | set(_together(cues)))) for s, (kind, cues) in ordered)
        return tuple(Candidate(s.start, s.end, kind, cues) for s, kind, cues in found)

    @cached_property
    def _edges(self) -> set[int] | None:
        """Where graphemes end; nothing where each is one code point."""
        if _IN_GRAPHEME.search(self.text) is None:
            return None
        return {0, *(match.end() for match in GRAPHEME.finditer(self.text))}

    def is_whole(self, span: Span) -> bool:
        """Whether a span begins and ends beside whole graphemes."""
        return self._edges is None or {span.start, span.end} <= self._edges

    def beside(self, first: int, last: int) -> Iterator[Cue]:
        """What stands before and behind a range of tokens."""
        tokens = self.tokens
        begin = tokens[first].start
        if first == 0 or begin in self.sentence_starts:
            yield Cue.INITIAL
        if first > 0:
            yield from self._before(first)
        if last < len(tokens):
            after = tokens[last]
            if after.text == "-" and after.start == tokens[last - 1].end:
                yield Cue.GLUED
            elif after.lower == "'s":
                yield Cue.OWNS
            elif after.text in SAYING:
                yield Cue.BEFORE_SAYING
            elif self._acts(last):
                yield Cue.ACTS
            elif after.text.islower() and after.lower not in _NO_NOUN and after.text[-2:] != "ed":
                yield Cue.BEFORE_NOUN
        if any(begin in span for span in self.quoted):
            yield Cue.QUOTED
        if self.is_heading:
            yield Cue.HEADING

    def _acts(self, number: int) -> bool:
        """Whether a verb begins at a token, or behind "and" and a name."""
        token = self.tokens[number]
        if token.lower == "and" and number + 2 < len(self.tokens):
            ends = (last for first, last in self.runs if first == number + 1)
            number = next(ends, number)
            token = self.tokens[min(number, len(self.tokens) - 1)]
        return token.lower in FINITE or (
            token.text.endswith("ed") and (token.text.islower() or self.is_heading)
        )

    def _before(self, first: int) -> Iterator[Cue]:
        before = self.tokens[first - 1]
        if before.text == "-" and before.end == self.tokens[first].start:
            yield Cue.GLUED
        if before.text in SAYING:
            yield Cue.AFTER_SAYING
        if before.text == ",":
            yield Cue.AFTER_COMMA
        if before.lower == "the" and first > 1:
            before = self.tokens[first - 2]
        if before.lower == "of":
            yield Cue.AFTER_OF
        elif before.lower in BEFORE_PLACE:
            yield Cue.AFTER_IN
        elif before.lower in BEFORE_ACTING:
            yield Cue.AFTER_BY


def _together(cues: set[Cue]) -> Iterator[Cue]:
    """What cues say together and not alone."""
    if Cue.AFTER_IN in cues and (cues & _STATES or Cue.PLACE in cues):
        yield Cue.PLACED
    elif cues & _STATES and not cues.isdisjoint(ACTING):
        yield Cue.ACTING_STATE
    if Cue.NAME in cues and cues & _EDGES and not cues & _NO_NAME_OF_SOURCE:
        yield Cue.NAME_OF_SOURCE
