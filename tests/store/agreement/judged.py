"""Coefficients of what people have said of units, one by one, from the formulas of the program.

The program counts in other ways; what it says of articles is compared with these.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.agreement.coefficients import (
    NOT_BY_ALL,
    Figure,
    alpha_of,
    fleiss_of,
    kappa_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


def cohen_kappa(confusion: Mapping[tuple[str, str], int]) -> Figure:
    """Cohen's kappa of two people.

    Args:
        confusion: How many units have which value of the first and of the second person.
    """
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (row, column), count in confusion.items():
        rows[row] += count
        columns[column] += count
    same = sum(count for (row, column), count in confusion.items() if row == column)
    return kappa_of(same, ((count, columns[value]) for value, count in rows.items()), rows.total())


def fleiss_kappa(units: Mapping[tuple[str, ...], int]) -> Figure:
    """The kappa of Fleiss (1971), of people who have all judged every unit.

    Args:
        units: How often units have these values, one for each person.
    """
    differing, totals = _counted(units)
    if len(differing) > 1:
        return Figure(None, NOT_BY_ALL)
    people = next(iter(differing), 2)
    return fleiss_of(differing.total(), totals.values(), people)


def nominal_alpha(units: Mapping[tuple[str, ...], int]) -> Figure:
    """Krippendorff's alpha for nominal values, of two people or more.

    Args:
        units: How often units have these values, one for each person who has judged the unit.
    """
    differing, totals = _counted(units)
    return alpha_of(differing, totals.values())


def _counted(units: Mapping[tuple[str, ...], int]) -> tuple[Counter[int], Counter[str]]:
    """Ordered pairs that differ, by how many people there are, and how often values occur."""
    differing: Counter[int] = Counter()
    totals: Counter[str] = Counter()
    for values, count in units.items():
        people = len(values)
        if people < 2:  # a unit that one person has judged tells nothing of agreement
            continue
        each = Counter(values)
        same = sum(n * (n - 1) for n in each.values())
        differing[people] += count * (people * (people - 1) - same)
        for value, n in each.items():
            totals[value] += n * count
    return differing, totals
