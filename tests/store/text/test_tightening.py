"""What a span that was taken too large is left with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.span import Span
from store.text.tightening import tightened
from tests.store.text.support import PLACES, TEXTS, span_in


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("“we left us.”", ["we left us"]),
        ("Assad’s", ["Assad"]),
        ("the rebels’", ["rebels’"]),
        ("the Islamic State’s", ["the Islamic State", "Islamic State"]),
        ("President Vladimir Putin", ["Vladimir Putin"]),
        ("Meanwhile, we left.", ["we left"]),
        ("But it fell.", ["it fell"]),
        ("U.S.", []),
        ("the U.S.", ["U.S."]),
        ("“It is so,” he said.", ["It is so"]),
        ("It has left, Reuters reported.", ["It has left"]),
        ("It has left, according to two men", ["It has left"]),
        ("According to two men, it has left.", ["it has left"]),
        ("Two men told the News that it had left.", ["it had left"]),
        ("U.S. officials believe Russia has left", ["Russia has left"]),
        ("Official: the army has left", ["the army has left"]),
        ("The plan has failed", []),
        ("we left", []),
        ("he reported", []),
        ("it is “a play for it”", ["it is “a play for it"]),
        ("“a play” for it", []),
        ("(see below)", ["see below"]),
        ("an Army (FSA)", ["Army (FSA)"]),
        ("  we left,", ["we left"]),
        ("“…”", []),
        ("「我来了。」", ["我来了"]),
    ],
)
def test_tightening(before: str, after: list[str]) -> None:
    text = f"x {before} x"
    span = Span(2, len(text) - 2)
    found = []
    while (less := tightened(text, span)) != span:
        found.append(less.of(text))
        span = less
    assert found == after


@given(TEXTS, st.tuples(PLACES, PLACES))
def test_what_is_tightened_lies_within(text: str, places: tuple[float, float]) -> None:
    span = span_in(text, places)
    less = tightened(text, span)
    assert span.covers(less)
    assert less == span or len(less) > 0
