"""Codes for jump labels: distinct, none the start of another, short for what is likely, stable."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.span import Span
from tui.jumping import (
    HOME_ROW_FIRST,
    NOWHERE,
    Jump,
    JumpTarget,
    ReadingPlace,
    assign,
    by_likelihood,
    letters,
)

if TYPE_CHECKING:
    from random import Random

ALPHABET: Final = letters("aclsuh")
ALPHABETS: Final = st.sampled_from((ALPHABET, "dfgjk", "df", "d", ""))


def target(number: int, likelihood: float = 0.5, article: str = "a") -> JumpTarget:
    """The n-th of a row of words of one letter."""
    return JumpTarget(article, 2 * number, 2 * number + 1, likelihood)


def targets(count: int) -> list[JumpTarget]:
    return [target(number) for number in range(count)]


# Codes ---------------------------------------------------------------------------------------


@given(st.integers(0, 500), ALPHABETS)
def test_codes_are_distinct_and_none_is_the_start_of_another(count: int, alphabet: str) -> None:
    codes = assign(targets(count), alphabet, {})
    assert len(codes) == min(count, len(alphabet) ** 3)
    in_order = sorted(codes.values())
    assert all(not later.startswith(code) for code, later in pairwise(in_order))
    most = 2 if count <= len(alphabet) ** 2 else 3
    assert all(set(code) <= set(alphabet) and 1 <= len(code) <= most for code in in_order)


@given(st.integers(1, 500), ALPHABETS)
def test_the_likeliest_have_the_shortest_codes_and_as_many_as_can_be(
    count: int, alphabet: str
) -> None:
    wanted = targets(count)
    codes = assign(wanted, alphabet, {})
    lengths = [len(codes[t]) for t in wanted if t in codes]
    assert lengths == sorted(lengths)
    size, singles = len(alphabet), lengths.count(1)
    # With one single letter more there would be too few codes for the rest.
    assert singles == len(lengths) or singles + 1 + (size - singles - 1) * size < len(lengths)


@given(st.integers(0, 200), st.integers(0, 200), st.randoms(use_true_random=False))
def test_where_letters_suffice_who_has_one_keeps_it(count: int, gone: int, chance: Random) -> None:
    wanted = targets(count)
    before = assign(wanted, ALPHABET, {})
    left = wanted[gone:]
    chance.shuffle(left)
    after = assign(left, ALPHABET, before)
    if len(left) <= len(ALPHABET):
        assert all(after[t] == before[t] for t in left if len(before[t]) == 1)
    chance.shuffle(left)
    assert len(left) > len(ALPHABET) or assign(left, ALPHABET, after) == after
    firsts = {code[0] for code in after.values() if len(code) > 1}
    long = [t for t in left if len(after[t]) > 1 and len(before[t]) > 1 and before[t][0] in firsts]
    assert all(after[t] == before[t] for t in long)


def test_working_forward_the_next_ones_become_single_and_the_rest_stays() -> None:
    wanted = targets(60)
    codes = assign(wanted, ALPHABET, {})
    changed = 0
    for _ in range(30):
        wanted = wanted[1:]
        following = assign(wanted, ALPHABET, codes)
        assert all(len(following[t]) == 1 for t in wanted[:8])
        changed += sum(following[t] != codes[t] for t in wanted)
        codes = following
    assert changed <= 4 * 30


def test_a_letter_that_becomes_free_goes_to_one_span_only() -> None:
    before = assign(targets(25), ALPHABET, {})
    wanted = [*targets(25)[:3], *targets(25)[4:]]
    after = assign(wanted, ALPHABET, before)
    assert sum(before[t] != after[t] for t in wanted) == 1


@pytest.mark.parametrize(
    ("taken", "alphabet"),
    [
        ("", HOME_ROW_FIRST),
        ("aclsuh", "dfgjkeirowtyqpvnmbxz"),
        (["a", "escape", "d"], "fgjkslheiruowtyqpvnmbcxz"),
        (HOME_ROW_FIRST, ""),
    ],
)
def test_letters_that_keep_their_meaning_are_in_no_code(taken: str, alphabet: str) -> None:
    assert letters(taken) == alphabet


def test_every_letter_is_there_once() -> None:
    assert sorted(HOME_ROW_FIRST) == [chr(number) for number in range(ord("a"), ord("z") + 1)]


@pytest.mark.parametrize(
    ("typed", "matching"), [("", "ABC"), ("d", "A"), ("z", "BC"), ("zf", "C"), ("x", "")]
)
def test_what_the_letters_can_lead_to(typed: str, matching: str) -> None:
    codes = {
        target(0, article="A"): "d",
        target(0, article="B"): "zd",
        target(0, article="C"): "zf",
    }
    jump = Jump(stays=False, typed=typed, codes=codes)
    assert "".join(t.article for t in jump.matching) == matching


# What is wanted next -------------------------------------------------------------------------


def order(found: list[JumpTarget]) -> list[tuple[str, int]]:
    return [(t.article, t.start // 2) for t in found]


@pytest.mark.parametrize(
    ("likelihoods", "offset", "expected"),
    [
        ([0.5, 0.5, 0.5], 0, [0, 1, 2]),
        ([0.5, 0.5, 0.5], 2, [1, 2, 0]),
        ([0.5, 0.5, 0.5], 3, [2, 1, 0]),
        ([0.1, 0.9, 0.1], 0, [1, 0, 2]),
        ([0.5, 0.1, 0.9], 0, [2, 0, 1]),
        ([0.9, 0.1], 2, [1, 0]),
        ([0.9, 0.01], 2, [0, 1]),
        ([], 0, []),
    ],
)
def test_what_comes_next_and_is_likely_is_wanted_first(
    likelihoods: list[float], offset: int, expected: list[int]
) -> None:
    found = [target(number, likelihood) for number, likelihood in enumerate(likelihoods)]
    place = ReadingPlace("a", offset, offset, Span(0, 100))
    assert [start for _, start in order(by_likelihood(found, place))] == expected


def test_another_pane_comes_after_the_one_that_is_being_read() -> None:
    found = [target(0, 0.9, "a"), target(0, 0.3, "b"), target(1, 0.3, "b"), target(1, 0.9, "c")]
    place = ReadingPlace("b", 0, 0, Span(0, 100))
    assert order(by_likelihood(found, place))[:2] == [("b", 0), ("b", 1)]


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 1)), max_size=40), st.integers(0, 80)
)
def test_ranking_loses_nothing(found: list[tuple[str, float]], offset: int) -> None:
    all_of_them = [target(n, likelihood, a) for n, (a, likelihood) in enumerate(found)]
    place = ReadingPlace("a", offset, offset, Span(0, 100))
    assert sorted(order(by_likelihood(all_of_them, place))) == sorted(order(all_of_them))


@pytest.mark.parametrize(
    ("head", "visible", "offset"),
    [
        (5, Span(0, 100), 5),  # nothing was read before
        (40, Span(0, 100), 40),  # the caret moved
        (140, Span(80, 180), 100),  # a page forward: what is new begins there
        (340, Span(200, 380), 200),  # far forward
        (340, Span(100, 280), 100),  # back, and the caret is below what is visible
        (120, Span(90, 270), 120),  # back, with the caret
        (120, Span(200, 300), 270),  # the wheel: the caret is above
    ],
)
def test_how_far_a_reader_has_come(head: int, visible: Span, offset: int) -> None:
    steps = [(5, Span(0, 100)), (40, Span(0, 100)), (140, Span(80, 180)), (340, Span(200, 380)),
             (340, Span(100, 280)), (120, Span(90, 270)), (120, Span(200, 300))]  # fmt: skip
    place = NOWHERE
    for step in steps[: steps.index((head, visible)) + 1]:
        place = place.moved_to("a", *step)
    assert place.offset == offset
    assert place.moved_to("a", head, visible) == place
    assert place.moved_to("b", 7, Span(0, 50)).offset == 7
