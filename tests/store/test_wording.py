"""Things counted in words."""

from __future__ import annotations

import pytest

from store.wording import counted, cut_short, singular


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 spans"), (1, "1 span"), (2, "2 spans"), (2_000, "2,000 spans")]
)
def test_counting(number: int, said: str) -> None:
    assert counted(number, "span") == said


@pytest.mark.parametrize(
    ("text", "shown"),
    [("", ""), ("seven c", "seven c"), ("seven ch", "seven…"), ("four teens", "four t…")],
)
def test_what_is_long_is_cut_and_no_blank_stands_before_the_ellipsis(text: str, shown: str) -> None:
    assert cut_short(text, 7) == shown


@pytest.mark.parametrize(
    ("things", "thing"),
    [
        ("clusters", "cluster"),
        ("overlapping spans", "overlapping span"),
        ("spans off token boundaries", "span off token boundaries"),
        ("relations between articles", "relation between articles"),
        ("relation of spans", "relation of spans"),
        ("categories of whole texts", "category of whole texts"),
        ("boxes", "box"),
        ("places that are not those of their quotes", "places that are not those of their quotes"),
        ("page's pictures", "page's pictures"),
        ("the text of articles", "the text of articles"),
        ("notes or attributes", "note or attributes"),
    ],
)
def test_one_of_several(things: str, thing: str) -> None:
    assert singular(things) == thing
