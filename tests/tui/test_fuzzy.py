"""Finding texts by a few of their characters."""

from __future__ import annotations

import pytest

from tui.fuzzy import best_matches


@pytest.mark.parametrize(
    ("typed", "text", "places"),
    [
        ("fer", "A ferry sank", (2, 3, 4)),
        ("fsk", "A ferry sank", (2, 8, 11)),
        ("SANK fy", "A ferry sank", (2, 6, 8, 9, 10, 11)),
        ("(*", "a (b) *", (2, 6)),
    ],
)
def test_where_the_characters_stand(typed: str, text: str, places: tuple[int, ...]) -> None:
    assert best_matches(typed, [text], 1) == [(0, places)]


def test_what_is_nearly_there_is_not_tried_in_every_way() -> None:
    # Of 30 out of 200 there are more ways than anybody could wait for.
    assert best_matches("e" * 30 + "z", ["e" * 200], 1) == []
