"""What is learned from what is tagged and passed, and that it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.labels import Meaning
from store.suggest.jumping.finding import jumpables
from store.suggest.jumping.taste import LEAST, LEAST_AT_FIRST, Taste, chance_of
from store.text.span import Span

if TYPE_CHECKING:
    from store.suggest.jumping.jumpable import Jumpable

TEXT = (
    "The old man met the old woman in Paris. The old man saw her. A young man left the old house "
    "with Ali Khamenei, who said that the old man was late."
)
EVERY = jumpables(TEXT, Span(0, len(TEXT)), is_long=False)


def one(phrase: str, number: int = 0) -> Jumpable:
    return [each for each in EVERY if each.span.of(TEXT) == phrase][number]


def odds(taste: Taste) -> list[float]:
    return [taste.log_odds(each) for each in EVERY]


def test_what_is_like_what_was_tagged_becomes_likelier_and_what_is_like_what_was_passed_less() -> (
    None
):
    taste = Taste(Meaning.ACTOR)
    before = odds(taste)
    taste.learn(one("The old man"), (), [(one("Paris"), ())])
    after = dict(zip(EVERY, zip(before, odds(taste), strict=True), strict=True))
    for phrase, number, is_likelier in (
        ("The old man", 1, True),
        ("the old woman", 0, True),
        ("Paris", 0, False),
    ):
        then, now = after[one(phrase, number)]
        assert (now > then) == is_likelier, phrase


def test_the_same_text_again_is_likelier_than_one_that_only_looks_alike() -> None:
    taste = Taste(Meaning.ACTOR)
    taste.learn(one("The old man"), (), [])
    again, alike = one("The old man", 1), one("the old woman")
    assert taste.log_odds(again) > taste.log_odds(alike)


def test_what_stands_around_counts() -> None:
    taste = Taste(Meaning.SHORT)
    for number in range(3):
        taste.learn(one("old", number), ("after source",), [(one("old", number), ())])
    alike = one("young")
    assert taste.log_odds(alike, ("after source",)) > taste.log_odds(alike)


@given(st.lists(st.tuples(st.integers(0, len(EVERY) - 1), st.integers(0, 40)), max_size=12))
def test_what_is_taken_back_was_never_learned(picks: list[tuple[int, int]]) -> None:
    taste = Taste(Meaning.ACTOR)
    taste.learn(one("the old woman"), (), [(one("The old man"), ())])
    before, counted = (
        odds(taste),
        (taste.tagged, dict(taste.phrases.tagged), dict(taste.phrases.passed)),
    )
    lessons = []
    for at, count in picks:
        passed = [(each, ("in claim",)) for each in EVERY[max(0, at - count) : at]]
        lessons.append(taste.learn(EVERY[at], ("in claim",), passed))
    for lesson in reversed(lessons):
        taste.forget(lesson)
    assert odds(taste) == pytest.approx(before, abs=1e-9)
    assert (taste.tagged, dict(taste.phrases.tagged), dict(taste.phrases.passed)) == counted


def test_at_first_only_what_is_quite_likely_is_offered() -> None:
    taste = Taste(Meaning.ACTOR)
    assert taste.least == LEAST_AT_FIRST
    lessons = [taste.learn(one("the old woman"), (), []) for _ in range(5)]
    assert taste.least == LEAST
    taste.forget(lessons[-1])
    assert taste.least == LEAST_AT_FIRST


@pytest.mark.parametrize(
    ("meaning", "is_long"), [(Meaning.ACTOR, False), (Meaning.CLAIM, True), (Meaning.LONG, True)]
)
def test_what_a_label_is_for_says_whether_it_wants_what_is_long(
    meaning: Meaning, *, is_long: bool
) -> None:
    assert Taste(meaning).wants_long == is_long


def test_what_is_tagged_says_it_better() -> None:
    taste = Taste(Meaning.CLAIM)
    for _ in range(5):
        taste.learn(one("The old man"), (), [])
    assert not taste.wants_long


@given(st.floats(-200, 200))
def test_a_chance_is_between_none_and_all(value: float) -> None:
    assert 0 <= chance_of(value) <= 1
