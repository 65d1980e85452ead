"""Scores of clusters against a gold: LEA, MUC, B³ and CEAF-e, over mentions that are given.

A mention may be in several clusters of the gold; each is scored as it stands there. LEA counts
links and weighs clusters by their size (Moosavi and Strube, "Which coreference evaluation metric
do you trust?", 2016); the mean of the other three is what is called CoNLL.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.agreement.assignment import best_assignment

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
    from typing import TypeAlias

    Clusters: TypeAlias = Sequence[frozenset[Hashable]]

_EXACT: Final = 10**12
"""By what values are multiplied to be whole numbers."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Sums:
    """Numerators and denominators of a score, which can be added up over stories."""

    found: float = 0.0
    shown: float = 0.0
    recalled: float = 0.0
    gold: float = 0.0

    def add(self, other: Sums) -> None:
        """Count a further story."""
        self.found += other.found
        self.shown += other.shown
        self.recalled += other.recalled
        self.gold += other.gold

    @property
    def score(self) -> Score:
        return Score(_share(self.found, self.shown), _share(self.recalled, self.gold))


def clusters_of(groups: Iterable[Collection[Hashable]]) -> list[frozenset[Hashable]]:
    """Groups as clusters, without empty ones."""
    return [frozenset(group) for group in groups if group]


def without_singletons(clusters: Clusters) -> list[frozenset[Hashable]]:
    """The clusters of two and more."""
    return [cluster for cluster in clusters if len(cluster) > 1]


def lea(found: Clusters, gold: Clusters) -> Sums:
    """Links that are right, each cluster weighed by its size."""
    return _both_ways(found, gold, _links_resolved)


def muc(found: Clusters, gold: Clusters) -> Sums:
    """The fewest links that have to be added or taken away."""
    return _both_ways(found, gold, _links_kept)


def b_cubed(found: Clusters, gold: Clusters) -> Sums:
    """How much of a mention's cluster is right, for each mention."""
    return _both_ways(found, gold, _shares_of_mentions)


def ceaf_e(found: Clusters, gold: Clusters) -> Sums:
    """How alike clusters are that are paired with each other, each with one at the most."""
    alike = [[2 * len(a & b) / (len(a) + len(b)) for b in gold] for a in found]
    total = best_pairing(alike)
    return Sums(total, len(found), total, len(gold))


def conll(found: Clusters, gold: Clusters) -> float:
    """The mean of the three F1 scores, from 0 to 1."""
    return sum(one(found, gold).score.f1 for one in (muc, b_cubed, ceaf_e)) / 3


def best_pairing(values: Sequence[Sequence[float]]) -> float:
    """The greatest sum of values of which no two are in one row or one column."""
    weights = {
        (row, column): round(value * _EXACT)
        for row, some in enumerate(values)
        for column, value in enumerate(some)
        if value > 1 / _EXACT
    }
    return sum(values[row][column] for row, column in best_assignment(weights).items())


def _both_ways(
    found: Clusters, gold: Clusters, one: Callable[[Clusters, Clusters], tuple[float, float]]
) -> Sums:
    return Sums(*one(found, gold), *one(gold, found))


def _links_resolved(some: Clusters, others: Clusters) -> tuple[float, float]:
    """LEA, one way: a cluster of one has a link to itself."""
    resolved, total = 0.0, 0.0
    for cluster in some:
        links = _links(len(cluster)) or 1
        if len(cluster) == 1:
            kept = float(cluster in others)
        else:
            kept = float(sum(_links(len(cluster & other)) for other in others))
        resolved += len(cluster) * min(1.0, kept / links)
        total += len(cluster)
    return resolved, total


def _links_kept(some: Clusters, others: Clusters) -> tuple[float, float]:
    kept, total = 0, 0
    for cluster in some:
        parts = [cluster & other for other in others]
        held = frozenset().union(*parts)
        pieces = sum(bool(part) for part in parts) + len(cluster - held)
        kept += max(0, len(cluster) - pieces)
        total += len(cluster) - 1
    return kept, total


def _shares_of_mentions(some: Clusters, others: Clusters) -> tuple[float, float]:
    sizes = [
        (len(cluster), Counter({n: len(cluster & other) for n, other in enumerate(others)}))
        for cluster in some
    ]
    shares = sum(sum(c * c for c in shared.values()) / size for size, shared in sizes)
    return shares, sum(size for size, _ in sizes)


def _links(size: int) -> int:
    return size * (size - 1) // 2


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
