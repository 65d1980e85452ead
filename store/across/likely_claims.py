"""Which claims most likely say what a claim says, by their words alone.

BM25 over stems, names and numbers twice, as a share of what each has with itself, both ways: so
that a long claim is not like everything. Shared clusters are left out on purpose: claims of one
story share who they are about.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.text.lexicon import ENDINGS, FUNCTION_WORDS, SMALL_WORDS
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TypeAlias

    from store.annotations.model import Annotation, Mention

    Terms: TypeAlias = Mapping[str, float]

_K1: Final = 1.2
_B: Final = 0.75
_NAME: Final = 2.0
"""How many times a name or number counts."""
_SHORTEST_STEM: Final = 4


class ClaimIndex:
    """The claims of a story by their words."""

    def __init__(self, claims: Iterable[tuple[Mention, Annotation]]) -> None:
        self._terms: dict[Mention, Terms] = {m: _terms(claim.text) for m, claim in claims}
        held = Counter(term for terms in self._terms.values() for term in terms)
        count = len(self._terms)
        self._rarity = {t: math.log1p((count - n + 0.5) / (n + 0.5)) for t, n in held.items()}
        self._mean = sum(map(len, self._terms.values())) / max(1, count)

    def likely(self, claim: Mention, among: Iterable[Mention]) -> list[tuple[Mention, float]]:
        """Other claims, the one most like a claim first, with how like they are, from 0 to 1."""
        scores = [(each, self.likeness(claim, each)) for each in among if each != claim]
        return sorted(scores, key=lambda scored: (-scored[1], scored[0]))

    def likeness(self, one: Mention, other: Mention) -> float:
        """How like two claims are: the mean of what each shares with the other."""
        return (self._share(one, other) + self._share(other, one)) / 2

    def _share(self, asked: Mention, found: Mention) -> float:
        own = self._score(self._terms[asked], self._terms[asked])
        return self._score(self._terms[asked], self._terms[found]) / own if own else 0.0

    def _score(self, asked: Terms, found: Terms) -> float:
        length = _K1 * (1 - _B + _B * len(found) / max(1.0, self._mean))
        return sum(
            weight * self._rarity[term] * (_K1 + 1) / (1 + length)
            for term, weight in asked.items()
            if term in found
        )


@lru_cache(maxsize=8_192)
def _terms(text: str) -> Terms:
    """The stems of a claim with what each counts."""
    found: dict[str, float] = {}
    tokens: Sequence[tuple[int, str, bool]] = [
        (number, token.lower, token.is_capital or token.text[0].isdigit())
        for number, token in enumerate(tokens_in(text, Span(0, len(text))))
        if token.is_word and token.lower not in SMALL_WORDS | FUNCTION_WORDS
    ]
    for number, word, is_named in tokens:
        counts = _NAME if is_named and (number or word.isdigit()) else 1.0
        found[stem(word)] = max(counts, found.get(stem(word), 0.0))
    return found


def stem(word: str) -> str:
    """A word in small letters without its ending, as far as enough of it is left."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
