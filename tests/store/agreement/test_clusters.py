"""The measures of coreference: the worked examples of their papers, and what has no value."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.assignment import best_assignment
from store.agreement.clusters import (
    NO_LINKS,
    SCALE,
    cluster_figures,
    count_clusters,
    joined,
    with_singles,
)
from store.agreement.coefficients import Figure
from store.agreement.spans import ALL

PARTITIONS = st.lists(st.integers(0, 4), min_size=1, max_size=9)


def sets(*clusters: str) -> list[frozenset[str]]:
    return [frozenset(each) for each in clusters]


KEY, RESPONSE = sets("abc", "defg"), sets("ab", "cd", "fghi")
"""The example of Pradhan and others (2014) and of Moosavi and Strube (2016)."""


def test_the_example_of_the_scorer_of_conll() -> None:
    """Recall, precision: MUC .40 and .40, B3 .42 and .50, CEAF-e .65 and .43, LEA .24 and .33."""
    sums = count_clusters("actor", KEY, RESPONSE)
    rates = {
        name: [
            sums["actor", which, name] / sums["actor", which, name, "of"]
            for which in ("first", "second")
        ]
        for name in ("muc", "b_cubed", "ceaf_e", "lea")
    }
    assert rates["muc"] == pytest.approx([2 / 5, 2 / 5], abs=1e-12)
    assert rates["b_cubed"] == pytest.approx([35 / 84, 1 / 2], abs=1e-12)
    assert rates["ceaf_e"] == pytest.approx([1.3 / 2, 1.3 / 3], abs=1e-12)
    assert rates["lea"] == pytest.approx([5 / 21, 1 / 3], abs=1e-12)
    figures = cluster_figures(sums, "actor")
    assert figures["ceaf_e"].value == pytest.approx(0.52, abs=1e-12)
    three = [figures[name].value or 0 for name in ("muc", "b_cubed", "ceaf_e")]
    assert figures["conll"].value == pytest.approx(sum(three) / 3, abs=1e-12)


def test_the_examples_of_muc_by_vilain_and_others() -> None:
    """MUC-6, figure 1: links A-B, B-C, C-D against A-B, C-D: recall 2/3, precision 1."""
    sums = count_clusters("x", sets("ABCD"), sets("AB", "CD"))
    assert (sums["x", "first", "muc"], sums["x", "first", "muc", "of"]) == (2 * SCALE, 3 * SCALE)
    assert cluster_figures(sums, "x")["muc"].value == pytest.approx(0.8, abs=1e-12)


def test_single_mentions_tell_nothing_of_links() -> None:
    figures = cluster_figures(count_clusters("x", sets("a", "b"), sets("a", "b")), ALL)
    assert figures["muc"] == figures["conll"] == Figure(None, NO_LINKS)
    assert figures["b_cubed"] == figures["ceaf_e"] == figures["lea"] == Figure(1.0)


def test_what_shares_something_is_one() -> None:
    assert sorted(map(sorted, joined(["ab", "bc", "de", "ea", "f"]))) == [list("abcde"), ["f"]]
    assert with_singles(sets("ab"), "abc") == sets("ab", "c")


def _partition(numbers: list[int]) -> list[frozenset[str]]:
    return [
        frozenset(f"m{n}" for n, each in enumerate(numbers) if each == kind)
        for kind in sorted(set(numbers))
    ]


@given(pair=PARTITIONS.flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_whoever_is_first_changes_nothing_and_oneself_one_agrees_with(
    pair: tuple[list[int], list[int]],
) -> None:
    one, other = map(_partition, pair)
    there, back = count_clusters("x", one, other), count_clusters("x", other[::-1], one[::-1])
    assert cluster_figures(there, ALL) == cluster_figures(back, ALL)
    for figure in cluster_figures(count_clusters("x", one, one), ALL).values():
        assert figure in (Figure(1.0), Figure(None, NO_LINKS))
    for figure in cluster_figures(there, ALL).values():
        assert figure.value is None or 0 <= figure.value <= 1


@given(
    weights=st.dictionaries(
        st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 9), max_size=14
    )
)
def test_no_other_assignment_is_better(weights: dict[tuple[int, int], int]) -> None:
    found = best_assignment(weights)
    assert not found or max(Counter(found.values()).values()) == 1
    total = sum(weights[pair] for pair in found.items())
    assert total == max(
        sum(weights.get(pair, 0) for pair in enumerate(columns))
        for columns in permutations(range(5))
    )
