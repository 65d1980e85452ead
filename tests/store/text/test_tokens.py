from __future__ import annotations

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.span import Span
from store.text.tokens import TokenCutter, counted_places, joined, tokens_in, with_quotes


def words(text: str) -> list[str]:
    return [token.text for token in tokens_in(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Mr. Boe’s ship", ["Mr.", "Boe", "’s", "ship"]),
        ("the U.S. is out.", ["the", "U.S.", "is", "out", "."]),
        ("George W. Bush", ["George", "W.", "Bush"]),
        ("Jong-un, 34, didn’t", ["Jong", "-", "un", ",", "34", ",", "didn’t"]),
        ("No. 7 of 1,500", ["No.", "7", "of", "1,500"]),
        ("he said no.", ["he", "said", "no", "."]),
        ("我来了", ["我", "来", "了"]),
        ('דובר צה"ל: "לא"', ["דובר", 'צה"ל', ":", '"', "לא", '"']),
    ],
)
def test_words_and_marks(text: str, tokens: list[str]) -> None:
    assert words(text) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("the Russian-backed rebels’ leader", ["the", "Russian-backed", "rebels", "’", "leader"]),
        ("Boe’s aide", ["Boe’s", "aide"]),
        ("left - and so-called", ["left", "-", "and", "so-called"]),
        ("a 12-year-old", ["a", "12-year-old"]),
    ],
)
def test_what_a_hyphen_joins(text: str, tokens: list[str]) -> None:
    assert [token.text for token in joined(tokens_in(text, Span(0, len(text))))] == tokens


@pytest.mark.parametrize(
    ("text", "whole", "cut"),
    [
        ("U.S.-born vice-president's 1996-97", "U.S.-born|vice-president|'s|1996-97",
         "U.S.|-|born|vice|-|president|'s|1996|-|97"),
        ("non-stop-flight (so-called) -5 - a-", "non-stop-flight|(|so-called|)|-|5|-|a|-",
         "non|-|stop|-|flight|(|so|-|called|)|-|5|-|a|-"),
        ("l\u2011x a--b 中-国", "l\u2011x|a|-|-|b|中|-|国", "l|\u2011|x|a|-|-|b|中|-|国"),
    ],
)  # fmt: skip
def test_words_with_hyphens_in_files_of_tokens(text: str, whole: str, cut: str) -> None:
    for cuts_hyphens, tokens in ((False, whole), (True, cut)):
        starts, ends = array("q"), array("q")
        cutter = TokenCutter(cuts_hyphens=cuts_hyphens)
        cutter.cut(text, Span(0, len(text)), starts, ends)
        found = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        assert "|".join(found) == tokens


@pytest.mark.parametrize(
    "tokens",
    [
        "AT&T paid x@y.org in the 1990s ;",
        "on 12/03/2024 , its 20th at https://a.b/c?d=e ,",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 1/2 9 -",
    ],
)
def test_a_file_of_tokens_has_some_in_one_piece(tokens: str) -> None:
    text = tokens.replace(" ,", ",").replace(" ;", ";")
    starts, ends = array("q"), array("q")
    TokenCutter().cut(text, Span(0, len(text)), starts, ends)
    found = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    assert found == tokens.split()


def test_what_is_quoted_is_known() -> None:
    text = 'He “is here” and "so is” she. “It goes'
    quoted = [t.text for t in with_quotes(tokens_in(text, Span(0, len(text)))) if t.in_quotes]
    assert quoted == ["is", "here", "so", "is", "It", "goes"]


@given(st.text("Aa b.’'-1我\n", max_size=60))
def test_tokens_are_what_stands_there_and_do_not_overlap(text: str) -> None:
    fine = tokens_in(text, Span(0, len(text)))
    for tokens in (fine, joined(fine)):
        assert [text[t.start : t.end] for t in tokens] == [t.text for t in tokens]
        assert all(before.end <= after.start for before, after in pairwise(tokens))
        assert sum(len("".join(t.text.split())) for t in tokens) == len("".join(text.split()))


_PIECES = ["Ana", "W.", " ", "\n", "\u00a0", "U.S.", "’s", "1,234.5", "我们", "ไทย", "\u00ad", ".",
           "no", "Mr.", "-", "(", "\x1c", "é", "e\u0301", "É.", "\u200b", "’", "d"]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=30).map("".join), st.data())
def test_all_tokens_of_a_file_are_the_same(text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(0, len(text)))
    cutter, starts, ends = TokenCutter(), array("q"), array("q")
    for _ in range(2):  # what is remembered is what was found
        del starts[:], ends[:]
        cutter.cut(text, Span(0, end), starts, ends)
        found = tokens_in(text, Span(0, end))
        assert list(zip(starts, ends, strict=True)) == [(t.start, t.end) for t in found]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Jong-un, 34, didn’t", ["Jong-un", ",", "34", ",", "didn’t"]),
        ("“No,” she said.", ["“", "No", ",", "”", "she", "said", "."]),
        ("我来 ok", ["我", "来", "ok"]),
        ("שב״כ ימים", ["שב״כ", "ימים"]),
        ("शब्द cafe\u0301s", ["शब्द", "cafe\u0301s"]),
    ],
)
def test_words_as_a_person_counts_them(text: str, counted: list[str]) -> None:
    assert [text[start:end] for start, end in counted_places(text)] == counted


@given(text=st.text(st.sampled_from("aZ9é'’-\u00ad —“.\n½²我\u0301ящ€\x1f")))
def test_a_plain_text_is_counted_alike_by_the_quicker_way(text: str) -> None:
    *places, _ = counted_places(f"{text} 我")  # which is not plain
    assert counted_places(text) == places
