"""The header of a pane."""

from __future__ import annotations

import unicodedata

from rich.style import Style

from tui.render.lines import ANCHOR, line_strip


def test_a_title_from_right_to_left_does_not_reach_into_the_next_pane() -> None:
    style = Style()
    strip = line_strip([(" 1/2 ", style), ("עברית", style)], [(" ", style)], 20, style)
    assert strip.text == f"{ANCHOR}1/2 עברית{' ' * 9}{ANCHOR}"
    assert unicodedata.bidirectional(ANCHOR) == "L"


def test_a_number_at_the_right_stays_behind_a_title_from_right_to_left() -> None:
    style = Style()
    strip = line_strip([(" 1/2 ", style), ("עברית", style)], [("  1 span ", style)], 24, style)
    assert strip.text == f"{ANCHOR}1/2 עברית{' ' * 4}{ANCHOR}  1 span{ANCHOR}"
