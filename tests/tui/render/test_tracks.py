"""How far readings go is drawn under the rows in which they are not alike, and nowhere else."""

from __future__ import annotations

from typing import Final

import pytest

from store.labels import DEFAULT_LABELS
from store.text.span import Span
from tui.render.few_colours import plain_palette
from tui.render.tracks import Track, draw_tracks, track_lines
from tui.render.wrap import wrap

TEXT: Final = "The mayor said that the curfew would stay in force until noon, officers said.\n"
WIDE: Final = 40
PALETTE: Final = plain_palette(DEFAULT_LABELS)


def track(number: int, *quotes: str, text: str = TEXT) -> Track:
    """The reading of a number from "claim the curfew", and more of the kind."""
    spans = []
    for quote in quotes:
        label, _, words = quote.partition(" ")
        start = text.index(words)
        spans.append((Span(start, start + len(words)), label))
    return Track(number, tuple(spans))


def drawn(*tracks: Track, text: str = TEXT, most: int = 9) -> list[str]:
    """The article as its rows are, each with what stands under it."""
    layout = wrap(text, WIDE)
    lines = track_lines(layout, tracks, most)
    shown = []
    for row in range(len(layout)):
        shown.append(layout.row(row).of(text).rstrip())
        for each in lines.get(row, ()):
            strip = draw_tracks(each, 4, 60, PALETTE)
            assert strip.cell_length == sum(s.cell_length for s in strip) == 60
            shown.append(strip.text[4:].rstrip())
    return [each for each in shown if each]


FIRST, SECOND = "The mayor said that the curfew would", "stay in force until noon, officers said."


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ([track(1, "claim the curfew would stay")], [FIRST, SECOND]),
        (
            [track(1, "claim the curfew"), track(2, "claim curfew would")],
            [
                FIRST,
                "                    1╌╌╌╌╌╌╌╌╌",
                "                        2╌╌╌╌╌╌╌╌╌╌╌",
                SECOND,
            ],
        ),
        (  # in the first row they are alike
            [track(1, "claim the curfew would stay"), track(2, "claim the curfew would stay in")],
            [FIRST, SECOND, "1╌╌╌", "2╌╌╌╌╌╌"],
        ),
        (  # alike but for the label
            [track(1, "actor The mayor"), track(2, "source The mayor")],
            [FIRST, "1╌╌╌╌╌╌╌╌ actor", "2╌╌╌╌╌╌╌╌ source", SECOND],
        ),
        (
            [track(1, "claim The mayor said that"), track(2, "claim The", "claim said that")],
            [FIRST, "1╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌", "2╌╌       2╌╌╌╌╌╌╌╌", SECOND],
        ),
        (  # two on the same words
            [track(1, "actor The mayor", "source The mayor"), track(2, "actor The mayor")],
            [FIRST, "1╌╌╌╌╌╌╌╌ actor + source", "2╌╌╌╌╌╌╌╌ actor", SECOND],
        ),
        (  # in one row only one of them has anything
            [track(1, "claim would"), track(2, "claim would stay in force")],
            [FIRST, SECOND, "2╌╌╌╌╌╌╌╌╌╌╌╌"],
        ),
        (
            [track(10, "claim The"), track(2, "claim The mayor")],
            [FIRST, "+╌╌", "2╌╌╌╌╌╌╌╌", SECOND],
        ),
    ],
)
def test_under_which_rows_what_is_drawn(readings: list[Track], expected: list[str]) -> None:
    assert drawn(*readings) == expected


def test_there_are_no_more_lines_than_there_is_room_for() -> None:
    readings = [
        track(1, "claim The mayor"),
        track(2, "claim mayor said that the curfew would stay"),
    ]
    assert len(drawn(*readings, most=2)) == 4
    assert drawn(*readings, most=1) == [FIRST, SECOND]


def test_wide_characters_have_two_cells() -> None:
    text = "北京 said so.\n"
    readings = [track(1, "actor 北", text=text), track(2, "actor 北京", text=text)]
    assert drawn(*readings, text=text) == ["北京 said so.", "1╌", "2╌╌╌"]


def test_nothing_stands_under_writing_that_a_terminal_may_turn_about() -> None:
    text = "ראש הממשלה אמר\n"
    readings = [track(1, "actor ראש", text=text), track(2, "actor ראש הממשלה", text=text)]
    assert drawn(*readings, text=text) == ["ראש הממשלה אמר"]


def test_what_somebody_calls_a_label_does_nothing_to_the_terminal() -> None:
    readings = [track(1, "a\x1b[2J The mayor"), track(2, "actor The mayor")]
    assert not any("\x1b" in row for row in drawn(*readings))
