"""Ends: where a span can end that begins somewhere, with the signs by which that is judged.

How likely each is, if the start is right, is first said by weights that hold whatever a label is
for: a span ends with a group of words and before what begins another, and leaves no quotation open.
"""

from __future__ import annotations

from functools import lru_cache
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from store.suggest.candidates.finding import analyses, analysis_of
from store.suggest.jumping.finding import jumpables_in_passage
from store.suggest.jumping.jumpable import EDGE, phrase_of, word_class
from store.text.lexicon import lines_of
from store.text.marks import FULL_STOPS
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.suggest.candidates.passage_analysis import PassageAnalysis
    from store.suggest.jumping.jumpable import Jumpable

_LONGEST: Final = 120
"""Words and marks in the longest span whose end is offered."""
_LIKELY: Final = {False: 30, True: 70}
"""The same where only likely ends are sought, of what is short and of a clause or more."""
_LONGEST_PHRASE: Final = 60
"""Code points in the longest text that is looked up among those that were tagged."""
_REMEMBERED: Final = 256
"""Passages of which the edges of words are remembered."""
_LENGTHS: Final = tuple(
    f"length {next((most for most in (1, 2, 3, 4, 6, 9, 15, 25, 40) if n <= most), 'more')}"
    for n in range(_LONGEST + 1)
)
_COUNTED: Final = {
    ",": "comma",
    **dict.fromkeys(FULL_STOPS, "stop"),
    **dict.fromkeys(("preposition", "of", "to"), "preposition"),
    **dict.fromkeys(("conjunction", "and"), "conjunction"),
    **dict.fromkeys(("subordinator", "that", "who"), "subordinator"),
    **dict.fromkeys(("auxiliary", "verb", "saying"), "verb"),
}
"""What is counted within a span, by the class of the word."""
_MOST_COUNTED: Final = 3
_LEAST: Final = 0.005
"""The least surprise that is learned from."""
_OPENING: Final = frozenset("“«‘„([{")
_CLOSING: Final = frozenset("”»’)]}")
_EITHER: Final = '"'


class End(NamedTuple):
    """Where a span can end."""

    end: int
    """Code points up to it."""
    prior: float
    """How likely it is as long as nothing has been learned, in log odds but for a constant."""
    signs: tuple[str, ...]
    """What is so of it, as it is learned from."""
    phrase: str
    """The text up to it, as it is compared with others; empty if it is long."""


def _weights() -> tuple[dict[str, float], dict[str, float]]:
    """What each sign speaks for an end, of what is short and of what is long."""
    short: dict[str, float] = {}
    long: dict[str, float] = {}
    for line in lines_of(Path(__file__).parent / "data" / "ends.txt"):
        sign, *values = line.rsplit(maxsplit=2)
        for weights, value in zip((short, long), values, strict=True):
            if value != ".":
                weights[sign] = float(value)
    return short, long


_WEIGHTS: Final = _weights()


def ends_from(text: str, start: int, *, is_long: bool, has_all: bool = False) -> list[End]:
    """The words and marks of its passage with which a span can end, the nearest first.

    Args:
        text: Of the article.
        start: Code points before the span; there are none where no word or mark begins.
        is_long: Whether a clause or more is sought.
        has_all: Whether also what is too far away to be likely is found.
    """
    most = _LONGEST if has_all else _LIKELY[is_long]
    for at, passage in analyses(text, Span(start, start + 1)):
        return [
            End(at + each.end, *each[1:])
            for each in _ends_in(passage.text, start - at, most, is_long=is_long)
        ]
    return []


@lru_cache(maxsize=4 * _REMEMBERED)
def _ends_in(text: str, start: int, most: int, *, is_long: bool) -> tuple[End, ...]:
    """The nearest ends of what begins at a place of a passage."""
    passage = analysis_of(text)
    first = passage.starts.get(start)
    if first is None:
        return ()
    weigh = _WEIGHTS[is_long].get
    found = jumpables_in_passage(text, is_long=is_long)
    known = {each.end: each for each in found if each.start == start}
    edges = _edges(text)
    begins, behind = edges[first][0], edges[first - 1][0] if first else EDGE
    only = f"only {begins}"
    ends = []
    for last, inner in _inner_signs(passage, first, most):
        end = passage.tokens[last - 1].end
        if not passage.is_whole(Span(start, end)):
            continue
        kind = _kind_of(known.get(end))
        ends_with, before, around = edges[last - 1]
        pairs = f"from {begins} to {ends_with}", f"behind {behind} before {before}"
        signs = (*around, *pairs, *inner, *kind, _LENGTHS[last - first])
        if last == first + 1:
            signs = (*signs, only)
        is_short = end - start <= _LONGEST_PHRASE
        phrase = phrase_of(text[start:end]) if is_short else ""
        ends.append(End(end, sum(weigh(sign, 0.0) for sign in signs), signs, phrase))
    return tuple(ends)


