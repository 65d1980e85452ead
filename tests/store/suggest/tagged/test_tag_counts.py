from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.suggest.tagged.tag_counts import COVERS, ShortSpans, share_of
from store.text.span import Span


def test_nine_of_ten_tell_more_than_one_of_one() -> None:
    assert share_of(0, 0, 0) == pytest.approx(0.7)
    assert share_of(9, 1, 0) > share_of(1, 0, 0) > share_of(1, 1, 0) > share_of(0, 1, 0)


def test_a_rejection_tells_more_than_what_was_left_and_of_a_name_that_tells_least() -> None:
    assert share_of(1, 1, 0, is_name=True) > share_of(1, 1, 0) > share_of(1, 0, 1)
    assert share_of(1, 1, 0, 0.3) < share_of(1, 1, 0)


def test_a_part_of_what_is_short_was_not_left_out() -> None:
    name = Span(8, 11)
    assert not ShortSpans([]).has_part(name)
    assert ShortSpans([Span(0, 11)]).has_part(name)
    assert ShortSpans([Span(0, 3), Span(12, 20), Span(8, 12), Span(8, 11)]).has_part(name)
    assert not ShortSpans([Span(8, 11)]).has_part(name)
    assert not ShortSpans([Span(0, COVERS + 1)]).has_part(name)


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 90))),
    st.tuples(st.integers(0, 200), st.integers(1, 70)),
)
def test_it_is_a_part_of_any_that_is_short_and_covers_it(
    around: list[tuple[int, int]], one: tuple[int, int]
) -> None:
    spans = [Span(start, start + length) for start, length in around]
    span = Span(one[0], one[0] + one[1])
    expected = any(other != span and other.covers(span) and len(other) <= COVERS for other in spans)
    assert ShortSpans(spans).has_part(span) == expected
