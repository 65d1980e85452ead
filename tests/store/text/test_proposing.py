"""Which place is proposed for words that have moved or gone."""

from __future__ import annotations

import pytest

from store.text.anchoring import Anchored, anchor
from store.text.proposing import GONE, MOVED
from store.text.span import Span
from tests.notation import parse

FOREIGN = "The foreign ministry did not say on Sunday what had been agreed in Geneva. "
GRAIN = "Grain prices rose for the third week. "
PORT = "Nobody in the port authority wished to comment. "
MERKEL = "Merkel sent aid to the port on Monday, an official of the ministry said late. "
FOUND = "[[Merkel|]]" + MERKEL.removeprefix("Merkel")
GONE_NOW = "[[Oslo|]] would not take part in any further talks before the winter. "


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param(
            FOUND + FOREIGN + GRAIN + PORT, FOREIGN + GRAIN + FOUND + PORT, MOVED, id="moved"
        ),
        pytest.param(
            FOUND + FOREIGN + GRAIN + PORT,
            FOREIGN + FOUND + GRAIN + PORT + MERKEL,
            "the same words stand in 2 places",
            id="moved, and written again further on",
        ),
        pytest.param(
            GRAIN + FOREIGN + PORT + FOUND,
            MERKEL + GRAIN + FOREIGN + FOUND + PORT,
            "the same words stand in 2 places",
            id="moved, and written again further back",
        ),
        pytest.param(
            GRAIN + GONE_NOW + FOREIGN + PORT,
            f"[[Oslo|]]. {GRAIN}{FOREIGN}Oslo. {PORT}",
            GONE,
            id="gone, and the name nearer before it",
        ),
        pytest.param(
            FOREIGN + GONE_NOW + GRAIN + PORT,
            f"Oslo. {FOREIGN}{GRAIN}[[Oslo|]]. {PORT}",
            GONE,
            id="gone, and the name nearer behind it",
        ),
    ],
)
def test_the_nearest_place_of_the_words_is_proposed(old: str, new: str, reason: str) -> None:
    text, start, end = parse(old)
    now, *place = parse(new)
    assert anchor(text, now, [Span(start, end)]) == [Anchored(Span(*place), reason)]


@pytest.mark.parametrize(("away", "is_proposed"), [(5_000, True), (5_001, False)])
def test_the_same_words_far_away_are_not_proposed(away: int, *, is_proposed: bool) -> None:
    rest = "".join(f"{number:05} " for number in range(1_000))
    old, start, end = parse(GRAIN + GONE_NOW + rest)
    new = f"{GRAIN}{rest[:away]}Oslo, Oslo{rest[away:]}"
    place = Span(len(GRAIN) + away, len(GRAIN) + away + 4) if is_proposed else None
    assert anchor(old, new, [Span(start, end)]) == [Anchored(place, GONE)]
