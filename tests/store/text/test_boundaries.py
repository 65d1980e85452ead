from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from store.text import boundaries as b
from store.text import stops as stopping
from store.text.span import Span
from tests.notation import parse, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1e9\U0001f1ea"

PIECES = [
    "a",
    "B",
    "s",
    "’",
    "'",
    ".",
    "-",
    ",",
    "1",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\u00a0",
    "\u3000",
    "\x85",
    "\u2028",
    "e\u0301",
    FAMILY,
    FLAG,
    "京",
    "タ",
    "\u0645\u200c\u06cc",
    "[",
    "“",
    "\U0001f44d\U0001f3fd",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
"""Texts of the pieces that boundaries depend on."""
PLACES = st.floats(0, 1)
"""How far into a text an offset is."""
LONG = "北京" * 5_000
"""Longer than the window, and nowhere a natural place to stop."""


def graphemes(text: str) -> list[int]:
    """Where a caret may stand: the reference, which looks at the whole text."""
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]


def after(found: Callable[[str, int], Iterator[int]]) -> Callable[[str, int], int]:
    """The first stop behind an offset; the end of the text if there is none."""
    return lambda text, offset: next(found(text, offset), len(text))


def before(found: Callable[[str, int], Iterator[int]]) -> Callable[[str, int], int]:
    """The first stop before an offset; the start of the text if there is none."""
    return lambda text, offset: next(found(text, offset), 0)


word_start_after = after(stopping.word_starts_after)
word_end_after = after(stopping.word_ends_after)
sentence_start_after = after(stopping.sentence_starts_after)
paragraph_start_after = after(stopping.paragraph_starts_after)
word_start_before = before(stopping.word_starts_before)
sentence_start_before = before(stopping.sentence_starts_before)
paragraph_start_before = before(stopping.paragraph_starts_before)


def all_words(text: str) -> list[Span]:
    return list(b.words(text, 0, len(text)))


# Graphemes ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("|ab", "a|b", id="letter"),
        pytest.param("|e\u0301b", "e\u0301|b", id="combining mark"),
        pytest.param(f"|{FAMILY}b", f"{FAMILY}|b", id="family"),
        pytest.param(f"{FLAG}|{FLAG}", f"{FLAG}{FLAG}|", id="second of two flags"),
        pytest.param("a|\r\nb", "a\r\n|b", id="CRLF"),
        pytest.param("|\u1112\u1161\u11abx", "\u1112\u1161\u11ab|x", id="Hangul jamo"),
        pytest.param("ab|", "ab|", id="end"),
    ],
)
def test_a_caret_moves_by_whole_graphemes(before: str, after: str) -> None:
    text, _, caret = parse(before)
    moved = b.next_grapheme(text, caret)
    assert show(text, moved, moved) == after
    if moved != caret:
        assert b.previous_grapheme(text, moved) == caret


@given(TEXTS, PLACES)
def test_graphemes_agree_with_a_look_at_the_whole_text(text: str, place: float) -> None:
    offset, edges = round(place * len(text)), graphemes(text)
    assert b.floor_grapheme(text, offset) == max(e for e in edges if e <= offset)
    assert b.ceil_grapheme(text, offset) == min(e for e in edges if e >= offset)
    assert b.previous_grapheme(text, offset) == max((e for e in edges if e < offset), default=0)
    floor = b.floor_grapheme(text, offset)
    assert b.next_grapheme(text, floor) == min((e for e in edges if e > floor), default=len(text))


@pytest.mark.parametrize(
    "unit",
    [FLAG, "e" + "\u0301" * 9, FAMILY, "京", "\r\n", "क्षि"],
    ids=["flags", "marks", "families", "Chinese", "line ends", "Devanagari"],
)
@pytest.mark.parametrize("first", ["", "x"])
def test_a_grapheme_is_found_far_into_a_text_without_a_place_to_stop(unit: str, first: str) -> None:
    text = first + unit * (2 * b.WINDOW)
    boundary = len(first) + len(unit) * (b.WINDOW + 1)
    assert b.floor_grapheme(text, boundary) == boundary
    if len(unit) > 1 and len(graphemes(unit)) == 2:
        inside = boundary + len(unit) - 1
        assert b.floor_grapheme(text, inside) == boundary
        assert b.ceil_grapheme(text, inside) == boundary + len(unit)


