"""Numbers that are joined, directly or through others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.disjoint_sets import DisjointSets, connected

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


def test_what_is_tied_through_another_is_in_its_group_in_the_order_of_joining() -> None:
    assert connected([1, 20, 3, 22, 12, 2], lambda one, other: abs(one - other) < 10) == [
        [1, 3, 20, 22, 12, 2]
    ]
    assert connected("abc", lambda *_: False) == [["a"], ["b"], ["c"]]
