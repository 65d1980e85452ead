"""When a place in a changed text is sure: how much must be the same, and what speaks against it."""

from __future__ import annotations

from typing import Final

import pytest

from store.text.anchoring import Anchored, anchor
from store.text.certainty import AROUND
from store.text.span import Span
from tests.notation import parse

_WORDS: Final = "".join(f"{letter}{n:02}x " for n in range(60) for letter in "abcdefghkmnpqrs")
"""Words of which none stands twice."""


def prose(start: int, length: int) -> str:
    """So many code points that stand nowhere else."""
    return _WORDS[5 * start : 5 * start + length]


def outcome(old: str, new: str, span: Span) -> str:
    [found] = anchor(old, new, [span])
    if found.is_certain:
        assert found.span is not None
        assert found.span.of(new) == span.of(old)
    return found.reason or "placed"


def between(
    left: int,
    right: int,
    *,
    says: str = "Iran",
    before: tuple[str, str] = ("1", "2"),
    after: tuple[str, str] = ("3", "4"),
    ends: str = prose(600, 300),
) -> str:
    """What becomes of words with so much that is the same before and after them.

    Args:
        left: Code points before them that are the same.
        right: Code points after them that are the same.
        says: The words.
        before: What stands before that in the old text and in the new one.
        after: What stands behind it in either.
        ends: What both texts end with.
    """
    same = f"{prose(0, left - 1)} {says} {prose(200, right - 1)}"
    starts = prose(400, 300)
    old, new = (f"{starts}{before[n]}{same}{after[n]}{ends}" for n in (0, 1))
    start = len(starts) + len(before[0]) + left
    return outcome(old, new, Span(start, start + len(says)))


SAME: Final = ("1", "1")
ELSE: Final = (f"{prose(800, 60)}!", f"{prose(700, 60)}?")
"""So much else that the texts do not go on alike beside the change."""


@pytest.mark.parametrize(("length", "what"), [(31, AROUND), (32, "placed")])
def test_one_mark_needs_32_code_points_on_either_side(length: int, what: str) -> None:
    assert between(length, 200, says=",", after=SAME) == what
    assert between(200, length, says=",", before=SAME) == what


@pytest.mark.parametrize(("length", "what"), [(127, AROUND), (128, "placed")])
def test_beside_a_change_128_code_points_on_the_other_side_are_enough(
    length: int, what: str
) -> None:
    assert between(length, 20) == what
    assert between(20, length) == what


@pytest.mark.parametrize(("length", "what"), [(63, AROUND), (64, "placed")])
def test_64_on_both_sides_are_enough_whatever_has_happened_beyond(length: int, what: str) -> None:
    assert between(64, length, before=ELSE, after=ELSE) == what
    assert between(length, 64, before=ELSE, after=ELSE) == what


@pytest.mark.parametrize(("length", "what"), [(48, "placed"), (49, AROUND)])
def test_a_change_of_more_than_48_beside_it_is_a_passage_of_its_own(length: int, what: str) -> None:
    assert between(200, 20, before=SAME, after=("3" * length, "4" * length)) == what
    assert between(20, 200, after=SAME, before=("1" * length, "2" * length)) == what


@pytest.mark.parametrize(("length", "what"), [(31, AROUND), (32, "placed")])
def test_beyond_a_change_the_texts_agree_again_for_32(length: int, what: str) -> None:
    then = prose(300, length)
    after = (f"3{then}{ELSE[0]}", f"4{then}{ELSE[1]}")
    assert between(200, 20, before=SAME, after=after) == what


@pytest.mark.parametrize(("length", "what"), [(127, AROUND), (128, "placed")])
def test_what_is_put_behind_the_whole_text_takes_128_before_it(length: int, what: str) -> None:
    assert between(length, 40, after=("", "4 was added later"), ends="") == what


@pytest.mark.parametrize(("length", "what"), [(48, "placed"), (49, AROUND)])
def test_white_space_at_the_end_of_the_text_is_nothing_up_to_48(length: int, what: str) -> None:
    assert between(100, 40, after=("", "\n" * length), ends="") == what


