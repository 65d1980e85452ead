"""Where a motion stops: every place after or before an offset, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from store.text import stops
from tests.store.text.support import PLACES, TEXTS, caret_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Stops = Callable[[str, int], Iterator[int]]

PROSE = "One is.  Two is.\nThree is.\n\n  Four is."
FORWARD = [
    stops.graphemes_after,
    stops.word_starts_after,
    stops.word_ends_after,
    stops.sentence_starts_after,
    stops.paragraph_starts_after,
]
BACK = [
    stops.graphemes_before,
    stops.word_starts_before,
    stops.sentence_starts_before,
    stops.paragraph_starts_before,
]


def shown(text: str, places: list[int]) -> str:
    """The text with a mark at each of the places."""
    return "".join("|" * (at in places) + c for at, c in enumerate([*text, ""]))


@pytest.mark.parametrize(
    ("forward", "text"),
    [
        (stops.word_starts_after, "One |is.  |Two |is.\n|Three |is.\n\n  |Four |is."),
        (stops.word_ends_after, "One| is|.  Two| is|.\nThree| is|.\n\n  Four| is|."),
        (stops.sentence_starts_after, "One is.  |Two is.\n|Three is.\n\n  |Four is."),
        (stops.paragraph_starts_after, "One is.  Two is.\nThree is.\n\n  |Four is."),
    ],
)
def test_stops_from_the_beginning_on(forward: Stops, text: str) -> None:
    assert shown(PROSE, list(forward(PROSE, 0))) == text


@pytest.mark.parametrize(
    ("back", "text"),
    [
        (stops.word_starts_before, "|One |is.  |Two |is.\n|Three |is.\n\n  |Four |is."),
        (stops.sentence_starts_before, "|One is.  |Two is.\n|Three is.\n\n  |Four is."),
        (stops.paragraph_starts_before, "|One is.  Two is.\nThree is.\n\n  |Four is."),
    ],
)
def test_stops_from_the_end_back(back: Stops, text: str) -> None:
    assert shown(PROSE, list(back(PROSE, len(PROSE)))) == text


@pytest.mark.parametrize(("count", "stop"), [(1, 4), (2, 9), (7, 35), (8, 38), (99, 38)])
def test_the_stop_at_a_count(count: int, stop: int) -> None:
    assert stops.nth(stops.word_starts_after(PROSE, 0), count, len(PROSE)) == stop


def test_places_that_rise() -> None:
    assert list(stops.rising([3, 1, 3, 4, 4, 2, 6], 1)) == [3, 4, 6]


@pytest.mark.parametrize("forward", FORWARD)
@given(text=TEXTS, place=PLACES)
def test_what_comes_after_an_offset_rises(forward: Stops, text: str, place: float) -> None:
    offset = caret_in(text, place)
    found = list(forward(text, offset))
    assert found == sorted(set(found))
    assert all(offset < at <= len(text) for at in found)


@pytest.mark.parametrize("back", BACK)
@given(text=TEXTS, place=PLACES)
def test_what_comes_before_an_offset_falls(back: Stops, text: str, place: float) -> None:
    offset = caret_in(text, place)
    found = list(back(text, offset))
    assert found == sorted(set(found), reverse=True)
    assert all(0 <= at < offset for at in found)
