"""Where jump labels stand, and that nothing that they cover is a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.annotations.collection import Annotations
from store.labels import DEFAULT_LABELS
from store.text.boundaries import words
from store.text.span import Span
from tests.tui.texts import TEXTS
from tui.render.palette import plain_palette
from tui.render.rows import LEFT, Drawn, Frame, draw_row, marks_for
from tui.render.signs import (
    JumpSign,
    Side,
    Spot,
    changed_rows,
    find_spots,
    overlay_of,
)
from tui.render.wrap import HANG, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from textual.strip import Strip

    from tui.render.signs import Overlay
    from tui.render.wrap import Layout

START_FIRST: Final = (Side.START, Side.END)
END_FIRST: Final = (Side.END, Side.START)
PALETTE: Final = plain_palette(DEFAULT_LABELS)
STYLES: Final = PALETTE.signs
MARKS: Final = marks_for(Annotations(), DEFAULT_LABELS)


def drawn(text: str, width: int, wanted: Sequence[tuple[str, Sequence[Side]]]) -> list[str]:
    """The rows of a text with a digit for each phrase; from the last cell of the margin on."""
    layout = wrap(text, width)
    rows = range(len(layout))
    spans = [
        (number, Span(text.index(phrase), text.index(phrase) + len(phrase)), sides)
        for number, (phrase, sides) in enumerate(wanted)
    ]
    spots = find_spots(layout, rows, spans)
    signs = [JumpSign(spot, str(number), is_last=True) for number, spot in spots.items()]
    overlay = overlay_of(layout, rows, signs, (), "")
    return [row_with(layout, row, overlay).text.rstrip() for row in rows]


def row_with(layout: Layout, row: int, overlay: Overlay) -> Strip:
    """A row as it is drawn, from the last cell of the margin on."""
    frame = Frame(0, layout.width, 0, LEFT + layout.width + HANG)
    strip = draw_row(Drawn(layout, frame, MARKS, PALETTE, overlay=overlay), row)
    return strip.crop(LEFT - 1)


@pytest.mark.parametrize(
    ("text", "wanted", "rows"),
    [
        ("Iran left", [("Iran", START_FIRST), ("left", START_FIRST)], ["0Iran1left"]),
        ("Iran left", [("left", END_FIRST)], [" Iran left0"]),
        ("Iran left", [("Iran", END_FIRST), ("left", START_FIRST)], [" Iran0left1"]),
        ("Iran left.", [("Iran left", END_FIRST)], [" Iran left0"]),
        ("Iran left us", [("Iran", START_FIRST), ("Iran left", START_FIRST)], ["0Iran left1us"]),
        # Of three that begin together one has no cell, as none is left.
        ("Iran left", [("Iran", START_FIRST), ("Iran left", START_FIRST), ("left", (Side.END,))],
         ["0Iran left1"]),
        ("the (IRGC) left", [("IRGC", START_FIRST)], [" the 0IRGC) left"]),
        ("the (IRGC) left", [("IRGC", END_FIRST)], [" the (IRGC0 left"]),
        ("non-ISIS", [("ISIS", START_FIRST)], [" non0ISIS"]),
        ("Iran’s men", [("Iran", END_FIRST)], [" Iran0s men"]),
        ("Iranian", [("ran", START_FIRST)], [" Iranian"]),
        ("one two six", [("two", START_FIRST), ("six", START_FIRST)], [" one", "0two", "1six"]),
        ("one two six", [("two", END_FIRST), ("one", END_FIRST)], [" one1", " two0", " six"]),
        ("one two six", [("one two", START_FIRST)], ["0one", " two", " six"]),
        ("one two six", [("one two", END_FIRST)], [" one", " two0", " six"]),
    ],
)  # fmt: skip
def test_where_a_sign_stands(
    text: str, wanted: list[tuple[str, tuple[Side, ...]]], rows: list[str]
) -> None:
    width = 4 if text.startswith("one") else 40
    assert drawn(text, width, wanted) == rows


def test_what_is_out_of_sight_has_no_spot() -> None:
    text = "one two six ten"
    layout = wrap(text, 4)
    wanted = [(word, word, START_FIRST) for word in words(text, 0, len(text))]
    spots = find_spots(layout, range(1, 3), wanted)
    assert [span.of(text) for span in spots] == ["two", "six"]


@given(TEXTS, st.integers(2, 30), st.randoms(use_true_random=False))
def test_signs_never_cover_a_letter_nor_one_another(text: str, width: int, chance: Random) -> None:
    layout = wrap(text, width)
    spans = list(words(text, 0, len(text)))
    chance.shuffle(spans)
    sides = (START_FIRST, END_FIRST, (Side.END,))
    rows = range(len(layout))
    spots = find_spots(layout, rows, [(s, s, chance.choice(sides)) for s in spans])
    cells = [(spot.row, spot.column + i) for spot in spots.values() for i in range(spot.width)]
    assert len(set(cells)) == len(cells)
    for span, spot in spots.items():
        assert spot.width >= 1
        assert -1 <= spot.column <= width + HANG - 1
        starts_row = span.start == layout.starts[spot.row]
        if spot.side is Side.START:
            assert spot.row == layout.row_of(span.start)
            assert (spot.column == -1) == starts_row
            assert starts_row or not text[span.start - 1].isalnum()
        else:
            assert spot.row == layout.row_of(span.end - 1)
            assert not text[span.end : span.end + 1].isalnum() or (
                span.end == layout.row(spot.row).end
            )


@given(TEXTS, st.integers(2, 30))
def test_a_row_with_signs_is_as_wide_as_without_and_shows_them(text: str, width: int) -> None:
    layout = wrap(text, width)
    rows = range(len(layout))
    wanted = [(s, s, START_FIRST) for s in words(text, 0, len(text))]
    spots = find_spots(layout, rows, wanted)
    overlay = overlay_of(
        layout, rows, [JumpSign(s, "x", is_last=True) for s in spots.values()], (), ""
    )
    frame = Frame(0, width, 0, LEFT + width + HANG)
    for row in rows:
        bare, strip = (
            draw_row(Drawn(layout, frame, MARKS, PALETTE, overlay=over), row)
            for over in ({}, overlay)
        )
        assert sum(s.cell_length for s in strip) == sum(s.cell_length for s in bare)
        signs = [s for s in strip if s.style == STYLES.start or s.style == STYLES.end]
        assert len(signs) == len(overlay[row].signs if row in overlay else ())


def test_start_and_end_and_one_letter_and_two_look_different() -> None:
    styles = [
        JumpSign(Spot(0, 0, side), "x", is_last).segment(STYLES).style
        for side in Side
        for is_last in (True, False)
    ]
    assert styles == [STYLES.start, STYLES.start_more, STYLES.end, STYLES.end_more]
    assert len({str(style) for style in styles}) == 4


def test_rows_over_which_something_else_is_laid() -> None:
    layout = wrap("one two six", 4)
    rows = range(len(layout))
    first = overlay_of(layout, rows, [JumpSign(Spot(0, -1, Side.START), "d", is_last=True)], (), "")
    second = overlay_of(
        layout, rows, [JumpSign(Spot(1, -1, Side.START), "d", is_last=True)], (), ""
    )
    extents = overlay_of(layout, rows, (), [Span(2, 9)], "")
    assert sorted(extents) == [0, 1, 2]
    assert changed_rows(first, first) == []
    assert changed_rows(first, {}) == [0]
    assert changed_rows(first, second) == [0, 1]
    assert changed_rows({}, overlay_of(layout, rows, (), [Span(4, 7)], "actor")) == [1]
