"""Where texts and places stand on the sheet, and how what is wide is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.render.concordance import WIDE, areas, one_line, top_with


@given(st.integers(40, 200), st.integers(5, 80), st.integers(0, 300))
def test_the_areas_lie_within_the_screen_and_not_over_one_another(
    width: int, height: int, texts: int
) -> None:
    left, right = areas(width, height, texts)
    for area in (left, right):
        assert 0 <= area.x <= area.x + area.width <= width
        assert 0 <= area.y <= area.y + area.height <= height
    assert left.x + left.width < right.x or left.y + left.height < right.y
    assert (right.x > 0) == (width >= WIDE)


def test_a_cell_belongs_to_the_row_that_is_drawn_there() -> None:
    left, right = areas(80, 20, 4)
    assert [left.row_at(0, y) for y in (-1, 0, left.height - 1, left.height)] == [
        None, 0, left.height - 1, None,
    ]  # fmt: skip
    assert right.row_at(0, right.y) == 0
    assert right.row_at(80, right.y) is None


@given(st.integers(0, 50), st.integers(0, 49), st.integers(1, 20), st.integers(1, 50))
def test_what_is_chosen_is_in_view_and_the_view_moves_no_more_than_it_must(
    top: int, at: int, height: int, count: int
) -> None:
    at = min(at, count - 1)
    now = top_with(top, at, height, count)
    assert now <= at < now + height
    assert 0 <= now <= max(0, count - height)
    if top <= at < top + height and top <= count - height:
        assert now == top


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a  b", "a b"), ("a \n\n b", "a ¶ b"), ("a\tb\r\nc", "a b ¶ c"), ("", "")],
)
def test_a_text_in_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown
