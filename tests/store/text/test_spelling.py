"""Texts that count as the same although they are not spelled alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.spelling import canonical, folded, is_spaceless, plain, without_possessive


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Assad", "al\u2011Assad"),
        ("the “rebels”", 'The "rebels"'),
        ("Saudi Arabia", "saudi\u00a0 arabia"),
        ("Iran’s", "Iran"),
        ("the rebels’", "the rebels"),
        ("US", "US’s"),
        ("MOSCOW", "Moscow"),
        (" Moscow ", "moscow"),
    ],
)
def test_texts_that_mean_the_same(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("US", "us"), ("IS", "is"), ("Assad", "Asad"), ("co-op", "coop"), ("Café", "Cafe")],
)
def test_texts_that_do_not(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Iran's", "Iran"),
        ("IRAN'S", "IRAN"),
        ("rebels'", "rebels"),
        ("Boss'", "Boss"),
        ("it's late", "it's late"),
        ("'s", "'s"),
        ("rock'n", "rock'n"),
    ],
)
def test_a_possessive_goes(text: str, bare: str) -> None:
    assert without_possessive(text) == bare


@given(st.text(max_size=40))
def test_each_code_point_stays_at_its_place(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert len(folded(plain(text))) == len(text)


def test_a_letter_that_grows_in_small_letters_stays_as_it_is() -> None:
    assert folded("\u0130stanbul ABC") == "\u0130stanbul abc"


@pytest.mark.parametrize(
    ("character", "spaceless"),
    [("北", True), ("か", True), ("ไ", True), ("a", False), ("Ж", False), ("한", False)],
)
def test_scripts_without_spaces(character: str, spaceless: bool) -> None:
    assert is_spaceless(character) is spaceless
