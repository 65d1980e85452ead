"""Which claims most likely say what a claim says, by their words alone.

BM25 over stems, names and numbers twice, as a share of what each has with itself, both ways: so
that a long claim is not like everything. Shared clusters are left out on purpose: claims of one
story share who they are about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from store.across.terms import rarity, saturation, terms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
        self._owns: dict[Mention, float] = {}
        """What each claim has with itself, as far as that was asked for."""

    def likely(self, claim: Mention, among: Iterable[Mention]) -> list[tuple[Mention, float]]:
        """Other claims, the one most like a claim first, with how like they are, from 0 to 1."""
        likeness = self.likeness_to(claim)
        scores = [(each, likeness.get(each, 0.0)) for each in among if each != claim]
        return sorted(scores, key=lambda scored: (-scored[1], scored[0]))

    def likeness_to(self, one: Mention) -> Mapping[Mention, float]:
        """How like a claim is to those that share a word with it: the mean of what each shares with
        the other, as a share of what that has with itself."""
        shared: defaultdict[Mention, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for term, weight in self._terms[one].items():
            rare = self._rarity[term]
            for other in self._having[term]:
                sums = shared[other]
                sums[0] += weight * rare
                sums[1] += self._terms[other][term] * rare
        own = self._own(one)
        counts = self._saturations[one]
        return {
            other: (self._saturations[other] * mine / own + counts * its / self._own(other)) / 2
            for other, (mine, its) in shared.items()
        }

    @cached_property
    def _having(self) -> Mapping[str, Sequence[Mention]]:
        """By term the claims that have it."""
        found: defaultdict[str, list[Mention]] = defaultdict(list)
        for mention, terms in self._terms.items():
            for term in terms:
                found[term].append(mention)
        return found

    @cached_property
    def _saturations(self) -> Mapping[Mention, float]:
        """What a term counts in each claim."""
        return {m: saturation(len(terms), self._mean) for m, terms in self._terms.items()}

    def _own(self, one: Mention) -> float:
        """What a claim has with itself, where it has words at all."""
        found = self._owns.get(one)
        if found is None:
            terms = self._terms[one]
            sums = sum(weight * self._rarity[term] for term, weight in terms.items())
            found = self._owns[one] = self._saturations[one] * sums
        return found
