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
    from collections.abc import Callable, Iterable

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
        self._own: dict[Mention, float] = {}
        """What each claim has with itself, as far as that was asked for."""

    def likely(self, claim: Mention, among: Iterable[Mention]) -> list[tuple[Mention, float]]:
        """Other claims, the one most like a claim first, with how like they are, from 0 to 1."""
        likeness = self.likeness_to(claim)
        scores = [(each, likeness(each)) for each in among if each != claim]
        return sorted(scores, key=lambda scored: (-scored[1], scored[0]))

    def likeness_to(self, one: Mention) -> Callable[[Mention], float]:
        """How like a claim is to others: the mean of what each shares with the other."""
        terms = self._terms[one]

        def likeness(other: Mention) -> float:
            shared = terms.keys() & self._terms[other].keys()
            if not shared:
                return 0.0
            return (self._share(one, other, shared) + self._share(other, one, shared)) / 2

        return likeness

    def _share(self, asked: Mention, found: Mention, shared: Iterable[str]) -> float:
        """What two claims share, as a share of what the first has with itself."""
        terms, own = self._terms[asked], self._own.get(asked)
        if own is None:
            own = self._own[asked] = self._score(terms, terms, asked)
        return self._score(terms, shared, found) / own if own else 0.0

    def _score(self, terms: Terms, shared: Iterable[str], found: Mention) -> float:
        counts = saturation(len(self._terms[found]), self._mean)
        return counts * sum(terms[term] * self._rarity[term] for term in shared)
