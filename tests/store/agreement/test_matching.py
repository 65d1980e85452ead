"""Which spans of two people are the same annotation."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.matching import LabelledPlace, count_exact, count_overlapping

PLACES = st.lists(
    st.builds(
        lambda start, length, label: (start, start + length, label),
        st.integers(0, 12),
        st.integers(1, 6),
        st.sampled_from("ab"),
    ),
    max_size=6,
    unique=True,
)


@pytest.mark.parametrize(
    ("first", "second", "exact", "overlapping"),
    [
        ([], [], 0, 0),
        ([(0, 5, "a")], [(0, 5, "a")], 1, 1),
        ([(0, 5, "a")], [(0, 5, "b")], 0, 0),
        ([(0, 5, "a")], [(0, 10, "a")], 0, 1),
        ([(0, 5, "a")], [(0, 11, "a")], 0, 0),
        ([(0, 10, "a")], [(0, 5, "a"), (5, 10, "a")], 0, 1),
        ([(0, 4, "a"), (0, 6, "a")], [(0, 4, "a"), (0, 3, "a")], 1, 2),
    ],
)
def test_what_is_the_same(
    first: list[LabelledPlace], second: list[LabelledPlace], exact: int, overlapping: int
) -> None:
    assert count_exact(first, second) == count_exact(second, first) == exact
    assert count_overlapping(first, second) == count_overlapping(second, first) == overlapping


@given(first=PLACES, second=PLACES)
def test_no_other_pairing_is_greater(
    first: list[LabelledPlace], second: list[LabelledPlace]
) -> None:
    few, many = sorted((first, second), key=len)
    greatest = max(
        sum(count_overlapping([a], [b]) for a, b in zip(few, chosen, strict=False))
        for chosen in permutations(many)
    )
    assert count_overlapping(first, second) == greatest
    assert count_overlapping(second[::-1], first[::-1]) == greatest
