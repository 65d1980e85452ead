"""Code points to cells and back, for one row."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from rich.cells import cell_len, get_character_cell_size

from store.text.inert import inert
from tests.tui.texts import FAMILY, FLAG, TEXTS, graphemes
from tui.render.cells import COMPLEX, NOT_NARROW, glyph_of, row_cells, unknown, wide_run


def test_what_is_taken_for_simple_is_one_grapheme_and_drawn_in_the_cells_it_is_taken_for() -> None:
    known = [chr(code) for code in range(sys.maxunicode + 1) if not unknown().match(chr(code))]
    assert len(known) > 70_000
    for character in known:
        cells = 2 if wide_run().match(character) else 1
        assert glyph_of(character)[1] == cells, ascii(character)
        assert NOT_NARROW.match(character) is None or cells == 2
        if not COMPLEX.match(character):
            assert glyph_of(character) == (character, 1)
            # As Rich's table has it, which for these is not read any more.
            assert get_character_cell_size(character) == 1, ascii(character)
    # Between two of them there is always a boundary: none extends or takes in another.
    joining = regex.compile(
        r"[\p{GCB=CR}\p{GCB=LF}\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=RI}\p{GCB=Prepend}\p{GCB=SpacingMark}"
        r"\p{GCB=L}\p{GCB=V}\p{GCB=T}]"
    )
    assert not [ascii(c) for c in known if joining.match(c)]


@given(TEXTS)
def test_the_cells_of_a_row_are_those_it_is_drawn_in(text: str) -> None:
    cells = row_cells(text)
    drawn = cells.piece(0, len(text))
    assert cells.width == sum(cell_len(piece) for piece in regex.findall(r"\X", drawn) or [""])
    for start, end in pairwise(graphemes(text)):
        left, right = cells.columns_of(start)
        assert cell_len(cells.piece(start, end)) == right - left > 0
        for offset in range(start, end):
            assert cells.column(offset) == left
        for column in range(left, right):
            assert cells.offset(column) == start
    assert cells.column(len(text)) == cells.width
    assert cells.offset(cells.width) == len(text)


@given(TEXTS)
def test_nothing_that_acts_on_the_terminal_is_drawn(text: str) -> None:
    drawn = row_cells(text).piece(0, len(text))
    assert inert(drawn) == drawn
    assert not regex.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", drawn)


@pytest.mark.parametrize(
    ("grapheme", "drawn", "width"),
    [
        ("a", "a", 1),
        ("\n", " ", 1),
        ("\r\n", " ", 1),
        ("\t", "␉", 1),
        ("\x1b", "␛", 1),
        ("\u200b", "◇", 1),
        ("\u202e", "◇", 1),
        ("京", "京", 2),
        (FAMILY, FAMILY, 2),
        (FLAG, FLAG, 2),
        ("e\u0301", "e\u0301", 1),
        ("a\u200d\u200d", "a◇◇", 3),
        ("a" + "\u200d" * 99, "a◇", 2),
        ("\U0001f600" + "\U000e0041" * 99, "\U0001f600◇", 3),
        ("\u200d" * 99, "◇◇", 2),
        ("\u0301", "◌\u0301", 1),
        ("\u0e31", "◌\u0e31", 1),
        ("\u1161", "◌\u1161", 1),
        ("\u0301\u200d", "◌\u0301◇", 2),
        ("\U0001f468" + "\u200d\U0001f468" * 9, "\U0001f468" + "\u200d\U0001f468" * 7 + "◇", 3),
        ("\ufe0f", "◇", 1),
        ("\U0001f3fd", "◇", 1),
        ("e" + "\u0301" * 500, "e" + "\u0301" * 15 + "◇", 2),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u0937", 2),
        ("\u0600\u0661", "\u0600\u0661", 2),
        ("ﷺ", "ﷺ", 1),
        ("\U0001f1e9", "\U0001f1e9", 1),
        ("\u1112\u1161\u11ab", "\u1112\u1161\u11ab", 2),
        ("\u2764\ufe0e", "\u2764\ufe0e", 1),
        ("\u2764\ufe0f", "\u2764\ufe0f", 2),
    ],
)
def test_a_grapheme_takes_its_cells(grapheme: str, drawn: str, width: int) -> None:
    assert glyph_of(grapheme) == (drawn, width)


def test_a_plain_row_needs_no_table() -> None:
    assert row_cells("Iran’s “men” — so\n").starts is None
    assert row_cells("京").starts is not None