# Words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Assad’s regime", ["Assad’s", "regime"], id="possessive"),
        pytest.param("can't stop", ["can't", "stop"], id="apostrophe"),
        pytest.param("al-Assad said", ["al", "Assad", "said"], id="hyphen"),
        pytest.param("the U.S. said", ["the", "U.S.", "said"], id="abbreviation"),
        pytest.param("A.K. of the U.N.", ["A.K.", "of", "the", "U.N."], id="abbreviations"),
        pytest.param("He left. So", ["He", "left", "So"], id="full stop"),
        pytest.param("1,000 or 3.14", ["1,000", "or", "3.14"], id="numbers"),
        pytest.param(
            "北京说 東京タワー", ["北", "京", "说", "東", "京", "タワー"], id="Chinese, Japanese"
        ),
        pytest.param(f"a {FAMILY} b {FLAG}", ["a", "b"], id="emoji are no words"),
        pytest.param("e\u0301te\u0301", ["e\u0301te\u0301"], id="combining marks"),
        pytest.param(
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"],
            id="Persian",
        ),
        pytest.param("a\u00a0b\u2028c\r\nd", ["a", "b", "c", "d"], id="spaces and line ends"),
        pytest.param("“—…”", [], id="punctuation alone"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert [word.of(text) for word in all_words(text)] == found


@pytest.mark.parametrize(
    ("caret", "word"),
    [
        pytest.param("|Assad’s regime", "[[Assad|]]’s regime", id="without possessive"),
        pytest.param("Assad’|s regime", "[[Assad|]]’s regime", id="on the possessive"),
        pytest.param("al-As|sad", "al-[[Assad|]]", id="one part of a hyphenated name"),
        pytest.param("al|-Assad", "[[al|]]-Assad", id="at its end"),
        pytest.param("in the U|.S. now", "in the [[U.S.|]] now", id="abbreviation"),
        pytest.param("北|京", "北[[京|]]", id="Chinese"),
        pytest.param("(Reuters|)", "([[Reuters|]])", id="before punctuation"),
        pytest.param("Iran| and", "[[Iran|]] and", id="before a space"),
    ],
)
def test_the_word_under_the_caret(caret: str, word: str) -> None:
    text, _, offset = parse(caret)
    found = b.word_at(text, offset)
    assert found is not None
    assert show(text, found.start, found.end) == word


@pytest.mark.parametrize("caret", ["|", "a  |  b", "“|”", f"{FAMILY}|", "a .|"])
def test_there_is_no_word_here(caret: str) -> None:
    text, _, offset = parse(caret)
    assert b.word_at(text, offset) is None


@pytest.mark.parametrize(
    ("move", "stops"),
    [
        pytest.param(word_start_after, "The |U.S. |and |al-|Assad’s |men.|", id="w"),
        pytest.param(word_end_after, "The| U.S.| and| al|-Assad’s| men|.|", id="e"),
    ],
)
def test_the_stops_of_a_motion_forwards(move: Callable[[str, int], int], stops: str) -> None:
    text, offset = stops.replace("|", ""), 0
    found: list[int] = []
    while offset < len(text):
        offset = move(text, offset)
        found.append(offset)
    assert marked(text, found) == stops


@pytest.mark.parametrize(
    ("move", "stops"),
    [
        pytest.param(word_start_before, "|The |U.S. |and |al-|Assad’s |men.", id="b"),
        pytest.param(sentence_start_before, "|He left. |So did I.\n\n|They stayed.", id="("),
        pytest.param(paragraph_start_before, "|He left.\nSo did I.\n\n\n|They stayed.", id="{"),
    ],
)
def test_the_stops_of_a_motion_backwards(move: Callable[[str, int], int], stops: str) -> None:
    text = stops.replace("|", "")
    found: list[int] = []
    offset = len(text)
    while offset > 0:
        offset = move(text, offset)
        found.insert(0, offset)
    assert marked(text, found) == stops


def marked(text: str, offsets: list[int]) -> str:
    for offset in reversed(offsets):
        text = f"{text[:offset]}|{text[offset:]}"
    return text


@given(TEXTS, PLACES)
def test_word_motions_agree_with_a_look_at_the_whole_text(text: str, place: float) -> None:
    offset, found = round(place * len(text)), all_words(text)
    starts, ends = [w.start for w in found], [w.end for w in found]
    assert word_start_after(text, offset) == next((s for s in starts if s > offset), len(text))
    assert word_end_after(text, offset) == next((e for e in ends if e > offset), len(text))
    assert word_start_before(text, offset) == max((s for s in starts if s < offset), default=0)
    under = next((w for w in found if offset in w), None)
    under = under or next((w for w in found if w.end == offset), None)
    assert b.word_at(text, offset) == (under and b.without_possessive(text, under))


@given(TEXTS)
def test_words_are_in_order_and_whole(text: str) -> None:
    found, edges = all_words(text), set(graphemes(text))
    assert all(one.end <= other.start for one, other in pairwise(found))
    for word in found:
        assert len(word)
        assert word.of(text).strip() == word.of(text)
        assert {word.start, word.end} <= edges


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Assad’s", "Assad"),
        ("Assad's", "Assad"),
        ("IRAN’S", "IRAN"),
        ("Soleimani", "Soleimani"),
        ("Paris", "Paris"),
        ("’s", "’s"),
        ("it’ss", "it’ss"),
    ],
)
def test_a_possessive_is_left_out(before: str, after: str) -> None:
    assert b.without_possessive(before, Span(0, len(before))).of(before) == after


