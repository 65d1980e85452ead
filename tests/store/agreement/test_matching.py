"""Which spans of two people are the same annotation."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement.matching import is_about_the_same, paired
from store.agreement.units import ComparedUnit

UNITS = st.lists(
    st.builds(lambda start, length: ComparedUnit(start, start + length, "a"),
              st.integers(0, 12), st.integers(1, 6)),
    max_size=6, unique=True,
)  # fmt: skip


def whole(*places: tuple[int, int]) -> list[ComparedUnit]:
    return [ComparedUnit(start, end, "a") for start, end in places]


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        ([], [], 0),
        ([(0, 5)], [(0, 5)], 1),
        ([(0, 5)], [(0, 10)], 1),
        ([(0, 5)], [(0, 11)], 0),
        ([(0, 5)], [(5, 9)], 0),
        ([(0, 10)], [(0, 5), (5, 10)], 1),
        ([(0, 4), (0, 6)], [(0, 3), (0, 4)], 2),
    ],
)
def test_what_is_about_the_same(
    first: list[tuple[int, int]], second: list[tuple[int, int]], pairs: int
) -> None:
    assert len(paired(whole(*first), whole(*second))) == pairs
    assert len(paired(whole(*second), whole(*first))) == pairs


@pytest.mark.parametrize(
    ("pieces", "other", "is_same"),
    [
        (((0, 5), (10, 15)), ComparedUnit(0, 15, "a"), True),
        (((0, 5), (13, 15)), ComparedUnit(0, 15, "a"), False),
        (((0, 5), (10, 15)), ComparedUnit(0, 15, "a", ((0, 5), (9, 15))), True),
        (((0, 5), (10, 15)), ComparedUnit(5, 10, "a"), False),
    ],
)
def test_of_what_is_in_pieces_only_these_count(
    pieces: tuple[tuple[int, int], ...], other: ComparedUnit, *, is_same: bool
) -> None:
    unit = ComparedUnit(0, 15, "a", pieces)
    assert is_about_the_same(unit, other) is is_about_the_same(other, unit) is is_same


@given(first=UNITS, second=UNITS)
def test_no_other_pairing_is_greater(first: list[ComparedUnit], second: list[ComparedUnit]) -> None:
    few, many = sorted((first, second), key=len)
    greatest = max(
        sum(is_about_the_same(a, b) for a, b in zip(few, chosen, strict=False))
        for chosen in permutations(many)
    )
    assert len(paired(sorted(first), sorted(second))) == greatest
    assert len(paired(sorted(second), sorted(first))) == greatest
