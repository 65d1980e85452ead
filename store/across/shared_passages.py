"""What two articles have word for word or nearly, wherever it stands in each.

Runs of words are found as long as they go, in any order. What counts is not how long a run is,
since names with titles are long, but how many words in it are neither small nor begin with a
capital. Beside runs, sentences that share many triples of words are near copies.

A quotation in both articles is one utterance, and says nothing of copying; where one of the two has
it in its own words it is a paraphrase; what stands outside quotation marks in both is copied prose.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from store.across.terms import SAYS_NOTHING
from store.frozen import Frozen
from store.text.boundaries import sentences
from store.text.marks import pairs_in
from store.text.passages import passages
from store.text.span import Span
from store.text.spelling import is_spaceless
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.text.tokens import Token

LEAST_CONTENT: Final = 4
"""Words that are neither small nor begin with a capital, in a run at least."""
_NEAR_COPY: Final = 0.3
"""Of the triples of words of the shorter sentence, the share that the other has at least."""
_SURE_COPY: Final = 0.4
_LEAST_WORDS: Final = 8
"""Words of a sentence that can be a near copy."""
_SEED: Final = 4
MOST: Final = 200_000
"""Code points of an article that are looked at."""
_MOST_PLACES: Final = 50
"""Places of one seed in an article: more are a list or a refrain."""


class SharedKind(StrEnum):
    """What it means that two articles share a passage."""

    UTTERANCE = "utterance"
    """Quoted in both."""
    PARAPHRASE = "paraphrase"
    """Quoted in one."""
    COPIED = "copied"
    """Outside quotation marks in both."""


class SharedPassage(Frozen):
    """A passage that two articles share."""

    spans: tuple[Span, Span]
    """In the first article and in the second."""
    kind: SharedKind
    words: int
    """In the run, or in the shorter sentence."""
    containment: float = 1.0
    """The share of the shorter's triples of words that the other has; 1 for a run."""

    @property
    def is_doubtful(self) -> bool:
        """Whether it may be chance."""
        return self.containment < _SURE_COPY


