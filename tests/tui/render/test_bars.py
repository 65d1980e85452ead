"""What the line at the top says, and how sentences are fitted to a width."""

from __future__ import annotations

from typing import Final

import pytest
from msgspec.structs import replace

from store.labels import DEFAULT_LABELS
from tui.keys.commands import COMMANDS
from tui.keys.keymap_file import keymap_for
from tui.render.bars import Status, ago, message_lines, notice_lines, status_line
from tui.render.few_colours import plain_palette

PALETTE: Final = plain_palette(DEFAULT_LABELS)
STATUS: Final = Status(story="border", articles=2, annotator="ana", spans=3)


def line(status: Status, width: int = 120) -> str:
    strip = status_line(status, PALETTE, width)
    assert strip.cell_length == width
    return strip.text


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (STATUS, " 3 spans "),
        (replace(STATUS, saved=0.04, spans=1), " 1 span · saved 0.0 s ago "),
        (replace(STATUS, saved=75.0), " 3 spans · saved 1 min ago "),
        (replace(STATUS, suggested="12 suggested"), " 12 suggested · 3 spans "),
        (replace(STATUS, read_only="bo has it open"), "READ ONLY: bo has it open"),
        (replace(STATUS, trouble="The disk is full"), "The disk is full"),
    ],
)
def test_the_line_at_the_top(status: Status, said: str) -> None:
    assert said in line(status)


def test_whose_work_it_is_is_said_first_unless_there_is_trouble() -> None:
    assert line(STATUS).startswith(" Sidelight  border  2 articles · ana")
    assert "ana" not in line(replace(STATUS, trouble="The disk is full"))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_what_stands_left_and_right_never_touches(width: int) -> None:
    long = replace(STATUS, story="a story with a name", suggested="12 suggested", saved=75.0)
    shown = line(long, width)
    assert "  " in shown.strip() or "… " in shown
    assert shown.endswith(" 3 spans · saved 1 min ago ")
    assert ("12 suggested" in shown) == (width >= 80)


def test_a_narrow_line_leaves_out_why_nothing_can_be_edited() -> None:
    narrow = line(replace(STATUS, read_only="bo has it open"), 80)
    assert "READ ONLY" in narrow
    assert "has it open" not in narrow


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.94, "0.9 s ago"), (1, "1 s ago"), (59, "59 s ago"), (60, "1 min ago"), (7200, "2 h ago")],
)
def test_how_long_ago(seconds: float, expected: str) -> None:
    assert ago(seconds) == expected


def test_a_message_takes_two_lines_where_one_is_too_short() -> None:
    sentence = "Nothing is suggested for just this; Esc ends the selection"
    assert [
        strip.text.strip()
        for strip in message_lines(sentence, is_bad=False, palette=PALETTE, width=40)
    ] == ["Nothing is suggested for just this;", "Esc ends the selection"]


def test_a_notice_is_whole_and_says_how_many_wait_behind_it() -> None:
    shown = [
        s.text
        for s in notice_lines(["The first of them", "another"], keymap_for(COMMANDS), PALETTE, 60)
    ]
    assert len(shown) == 1
    assert "The first of them" in shown[0]
    assert "1 more · Esc: seen" in shown[0]
