"""The agreement of two people on what means the same: the measures of coreference.

Everything is counted in whole numbers, fractions in parts of `SCALE`, so that sums over stories are
the same in whatever order these come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, TypeVar

from store.agreement.assignment import best_assignment
from store.agreement.coefficients import NOTHING_MARKED, Figure
from store.agreement.spans import ALL

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from store.agreement.counts import Column, Sums

    M = TypeVar("M", bound=Hashable)

SCALE: Final = 1 << 60
"""Of how many parts a whole is made."""
MEASURES: Final = ("muc", "b_cubed", "ceaf_e", "lea")
NO_LINKS: Final = "nobody put two together"


def joined(clusters: Iterable[Iterable[M]]) -> list[frozenset[M]]:
    """Clusters of which two that share something are one, as what means the same does."""
    found: dict[M, set[M]] = {}
    for cluster in clusters:
        whole = set(cluster)
        for each in tuple(whole):
            whole |= found.get(each, set())
        found.update(dict.fromkeys(whole, whole))
    return [frozenset(each) for each in {id(those): those for those in found.values()}.values()]


def count_clusters(
    label: str, first: Sequence[frozenset[M]], second: Sequence[frozenset[M]]
) -> Counter[Column]:
    """What two people have put together.

    Args:
        label: Of the clusters.
        first: Those of the one, none of which share anything.
        second: Those of the other.
    """
    counts: Counter[Column] = Counter()
    counts["mentions",] = len(frozenset().union(*first, *second))
    overlaps = _overlaps(first, second)
    for which, own, theirs in (("first", first, second), ("second", second, first)):
        rows = overlaps if which == "first" else _turned(overlaps, len(second))
        for cluster, row in zip(own, rows, strict=True):
            size, shared = len(cluster), row.values()
            single = size == 1 and any(len(theirs[number]) == 1 for number in row)
            parts = len(shared) + size - sum(shared)
            links = size * (size - 1) // 2 or 1
            kept = int(single) or sum(n * (n - 1) // 2 for n in shared)
            counts[which, "muc"] += (size - parts) * SCALE
            counts[which, "muc", "of"] += (size - 1) * SCALE
            counts[which, "b_cubed"] += SCALE * sum(n * n for n in shared) // size
            counts[which, "lea"] += SCALE * size * kept // links
            for name in ("b_cubed", "lea"):
                counts[which, name, "of"] += size * SCALE
        counts[which, "ceaf_e", "of"] = len(own) * SCALE
    weights = {
        (row, column): 2 * n * SCALE // (len(first[row]) + len(second[column]))
        for row, those in enumerate(overlaps)
        for column, n in those.items()
    }
    best = sum(weights[pair] for pair in best_assignment(weights).items())
    counts["first", "ceaf_e"] = counts["second", "ceaf_e"] = best
    found: Counter[Column] = Counter()
    for column, count in counts.items():
        found[label, *column] = found[ALL, *column] = count
    return found


def _overlaps(
    first: Sequence[frozenset[M]], second: Sequence[frozenset[M]]
) -> list[dict[int, int]]:
    """For each cluster, how many mentions each of the other's has of it."""
    where = {mention: number for number, those in enumerate(second) for mention in those}
    return [dict(Counter(where[m] for m in cluster if m in where)) for cluster in first]


def _turned(overlaps: Sequence[Mapping[int, int]], number: int) -> list[dict[int, int]]:
    found: list[dict[int, int]] = [{} for _ in range(number)]
    for row, those in enumerate(overlaps):
        for column, shared in those.items():
            found[column][row] = shared
    return found


def cluster_figures(sums: Sums, label: str) -> dict[str, Figure]:
    """The figures of two people for clusters of a label, or for all."""
    figures = {name: _harmonic(sums, label, name) for name in MEASURES}
    three = [figures[name].value for name in ("muc", "b_cubed", "ceaf_e")]
    values = [value for value in three if value is not None]
    conll = Figure(sum(values) / 3) if len(values) == 3 else figures["muc"]
    return {**figures, "conll": conll}


def _harmonic(sums: Sums, label: str, name: str) -> Figure:
    """The harmonic mean of precision and recall."""
    sides = [
        (sums.get((label, which, name), 0), sums.get((label, which, name, "of"), 0))
        for which in ("first", "second")
    ]
    if not any(of for _, of in sides):
        return Figure(None, NO_LINKS if name == "muc" else NOTHING_MARKED)
    rates = [part / of if of else 0.0 for part, of in sides]
    total = sum(rates)
    return Figure(2 * rates[0] * rates[1] / total if total else 0.0)


def cluster_count(sums: Sums, label: str) -> int:
    """How many mentions of two people are compared."""
    return sums.get((label, "mentions"), 0)


def with_singles(clusters: Sequence[frozenset[M]], mentions: Iterable[M]) -> list[frozenset[M]]:
    """Clusters with one more for each mention that is in none."""
    clustered = frozenset().union(*clusters)
    return [*clusters, *(frozenset((each,)) for each in mentions if each not in clustered)]


def shared_clusters(
    clusters: Mapping[str, Iterable[Iterable[M]]], shared: frozenset[M]
) -> dict[str, list[frozenset[M]]]:
    """Of clusters by label what both people have annotated, without what is nothing then."""
    found: dict[str, list[frozenset[M]]] = defaultdict(list)
    for label, those in clusters.items():
        found[label] = [left for each in joined(those) if (left := each & shared)]
    return found