class ComparedText:
    """An article, or a part of one, as it is compared with others."""

    def __init__(self, text: str, within: Span | None = None) -> None:
        """Only the first 200,000 code points are looked at.

        Args:
            text: Of the article.
            within: The part of it; all of it if not given.
        """
        whole = within or Span(0, len(text))
        self.text = text
        self.is_cut = len(whole) > MOST
        """Whether it is longer than what is looked at."""
        self.within = Span(whole.start, min(whole.end, whole.start + MOST))
        self.words = [token for token in tokens_in(text, self.within) if token.is_word]

    @cached_property
    def seeds(self) -> Mapping[tuple[str, ...], Sequence[int]]:
        """By four words in a row, at which words they begin."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        lower = [token.lower for token in self.words]
        for number in range(len(lower) - _SEED + 1):
            found[tuple(lower[number : number + _SEED])].append(number)
        return found

    @cached_property
    def sentences(self) -> Sequence[tuple[Span, frozenset[tuple[str, ...]], int]]:
        """The sentences that can be near copies, with their triples of words and their length."""
        found = []
        for passage in self._passages:
            for span in sentences(self.text, passage):
                words = [t.lower for t in tokens_in(self.text, span) if t.is_word]
                if len(words) >= _LEAST_WORDS:
                    triples = zip(words, words[1:], words[2:], strict=False)
                    found.append((span, frozenset(triples), len(words)))
        return found

    @cached_property
    def _passages(self) -> Sequence[Span]:
        return tuple(passages(self.text, self.within))

    @cached_property
    def _quoted(self) -> Sequence[Span]:
        """What stands within quotation marks, by where it begins; none lies in another."""
        found: list[Span] = []
        for passage in self._passages:
            for pair in pairs_in(self.text, passage):
                if pair.is_quotation and (not found or pair.start >= found[-1].end):
                    found.append(pair.outside)
        return found

    def is_quoted(self, span: Span) -> bool:
        """Whether most of a span stands within quotation marks."""
        first = max(0, bisect_right(self._quoted, span.start, key=lambda each: each.start) - 1)
        inside = 0
        for each in self._quoted[first:]:
            if each.start >= span.end:
                break
            inside += max(0, min(each.end, span.end) - max(each.start, span.start))
        return 2 * inside > len(span)


def shared_passages(one: ComparedText, other: ComparedText) -> tuple[SharedPassage, ...]:
    """What two articles share, in the order of the first: runs of words, then near copies."""
    runs = [_shared(one, other, spans, words) for spans, words in shared_runs(one, other)]
    copies = [
        copy
        for copy in _near_copies(one, other)
        if not any(all(map(Span.overlaps, run.spans, copy.spans)) for run in runs)
    ]
    return tuple(sorted([*runs, *copies], key=lambda each: each.spans))


def shared_runs(
    one: ComparedText, other: ComparedText, least: int = LEAST_CONTENT
) -> list[tuple[tuple[Span, Span], int]]:
    """The words in a row that two texts share, as long as they go, with how many words they are.

    Args:
        one: A text.
        other: The text that it is compared with.
        least: Words that are neither small nor begin with a capital, at least.
    """
    found = []
    reached: dict[int, int] = {}
    """By how much later a run stands in the other text: the word behind it here."""
    for seed, places in one.seeds.items():
        there = other.seeds.get(seed, ())
        if len(places) > _MOST_PLACES or len(there) > _MOST_PLACES:
            continue
        found += [(here, place) for here in places for place in there]
    runs = []
    for here, place in sorted(found):
        if reached.get(place - here, 0) > here:
            continue
        length = _common(one.words, other.words, here, place)
        reached[place - here] = here + length
        first, second = one.words[here : here + length], other.words[place : place + length]
        if sum(map(_content, first, second)) >= least:
            runs.append(((_span(first), _span(second)), length))
    return runs


def copied_from(shared: SharedPassage, dates: tuple[str, str]) -> int | None:
    """Which of the two articles, 0 or 1, copied prose was first in; none if nothing tells.

    Args:
        shared: By the two.
        dates: When each was published, as ISO 8601 in one time zone; empty where nobody knows.
    """
    if shared.kind is not SharedKind.COPIED or not all(dates) or dates[0] == dates[1]:
        return None
    return 0 if dates[0] < dates[1] else 1


def _common(one: Sequence[Token], other: Sequence[Token], here: int, there: int) -> int:
    """How many words are the same from two places on."""
    most = min(len(one) - here, len(other) - there)
    same = (n for n in range(most) if one[here + n].lower != other[there + n].lower)
    return next(same, most)


def _content(one: Token, other: Token) -> float:
    """What a word counts; of writing without spaces two characters are taken for a word."""
    if one.lower in SAYS_NOTHING or one.is_capital or other.is_capital:
        return 0.0
    is_character = not one.text.isascii() and is_spaceless(one.text[0])
    return 0.5 if is_character else float(one.text[0].isalpha())


def _near_copies(one: ComparedText, other: ComparedText) -> list[SharedPassage]:
    """The sentences that have much in common, each with the one that has most of it."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (_, triples, _) in enumerate(other.sentences):
        for triple in triples:
            holders[triple].append(number)
    found = []
    for span, triples, words in one.sentences:
        shared: dict[int, int] = defaultdict(int)
        for triple in triples:
            for number in holders.get(triple, ()):
                shared[number] += 1
        shares = {
            n: count / min(len(triples), len(other.sentences[n][1])) for n, count in shared.items()
        }
        best = max(shares, key=lambda n: (shares[n], -n), default=None)
        if best is not None and shares[best] >= _NEAR_COPY:
            there, _, length = other.sentences[best]
            spans, least = (span, there), min(words, length)
            found.append(_shared(one, other, spans, least, shares[best]))
    return found


def _shared(
    one: ComparedText,
    other: ComparedText,
    spans: tuple[Span, Span],
    words: int,
    containment: float = 1.0,
) -> SharedPassage:
    quoted = one.is_quoted(spans[0]) + other.is_quoted(spans[1])
    kind = (SharedKind.COPIED, SharedKind.PARAPHRASE, SharedKind.UTTERANCE)[quoted]
    return SharedPassage(spans, kind, words, containment)


def _span(words: Sequence[Token]) -> Span:
    return Span(words[0].start, words[-1].end)
