"""The agreement of two people on what ties annotations: type, role, what stands at both ends."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from store.agreement.coefficients import f1
from store.agreement.matching import is_about_the_same, pair_off
from store.agreement.spans import ALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.agreement.coefficients import Figure
    from store.agreement.counts import Column, Sums
    from store.agreement.units import ComparedUnit


class TiedUnits(NamedTuple):
    """A relation as it is compared."""

    type: str
    role: str
    head_article: str
    head: ComparedUnit
    tail_article: str
    tail: ComparedUnit

    def turned(self) -> TiedUnits:
        """The relation with its head as its tail."""
        head, tail = (self.tail_article, self.tail), (self.head_article, self.head)
        return TiedUnits(self.type, self.role, *head, *tail)


def count_relations(
    first: Iterable[TiedUnits],
    second: Iterable[TiedUnits],
    is_shared: Callable[[str, ComparedUnit], bool],
) -> Counter[Column]:
    """What two people have tied, and what of it alike; of two equal relations one counts.

    Args:
        first: The relations of the one.
        second: Those of the other.
        is_shared: Whether both have annotated exactly this, in an article of that id.
    """
    counts: Counter[Column] = Counter()
    one, other = sorted(set(first)), sorted(set(second))
    for which, those in (("first", one), ("second", other)):
        for tied in those:
            _count(counts, tied.type, which)
            if is_shared(tied.head_article, tied.head) and is_shared(tied.tail_article, tied.tail):
                _count(counts, tied.type, f"{which} between shared")
    for tied in set(one) & set(other):
        _count(counts, tied.type, "exact")
    for row in pair_off(_candidates(one, other)).values():
        _count(counts, one[row].type, "overlapping")
    return counts


def _count(counts: Counter[Column], type_: str, name: str) -> None:
    counts[type_, name] += 1
    counts[ALL, name] += 1


def _candidates(rows: Sequence[TiedUnits], columns: Sequence[TiedUnits]) -> list[list[int]]:
    """For each relation of the first person, those of the second that may be the same."""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, tied in enumerate(columns):
        alike[_nature(tied)].append(number)
    return [
        [
            number
            for number in alike.get(_nature(row), ())
            if is_about_the_same(row.head, columns[number].head)
            and is_about_the_same(row.tail, columns[number].tail)
        ]
        for row in rows
    ]


def _nature(tied: TiedUnits) -> tuple[str, ...]:
    """What two relations must have in common but for the places of their ends."""
    articles = (tied.head_article, tied.tail_article)
    return (tied.type, tied.role, *articles, tied.head.label, tied.tail.label)


def relation_figures(sums: Sums, type_: str) -> dict[str, Figure]:
    """The figures of two people for a type, or for all."""

    def count(name: str) -> int:
        return sums.get((type_, name), 0)

    shared = (count("first between shared"), count("second between shared"))
    return {
        "exact_f1": f1(count("exact"), count("first"), count("second")),
        "overlap_f1": f1(count("overlapping"), count("first"), count("second")),
        "shared_ends_f1": f1(count("exact"), *shared),
    }
