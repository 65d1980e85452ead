"""Coefficients of agreement; one that has no value says why in words, and is never nan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NOTHING_MARKED: Final = "nobody marked anything"
NOTHING_SHARED: Final = "nothing done by two"
ONE_VALUE: Final = "only one value"


class Figure(Frozen):
    """A coefficient, or why there is none."""

    value: float | None
    why: str = ""
    """Empty where there is a value."""


def f1(matched: int, first: int, second: int) -> Figure:
    """The harmonic mean of precision and recall, which is the same whoever of two is right.

    Args:
        matched: Spans that both have.
        first: Spans of one person.
        second: Spans of the other.
    """
    if not first + second:
        return Figure(None, NOTHING_MARKED)
    return Figure(2 * matched / (first + second))


def cohen_kappa(confusion: Mapping[tuple[str, str], int]) -> Figure:
    """Cohen's kappa of two people.

    Args:
        confusion: How many units have which value of the first and of the second person.
    """
    total = sum(confusion.values())
    if not total:
        return Figure(None, NOTHING_SHARED)
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (row, column), count in confusion.items():
        rows[row] += count
        columns[column] += count
    observed = sum(count for (row, column), count in confusion.items() if row == column)
    # In whole numbers, so that no rounding makes a difference of nothing into one of something.
    expected = sum(count * columns[value] for value, count in rows.items())
    if expected == total * total:
        return Figure(None, ONE_VALUE)
    return Figure((observed * total - expected) / (total * total - expected))


def nominal_alpha(units: Mapping[tuple[str, ...], int]) -> Figure:
    """Krippendorff's alpha for nominal values, of two people or more.

    Args:
        units: How often units have these values, one for each person who has judged the unit.
    """
    differing: Counter[int] = Counter()
    totals: Counter[str] = Counter()
    for values, count in units.items():
        if len(values) < 2:  # a unit that one person has judged tells nothing of agreement
            continue
        each = Counter(values)
        same = sum(n * (n - 1) for n in each.values())
        differing[len(values)] += count * (len(values) * (len(values) - 1) - same)
        for value, n in each.items():
            totals[value] += n * count
    total = sum(totals.values())
    if not total:
        return Figure(None, NOTHING_SHARED)
    expected = total * total - sum(n * n for n in totals.values())
    if not expected:
        return Figure(None, ONE_VALUE)
    return Figure(1 - (total - 1) * _weighed(differing) / expected)


@dataclass(slots=True)
class UnitizedLengths:
    """What the unitizing alpha is made of, summed over articles; lengths in code points."""

    differing: Counter[int] = field(default_factory=Counter)
    """Lengths on which ordered pairs of people differ, by how many people there are."""
    marked: int = 0
    total: int = 0
    """Lengths of the articles, once for each person."""
    within: int = 0
    """Pairs of places that lie in one unit, which chance does not bring together."""

    def add(self, length: int, people: Sequence[Iterable[tuple[int, int]]]) -> None:
        """Add an article.

        Args:
            length: Of its text.
            people: The spans of one label of each of two people or more.
        """
        depths: Counter[int] = Counter()
        for spans in people:
            units = _disjoint(spans)
            marked = sum(end - start for start, end in units)
            self.marked += marked
            self.within += sum((end - start) ** 2 for start, end in units) + length - marked
            for start, end in units:
                depths[start] += 1
                depths[end] -= 1
        self.total += length * len(people)
        depth = last = 0
        for place, step in sorted(depths.items()):
            pairs = depth * (len(people) - depth)
            self.differing[len(people)] += 2 * pairs * (place - last)
            depth, last = depth + step, place

    @property
    def alpha(self) -> Figure:
        """The unitizing alpha of 2016 for one label against everything else."""
        if not self.total:
            return Figure(None, NOTHING_SHARED)
        if not self.marked:
            return Figure(None, NOTHING_MARKED)
        if self.marked == self.total:
            return Figure(None, ONE_VALUE)
        expected = 2 * self.total * self.marked * (self.total - self.marked)
        return Figure(1 - _weighed(self.differing) * (self.total**2 - self.within) / expected)


def _weighed(differing: Mapping[int, int]) -> float:
    """Differences of ordered pairs, each person of an article having the weight of one.

    Whole numbers are summed first, so that no order of articles shows in the last digit.
    """
    return sum(count / (people - 1) for people, count in sorted(differing.items()))


def _disjoint(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of one person, those that share text joined; those that only touch stay two."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
