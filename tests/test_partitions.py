"""The scores of clusters, on partitions whose scores are known or can be reckoned otherwise."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.partitions import (
    Sums,
    b_cubed,
    best_pairing,
    ceaf_e,
    clusters_of,
    conll,
    lea,
    muc,
    without_singletons,
)


def clusters(text: str) -> list[frozenset[object]]:
    """ "ab cd" are two clusters of two."""
    return clusters_of(list(part) for part in text.split())


def scored(sums: Sums) -> tuple[float, float]:
    return round(sums.score.precision, 3), round(sums.score.recall, 3)


# The examples of Moosavi and Strube (2016) and of Vilain et al. (1995), reckoned by hand.
@pytest.mark.parametrize(
    ("gold", "found", "of_lea", "of_muc", "of_b_cubed"),
    [
        ("abcde fg hijkl", "abcde fghijkl", (0.722, 1.0), (0.9, 1.0), (0.762, 1.0)),
        ("abcdefg", "abc d efg", (0.857, 0.286), (1.0, 0.667), (1.0, 0.388)),
        ("ab c", "a bc", (0.0, 0.0), (0.0, 0.0), (0.667, 0.667)),
        ("ab cd", "ab cd", (1.0, 1.0), (1.0, 1.0), (1.0, 1.0)),
    ],
)
def test_scores_that_are_known(
    gold: str,
    found: str,
    of_lea: tuple[float, float],
    of_muc: tuple[float, float],
    of_b_cubed: tuple[float, float],
) -> None:
    pair = clusters(found), clusters(gold)
    assert (scored(lea(*pair)), scored(muc(*pair)), scored(b_cubed(*pair))) == (
        of_lea,
        of_muc,
        of_b_cubed,
    )


def test_ceaf_pairs_each_cluster_with_one_at_the_most() -> None:
    found, gold = clusters("abcde fghijkl"), clusters("abcde fg hijkl")
    assert scored(ceaf_e(found, gold)) == (round((1 + 10 / 12) / 2, 3), round((1 + 10 / 12) / 3, 3))


def test_clusters_of_one_can_be_left_out() -> None:
    assert without_singletons(clusters("ab c")) == clusters("ab")


PARTITIONS = st.lists(st.integers(0, 3), min_size=1, max_size=8).map(
    lambda groups: clusters_of(
        [n for n, group in enumerate(groups) if group == wanted] for wanted in range(4)
    )
)


@given(PARTITIONS, PARTITIONS)
def test_scores_lie_between_nothing_and_all_and_the_gold_scores_all(
    found: list[frozenset[object]], gold: list[frozenset[object]]
) -> None:
    assert 0 <= conll(found, gold) <= 1
    for one in (lea, b_cubed, ceaf_e):
        assert one(gold, gold).score.f1 == pytest.approx(1)
        assert one(found, gold).score.precision == one(gold, found).score.recall


@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=4
        )
    )
)
def test_the_best_pairing_is_the_best_of_all(values: list[list[float]]) -> None:
    wide = values if len(values) <= len(values[0]) else [list(c) for c in zip(*values, strict=True)]
    every = permutations(range(len(wide[0])), len(wide))
    best = max(sum(wide[row][column] for row, column in enumerate(each)) for each in every)
    assert best_pairing(values) == pytest.approx(best)
