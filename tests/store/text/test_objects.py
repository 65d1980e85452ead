"""What grows, shrinks, moves and gets tighter: before and after, as it looks on the screen."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text import boundaries
from store.text.marks import is_even, pairs_in
from store.text.objects import (
    clauses,
    grow,
    move_end,
    move_start,
    quotations,
    shrink,
    tightened,
)
from store.text.passages import passage_at, passages
from store.text.span import Span
from tests.notation import parse, show

if TYPE_CHECKING:
    from collections.abc import Callable

PIECES = [
    *("Iran", "al-Assad’s", "the", "General", "of", "and", "but", "that", "said", "has", "left"),
    *("U.S.", "non-ISIS", "a", "he", "Meanwhile, ", "according to", "rebels’", "don't", "3,000"),
    *(".", ",", ";", ":", " — ", "-", "?", " ", "  ", "\n", "\n\n", "\r\n", "\u00a0", "\u2028"),
    *("“", "”", '"', "'", "‘", "’", "(", ")", "[", "]", "«", "»", "「", "」"),
    *("北京", "举行", "。", "，", "ドイツ", "وقال", "،", "Москва", 'צה"ל', "e\u0301", "\u0301"),
    *("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\u200b"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
"""Texts of the pieces that names, clauses and quotations depend on."""
PLACES = st.floats(0, 1)
"""How far into a text an offset is."""


def caret_in(text: str, place: float) -> int:
    return boundaries.floor_grapheme(text, round(place * len(text)))


def span_in(text: str, places: tuple[float, float]) -> Span:
    start, end = sorted(caret_in(text, place) for place in places)
    return Span(start, end)


def marked(text: str, span: Span) -> str:
    return show(text, span.start, span.end)


def span_of(before: str) -> tuple[str, Span]:
    text, anchor, head = parse(before)
    return text, Span(min(anchor, head), max(anchor, head))


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


# Leaving out what does not belong ------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("“we left us.”", ["we left us"]),
        ("Assad’s", ["Assad"]),
        ("the rebels’", ["rebels’"]),
        ("the Islamic State’s", ["the Islamic State", "Islamic State"]),
        ("President Vladimir Putin", ["Vladimir Putin"]),
        ("Meanwhile, we left.", ["we left"]),
        ("But it fell.", ["it fell"]),
        ("U.S.", []),
        ("the U.S.", ["U.S."]),
        ("“It is so,” he said.", ["It is so"]),
        ("It has left, Reuters reported.", ["It has left"]),
        ("It has left, according to two men", ["It has left"]),
        ("According to two men, it has left.", ["it has left"]),
        ("Two men told the News that it had left.", ["it had left"]),
        ("U.S. officials believe Russia has left", ["Russia has left"]),
        ("Official: the army has left", ["the army has left"]),
        ("The plan has failed", []),
        ("we left", []),
        ("he reported", []),
        ("it is “a play for it”", ["it is “a play for it"]),
        ("“a play” for it", []),
        ("(see below)", ["see below"]),
        ("an Army (FSA)", ["Army (FSA)"]),
        ("  we left,", ["we left"]),
        ("“…”", []),
        ("「我来了。」", ["我来了"]),
    ],
)
def test_tightening(before: str, after: list[str]) -> None:
    text = f"x {before} x"
    span = Span(2, len(text) - 2)
    found = []
    while (less := tightened(text, span)) != span:
        found.append(less.of(text))
        span = less
    assert found == after


@given(TEXTS, st.tuples(PLACES, PLACES))
def test_what_is_tightened_lies_within(text: str, places: tuple[float, float]) -> None:
    span = span_in(text, places)
    less = tightened(text, span)
    assert span.covers(less)
    assert less == span or len(less) > 0


# Clauses and quotations ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We left us.", ["We left us"]),
        ("Iran has left; Russia has paid.", ["Iran has left; Russia has paid", "Iran has left",
                                             "Russia has paid"]),
        ("Iran left it, and Russia took it.", ["Iran left it, and Russia took it", "Iran left it",
                                               "Russia took it"]),
        # Several subjects and several verbs are no clauses of their own
        ("Iran and Russia have left.", ["Iran and Russia have left"]),
        ("The talks between Iran and Russia have failed.",
         ["The talks between Iran and Russia have failed"]),
        ("Iran sent men and has paid them.", ["Iran sent men and has paid them"]),
        ("He said the army left because it was late.",
         ["He said the army left because it was late"]),
        ("It came despite assurances from him that the army has left.",
         ["It came despite assurances from him that the army has left", "It came",
          "despite assurances from him", "the army has left"]),
        ("It has won — it is safe.", ["It has won — it is safe", "It has won", "it is safe"]),
        ("“It has won; it is safe,” he said.",
         ["“It has won; it is safe,” he said", "It has won", "it is safe", "he said"]),
        ("北京举行了会谈，双方讨论了问题。", ["北京举行了会谈，双方讨论了问题", "北京举行了会谈",
                                              "双方讨论了问题"]),
        ("", []),
    ],
)  # fmt: skip
def test_clauses(text: str, found: list[str]) -> None:
    assert [clause.of(text) for clause in clauses(text, Span(0, len(text)))] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He “left” and 'paid' it.", ["left", "paid"]),
        ('He "left" and said "no".', ["left", "no"]),
        ("«Oui» and „nein“ and »ja«", ["Oui", "nein", "ja"]),
        ("‘don’t’ and rebels’ men", ["don’t"]),
        ("“he said ‘no’ to it”", ["he said ‘no’ to it", "no"]),
        ("「来了」《书》", ["来了", "书"]),
        ("“left\n\nand right”", []),
        ('a 5" pipe', []),
        ('dov צה"ל it', []),
    ],
)
def test_quotations(text: str, found: list[str]) -> None:
    assert [quotation.of(text) for quotation in quotations(text, Span(0, len(text)))] == found


@given(TEXTS, st.tuples(PLACES, PLACES))
def test_clauses_and_quotations_of_a_window_are_those_of_the_text(
    text: str, places: tuple[float, float]
) -> None:
    window, whole = span_in(text, places), Span(0, len(text))
    for find in (clauses, quotations):
        all_of_them = find(text, whole)
        assert list(find(text, window)) == [s for s in all_of_them if s.overlaps(window)]
        assert list(all_of_them) == sorted(all_of_them, key=lambda s: (s.start, -s.end))
        assert all(len(s) and s == s.trimmed(text) for s in all_of_them)


# Passages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A title\nThe text begins.", ["A title", "The text begins."]),
        ("It fell, and\nRussia left.", ["It fell, and\nRussia left."]),
        ("One.\n\n Two.\r\n\r\nThree.", ["One.", "Two.", "Three."]),
        ("It is a long line of a text that is wrapped by hand, so that\n"
         "Russia begins a line of it that is about as long as the first,\nand it ends.",
         ["It is a long line of a text that is wrapped by hand, so that\n"
          "Russia begins a line of it that is about as long as the first,\nand it ends."]),
        (" \n ", []),
    ],
)  # fmt: skip
def test_passages(text: str, found: list[str]) -> None:
    assert [passage.of(text) for passage in passages(text, Span(0, len(text)))] == found


@pytest.mark.parametrize(
    "piece",
    [
        "We left it, and Iran paid. ",
        "No sentence ends here ",
        "nospaces",
        "北京举行会谈",
        "A line of it.\n",
        "e\u0301",
    ],
)
@settings(max_examples=15)
@given(st.tuples(PLACES, PLACES))
def test_passages_of_a_window_are_those_of_the_text(
    piece: str, places: tuple[float, float]
) -> None:
    text = "A title\n\n" + piece * (20_000 // len(piece)) + "\n\nThe end."
    whole = list(passages(text, Span(0, len(text))))
    assert all(one.end <= other.start for one, other in pairwise(whole))
    assert "".join("".join(p.of(text) for p in whole).split()) == "".join(text.split())
    window = span_in(text, places)
    touching = [p for p in whole if p.start <= window.end and window.start <= p.end]
    assert list(passages(text, window)) == touching
