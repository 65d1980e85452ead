"""Where a place in an old text is in the new one, by what both have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.alignment import TextAlignment
from store.text.span import Span
from tests.store.text.support import span_of

WORDS = st.lists(st.sampled_from(["red", "green", "blue", "black", ".", "\n"]), max_size=20)
OLD = "Moscow sent troops to Syria on Monday, an official said in the capital."


@pytest.mark.parametrize(
    ("old", "new", "there"),
    [
        ("we [[left|]] Rome", "we left Rome", "left"),
        ("we [[left|]] Rome at noon", "Then we left Rome at noon", "left"),
        ("we [[left|]] Rome at noon", "we fled Rome at noon", None),
    ],
)
def test_a_span_that_a_block_holds(old: str, new: str, there: str | None) -> None:
    text, span = span_of(old)
    aligned = TextAlignment.of(text, new)
    number = aligned.holding(span)
    assert (None if number is None else aligned.moved(span, number).of(new)) == there


def test_gaps_lie_between_the_blocks() -> None:
    aligned = TextAlignment.of(OLD, OLD.replace("sent ", "").replace("Monday", "Tuesday"))
    gaps = [aligned.gap(number) for number in range(len(aligned.blocks) + 1)]
    said = [(old.of(aligned.old), new.of(aligned.new)) for old, new in gaps]
    assert [pair for pair in said if pair != ("", "")] == [("sent ", ""), ("Mon", "Tues")]


@pytest.mark.parametrize(
    ("old", "new", "slides"),
    [
        ("b a c", "b a a c", (3, 0)),
        ("one two", "one two", (0, 0)),
        ("one two", "one new two", (1, 0)),
    ],
)
def test_how_far_an_insertion_could_lie_elsewhere(
    old: str, new: str, slides: tuple[int, int]
) -> None:
    aligned = TextAlignment.of(old, new)
    found = [aligned.slide(number) for number in range(len(aligned.blocks) + 1)]
    assert max(found) == slides


def test_what_was_moved_past_a_block() -> None:
    first = "The first of the sentences says what nobody else has said so far today. "
    second = "Another one follows it, with other words and a number such as 4,711 in it. "
    assert not any(TextAlignment.of(first + second, first + second).crossed())
    assert any(TextAlignment.of(first + second, second + first).crossed())


@given(WORDS, WORDS)
def test_every_block_is_the_same_in_both_texts(one: list[str], other: list[str]) -> None:
    old, new = " ".join(one), " ".join(other)
    aligned = TextAlignment.of(old, new)
    for number, block in enumerate(aligned.blocks):
        span = Span(block.old, block.old_end)
        assert aligned.holding(span) == number
        assert aligned.moved(span, number).of(new) == span.of(old)
        assert aligned.came_along(aligned.moved(span, number))
    parts = [aligned.gap(0)[0].of(old)]
    for number, block in enumerate(aligned.blocks, 1):
        parts += [old[block.old : block.old_end], aligned.gap(number)[0].of(old)]
    assert "".join(parts) == old
