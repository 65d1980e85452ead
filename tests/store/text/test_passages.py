"""Where running text begins and ends, whole and by windows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.passages import passages
from store.text.span import Span
from tests.examples import scaled
from tests.store.text.support import PLACES, span_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A title\nThe text begins.", ["A title", "The text begins."]),
        ("It fell, and\nRussia left.", ["It fell, and\nRussia left."]),
        ("One.\n\n Two.\r\n\r\nThree.", ["One.", "Two.", "Three."]),
        ("It is a long line of a text that is wrapped by hand, so that\n"
         "Russia begins a line of it that is about as long as the first,\nand it ends.",
         ["It is a long line of a text that is wrapped by hand, so that\n"
          "Russia begins a line of it that is about as long as the first,\nand it ends."]),
        (" \n ", []),
    ],
)  # fmt: skip
def test_passages(text: str, found: list[str]) -> None:
    assert [passage.of(text) for passage in passages(text, Span(0, len(text)))] == found


@pytest.mark.parametrize(
    "piece",
    [
        "We left it, and Iran paid. ",
        "No sentence ends here ",
        "nospaces",
        "北京举行会谈",
        "A line of it.\n",
        "e\u0301",
    ],
)
@settings(max_examples=scaled(15))
@given(st.tuples(PLACES, PLACES))
def test_passages_of_a_window_are_those_of_the_text(
    piece: str, places: tuple[float, float]
) -> None:
    text = "A title\n\n" + piece * (20_000 // len(piece)) + "\n\nThe end."
    whole = list(passages(text, Span(0, len(text))))
    assert all(one.end <= other.start for one, other in pairwise(whole))
    assert "".join("".join(p.of(text) for p in whole).split()) == "".join(text.split())
    window = span_in(text, places)
    touching = [p for p in whole if p.start <= window.end and window.start <= p.end]
    assert list(passages(text, window)) == touching
