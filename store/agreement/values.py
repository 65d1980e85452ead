"""The agreement of two people on values, such as what is said of an article as a whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.agreement.coefficients import Figure, alpha_of, kappa_of, share
from store.agreement.spans import ALL, EACH_APART

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.agreement.counts import Column, Sums


def count_values(values: Iterable[tuple[str, str, str]]) -> Counter[Column]:
    """What two people say of things.

    Args:
        values: Of each thing the name of what is said of it, and the value of the first and of the
            second person; empty where one says nothing.
    """
    counts: Counter[Column] = Counter()
    for name, one, other in values:
        for label in {name, ALL}:
            counts[label, "number"] += 1
            counts[label, "same"] += one == other
        counts[name, "first", "with", one] += 1
        counts[name, "second", "with", other] += 1
    return counts


def value_figures(sums: Sums, name: str) -> dict[str, Figure]:
    """The figures of two people for what has a name, or for all that is said."""
    number, same = sums.get((name, "number"), 0), sums.get((name, "same"), 0)
    first, second = (
        {column[3]: count for column, count in sums.items() if column[:3] == (name, which, "with")}
        for which in ("first", "second")
    )
    found = [(first.get(v, 0), second.get(v, 0)) for v in first.keys() | second.keys()]
    apart = Figure(None, EACH_APART)
    differing = {2: 2 * (number - same)}
    return {
        "same": share(same, number),
        "kappa": kappa_of(same, found, number) if found else apart,
        "alpha": alpha_of(differing, [one + other for one, other in found]) if found else apart,
    }


def value_count(sums: Sums, name: str) -> int:
    """How many things two people say something of."""
    return sums.get((name, "number"), 0)
