"""Which quotation marks and brackets belong together."""

from __future__ import annotations

import pytest
from hypothesis import given

from store.text.marks import LONGEST_QUOTATION, is_even, pairs_in, quotations
from store.text.span import Span
from tests.store.text.support import TEXTS, span_of


def whole(text: str) -> Span:
    return Span(0, len(text))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("He “left” us", ["“left”"]),
        ("„Gut“, sagte er", ["„Gut“"]),
        ("»Gut«, sagte er", ["»Gut«"]),
        ("他说「好」", ["「好」"]),
        ('He "left" and "came"', ['"left"', '"came"']),
        ("a (small) [one]", ["(small)", "[one]"]),
        # One within another
        ("“He said ‘no’ twice”", ["“He said ‘no’ twice”", "‘no’"]),
        ("(see “this”)", ["(see “this”)", "“this”"]),
        # An apostrophe is none of them
        ("the rebels’ aide’s 'word'", ["'word'"]),
        ("don't say 'no' to it", ["'no'"]),
        ('of the צה"ל in "Haifa"', ['"Haifa"']),
        # What is not closed, or not opened, belongs to nothing
        ("“He left", []),
        ("he left”", []),
        ("1) first 2) second", []),
        # What crosses is not opened any more
        ("(a “b) c”", ["(a “b)"]),
    ],
)
def test_marks_that_belong_together(text: str, pairs: list[str]) -> None:
    assert [pair.outside.of(text) for pair in pairs_in(text, whole(text))] == pairs


def test_marks_that_are_far_apart_do_not_belong_together() -> None:
    near, far = (f"“{'a' * length}”" for length in (LONGEST_QUOTATION - 1, LONGEST_QUOTATION))
    assert len(pairs_in(near, whole(near))) == 1
    assert pairs_in(far, whole(far)) == ()


@pytest.mark.parametrize(
    ("within", "quoted"),
    [
        ("[[He “left”, “he” said|]]", ["left", "he"]),
        ("[[He |]]“left”, “he” said", []),
        ("He “le[[ft|]]”, “he” said", ["left"]),
        ("[[He “ left ” (now)|]]", ["left"]),
        ("[[“”|]]", []),
        ("[[“one|]]\n\ntwo”", []),
    ],
)
def test_what_is_quoted_in_a_stretch(within: str, quoted: list[str]) -> None:
    text, stretch = span_of(within)
    assert [span.of(text) for span in quotations(text, stretch)] == quoted


@pytest.mark.parametrize(
    ("before", "even"),
    [
        ("He [[“left”|]] us", True),
        ("He “[[left|]]” us", True),
        ("[[He “left” us|]]", True),
        ("[[He “left|]]” us", False),
        ("He “[[left” us|]]", False),
        ("[[(a “b|]]” c)", False),
    ],
)
def test_a_span_that_cuts_through_marks(before: str, even: bool) -> None:
    text, span = span_of(before)
    assert is_even(span, pairs_in(text, whole(text))) is even


@given(TEXTS)
def test_pairs_lie_in_order_and_never_cross(text: str) -> None:
    pairs = pairs_in(text, whole(text))
    assert list(pairs) == sorted(pairs)
    for one in pairs:
        assert is_even(one.inside, pairs)
        assert is_even(one.outside, pairs)
