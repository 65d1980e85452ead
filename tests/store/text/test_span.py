from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.span import Span

SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda ends: Span(min(ends), max(ends))
)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        pytest.param("  Iran  ", Span(0, 8), Span(2, 6), id="both ends"),
        pytest.param(
            "\u00a0Iran\u2028\r\n", Span(0, 8), Span(1, 5), id="no-break space, line ends"
        ),
        pytest.param("Iran and Iraq", Span(0, 13), Span(0, 13), id="inside stays"),
        pytest.param("a   b", Span(1, 4), Span(4, 4), id="nothing but white space"),
        pytest.param("ab", Span(1, 1), Span(1, 1), id="empty"),
    ],
)
def test_trimmed(text: str, before: Span, after: Span) -> None:
    assert before.trimmed(text) == after


@given(SPANS, SPANS)
def test_overlaps_and_covers_are_about_code_points(one: Span, other: Span) -> None:
    here, there = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert len(one) == len(here)
    assert all((offset in one) == (offset in here) for offset in range(-1, 14))
    if here and there:
        assert one.overlaps(other) == bool(here & there) == other.overlaps(one)
        assert one.covers(other) == (there <= here)


@given(SPANS, st.text("ab \n\u00a0", min_size=12, max_size=12))
def test_trimmed_is_the_longest_piece_that_strip_leaves(span: Span, text: str) -> None:
    trimmed = span.trimmed(text)
    assert trimmed.of(text) == span.of(text).strip()
    assert span.covers(trimmed)


def test_spans_sort_by_start_then_end() -> None:
    assert sorted([Span(2, 3), Span(0, 9), Span(0, 4)]) == [Span(0, 4), Span(0, 9), Span(2, 3)]
