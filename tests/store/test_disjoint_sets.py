"""Numbers that are joined, directly or through others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.disjoint_sets import DisjointSets

NUMBER = st.integers(0, 11)


@given(st.lists(st.tuples(NUMBER, NUMBER)))
def test_groups_are_what_can_be_reached_in_order(pairs: list[tuple[int, int]]) -> None:
    sets, reached = DisjointSets(12), [{n} for n in range(12)]
    for one, other in pairs:
        sets.join(one, other)
        both = reached[one] | reached[other]
        for number in both:
            reached[number] = both
    assert sets.groups() == sorted({tuple(sorted(each)): sorted(each) for each in reached}.values())