@pytest.mark.parametrize(
    ("alike", "what"), [(11, "placed"), (12, "the same words stand in 2 places")]
)
def test_beside_a_change_what_is_alike_for_12_code_points_is_looked_for(
    alike: int, what: str
) -> None:
    same = f"{prose(0, 199)} Iran {prose(200, 19)}"
    twin = f"{same[200 - alike : 204]}!"
    old = f"{prose(400, 300)}1{same}3{prose(600, 300)}"
    new = f"{prose(400, 300)}1{same}4{prose(600, 300)} {prose(820, 64)}+{twin}"
    assert outcome(old, new, Span(501, 505)) == what


# What speaks against a place ----------------------------------------------------------------

FOREIGN: Final = "The foreign ministry did not say on Sunday what had been agreed in Geneva. "
GRAIN: Final = "Grain prices rose for the third week. "
TALKS: Final = "Iran would not take part in any further talks before the winter. "
WROTE: Final = "Two diplomats wrote that Iran was ready. "
PORT: Final = "Nobody in the port authority wished to comment. "
MERKEL: Final = "Merkel sent aid to the port on Monday, an official of the ministry said late. "
READY: Final = "“Iran is ready,” he said. "


def at(sentence: str, words: str) -> str:
    """A sentence with some of its words marked as what was annotated."""
    return sentence.replace(words, f"[[{words}|]]", 1)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param(
            MERKEL + at(READY, "Iran") + FOREIGN + PORT + MERKEL + READY + FOREIGN,
            GRAIN + MERKEL + READY + FOREIGN + PORT + MERKEL + READY + FOREIGN,
            "the same words stand in 2 places",
            id="it stands twice, and did before",
        ),
        pytest.param(
            at(READY, "Iran") + WROTE + READY,
            READY + WROTE,
            "the same words stand in 2 places",
            id="of two one has gone",
        ),
        pytest.param(
            PORT + at(READY, "Iran") + READY,
            PORT + READY + READY + READY.replace("he", "peace"),
            "the same words stand in 2 places",
            id="of one there are two",
        ),
        pytest.param(
            MERKEL + WROTE + at(WROTE, "ready") + READY,
            WROTE + MERKEL.replace("sent", "peace") + WROTE + READY,
            AROUND,
            id="which of two sentences was moved is not known",
        ),
        pytest.param(
            READY + at(READY, "Iran") + WROTE + FOREIGN,
            READY.replace("ready,”", "never") + READY + WROTE + FOREIGN,
            "the same words stand in 2 places",
            id="a look-alike beside it has changed",
        ),
        pytest.param(
            GRAIN + MERKEL + at(READY, "said") + WROTE + GRAIN,
            GRAIN + MERKEL + READY + READY + GRAIN,
            "the same words stand in 2 places",
            id="a look-alike has come beside it",
        ),
        pytest.param(
            GRAIN + at(READY, "Iran") + MERKEL + FOREIGN,
            GRAIN + GRAIN + READY + READY + MERKEL + FOREIGN,
            AROUND,
            id="its sentence stands elsewhere too by now",
        ),
        pytest.param(
            READY + at(TALKS, "Iran") + FOREIGN,
            TALKS + FOREIGN,
            "the same words stand in 3 places",
            id="it stands where another stood",
        ),
        pytest.param(
            GRAIN + at(TALKS, "Iran") + MERKEL,
            GRAIN + GRAIN + TALKS + MERKEL,
            AROUND,
            id="what stood before it stands there twice",
        ),
        pytest.param(
            GRAIN + READY + READY + TALKS + at(WROTE, "ready") + WROTE,
            GRAIN + READY + READY + READY + READY + WROTE + WROTE,
            AROUND,
            id="the sentence before it has become two others",
        ),
        pytest.param(
            at(FOREIGN, "ministry") + TALKS + GRAIN,
            FOREIGN.replace("The", "never") + TALKS + GRAIN,
            AROUND,
            id="the first word of the text has become another",
        ),
        pytest.param(
            at(MERKEL, "said") + GRAIN + READY + GRAIN + READY,
            READY + MERKEL + GRAIN + GRAIN + READY,
            AROUND,
            id="a sentence was moved past it",
        ),
        pytest.param(
            PORT + MERKEL + at(READY, ","),
            PORT + MERKEL + READY + PORT,
            AROUND,
            id="a mark beside what was added",
        ),
    ],
)
def test_what_may_be_another_is_asked(old: str, new: str, reason: str) -> None:
    text, start, end = parse(old)
    [found] = anchor(text, new, [Span(start, end)])
    assert found.span is not None
    assert found == Anchored(found.span, reason)
    assert found.span.of(new) == text[start:end]