# Sentences and paragraphs ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("He left. So did I!", ["He left.", "So did I!"], id="two"),
        pytest.param(
            "Mr. Smith of the U.S. left.", ["Mr. Smith of the U.S. left."], id="abbreviations"
        ),
        pytest.param("He left.\u00a0So did I.", ["He left.", "So did I."], id="no-break space"),
        pytest.param("  He left.  ", ["He left."], id="white space around"),
        pytest.param("他走了。我也走了。", ["他走了。", "我也走了。"], id="Chinese"),
        pytest.param("Он ушёл. Я тоже.", ["Он ушёл.", "Я тоже."], id="Russian"),
        pytest.param("Plan B\u2028. So\x85.", ["Plan B\u2028.", "So\x85."], id="other line ends"),
        pytest.param("B\u3000.", ["B\u3000."], id="wide space"),
        pytest.param(" \n ", [], id="white space alone"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert [s.of(text) for s in b.sentences(text, Span(0, len(text)))] == found


@pytest.mark.parametrize(
    ("caret", "sentence"),
    [
        pytest.param("He l|eft. So did I.", "[[He left.|]] So did I.", id="inside"),
        pytest.param("He left.| So did I.", "[[He left.|]] So did I.", id="at its end"),
        pytest.param("He left. |So did I.", "He left. [[So did I.|]]", id="at its start"),
        pytest.param("One.\n\nT|wo. Three.", "One.\n\n[[Two.|]] Three.", id="second paragraph"),
        pytest.param("One.\r\n\r\nTwo.|", "One.\r\n\r\n[[Two.|]]", id="CRLF"),
    ],
)
def test_the_sentence_under_the_caret(caret: str, sentence: str) -> None:
    text, _, offset = parse(caret)
    found = b.sentence_at(text, offset)
    assert found is not None
    assert show(text, found.start, found.end) == sentence


@pytest.mark.parametrize(
    ("caret", "paragraph"),
    [
        pytest.param("One\nt|wo\n\nthree", "[[One\ntwo|]]\n\nthree", id="lines of one paragraph"),
        pytest.param("One\n\nt|wo\n\nthree", "One\n\n[[two|]]\n\nthree", id="middle"),
        pytest.param("One\r\n\r\nt|wo", "One\r\n\r\n[[two|]]", id="CRLF"),
        pytest.param("One\n \t\nt|wo", "One\n \t\n[[two|]]", id="a line of white space"),
        pytest.param("One\r\nt|wo\r\n", "[[One\r\ntwo|]]\r\n", id="lines that end in CRLF"),
        pytest.param("One\r\rt|wo", "One\r\r[[two|]]", id="CR alone"),
        pytest.param("One\u2029\u2029t|wo", "One\u2029\u2029[[two|]]", id="paragraph separators"),
        pytest.param("  One|  ", "  [[One|]]  ", id="outer white space"),
    ],
)
def test_the_paragraph_under_the_caret(caret: str, paragraph: str) -> None:
    text, _, offset = parse(caret)
    found = b.paragraph_at(text, offset)
    assert show(text, found.start, found.end) == paragraph


FORWARDS = [word_start_after, word_end_after, sentence_start_after, paragraph_start_after]
BACKWARDS = [word_start_before, sentence_start_before, paragraph_start_before]


@pytest.mark.parametrize("move", FORWARDS)
@given(text=TEXTS, place=PLACES)
def test_a_motion_forwards_always_gets_on(
    move: Callable[[str, int], int], text: str, place: float
) -> None:
    offset = round(place * len(text))
    to = move(text, offset)
    assert to == len(text) if offset == len(text) else offset < to <= len(text)
    assert to == len(text) or not text[to].isspace() or move is word_end_after
    if offset in graphemes(text):
        assert to in graphemes(text)


@pytest.mark.parametrize("move", BACKWARDS)
@given(text=TEXTS, place=PLACES)
def test_a_motion_backwards_always_gets_on(
    move: Callable[[str, int], int], text: str, place: float
) -> None:
    offset = round(place * len(text))
    to = move(text, offset)
    assert to == 0 if offset == 0 else 0 <= to < offset
    assert to in graphemes(text)


@given(TEXTS)
def test_sentences_miss_nothing_but_white_space(text: str) -> None:
    found = b.sentences(text, Span(0, len(text)))
    inside = {offset for sentence in found for offset in range(sentence.start, sentence.end)}
    assert all(text[o].isspace() for o in range(len(text)) if o not in inside)
    assert sum(len(s) for s in found) == len(inside)


@given(TEXTS, PLACES)
def test_a_sentence_lies_within_its_paragraph(text: str, place: float) -> None:
    offset = round(place * len(text))
    sentence, paragraph = b.sentence_at(text, offset), b.paragraph_at(text, offset)
    assert sentence is None or paragraph.covers(sentence)
    assert not regex.search(r"\n[^\S\r\n]*\n", paragraph.of(text))


def paragraph_starts(text: str) -> list[int]:
    """Where the first line after a blank one begins: the reference, line by line."""
    starts, blank, position = [], False, 0
    for number, line in enumerate(regex.split(r"(\r\n|[\n\r\u2028\u2029])", text)):
        if number % 2 == 0:
            if line.strip() and blank:
                starts.append(position + len(line) - len(line.lstrip()))
            blank = not line.strip() and (blank or number > 0)
        position += len(line)
    return starts


@given(TEXTS, PLACES)
def test_paragraph_motions_agree_with_a_look_at_each_line(text: str, place: float) -> None:
    offset, starts = round(place * len(text)), paragraph_starts(text)
    following = next((start for start in starts if start > offset), len(text))
    assert paragraph_start_after(text, offset) == following
    first = len(text) - len(text.lstrip())
    earlier = max((start for start in (0, first, *starts) if start < offset), default=0)
    assert paragraph_start_before(text, offset) == earlier


@given(TEXTS, PLACES)
def test_sentence_motions_agree_with_a_look_at_each_paragraph(text: str, place: float) -> None:
    offset = round(place * len(text))
    edges = sorted({0, *paragraph_starts(text), len(text)})
    starts = [
        sentence.start
        for start, end in pairwise(edges)
        for sentence in b.sentences(text, Span(start, end).trimmed(text))
    ]
    following = next((start for start in starts if start > offset), len(text))
    assert sentence_start_after(text, offset) == following
    earlier = max((start for start in starts if start < offset), default=0)
    assert sentence_start_before(text, offset) == earlier


@pytest.mark.parametrize(
    ("move", "before", "after"),
    [
        pytest.param(
            paragraph_start_after, "One.\n|\nTwo.", "One.\n\n|Two.", id="} on a blank line"
        ),
        pytest.param(
            sentence_start_after, "One.\n|\nTwo.", "One.\n\n|Two.", id=") on a blank line"
        ),
        pytest.param(
            sentence_start_before,
            "He left. She too.\n|\nSo.",
            "He left. |She too.\n\nSo.",
            id="( on a blank line",
        ),
        pytest.param(
            sentence_start_before,
            "He left. She too.\n\n|So.",
            "He left. |She too.\n\nSo.",
            id="( at a paragraph",
        ),
        pytest.param(
            paragraph_start_before, "One.\n|\nTwo.", "|One.\n\nTwo.", id="{ on a blank line"
        ),
    ],
)
def test_a_motion_between_paragraphs(
    move: Callable[[str, int], int], before: str, after: str
) -> None:
    text, _, caret = parse(before)
    moved = move(text, caret)
    assert show(text, moved, moved) == after


@pytest.mark.parametrize("move", [*FORWARDS, *BACKWARDS])
def test_a_motion_crosses_a_long_text_without_a_place_to_stop(
    move: Callable[[str, int], int],
) -> None:
    middle = len(LONG) // 2
    to = move(LONG, middle)
    assert to != middle
    assert (to > middle) == (move in FORWARDS)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Iran said", "en"),
        ("北京", "zh"),
        ("東京タワー", "ja"),
        ("Москва", "ru"),
        ("طهران", "ar"),
        ("עברית", "he"),
        ("दिल्ली", "hi"),
        ("Αθήνα", "el"),
        ("", "en"),
    ],
)
def test_the_language_follows_the_script(text: str, language: str) -> None:
    assert b.language_of(text) == language