@lru_cache(maxsize=_REMEMBERED)
def _edges(text: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Of each word and mark of a passage its class, that of the next, and the signs of what ends
    with it."""
    tokens = analysis_of(text).tokens
    classes = [word_class(token.text) for token in tokens]
    edges = []
    for number, token in enumerate(tokens):
        signs = [f"ends {classes[number]}", f"last {token.lower}"]
        behind = tokens[number + 1] if number + 1 < len(tokens) else None
        if behind is None or "\n" in text[token.end : behind.start]:
            before = EDGE
        else:
            before = classes[number + 1]
            signs.append(f"next {behind.lower}")
            if behind.start == token.end:
                signs.append("joined word" if behind.text[0].isalnum() else "joined mark")
        signs.append(f"before {before}")
        edges.append((classes[number], before, tuple(signs)))
    return tuple(edges)


def _inner_signs(
    passage: PassageAnalysis, first: int, most: int
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The token behind each end of what begins with a token, and the signs of what is within."""
    tokens, edges = passage.tokens, _edges(passage.text)
    counts: dict[str, int] = {}
    inner: tuple[str, ...] = ()
    open_marks = 0
    is_quoted = False
    for last in range(first + 1, min(len(tokens), first + most) + 1):
        mark = tokens[last - 1].text
        open_marks += (mark in _OPENING) - (mark in _CLOSING)
        is_quoted ^= mark == _EITHER
        opened = ("open",) if open_marks > 0 or is_quoted else ("closed",) if open_marks < 0 else ()
        yield last, (*inner, *opened)
        name = _COUNTED.get(edges[last - 1][0])
        if name is not None:
            counts[name] = min(_MOST_COUNTED, counts.get(name, 0) + 1)
            inner = tuple(f"{name} {number}" for name, number in counts.items())


def _kind_of(known: Jumpable | None) -> tuple[str, ...]:
    """What a span is that ends so, as far as it can be jumped to."""
    if known is None:
        return ("unknown",)
    kind = "group" if known.cues is None else "variant" if known.doubt else "candidate"
    return (kind, "clause" if known.is_long else "phrase")


# Learned -----------------------------------------------------------------------------------


class EndTaste(dict[str, float]):
    """What each sign speaks for an end of one label, beyond what holds for all of them."""

    def __missing__(self, sign: str) -> float:
        return 0.0

    def chances(self, ends: Sequence[End], phrases: Mapping[str, float]) -> list[float]:
        """How likely each end is, if a span begins there; together they are 1.

        Args:
            ends: All of them.
            phrases: What is remembered of texts, in log odds.
        """
        weight = self.__getitem__
        odds = [
            each.prior + sum(map(weight, each.signs)) + phrases.get(each.phrase, 0.0)
            for each in ends
        ]
        most = max(odds, default=0.0)
        worths = [exp(each - most) for each in odds]
        total = sum(worths)
        return [worth / total for worth in worths]

    def learn(
        self, ends: Sequence[End], tagged: int, phrases: Mapping[str, float], rate: float
    ) -> dict[str, float]:
        """Learn from a span that ends somewhere, and not where else it might.

        Returns:
            By how much what each sign speaks was moved.
        """
        moved: dict[str, float] = {}
        if any(each.end == tagged for each in ends):
            for each, chance in zip(ends, self.chances(ends, phrases), strict=True):
                by = rate * ((each.end == tagged) - chance)
                if abs(by) < rate * _LEAST:
                    continue
                for sign in each.signs:
                    moved[sign] = moved.get(sign, 0.0) + by
            self.move(moved, 1)
        return moved

    def move(self, moved: Mapping[str, float], by: int) -> None:
        """Move what signs speak, or take it back."""
        for sign, far in moved.items():
            self[sign] += by * far
