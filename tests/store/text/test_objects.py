"""What grows, shrinks, moves and gets tighter: before and after, as it looks on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text import boundaries
from store.text.marks import is_even, pairs_in
from store.text.objects import (
    grow,
    shrink,
)
from store.text.passages import passage_at
from store.text.span import Span
from tests.notation import parse, show
from tests.store.text.support import PLACES, TEXTS, caret_in, span_in, span_of


def grown(before: str) -> list[str]:
    """All that a span grows to, one after another."""
    text, span = span_of(before)
    found: list[str] = []
    while (larger := grow(text, span)) != span:
        found.append(larger.of(text))
        span = larger
    return found


# Growing -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Word, name, clause, sentence, paragraph
        ("we le|ft us. Then", ["left", "we left us", "we left us.", "we left us. Then"]),
        (
            "Then Ayatollah Ali Kha|menei left.",
            ["Khamenei", "Ali Khamenei", "Ayatollah Ali Khamenei",
             "Ayatollah Ali Khamenei left", "Then Ayatollah Ali Khamenei left."],
        ),
        (
            "Bashar al-Ass|ad’s men",
            ["Assad", "al-Assad", "Bashar al-Assad", "Bashar al-Assad’s men"],
        ),
        ("the CIA-ba|cked men", ["backed", "CIA-backed", "the CIA-backed men"]),
        ("the C|IA-backed men", ["CIA", "CIA-backed", "the CIA-backed men"]),
        ("Kim Jong-u|n left", ["un", "Jong-un", "Kim Jong-un", "Kim Jong-un left"]),
        (
            "it is Ann Ger|son of the Washington Post",
            ["Gerson", "Ann Gerson", "Ann Gerson of the Washington Post",
             "it is Ann Gerson of the Washington Post"],
        ),
        ("Dr. Sm|ith left", ["Smith", "Dr. Smith", "Dr. Smith left"]),
        ("U.|S. men left", ["U.S.", "U.S. men left"]),
        # Quotations within their marks, without the comma that leads on, and with them
        (
            "“We we|re here,” he said.",
            ["were", "We were here", "“We were here,”", "“We were here,” he said",
             "“We were here,” he said."],
        ),
        (
            "He said: “We were. We le|ft.”",
            ["left", "We left", "We left.", "We were. We left.", "“We were. We left.”",
             "He said: “We were. We left.”"],
        ),
        ("it don’t, ‘the wor|d’", ["word", "the word", "‘the word’", "it don’t, ‘the word’"]),
        # Brackets
        ("It is (see [be|low]).", ["below", "[below]", "see [below]", "(see [below])",
                                   "It is (see [below])", "It is (see [below])."]),
        # Clauses
        ("Iran le|ft; we go.", ["left", "Iran left", "Iran left; we go", "Iran left; we go."]),
        (
            "Iran left, and Russia st|ayed.",
            ["stayed", "Russia stayed", "Iran left, and Russia stayed",
             "Iran left, and Russia stayed."],
        ),
        (
            "He said that it fe|ll.",
            ["fell", "it fell", "He said that it fell", "He said that it fell."],
        ),
        (
            "He said that the army had le|ft.",
            ["left", "the army had left", "He said that the army had left",
             "He said that the army had left."],
        ),
        (
            "He said the army had le|ft.",
            ["left", "the army had left", "He said the army had left",
             "He said the army had left."],
        ),
        (
            "Mr. Moon praised it, saying the North no longer wa|nts them.",
            ["wants", "the North no longer wants them",
             "Mr. Moon praised it, saying the North no longer wants them",
             "Mr. Moon praised it, saying the North no longer wants them."],
        ),
        ("Meanwhile, we le|ft.", ["left", "we left", "Meanwhile, we left."]),
        # Other writing: never a paragraph for a word
        (
            "北京举|行了会谈，双方讨论了问题。会议结束了。",
            ["行", "北京举行了会谈", "北京举行了会谈，双方讨论了问题",
             "北京举行了会谈，双方讨论了问题。", "北京举行了会谈，双方讨论了问题。会议结束了。"],
        ),
        ("他说：「我来|了。」", ["了", "我来了", "我来了。", "「我来了。」", "他说：「我来了。」"]),
        (
            "وقال الرئ|يس إن الحرب انتهت، وغادر. ثم عاد.",
            ["الرئيس", "وقال الرئيس إن الحرب انتهت", "وقال الرئيس إن الحرب انتهت، وغادر",
             "وقال الرئيس إن الحرب انتهت، وغادر.", "وقال الرئيس إن الحرب انتهت، وغادر. ثم عاد."],
        ),
        (
            "Владимир Пут|ин уехал. Он там.",
            ["Путин", "Владимир Путин", "Владимир Путин уехал", "Владимир Путин уехал.",
             "Владимир Путин уехал. Он там."],
        ),
        (
            "דובר צה\"|ל אמר. הוא",
            ["צה\"ל", "דובר צה\"ל אמר", "דובר צה\"ל אמר.", "דובר צה\"ל אמר. הוא"],
        ),
        # What is selected already, also half a word
        ("we [[left us|]]. Then", ["we left us", "we left us.", "we left us. Then"]),
        ("we l[[ef|]]t us", ["left", "we left us"]),
        ("[[we left us|]]", []),
        # Nothing there
        ("|", []),
        (" | ", []),
        ("a\n\n|\n\nb", []),
    ],
)  # fmt: skip
def test_growing(before: str, after: list[str]) -> None:
    assert grown(before) == after


def test_growing_stays_in_the_paragraph() -> None:
    assert grown("We left.\n\nThen Iran st|ayed.\n\nIt is.")[-1] == "Then Iran stayed."


def test_an_open_quotation_is_no_limit() -> None:
    assert grown("He “le|ft. Then.")[-1] == "He “left. Then."


@given(TEXTS, st.tuples(PLACES, PLACES))
def test_what_is_grown_to_covers_what_was(text: str, places: tuple[float, float]) -> None:
    span = span_in(text, places)
    larger = grow(text, span)
    assert larger.covers(span)
    if larger != span:
        assert larger == larger.trimmed(text)
        assert 0 <= larger.start < larger.end <= len(text)
        for offset in (larger.start, larger.end):
            assert boundaries.floor_grapheme(text, offset) == offset


@given(TEXTS, PLACES)
def test_what_is_grown_to_cuts_through_no_quotation(text: str, place: float) -> None:
    span = Span(caret_in(text, place), caret_in(text, place))
    while (larger := grow(text, span)) != span:
        passage = passage_at(text, larger.start)
        if passage.covers(larger):
            assert is_even(larger, pairs_in(text, passage))
        span = larger


@given(TEXTS, PLACES)
def test_other_paragraphs_change_nothing(text: str, place: float) -> None:
    other = "The U.S. left “it”.\n\n"
    text = "It" + text  # a mark of its own at the start would join what is before it
    caret = caret_in(text, place)
    here, there = Span(caret, caret), Span(caret + len(other), caret + len(other))
    larger, same = grow(text, here), grow(other + text, there)
    assert same.of(other + text) == larger.of(text)


# Shrinking ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[|we left us. Then]]", "[[|we left us.]] Then"),
        ("[[|we left us.]] Then", "[[|we left us]]. Then"),
        ("[[|we left us]]. Then", "[[|we]] left us. Then"),
        ("[[we left us|]]. Then", "we left [[|us]]. Then"),
        ("[[we left us.|]] Then", "[[|we left us]]. Then"),
        ("[[|Ayatollah Ali Khamenei]] left", "[[|Ayatollah]] Ali Khamenei left"),
        ("[[Ayatollah Ali Khamenei|]] left", "Ayatollah [[|Ali Khamenei]] left"),
        ("he said [[“we left us”|]]", "he said “[[|we left us]]”"),
        ("he said “[[we left us|]]”", "he said “we left [[|us]]”"),
        ("we [[|left]]", "we [[|left]]"),
        ("we l[[|ef]]t", "we l[[|ef]]t"),
        ("[[|...]]", "[[|...]]"),
    ],
)
def test_shrinking(before: str, after: str) -> None:
    text, anchor, head = parse(before)
    span = Span(min(anchor, head), max(anchor, head))
    smaller = shrink(text, span, head)
    assert show(text, smaller.end, smaller.start).replace("|", "") == after.replace("|", "")


@given(TEXTS, st.tuples(PLACES, PLACES), PLACES)
def test_what_is_shrunk_to_lies_within(
    text: str, places: tuple[float, float], place: float
) -> None:
    span = span_in(text, places)
    smaller = shrink(text, span, caret_in(text, place))
    assert span.covers(smaller)
    assert smaller == span or 0 < len(smaller) < len(span)


# Moving the ends ---------------------------------------------------------------------------
# Leaving out what does not belong ------------------------------------------------------------
# Clauses and quotations ----------------------------------------------------------------------
# Passages ------------------------------------------------------------------------------------
