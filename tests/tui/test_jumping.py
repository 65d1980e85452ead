"""Jump letters: single and different, at what is wanted next, and stable."""

from __future__ import annotations

from dataclasses import replace as replaced
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.annotations.collection import Annotations
from store.annotations.model import Annotation
from store.labels import Meaning
from store.suggest.jumping.taste import Taste
from store.text.span import Span
from tui.jump_targets import Stretch, ends
from tui.jumping import (
    HOME_ROW_FIRST,
    NOWHERE,
    Jump,
    JumpTarget,
    ReadingPlace,
    apart,
    assign,
    by_likelihood,
    by_nearness,
    chosen,
    is_clear,
    letters,
    with_ends,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

ALPHABET: Final = letters("aclsuh")
ALPHABETS: Final = st.sampled_from((ALPHABET, "dfgjk", "df", "d", ""))


def target(number: int, likelihood: float = 0.5, article: str = "a") -> JumpTarget:
    """The n-th of a row of words of one letter."""
    return JumpTarget(article, 2 * number, 2 * number + 1, likelihood)


def targets(count: int) -> list[JumpTarget]:
    return [target(number) for number in range(count)]


# Letters ---------------------------------------------------------------------------------------


@given(st.integers(0, 60), ALPHABETS, st.integers(1, 18))
def test_letters_are_single_and_different_and_no_more_than_there_are(
    count: int, alphabet: str, most: int
) -> None:
    wanted = chosen(targets(count), min(most, len(alphabet)), {}, lambda _: True)
    codes = assign(wanted, alphabet, {})
    assert list(codes) == targets(min(count, most, len(alphabet)))
    assert all(len(letter) == 1 and letter in alphabet for letter in codes.values())
    assert len(set(codes.values())) == len(codes)


@given(st.integers(1, 40), st.integers(0, 40), st.randoms(use_true_random=False))
def test_who_has_a_letter_and_stays_keeps_it(count: int, gone: int, chance: Random) -> None:
    before = assign(chosen(targets(count), 18, {}, lambda _: True), ALPHABET, {})
    left = targets(count)[gone:]
    chance.shuffle(left)
    after = assign(chosen(left, 18, before, lambda _: True), ALPHABET, before)
    assert all(after[t] == before[t] for t in after if t in before)


def test_working_forward_the_next_ones_have_letters_and_the_rest_stays() -> None:
    wanted = targets(60)
    codes: dict[JumpTarget, str] = {}
    changed = 0
    for _ in range(30):
        following = assign(chosen(wanted, 18, codes, lambda _: True), ALPHABET, codes)
        assert set(wanted[:4]) <= set(following)
        changed += sum(codes[t] != following.get(t) for t in codes if t in wanted)
        codes = following
        wanted = wanted[1:]
    assert changed == 0


def test_some_that_were_on_the_screen_stay_there_though_others_are_likelier() -> None:
    before = assign(chosen(targets(18), 18, {}, lambda _: True), ALPHABET, {})
    likelier = [*(target(number) for number in range(100, 118)), *targets(18)]
    after = chosen(likelier, 18, before, lambda _: True)
    assert after[:4] == likelier[:4]
    assert set(after[4:]) == set(targets(14))


def test_what_has_no_cell_of_its_own_gives_way_to_the_next() -> None:
    found = chosen(targets(30), 18, {}, lambda each: each.start % 4 == 0)
    assert found == targets(30)[::2]


@pytest.mark.parametrize(
    ("taken", "alphabet"),
    [
        ("", HOME_ROW_FIRST[:18]),
        ("aclsuh", "dfgjkeirowtyqpvnmb"),
        ("aclsuhyn", "dfgjkeirowtqpvmbxz"),
        (["a", "escape", "d"], "fgjkslheiruowtyqpv"),
        ("aclsuhyndfgjkei", "rowtqpvmbxz"),
        (HOME_ROW_FIRST, ""),
    ],
)
def test_letters_that_keep_their_meaning_stand_nowhere(taken: str, alphabet: str) -> None:
    assert letters(taken) == alphabet


def test_every_letter_is_there_once() -> None:
    assert sorted(HOME_ROW_FIRST) == [chr(number) for number in range(ord("a"), ord("z") + 1)]


def test_the_span_that_has_a_letter() -> None:
    jump = Jump(stays=False, codes={target(0): "d", target(1): "f"})
    assert jump.with_letter("f") == target(1)
    assert jump.with_letter("x") is None


def test_each_label_has_a_place_of_its_own_on_a_screen() -> None:
    seen = Span(0, 100)
    jump = Jump(stays=True, place=ReadingPlace("a", 7, 7, seen))
    jump = jump.armed_with("actor", proposes=False)
    assert jump.place.offset == 7  # where the caret was
    jump = replace(jump, place=ReadingPlace("a", 80, 85, seen))
    jump = jump.armed_with("claim", proposes=True)
    assert (jump.place.offset, jump.proposes) == (0, True)  # nothing was read for claims yet
    jump = replace(jump, place=ReadingPlace("a", 40, 45, seen))
    assert jump.armed_with("actor", proposes=False).place.offset == 80
    elsewhere = replace(jump, place=ReadingPlace("a", 140, 140, Span(90, 190)))
    assert elsewhere.armed_with("actor", proposes=False).place.offset == 90


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


def test_where_nothing_is_left_ahead_the_other_pane_comes_first() -> None:
    found = [target(0, 0.001, "a"), target(1, 0.001, "a"), target(0, 0.5, "b")]
    place = ReadingPlace("a", 0, 0, Span(0, 100))
    assert order(by_likelihood(found, place))[0] == ("b", 0)


def test_what_was_read_in_the_other_pane_stays_read() -> None:
    seen = Span(0, 100)
    found = [target(0, 0.5, "a"), target(1, 0.5, "a"), target(0, 0.001, "b")]
    place = ReadingPlace("a", 2, 2, seen)
    for article in ("b", "a", "b"):
        place = place.moved_to(article, 0 if article == "b" else 2, seen)
    assert [place.is_past(each) for each in found] == [True, False, False]
    assert order(by_likelihood(found, place))[0] == ("a", 1)


def test_by_nearness_what_is_ahead_comes_first_and_the_other_pane_last() -> None:
    found = [target(0, 0.9, "b"), *targets(4)]
    place = ReadingPlace("a", 3, 3, Span(0, 100))
    assert order(by_nearness(found, place)) == [("a", 2), ("a", 3), ("a", 1), ("a", 0), ("b", 0)]


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


# Other ends --------------------------------------------------------------------------------------


def behind(start: int, end: int) -> JumpTarget:
    """Another that begins at a place, with its letter behind it."""
    return JumpTarget("a", start, end, is_end=True)


def extents(*chances: float) -> Callable[[JumpTarget], list[JumpTarget]]:
    """Ends of whatever begins somewhere, with how likely each is."""
    return lambda start: [
        replaced(start, end=start.end + 2 * number, likelihood=chance)
        for number, chance in enumerate(chances)
    ]


FIRST: Final = ReadingPlace("a", 0, 0, Span(0, 100))


def test_other_ends_of_the_nearest_start_come_before_the_next_start() -> None:
    found = apart(with_ends(targets(3), [], FIRST, extents(0.4, 0.32, 0.28)))
    assert [(each.start // 2, each.is_end) for each in found] == [
        (number, is_end) for number in range(3) for is_end in (False, True, True)
    ]


def test_an_unlikely_start_takes_no_letter_of_an_end() -> None:
    starts = [target(0, 0.01), target(1, 0.6), target(2, 0.01)]
    found = with_ends(starts, [], FIRST, extents(0.4, 0.3, 0.3))
    assert [each.start // 2 for each in found[:4]] == [1, 1, 1, 0]


def test_what_goes_into_a_span_of_the_same_label_is_unlikely_to_end_there() -> None:
    text = "Iran told Syria. Iraq left."
    there = [Annotation(id="1", start=10, end=15, label="actor", text="Syria")]
    start, tastes = JumpTarget("a", 0, 4), {"actor": Taste(Meaning.ACTOR)}
    by_tagged = []
    for tagged in ([], there, [replace(there[0], label="place")]):
        stretch = Stretch("a", text, Span(0, len(text)), Annotations.of(tagged), None)
        found = ends(stretch, start, tastes, has_all=False)
        by_tagged.append({each.end: each.likelihood for each in found})
    free, across, other = by_tagged
    assert other == free
    assert all(across[end] == free[end] for end in (4, 9))
    assert all(across[end] < 0.1 * free[end] for end in free if end > 10)


def test_what_had_a_letter_before_it_was_asked_for_comes_late() -> None:
    likely = extents(0.4, 0.3, 0.2)
    first, second, *_ = with_ends(targets(2), [], FIRST, likely)
    found = with_ends(targets(2), [], FIRST, likely, {first, second})
    assert set(found[-2:]) == {first, second}


def test_what_is_likeliest_comes_early_though_it_is_far_away() -> None:
    starts = [*(target(number, 0.01) for number in range(9)), target(9, 0.9)]
    assert with_ends(starts, [], FIRST, extents())[0] == starts[9]


def test_what_is_likely_and_begins_otherwise_would_have_been_wanted_before() -> None:
    starts = [target(0, 0.1), target(9, 0.3)]
    others = [target(number, 0.9) for number in range(3, 9)]
    likely = extents(0.9)
    assert order(with_ends(starts, [], FIRST, likely))[0] == ("a", 9)
    assert order(with_ends(starts, others, FIRST, likely))[0] == ("a", 0)


def test_what_is_far_ahead_comes_before_ends_that_are_hardly_likely() -> None:
    starts = [target(number, 0.9) for number in range(20)]
    found = with_ends(starts, [], FIRST, extents(0.9, 0.05, *[0.0005] * 60))
    assert found.index(starts[19]) < 40


def test_of_those_that_begin_together_one_has_its_letter_at_the_start() -> None:
    found = apart(with_ends(targets(30), [], FIRST, extents(0.5, 0.5)))
    starts = [each.start for each in found if not each.is_end]
    assert sorted(starts) == [each.start for each in targets(30)]


@pytest.mark.parametrize(
    ("placed", "wanted", "is_so"),
    [
        ([], target(0), True),
        ([target(0)], behind(0, 9), True),
        ([], behind(0, 9), False),  # nothing says where it begins
        ([target(0), target(2)], behind(0, 9), False),  # it would seem to begin at the other
        ([target(0), target(2)], behind(0, 3), True),
        ([target(0), behind(0, 9)], target(2), False),
        ([target(0), behind(0, 9)], target(5), True),
        ([target(0, article="b")], behind(0, 9), False),
    ],
)
def test_each_letter_at_an_end_belongs_to_the_last_one_at_a_start(
    placed: list[JumpTarget], wanted: JumpTarget, *, is_so: bool
) -> None:
    assert is_clear(wanted, placed) is is_so
