"""Coefficients of agreement; one that has no value says why in words, and is never nan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOTHING_MARKED: Final = "nobody marked anything"
NOTHING_SHARED: Final = "nothing done by two"
ONE_VALUE: Final = "only one value"
NOT_BY_ALL: Final = "nothing done by all"


class Figure(Frozen):
    """A coefficient, or why there is none."""

    value: float | None
    why: str = ""
    """Empty where there is a value."""
    low: float | None = None
    """The lower end of where it may lie, if that is known."""
    high: float | None = None
    """The upper end."""


def f1(matched: int, first: int, second: int) -> Figure:
    """The harmonic mean of precision and recall, which is the same whoever of two is right.

    Args:
        matched: Annotations that both have.
        first: Annotations of one person.
        second: Annotations of the other.
    """
    if not first + second:
        return Figure(None, NOTHING_MARKED)
    return Figure(2 * matched / (first + second))


def share(same: int, total: int) -> Figure:
    """The share of units with the same value, chance not taken off."""
    return Figure(same / total) if total else Figure(None, NOTHING_SHARED)


def kappa_of(same: int, values: Iterable[tuple[int, int]], total: int) -> Figure:
    """Cohen's kappa of two people, of counts.

    Args:
        same: Units to which both gave the same value.
        values: How often each value occurs with the one and with the other.
        total: All units.
    """
    if not total:
        return Figure(None, NOTHING_SHARED)
    # In whole numbers, so that no rounding makes a difference of nothing into one of something.
    expected = sum(one * other for one, other in values)
    if expected == total * total:
        return Figure(None, ONE_VALUE)
    return Figure((same * total - expected) / (total * total - expected))


def fleiss_of(differing: int, totals: Iterable[int], people: int) -> Figure:
    """The kappa of Fleiss, of counts.

    Args:
        differing: Ordered pairs of people that differ, over all units.
        totals: How often each value was given.
        people: How many have judged each unit.
    """
    counts = list(totals)
    given = sum(counts)
    if not given:
        return Figure(None, NOT_BY_ALL)
    chance = given * given - sum(count * count for count in counts)
    if not chance:
        return Figure(None, ONE_VALUE)
    return Figure(1 - differing * given / ((people - 1) * chance))


def alpha_of(differing: Mapping[int, int], totals: Iterable[int]) -> Figure:
    """Krippendorff's alpha for nominal values, of counts.

    Args:
        differing: Ordered pairs of people that differ, by how many people judged the unit.
        totals: How often each value was given.
    """
    counts = list(totals)
    total = sum(counts)
    if not total:
        return Figure(None, NOTHING_SHARED)
    expected = total * total - sum(count * count for count in counts)
    if not expected:
        return Figure(None, ONE_VALUE)
    return Figure(1 - (total - 1) * _weighed(differing) / expected)


def unitizing_alpha(differing: Mapping[int, int], marked: int, total: int, within: int) -> Figure:
    """The unitizing alpha of 2016 for one label against everything else.

    Args:
        differing: Lengths on which ordered pairs of people differ, by how many people there are.
        marked: Lengths of what has the label, of all people.
        total: Lengths of the texts, once for each person.
        within: Pairs of places that lie in one unit, which chance does not bring together: the
            squares of the lengths of units, and the lengths of what is not marked.
    """
    if not total:
        return Figure(None, NOTHING_SHARED)
    if not marked:
        return Figure(None, NOTHING_MARKED)
    if marked == total:
        return Figure(None, ONE_VALUE)
    expected = 2 * total * marked * (total - marked)
    return Figure(1 - _weighed(differing) * (total**2 - within) / expected)


def _weighed(differing: Mapping[int, int]) -> float:
    """Differences of ordered pairs, each person of an article having the weight of one.

    Whole numbers are summed first, so that no order of articles shows in the last digit.
    """
    return sum(count / (people - 1) for people, count in sorted(differing.items()))