REPEATS = 30_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\U0001f1e9" * REPEATS, id="halves of flags"),
        pytest.param("a" + "\u0301" * REPEATS, id="marks"),
        pytest.param("\u200d" * REPEATS, id="joiners"),
        pytest.param("\x1b" * REPEATS, id="controls"),
        pytest.param("\u90fd" * REPEATS, id="Chinese without a stop"),
        pytest.param("\u1112" * REPEATS, id="consonants of Hangul"),
        pytest.param("\r\n" * (REPEATS // 2), id="line ends"),
    ],
)
def test_a_place_in_a_text_of_one_kind_is_found_without_going_over_it_again_and_again(
    text: str,
) -> None:
    # Were each character looked back from, as flags are where they are counted, this takes hours.
    middle = len(text) // 2 + 1
    floor = b.floor_grapheme(text, middle)
    assert floor <= middle < b.next_grapheme(text, floor)
    assert b.previous_grapheme(text, middle) < middle
    before, after = word_start_before(text, middle), word_start_after(text, middle)
    assert before < middle < after
    found = b.word_at(text, middle)
    assert found is None or middle in found


@given(
    st.text(
        "a\u0301\u200d\U0001f1e9\U0001f468\u1112\u1161\u11ab\ud55c\r\n\u0600\u0915\u094d \u90fd",
        max_size=30,
    )
)
def test_graphemes_are_those_of_unicode_wherever_one_begins_to_look(text: str) -> None:
    edges = [0, *(m.end() for m in regex.finditer(r"\X", text))]
    assert [0, *(m.end() for m in b.GRAPHEME.finditer(text))] == edges
    for offset in range(len(text)):
        assert b.floor_grapheme(text, offset) == max(e for e in edges if e <= offset)
