"""Lines of parts fill their width, and are cut between graphemes."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tests.tui.texts import FAMILY, TEXTS
from tui.render.lines import cut, line_strip, wrapped_hints

STYLES: Final = (Style(), Style(bold=True), Style(color="red"))


PARTS: Final = st.lists(st.tuples(TEXTS, st.sampled_from(STYLES)), max_size=4)


@given(PARTS, PARTS, st.integers(0, 100))
def test_a_line_fills_its_width_exactly(
    left: list[tuple[str, Style]], right: list[tuple[str, Style]], width: int
) -> None:
    strip = line_strip(left, right, width, Style())
    assert strip.cell_length == width
    assert sum(cell_len(segment.text) for segment in strip) == width


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [("abcd", 4, "abcd"), ("abcde", 4, "abc…"), ("北京北京", 6, "北京…"), ("a\nb", 9, "a b"),
     ("abc", 0, ""), ("\x1b[1m", 9, "␛[1m")],
)  # fmt: skip
def test_a_text_is_cut_to_its_cells(text: str, cells: int, expected: str) -> None:
    assert cut(text, cells) == expected


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        (f"{FAMILY}abcdef", 4, f"{FAMILY}a…"),
        (f"{FAMILY}abcdef", 2, "…"),
        ("北京北京", 4, "北…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("北", 0, ""),
    ],
)  # fmt: skip
def test_a_text_is_cut_between_graphemes(text: str, cells: int, shown: str) -> None:
    assert cut(text, cells) == shown
    assert cell_len(shown) <= cells


@pytest.mark.parametrize(
    ("said", "cells", "lines"),
    [
        ("Enter keeps · Esc leaves", 40, ["Enter keeps · Esc leaves"]),
        ("Enter keeps · u undo · Esc leaves", 20, ["Enter keeps · u undo", "Esc leaves"]),
        ("Enter looks at it first · Esc leaves", 12, ["Enter looks", "at it first", "Esc leaves"]),
        ("", 12, [""]),
    ],
)
def test_no_hint_is_torn_where_it_fits_into_a_line(said: str, cells: int, lines: list[str]) -> None:
    assert wrapped_hints(said, cells) == lines
