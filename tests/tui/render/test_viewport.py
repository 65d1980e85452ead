"""Where on a pane what of its text stands, and back."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from textual.geometry import Size

from store.text.span import Span
from tests.tui.texts import TEXTS, graphemes
from tui.render.tracks import TrackLine, TrackPiece
from tui.render.viewport import viewport_of

LINES: Final = "".join(f"line {number:02}\n" for number in range(40))
LINE: Final = TrackLine(1, (TrackPiece(0, 4, ("claim",)),), is_named=False)
SIZE: Final = Size(40, 12)  # ten rows of text between header and rule


@given(TEXTS, st.integers(24, 120), st.integers(0, 30), st.data())
def test_a_character_that_is_visible_is_found_where_it_is_drawn(
    text: str, width: int, top: int, data: st.DataObject
) -> None:
    viewport = viewport_of(text, Size(width, 12))
    viewport = replace(viewport, top=viewport.nearest_top(top))
    rows = st.integers(0, len(viewport.layout) - 1)
    under = data.draw(st.dictionaries(rows, st.integers(1, 4), max_size=4))
    viewport = replace(viewport, under={row: (LINE,) * count for row, count in under.items()})
    offset = data.draw(st.sampled_from(graphemes(text)))
    row, first, last = viewport.cells_at(offset)
    if viewport.is_visible(row):
        region = viewport.region(row, first, last)
        assert viewport.is_text(region.y)
        assert viewport.offset_at(region.x, region.y) == offset


@pytest.mark.parametrize(
    ("top", "line", "expected"),
    [
        (10, 12, 10),  # it is visible: nothing is scrolled
        (10, 9, 7),  # one above: by a third of the height
        (10, 20, 13),  # one below
        (10, 30, 21),  # far below: as the last row
        (20, 2, 2),  # far above: as the first
    ],
)
def test_scrolling_to_a_place(top: int, line: int, expected: int) -> None:
    viewport = replace(viewport_of(LINES, SIZE), top=top)
    assert viewport.top_showing(LINES.index(f"line {line:02}")) == expected


@pytest.mark.parametrize(
    ("top", "first", "last", "expected"),
    [
        (10, 12, 15, 10),  # it is visible: nothing is scrolled
        (10, 30, 30, 27),  # below: a third down the pane
        (20, 9, 9, 6),  # above
        (20, 1, 2, 0),
        (10, 30, 38, 29),  # up as far as all of it has room
        (10, 30, 60, 30),  # what has no room, from its first row on
        (10, 17, 22, 13),  # what goes on below the pane is brought up
    ],
)
def test_what_is_gone_to_is_seen_to_its_end_with_what_is_before_it(
    top: int, first: int, last: int, expected: int
) -> None:
    viewport = replace(viewport_of(LINES, SIZE), top=top)
    start = LINES.index(f"line {first:02}")
    end = LINES.index(f"line {last:02}") + 7 if last < 40 else len(LINES)
    assert viewport.top_around(Span(start, end), start) == expected
    assert replace(viewport, top=expected).is_visible(first)


@pytest.mark.parametrize(("top", "expected"), [(-3, 0), (7, 7), (99, 38)])
def test_some_rows_stay_in_sight(top: int, expected: int) -> None:
    assert viewport_of(LINES, SIZE).nearest_top(top) == expected


def test_lines_under_a_row_move_what_is_below_it_and_are_seen_with_it() -> None:
    viewport = replace(viewport_of(LINES, SIZE), top=2, under={1: (LINE,), 4: (LINE, LINE)})
    assert [viewport.line_of(row) for row in (2, 4, 5)] == [1, 3, 6]
    assert [viewport.row_at(line) for line in (1, 3, 4, 5, 6)] == [
        (2, 0), (4, 0), (4, 1), (4, 2), (5, 0),
    ]  # fmt: skip
    assert viewport.visible_rows == range(2, 10)
    assert [viewport.is_visible(row) for row in (1, 9, 10)] == [False, True, False]
    assert viewport.top_showing(LINES.index("line 09")) == 2
    assert viewport.top_showing(LINES.index("line 10")) == 5
    below = replace(viewport, under={11: (LINE, LINE)})
    assert viewport.top_showing(LINES.index("line 11")) == 5
    assert below.top_showing(LINES.index("line 11")) == 5
    assert replace(below, top=3).top_showing(LINES.index("line 11")) == 6


def test_the_pieces_of_a_span_are_those_that_are_visible() -> None:
    viewport = replace(viewport_of(LINES, SIZE), top=2)
    span = Span(LINES.index("01"), LINES.index("03") + 1)
    assert list(viewport.rows_of(span)) == [2, 3]
    assert list(viewport.cells_of(span)) == [(2, 0, 8), (3, 0, 6)]
    assert viewport.visible_text.of(LINES) == LINES[LINES.index("line 02") : LINES.index("line 12")]


def test_a_text_is_wrapped_anew_only_for_another_width_or_text() -> None:
    before = viewport_of(LINES, SIZE)
    assert viewport_of(LINES, Size(40, 30), before).layout is before.layout
    assert viewport_of(LINES, Size(30, 12), before).layout is not before.layout
    assert viewport_of("other", SIZE, before).layout is not before.layout
