"""What is written with as few bytes as can be looks as what Textual would write."""

from __future__ import annotations

from io import StringIO

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tui.render.partial import WholeUpdate

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
    Segment, st.sampled_from(["a", "  ", "Iran", " b "]), st.one_of(st.none(), _STYLES)
)
_CONSOLE = Console(file=StringIO(), force_terminal=True, color_system="truecolor")


def cells(written: str) -> list[tuple[object, ...]]:
    """What stands in the cells of a terminal; blanks have no ink, and are bold to no eye."""
    screen = pyte.Screen(24, 1)
    pyte.Stream(screen).feed(written)
    found: list[tuple[object, ...]] = []
    for column in range(24):
        cell = screen.buffer[0][column]
        seen = (cell.data, cell.bg, cell.underscore, cell.reverse, cell.strikethrough)
        ink = (cell.fg, cell.bold, cell.italics)
        shows_ink = cell.data != " " or cell.underscore or cell.reverse or cell.strikethrough
        found.append((*seen, *(ink if shows_ink else ())))
    return found


@given(st.lists(_SEGMENTS, max_size=6))
def test_few_bytes_look_the_same(segments: list[Segment]) -> None:
    strip = Strip(segments)
    written = WholeUpdate([[strip]], Region(0, 0, 24, 1)).render_segments(_CONSOLE)
    whole = Strip(segments).render(_CONSOLE)
    assert cells(written) == cells(whole)
