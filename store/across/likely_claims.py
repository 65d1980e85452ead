"""Which claims most likely say what a claim says, by their words alone.

BM25 over stems, names and numbers twice, as a share of what each has with itself, both ways: so
that a long claim is not like everything. Shared clusters are left out on purpose: claims of one
story share who they are about.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.across.terms import rarity, saturation, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.across.terms import Terms
    from store.annotations.model import Annotation, Mention


class ClaimIndex:
    """The claims of a story by their words."""

    def __init__(self, claims: Iterable[tuple[Mention, Annotation]]) -> None:
        self._terms: dict[Mention, Terms] = {m: terms_of(claim.text) for m, claim in claims}
        held = Counter(term for terms in self._terms.values() for term in terms)
        count = len(self._terms)
        self._rarity = {term: rarity(n, count) for term, n in held.items()}
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
        counts = saturation(len(found), self._mean)
        return counts * sum(
            weight * self._rarity[term] for term, weight in asked.items() if term in found
        )
