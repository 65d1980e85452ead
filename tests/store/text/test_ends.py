"""What the ends of a span do when they are moved: before and after, as it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.ends import move_end, move_start

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.text.span import Span
from tests.store.text.support import PLACES, TEXTS, marked, span_in, span_of


@pytest.mark.parametrize(
    ("before", "by", "after"),
    [
        ("we [[left|]] us then", 1, "we [[left us|]] then"),
        ("we [[left|]] us then", 2, "we [[left us then|]]"),
        ("we [[left us|]] then", -1, "we [[left|]] us then"),
        ("we [[left|]] us", -1, "we [[left|]] us"),
        ("we [[left us|]]", 9, "we [[left us|]]"),
        ("[[we left us|]]", -9, "[[we|]] left us"),
        ("we [[left|]] us", 0, "we [[left|]] us"),
        # Before the possessive; over it to what is owned
        ("[[Assad’s|]] regime", -1, "[[Assad|]]’s regime"),
        ("[[Assad’s regime|]]", -1, "[[Assad|]]’s regime"),
        ("[[Assad|]]’s regime", 1, "[[Assad’s regime|]]"),
        ("at [[McDonald|]]’s.", 1, "at [[McDonald’s|]]."),
        # Each part of a compound
        ("[[CIA-backed|]] men", -1, "[[CIA|]]-backed men"),
        ("[[CIA|]]-backed men", 1, "[[CIA-backed|]] men"),
        # A closing bracket goes with what is within it
        ("the [[Army|]] (FSA) men", 1, "the [[Army (FSA)|]] men"),
        ("the [[Army (FSA)|]] men", -1, "the [[Army|]] (FSA) men"),
        ("the Army ([[FSA|]]) men", 1, "the Army ([[FSA) men|]]"),
        # Marks are passed over, or left
        ("in [[Syria|]], then", 1, "in [[Syria, then|]]"),
        ("in [[Syria.|]] Then", -1, "in [[Syria|]]. Then"),
        ("in [[Syria.|]]", 1, "in [[Syria.|]]"),
        # From the middle of a word
        ("Be[[rl|]]in left", 1, "Be[[rlin|]] left"),
        ("Berlin le[[ft u|]]s", -1, "Berlin le[[ft|]] us"),
        ("the [[U.S. men|]]", -1, "the [[U.S.|]] men"),
        ("[[北京|]]举行", 1, "[[北京举|]]行"),
        ("[[北京举|]]行", -1, "[[北京|]]举行"),
    ],
)
def test_moving_the_end(before: str, by: int, after: str) -> None:
    text, span = span_of(before)
    assert marked(text, move_end(text, span, by)) == after


@pytest.mark.parametrize(
    ("before", "by", "after"),
    [
        ("we [[left|]] us", -1, "[[we left|]] us"),
        ("[[we left|]] us", 1, "we [[left|]] us"),
        ("we [[left|]] us", 1, "we [[left|]] us"),
        ("we left [[us|]]", -9, "[[we left us|]]"),
        ("[[we left us|]]", 9, "we left [[us|]]"),
        ("[[non-ISIS|]] men", 1, "non-[[ISIS|]] men"),
        ("non-[[ISIS|]] men", -1, "[[non-ISIS|]] men"),
        ("[[al-Assad’s men|]]", 2, "al-Assad’s [[men|]]"),
        ("“[[We|]]” it is", -1, "“[[We|]]” it is"),
        ("the U.S. [[men|]]", -1, "the [[U.S. men|]]"),
        ("Ber[[lin|]]", -1, "[[Berlin|]]"),
        ("Be[[rlin left|]]", 1, "Berlin [[left|]]"),
        ("北[[京举|]]行", 1, "北京[[举|]]行"),
    ],
)
def test_moving_the_start(before: str, by: int, after: str) -> None:
    text, span = span_of(before)
    assert marked(text, move_start(text, span, by)) == after


@pytest.mark.parametrize("move", [move_start, move_end])
@given(TEXTS, st.tuples(PLACES, PLACES), st.integers(-5, 5))
def test_a_moved_span_is_never_empty(
    move: Callable[[str, Span, int], Span], text: str, places: tuple[float, float], by: int
) -> None:
    span = span_in(text, places)
    if not len(span):
        return
    moved = move(text, span, by)
    assert 0 <= moved.start < moved.end <= len(text)
    assert (moved.end if move is move_start else moved.start) == (
        span.end if move is move_start else span.start
    )
    outwards = (by < 0) == (move is move_start)
    assert moved.covers(span) if outwards or not by else span.covers(moved)


@given(TEXTS, st.tuples(PLACES, PLACES), st.integers(1, 4))
def test_several_words_are_one_after_another(
    text: str, places: tuple[float, float], by: int
) -> None:
    span = step = span_in(text, places)
    if not len(span):
        return
    for _ in range(by):
        step = move_end(text, step, 1)
    assert move_end(text, span, by) == step
