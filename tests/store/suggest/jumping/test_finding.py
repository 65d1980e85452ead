"""What can be jumped to: what rules find, and what stands beside and between that."""

from __future__ import annotations

import pytest
from hypothesis import given

from store.suggest.jumping.finding import jumpable_at, jumpables, phrases_in
from store.text.boundaries import floor_grapheme
from store.text.span import Span
from tests.tui.texts import TEXTS

NEWS = (
    "The spokesman of the ministry said on Monday that Ali Khamenei had met Russian leaders. "
    "“It is over,” he told Reuters, “and we left.”\n"
)


def found(text: str, *, is_long: bool = False) -> set[str]:
    every = jumpables(text, Span(0, len(text)), is_long=is_long)
    return {one.span.of(text) for one in every}


@pytest.mark.parametrize(
    "phrase",
    [
        # as the rules find it
        "Ali Khamenei", "Russian leaders", "Reuters",
        # a word more to the left, or one less
        "met Russian leaders", "leaders", "Khamenei",
        # groups, with what stands before them, and joined
        "spokesman", "The spokesman", "The spokesman of the ministry", "the ministry", "ministry",
        "of the ministry", "Monday",
        # pronouns, verbs, marks
        "he", "we", "It", "said", "told", "had met", "“", ".",
    ],
)  # fmt: skip
def test_short_ones(phrase: str) -> None:
    assert phrase in found(NEWS)


def test_a_word_before_a_name_makes_it_less_likely_and_a_conjunction_hardly_likely() -> None:
    text = "She met old Dmitri Peskov and Dmitri Peskov."
    doubts = {
        one.span.of(text).partition(" ")[0]: one.doubt
        for one in jumpables(text, Span(0, len(text)), is_long=False)
        if one.span.of(text).endswith(" Dmitri Peskov") and one.cues is not None and one.doubt
    }
    assert doubts["and"] < doubts["old"] < 0


@pytest.mark.parametrize(
    "phrase",
    [
        "Ali Khamenei had met Russian leaders",
        "that Ali Khamenei had met Russian leaders",
        "Ali Khamenei had met Russian leaders.",
        "It is over",
        "“It is over,”",
        "“and we left.”",
        "and we left",
    ],
)
def test_long_ones(phrase: str) -> None:
    assert phrase in found(NEWS, is_long=True)


@given(TEXTS)
def test_each_is_there_once_in_order_and_cuts_no_grapheme(text: str) -> None:
    for is_long in (False, True):
        every = jumpables(text, Span(0, len(text)), is_long=is_long)
        places = [(one.start, -one.end) for one in every]
        assert places == sorted(set(places))
        for one in every:
            assert 0 <= one.start < one.end <= len(text)
            assert floor_grapheme(text, one.start) == one.start
            assert one.end == len(text) or floor_grapheme(text, one.end) == one.end


def test_a_window_finds_the_same_as_the_whole_text() -> None:
    text = "\n\n".join(f"{NEWS}{number}" for number in range(12))
    whole = jumpables(text, Span(0, len(text)), is_long=False)
    window = Span(len(text) // 3, len(text) // 2)
    assert jumpables(text, window, is_long=False) == tuple(
        one for one in whole if one.start in window
    )


@pytest.mark.parametrize(
    ("phrase", "is_found"), [("Ali Khamenei", True), ("ministry said on", False), ("inis", False)]
)
def test_any_span_can_be_learned_from(phrase: str, *, is_found: bool) -> None:
    start = NEWS.index(phrase)
    one = jumpable_at(NEWS, Span(start, start + len(phrase)), is_long=False)
    assert one.span.of(NEWS) == phrase == one.phrase
    assert one.signs
    assert ("no such" in one.signs or "odd" in one.signs) != is_found


def test_texts_that_stand_elsewhere_as_whole_words() -> None:
    text = "the men, the mend, men"
    places = phrases_in(text, Span(0, len(text)), ["the men", "men"])
    assert [(each.start, each.of(text)) for each in places] == [
        (0, "the men"), (4, "men"), (19, "men"),
    ]  # fmt: skip
