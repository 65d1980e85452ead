"""A text as it is read to learn from: its words, and its likely spans with what is known of them.

What is known of a span are features, written as a person can be told them: cues, which are
sentences already, and the words at its ends and beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from store.suggest.candidates.finding import analyses
from store.suggest.learning.examples import LONGEST_TEXT
from store.suggest.pieces import pieces_of
from store.text.language import is_known
from store.text.lexicon import CAPITAL_AT_START
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from store.suggest.candidates.candidate import Candidate
    from store.suggest.candidates.passage_analysis import PassageAnalysis
    from store.text.tokens import Token

Words: TypeAlias = tuple[str, ...]
"""Words as they are compared: their case counts, but not that of a small word at the start."""
MOST_WORDS: Final = 8
"""Words in the longest span that is remembered by its words."""
_AT_ONCE: Final = 300
"""Words that are looked at between two yields."""


@dataclass(frozen=True, slots=True)
class LikelySpan:
    """A span that may be tagged, whatever the label."""

    span: Span
    words: Words
    """Empty where there are too many to be remembered."""
    last: str
    """Its last word, in small letters."""
    features: tuple[str, ...]
    candidate: Candidate | None
    """None of what is only looked at because the same words were tagged elsewhere."""


@dataclass(slots=True)
class ReadText:
    """A text, as far as it can be read without labels."""

    text: str
    tokens: list[Token] = field(default_factory=list)
    first_of: list[int] = field(default_factory=list)
    """For each token the first one of its passage."""
    starts: dict[int, int] = field(default_factory=dict)
    """The token that begins at an offset."""
    ends: dict[int, int] = field(default_factory=dict)
    """The token that ends at an offset."""
    spans: dict[Span, LikelySpan] = field(default_factory=dict)
    """Candidates, with what is known of them."""
    said: dict[Span, tuple[Span | None, Span]] = field(default_factory=dict)
    """Of what is said to be said: who says it, and the words that tell so."""
    _others: dict[Span, LikelySpan] = field(default_factory=dict, repr=False)

    def likely(self, span: Span, candidate: Candidate | None = None) -> LikelySpan | None:
        """What is known of a span; none where it begins or ends within a word."""
        known = self.spans.get(span) or self._others.get(span)
        if known is not None:
            return known
        first, last = self.starts.get(span.start), self.ends.get(span.end)
        if first is None or last is None or last < first:
            return None
        tokens = self.tokens
        before = tokens[first - 1] if first > self.first_of[first] else None
        after = tokens[last + 1] if last + 1 < len(tokens) else None
        if after is not None and self.first_of[last + 1] != self.first_of[last]:
            after = None
        cues = ("tagged elsewhere",) if candidate is None else tuple(sorted(candidate.cues))
        kind = "" if candidate is None else candidate.kind
        made = LikelySpan(
            span,
            words_of(tokens[first : last + 1]),
            tokens[last].lower,
            (
                *cues,
                f"kind={kind}",
                f"before={before.lower if before else '^'}",
                f"after={after.lower if after else '$'}",
                f"before shape={_shape(before)}",
                f"after shape={_shape(after)}",
                f"last={tokens[last].lower}",
                f"first={tokens[first].lower}",
                f"words={min(last - first, 6)}",
            ),
            candidate,
        )
        (self._others if candidate is None else self.spans)[span] = made
        return made

    def places(
        self, sought: Mapping[str, Sequence[Words]]
    ) -> Generator[None, None, list[LikelySpan]]:
        """Where known words stand, in steps.

        Args:
            sought: By first word in small letters.
        """
        found: list[LikelySpan] = []
        for first in range(0, len(self.tokens), _AT_ONCE):
            found += self._places(sought, first)
            yield
        return found

    def _places(self, sought: Mapping[str, Sequence[Words]], first: int) -> Iterator[LikelySpan]:
        for number, token in enumerate(self.tokens[first : first + _AT_ONCE], first):
            for words in sought.get(token.lower, ()):
                last = number + len(words) - 1
                if last < len(self.tokens) and self.first_of[last] == self.first_of[number]:
                    found = self.tokens[number : last + 1]
                    if words_of(found) == words:
                        likely = self.likely(Span(token.start, found[-1].end))
                        if likely is not None:
                            yield likely


def words_of(tokens: Sequence[Token]) -> Words:
    """What a span of some tokens is remembered by."""
    if len(tokens) > MOST_WORDS:
        return ()
    first = tokens[0]
    begin = first.lower if first.lower in CAPITAL_AT_START else first.text
    return (begin, *(token.text for token in tokens[1:]))


def by_first_word(every: Iterable[Words]) -> dict[str, list[Words]]:
    """Known words by the first of them, in small letters, as `ReadText.places` takes them."""
    sought: dict[str, list[Words]] = {}
    for words in sorted(set(every)):
        if words:
            sought.setdefault(words[0].lower(), []).append(words)
    return sought


def read(text: str) -> Generator[None, None, ReadText]:
    """Read a text, a passage a step; of more than `LONGEST_TEXT` code points only the first.

    Where the language is not known only words are read.
    """
    found = ReadText(text[:LONGEST_TEXT])
    if not is_known(found.text):
        _take(found, tokens_in(found.text, Span(0, len(found.text))), 0)
        return found
    for piece in pieces_of(found.text, Span(0, len(found.text))):
        if is_known(piece.of(found.text)):
            for at, passage in analyses(piece.of(found.text), Span(0, len(piece))):
                _take(found, passage.tokens, piece.start + at)
                _take_likely(found, piece.start + at, passage)
        else:
            _take(found, tokens_in(piece.of(found.text), Span(0, len(piece))), piece.start)
        yield
    return found


def _take(found: ReadText, tokens: Sequence[Token], at: int) -> None:
    first = len(found.tokens)
    for number, token in enumerate(tokens, first):
        moved = token._replace(start=token.start + at, end=token.end + at)
        found.tokens.append(moved)
        found.starts[moved.start] = found.ends[moved.end] = number
    found.first_of += [first] * len(tokens)


def _take_likely(found: ReadText, at: int, passage: PassageAnalysis) -> None:
    for candidate in passage.candidates:
        found.likely(candidate.span.moved(at), candidate)
    for said in passage.attributions:
        if said.claim is not None:
            source = said.source and said.source.moved(at)
            found.said.setdefault(said.claim.moved(at), (source, said.cue.moved(at)))


def _shape(token: Token | None) -> str:
    if token is None:
        return "edge"
    word = token.text
    if not word[0].isalpha():
        return "9" if word[0].isdigit() else word[0]
    if not word[0].isupper():
        return "x"
    return "X" if word.isupper() and len(word) > 1 else "Xx"
