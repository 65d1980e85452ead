"""What is written with as few bytes as can be looks as what Textual would write."""

from __future__ import annotations

from io import StringIO
from itertools import product
from typing import TYPE_CHECKING

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui.render.partial import WholeUpdate

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLOURS = st.sampled_from([None, "#102030", "#ffffff", "red", "color(99)", "default"])
_STYLES = st.builds(
    Style,
    color=_COLOURS,
    bgcolor=_COLOURS,
    bold=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    reverse=st.booleans(),
    strike=st.booleans(),
)
_SEGMENTS = st.builds(
    Segment,
    st.sampled_from(["a", "  ", "Iran", " b ", "漢"]),
    st.one_of(st.none(), _STYLES),
    st.none(),
)
_CONSOLE = Console(file=StringIO(), force_terminal=True, color_system="truecolor")


def cells(written: str) -> list[tuple[object, ...]]:
    """What stands in the cells of a terminal; blanks have no ink, and are bold to no eye."""
    screen = pyte.Screen(24, 3)
    pyte.Stream(screen).feed(written)
    found: list[tuple[object, ...]] = []
    for row, column in product(range(3), range(24)):
        cell = screen.buffer[row][column]
        seen = (cell.data, cell.bg, cell.underscore, cell.reverse, cell.strikethrough)
        ink = (cell.fg, cell.bold, cell.italics)
        shows_ink = cell.data != " " or cell.underscore or cell.reverse or cell.strikethrough
        found.append((*seen, *(ink if shows_ink else ())))
    return found


@given(st.lists(st.lists(_SEGMENTS, max_size=6), max_size=3))
def test_few_bytes_look_the_same(rows: list[list[Segment]]) -> None:
    lines: list[Iterable[Strip]] = [[Strip(segments[:2]), Strip(segments[2:])] for segments in rows]
    cuts = [(0, Strip(segments[:2]).cell_length) for segments in rows]
    written = WholeUpdate(lines, Region(0, 0, 24, 3), cuts).render_segments(_CONSOLE)
    whole = "\r\n".join(Strip(segments).render(_CONSOLE) for segments in rows)
    assert cells(written) == cells(whole)


def test_a_look_is_told_once_wherever_it_stands() -> None:
    plain, filled = Style(color="#d6dae2", bgcolor="#15181e"), Style(bgcolor="#254630")
    row = [Segment("The ", plain), Segment("Iran", filled), Segment(" said", plain)]
    lines: list[Iterable[Strip]] = [[Strip(row)]] * 3
    written = WholeUpdate(lines, Region(0, 0, 13, 3), [(0,)] * 3).render_segments(_CONSOLE)
    assert written.count("48;2;") == 2
