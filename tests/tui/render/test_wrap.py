from __future__ import annotations

from array import array
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from store.story.annotation_list import lines_of
from tests.tui.texts import FAMILY, FLAG, KNOWN_TEXTS, PLAIN_TEXTS, TEXTS, graphemes
from tui.render.cells import glyph_of
from tui.render.wrap import HANG, Layout, _end_of_row, _wrap_plain, wrap

WIDTHS = st.integers(2, 30)


def rows(layout: Layout) -> list[str]:
    return [layout.row(number).of(layout.text) for number in range(len(layout))]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        pytest.param("", 8, [""], id="nothing"),
        pytest.param("one two", 8, ["one two"], id="fits"),
        pytest.param("one two six", 8, ["one two ", "six"], id="at a space"),
        pytest.param("one twos six", 8, ["one twos ", "six"], id="the space hangs"),
        pytest.param("one twos ", 8, ["one twos "], id="the last space hangs"),
        pytest.param("one twos  six", 8, ["one twos ", " six"], id="only one space hangs"),
        pytest.param("abcdefghij", 4, ["abcd", "efgh", "ij"], id="a long word"),
        pytest.param("al-Assad", 5, ["al-", "Assad"], id="after a hyphen"),
        pytest.param("so—he left", 5, ["so—he ", "left"], id="after a dash"),
        pytest.param("a\u00a0b c", 3, ["a\u00a0b ", "c"], id="not at a no-break space"),
        pytest.param("a\nb", 8, ["a\n", "b"], id="a line end"),
        pytest.param("a\n", 8, ["a\n", ""], id="a last line end"),
        pytest.param("a\r\nb", 8, ["a\r\n", "b"], id="CRLF"),
        pytest.param("a\rb\u2028c", 8, ["a\r", "b\u2028", "c"], id="other line ends"),
        pytest.param("\n\n", 8, ["\n", "\n", ""], id="blank lines"),
        pytest.param("1234567890\nx", 10, ["1234567890\n", "x"], id="a full row and its line end"),
        pytest.param("one twos \nx", 8, ["one twos \n", "x"], id="a space and a line end hang"),
        pytest.param("北京北京北", 4, ["北京", "北京", "北"], id="wide characters"),
        pytest.param("北京北京北", 5, ["北京", "北京", "北"], id="no half of one"),
        pytest.param("北京。", 4, ["北", "京。"], id="no full stop first"),
        pytest.param("in 北京 so", 6, ["in 北", "京 so"], id="mixed"),
        pytest.param(f"a{FAMILY}{FAMILY}", 3, [f"a{FAMILY}", FAMILY], id="families"),
        pytest.param(f"{FLAG}{FLAG}", 2, [FLAG, FLAG], id="flags"),
        pytest.param("e\u0301" * 3, 2, ["e\u0301e\u0301", "e\u0301"], id="combining marks"),
    ],
)
def test_a_text_is_cut_into_rows(text: str, width: int, expected: list[str]) -> None:
    assert rows(wrap(text, width)) == expected


@given(TEXTS, WIDTHS)
def test_rows_are_the_text_and_split_no_grapheme(text: str, width: int) -> None:
    layout = wrap(text, width)
    assert "".join(rows(layout)) == text
    assert all(start < end for start, end in pairwise(layout.starts))
    # A caret that stands between the two marks of "\r\n" or within a family is nowhere.
    assert set(layout.starts) <= set(graphemes(text))


@given(TEXTS, WIDTHS)
def test_no_row_is_wider_than_its_room(text: str, width: int) -> None:
    layout = wrap(text, width)
    for number, row in enumerate(rows(layout)):
        # A grapheme that is wider than the room has a row to itself.
        room = max(width, *(glyph_of(grapheme)[1] for grapheme in regex.findall(r"\X", row)), 0)
        assert layout.cells(number).width <= room + HANG
        if room == width and not row[-1:].isspace():
            assert layout.cells(number).width <= width


@given(TEXTS, WIDTHS)
def test_each_caret_has_a_cell_of_its_own(text: str, width: int) -> None:
    layout = wrap(text, width)
    places = [layout.place(offset) for offset in graphemes(text)]
    assert len(set(places)) == len(places)
    assert places == sorted(places)
    for offset, (row, column) in zip(graphemes(text), places, strict=True):
        assert layout.offset(row, column) == offset


@given(TEXTS, WIDTHS, st.integers(-3, 400), st.integers(0, 50))
def test_each_cell_leads_to_a_caret(text: str, width: int, row: int, column: int) -> None:
    layout = wrap(text, width)
    offset = layout.offset(row, column)
    assert offset in graphemes(text)
    number = max(0, min(row, len(layout) - 1))
    assert layout.row_of(offset) == number
    assert layout.place(offset)[1] <= column


@given(TEXTS, WIDTHS)
def test_row_ends_stay_in_their_rows(text: str, width: int) -> None:
    layout = wrap(text, width)
    for number in range(len(layout)):
        last = layout.last_of(number)
        assert last in graphemes(text)
        assert layout.row_of(last) == number
        assert layout.offset(number, 10**6) == last


def careful_rows(text: str, width: int) -> list[int]:
    """Where the rows of one line begin, found grapheme by grapheme."""
    starts = [0]
    while (found := _end_of_row(text, starts[-1], len(text), width)) < len(text):
        starts.append(found)
    return starts


@given(PLAIN_TEXTS, WIDTHS)
def test_the_fast_way_and_the_careful_way_agree(text: str, width: int) -> None:
    fast = array("q", [0])
    _wrap_plain(text, 0, len(text), width, fast, "-—–")
    assert list(fast) == careful_rows(text, width)


@given(TEXTS | KNOWN_TEXTS, WIDTHS)
def test_wide_and_mixed_lines_are_cut_as_the_careful_way_does(text: str, width: int) -> None:
    line = regex.sub("[\n\r\u0085\u2028\u2029]", "", text)
    assert list(wrap(line, width).starts) == careful_rows(line, width)


@given(TEXTS | KNOWN_TEXTS | PLAIN_TEXTS, WIDTHS)
def test_a_line_is_cut_as_if_there_were_no_other(text: str, width: int) -> None:
    """A text of narrow characters is cut in a quicker way than one that has others as well."""
    before = wrap(f"{text}\n", width).starts
    assert wrap(f"{text}\n\t北京", width).starts[: len(before)] == before
    assert wrap(f"{text}\n\r\n", width).starts[: len(before)] == before


@given(TEXTS | KNOWN_TEXTS, WIDTHS)
def test_a_line_is_called_as_in_lists(text: str, width: int) -> None:
    layout, line_of = wrap(text, width), lines_of(text)
    assert [layout.line_of(at) for at in range(len(text) + 1)] == [
        line_of(at) for at in range(len(text) + 1)
    ]
    assert layout.lines == line_of(len(text))
