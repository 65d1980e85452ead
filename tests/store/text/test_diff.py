"""Which stretches of two texts are the same."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from store.text.diff import equal_blocks, in_order, unique_pairs

if TYPE_CHECKING:
    import random

TEXTS = st.one_of(
    st.text("ab \n.é\u0301\r", max_size=60),
    st.lists(
        st.sampled_from(["Iran ", "said. ", "Putin ", "in ", "\n\n", "e\u0301", "👨‍👩‍👧 "]),
        max_size=60,
    ).map("".join),
)


@given(TEXTS, TEXTS)
def test_blocks_are_the_same_in_both_texts_in_order_and_as_long_as_can_be(
    old: str, new: str
) -> None:
    blocks = equal_blocks(old, new)
    for block in blocks:
        assert block.length > 0
        assert old[block.old : block.old_end] == new[block.new : block.new_end]
    for one, other in pairwise(blocks):
        assert one.old_end <= other.old
        assert one.new_end <= other.new
        assert (one.old_end, one.new_end) != (other.old, other.new)
        if one.old_end < other.old and one.new_end < other.new:
            assert old[one.old_end] != new[one.new_end]
            assert old[other.old - 1] != new[other.new - 1]


@given(st.lists(st.integers(0, 30), unique=True), st.randoms(use_true_random=False))
def test_the_longest_series_in_order_is_found(numbers: list[int], chance: random.Random) -> None:
    shuffled = chance.sample(numbers, len(numbers))
    series = in_order(list(enumerate(shuffled)))
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(series))
    best = [1] * len(shuffled)
    for i, number in enumerate(shuffled):
        best[i] = 1 + max((best[j] for j in range(i) if shuffled[j] < number), default=0)
    assert len(series) == max(best, default=0)


def test_pairs_are_of_what_stands_once_on_either_side() -> None:
    assert unique_pairs(list("abcad"), list("dbbc")) == [(2, 3), (4, 0)]
