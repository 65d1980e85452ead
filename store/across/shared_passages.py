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
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from store.across.terms import SAYS_NOTHING
from store.frozen import Frozen
from store.steps import Steps
from store.text.boundaries import sentences
from store.text.marks import pairs_in
from store.text.passages import passages
from store.text.span import Span
from store.text.spelling import is_spaceless
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from store.text.tokens import Token

    _Runs = list[tuple[tuple[Span, Span], int]]
    """Where each stands in the two texts, and how many words it has."""

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
_MOST_PLACES: Final = 8
"""Places of one seed in an article: more are a list or a refrain."""
_AT_A_STEP: Final = 200
"""Seeds that are looked at in a step."""


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

    def __init__(
        self, text: str, within: Span | None = None, *, is_read_in_steps: bool = False
    ) -> None:
        """Only the first 200,000 code points are looked at.

        Args:
            text: Of the article.
            within: The part of it; all of it if not given.
            is_read_in_steps: Whether its passages are added later.
        """
        whole = within or Span(0, len(text))
        self.text = text
        self.is_cut = len(whole) > MOST
        """Whether it is longer than what is looked at."""
        self.within = Span(whole.start, min(whole.end, whole.start + MOST))
        self.words: list[Token] = []
        self.seeds: dict[tuple[str, ...], list[int]] = defaultdict(list)
        """By four words in a row, at which words they begin."""
        self.sentences: list[tuple[Span, frozenset[tuple[str, ...]], int]] = []
        """The sentences that can be near copies, with their triples of words and their length."""
        self._quoted: list[Span] = []
        """What stands within quotation marks, by where it begins; none lies in another."""
        for passage in () if is_read_in_steps else passages(text, self.within):
            self.add(passage)

    def add(self, passage: Span) -> None:
        """Read a further passage."""
        start, end = max(passage.start, self.within.start), min(passage.end, self.within.end)
        first = max(0, len(self.words) - _SEED + 1)
        inside = Span(start, max(start, end))
        self.words += [each for each in tokens_in(self.text, inside) if each.is_word]
        lower = [token.lower for token in self.words[first:]]
        for number in range(len(lower) - _SEED + 1):
            self.seeds[tuple(lower[number : number + _SEED])].append(first + number)
        for span in sentences(self.text, passage):
            words = [each.lower for each in tokens_in(self.text, span) if each.is_word]
            if len(words) >= _LEAST_WORDS:
                triples = zip(words, words[1:], words[2:], strict=False)
                self.sentences.append((span, frozenset(triples), len(words)))
        for pair in pairs_in(self.text, passage):
            if pair.is_quotation and (not self._quoted or pair.start >= self._quoted[-1].end):
                self._quoted.append(pair.outside)

    def is_quoted(self, span: Span) -> bool:
        """Whether most of a span stands within quotation marks."""
        first = max(0, bisect_right(self._quoted, span.start, key=lambda each: each.start) - 1)
        inside = 0
        for each in self._quoted[first:]:
            if each.start >= span.end:
                break
            inside += max(0, each.shared(span))
        return 2 * inside > len(span)


def compared_in_steps(text: str) -> Generator[None, None, ComparedText]:
    """An article as it is compared, a passage at a step."""
    compared = ComparedText(text, is_read_in_steps=True)
    for passage in passages(text, compared.within):
        compared.add(passage)
        yield
    return compared


def shared_passages(one: ComparedText, other: ComparedText) -> tuple[SharedPassage, ...]:
    """What two articles share, in the order of the first: runs of words, then near copies."""
    return Steps(shared_in_steps(one, other), 0).all()


def shared_in_steps(
    one: ComparedText, other: ComparedText
) -> Generator[None, None, tuple[SharedPassage, ...]]:
    """As `shared_passages` gives them, a few words or sentences at a step."""
    runs = []
    for spans, words in (yield from _runs_in_steps(one, other, LEAST_CONTENT)):
        runs.append(_shared(one, other, spans, words))
        yield
    copies = []
    for copy in (yield from _near_copies(one, other)):
        if not any(all(map(Span.overlaps, run.spans, copy.spans)) for run in runs):
            copies.append(copy)
        yield
    return tuple(sorted([*runs, *copies], key=lambda each: each.spans))


def shared_runs(one: ComparedText, other: ComparedText, least: int = LEAST_CONTENT) -> _Runs:
    """The words in a row that two texts share, as long as they go, with how many words they are.

    Args:
        one: A text.
        other: The text that it is compared with.
        least: Words that are neither small nor begin with a capital, at least.
    """
    return Steps(_runs_in_steps(one, other, least), 0).all()


def _runs_in_steps(
    one: ComparedText, other: ComparedText, least: int
) -> Generator[None, None, _Runs]:
    found = []
    reached: dict[int, int] = {}
    """By how much later a run stands in the other text: the word behind it here."""
    for number, (seed, places) in enumerate(one.seeds.items()):
        there = other.seeds.get(seed, ())
        if len(places) <= _MOST_PLACES and len(there) <= _MOST_PLACES:
            found += [(here, place) for here in places for place in there]
        if number % _AT_A_STEP == 0:
            yield
    found.sort()
    runs = []
    for number, (here, place) in enumerate(found):
        if number % _AT_A_STEP == 0:
            yield
        if reached.get(place - here, 0) > here:
            continue
        length = _common(one.words, other.words, here, place)
        reached[place - here] = here + length
        first, second = one.words[here : here + length], other.words[place : place + length]
        if any(content >= least for content in accumulate(map(_content, first, second))):
            runs.append(((_span(first), _span(second)), length))
    return runs


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


def _near_copies(
    one: ComparedText, other: ComparedText
) -> Generator[None, None, list[SharedPassage]]:
    """The sentences that have much in common, each with the one that has most of it."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, (_, triples, _) in enumerate(other.sentences):
        for triple in triples:
            holders[triple].append(number)
        yield
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
        yield
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
