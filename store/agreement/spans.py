"""The agreement of people on spans: what is counted in an article, and the figures of the sums."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from store.agreement.coefficients import (
    Figure,
    alpha_of,
    f1,
    fleiss_of,
    kappa_of,
    unitizing_alpha,
)
from store.agreement.marked import shared_length
from store.agreement.matching import paired

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.agreement.counts import Column, Sums
    from store.agreement.marked import ArticleMarks, CountedText, LabelMarks

ALL: Final = ""
"""In place of a label: all of them. No label has this name."""
EACH_APART: Final = "each label apart"


def count_pair(text: CountedText, first: ArticleMarks, second: ArticleMarks) -> Counter[Column]:
    """What two people have marked in an article, and what of it alike."""
    counts: Counter[Column] = Counter()
    for label in first.labels.keys() | second.labels.keys():
        for column, count in _count_label(first.labels.get(label), second.labels.get(label)):
            counts[label, column] = count
            if column in _SUMMED:
                counts[ALL, column] += count
    both = first.values.keys() & second.values.keys()
    same = sum((first.values[value] & second.values[value]).bit_count() for value in both)
    marked = 0
    for which, marks in (("first", first), ("second", second)):
        for value, those in marks.values.items():
            counts[ALL, which, "with", value] = those.bit_count()
            marked |= those
    counts[ALL, "same"] = same + text.tokens - marked.bit_count()
    counts[ALL, "tokens"] = text.tokens
    counts[ALL, "length"] = text.length
    return counts


_SUMMED: Final = frozenset(("exact", "overlapping", "first", "second"))
_NOTHING: Final[tuple[()]] = ()


def _count_label(first: LabelMarks | None, second: LabelMarks | None) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for which, marks in (("first", first), ("second", second)):
        if marks is not None:
            found += [
                (which, len(marks.units)),
                (f"{which} tokens", marks.tokens.bit_count()),
                (f"{which} length", marks.length),
                (f"{which} within", marks.within),
            ]
    if first is not None and second is not None:
        found += [
            ("exact", len(set(first.units) & set(second.units))),
            ("overlapping", len(paired(first.units, second.units))),
            ("shared tokens", (first.tokens & second.tokens).bit_count()),
            ("shared length", shared_length(first.stretches, second.stretches)),
        ]
    return found


# Figures of two people ---------------------------------------------------------------------------


def pair_figures(sums: Sums, label: str) -> dict[str, Figure]:
    """The figures of two people for a label, or for all."""

    def count(name: str) -> int:
        return sums.get((label, name), 0)

    figures = {
        "exact_f1": f1(count("exact"), count("first"), count("second")),
        "overlap_f1": f1(count("overlapping"), count("first"), count("second")),
    }
    tokens, length = sums.get((ALL, "tokens"), 0), 2 * sums.get((ALL, "length"), 0)
    if label == ALL:
        same, values = count("same"), _value_counts(sums, tokens)
        nothing = Figure(None, EACH_APART)
    else:
        one, other, both = count("first tokens"), count("second tokens"), count("shared tokens")
        same = tokens - one - other + 2 * both
        values = [(one, other), (tokens - one, tokens - other)]
        marked = count("first length") + count("second length")
        differing = {2: 2 * (marked - 2 * count("shared length"))}
        within = count("first within") + count("second within") + length - marked
        nothing = unitizing_alpha(differing, marked, length, within)
    figures["kappa"] = kappa_of(same, values, tokens)
    figures["alpha"] = alpha_of({2: 2 * (tokens - same)}, [one + other for one, other in values])
    figures["unitizing_alpha"] = nothing
    return figures


def pair_count(sums: Sums, label: str) -> int:
    """How many annotations of a label two people have made."""
    return sums.get((label, "first"), 0) + sums.get((label, "second"), 0)


def _value_counts(sums: Sums, tokens: int) -> list[tuple[int, int]]:
    """How often each set of labels occurs with the first and with the second person."""
    counts = {
        which: {str(c[3]): n for c, n in sums.items() if c[:3] == (ALL, which, "with")}
        for which in ("first", "second")
    }
    first, second = counts["first"], counts["second"]
    found = [(first.get(v, 0), second.get(v, 0)) for v in first.keys() | second.keys()]
    unmarked = (tokens - sum(one for one, _ in found), tokens - sum(other for _, other in found))
    return [*found, unmarked]


# Figures of more people --------------------------------------------------------------------------


def count_group(
    text: CountedText, people: Sequence[ArticleMarks], pairs: Sequence[Mapping[Column, int]]
) -> Counter[Column]:
    """What some people have marked in an article, and in how far every two of them differ.

    Args:
        text: The article.
        people: What each has marked.
        pairs: What `count_pair` gives for every two of them.
    """
    number = len(people)
    counts: Counter[Column] = Counter()
    for marks in people:
        for label, each in marks.labels.items():
            counts[label, "units"] += len(each.units)
            counts[ALL, "units"] += len(each.units)
            counts[label, "tokens", number] += each.tokens.bit_count()
            counts[label, "length"] += each.length
            counts[label, "within"] += each.within
        for value, those in marks.values.items():
            counts[ALL, "with", value, number] += those.bit_count()
    for pair in pairs:
        for column, count in pair.items():
            if column[1] in _DIFFERING:
                times, which = _DIFFERING[str(column[1])]
                counts[column[0], which, number] += times * count
        counts[ALL, "differing", number] += 2 * (pair[ALL, "tokens"] - pair[ALL, "same"])
    counts[ALL, "tokens", number] = number * text.tokens
    counts[ALL, "length"] = number * text.length
    return counts


_DIFFERING: Final = {
    "first tokens": (2, "differing"),
    "second tokens": (2, "differing"),
    "shared tokens": (-4, "differing"),
    "first length": (2, "differing length"),
    "second length": (2, "differing length"),
    "shared length": (-4, "differing length"),
}


def group_figures(sums: Sums, label: str, people: int) -> dict[str, Figure]:
    """The figures of more than two people for a label, or for all.

    Args:
        sums: Of what `count_group` gives.
        label: Which, or `ALL`.
        people: How many there are, also those who have not done every article.
    """
    numbers = range(2, people + 1)
    tokens = {n: sums.get((ALL, "tokens", n), 0) for n in numbers}
    differing = {n: sums.get((label, "differing", n), 0) for n in numbers}
    if label == ALL:
        values: list[Mapping[int, int]] = list(_value_totals(sums))
        unitizing = Figure(None, EACH_APART)
    else:
        values = [{n: sums.get((label, "tokens", n), 0) for n in numbers}]
        lengths = {n: sums.get((label, "differing length", n), 0) for n in numbers}
        marked, total = sums.get((label, "length"), 0), sums.get((ALL, "length"), 0)
        within = sums.get((label, "within"), 0) + total - marked
        unitizing = unitizing_alpha(lengths, marked, total, within)
    marked_tokens = {n: sum(each.get(n, 0) for each in values) for n in numbers}
    values = [*values, {n: tokens[n] - marked_tokens[n] for n in numbers}]
    by_all = [each.get(people, 0) for each in values]
    return {
        "fleiss_kappa": fleiss_of(differing[people], by_all, people),
        "alpha": alpha_of(differing, [sum(each.values()) for each in values]),
        "unitizing_alpha": unitizing,
    }


def group_count(sums: Sums, label: str) -> int:
    """How many annotations of a label people have made."""
    return sums.get((label, "units"), 0)


def _value_totals(sums: Sums) -> list[dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for column, count in sums.items():
        if column[:2] == (ALL, "with"):
            found.setdefault(str(column[2]), {})[int(column[3])] = count
    return list(found.values())
