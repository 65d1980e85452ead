"""What a keyboard types is found however an article spells it, and the place is exact."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.search import Query
from store.text.boundaries import ceil_grapheme, floor_grapheme
from store.text.folding import Exactness, fold

SAME = [
    # typed, and an article with what is found between the brackets
    ("north korea", "of [North\u00a0Korea] and"),
    ("north korea", "of [North\nKorea], of [North \r\n  Korea]"),
    ("a b", "a\n\nb a\r\n\r\nb"),  # an empty line parts two paragraphs
    ("o'brien", "Mr [O’Brien]’s"),
    ('"yes"', "said [“yes”], said [«yes»]"),
    ("mid-march", "in [mid‐March], in [mid–March]"),
    ("...", "well[…] well[...]"),
    ("segolene", "[Se\u0301gole\u0300ne] [Ségolène] [SEGOLENE]"),
    ("ségolène", "[Se\u0301gole\u0300ne] [Ségolène] Segolene"),
    ("Ségolène", "[Se\u0301gole\u0300ne] ségolène"),
    ("cafe", "[cafe\u0301]s"),
    ("korea", "[Ko\u00adrea] [Korea]\u00ad"),
    ("lodz", "[Łódź]"),
    ("łodz", "[Łodz] Lodz"),
    ("strasse", "[Straße]"),
    ("weiß", "[weiss] [weiß]"),
    ("s", "[ß] [s][s]"),
    ("o'zbek", "[Oʻzbek] [Oʿzbek]"),
    ("a-b", "[a﹘b] [a－b]"),
    ("1/2", "[½] [1⁄2] [1/2]"),
    ("abc 12", "[ａｂｃ　１２]"),
    ("kitab", "[ki\u200etab]"),
    ("كتاب", "[كِتَاب] [كـتـــاب]"),
    ("علي", "[علی] [على]"),
    ('צה"ל', '[צה״ל] [צה"ל]'),
    ("οδυσσευσ", "[Ὀδυσσεύς] [ΟΔΥΣΣΕΥΣ]"),
    ("Οδυσσεύς", "[Οδυσσεύς] ΟΔΥΣΣΕΥΣ"),
    ("하", "[하]다 한"),
    ("한", "[\u1112\u1161\u11ab] [한]국"),
    ("कि", "[कि] का"),
    ("中国", "[中国]人"),
]


@pytest.mark.parametrize(("typed", "article"), SAME)
def test_what_is_typed_is_found(typed: str, article: str) -> None:
    text = article.replace("[", "").replace("]", "")
    found = [text[span.start : span.end] for span in Query(typed).matches(text)]
    marked = [each.partition("]")[0] for each in article.split("[")[1:]]
    assert found == marked


ALPHABET = "aAeé\u0301 \u00a0\n\r\t’'“\"-–…ßæøł\u00ad\u200e한\u1112\u1161한कि👩\u200d👧ﬁｂ"
LETTERS = st.text(st.sampled_from(ALPHABET), max_size=30)


@given(text=LETTERS, start=st.integers(0, 30), length=st.integers(1, 10))
def test_every_piece_of_a_text_finds_its_own_place(text: str, start: int, length: int) -> None:
    start = floor_grapheme(text, start)
    end = ceil_grapheme(text, min(len(text), start + length))
    piece = text[start:end]
    exactness = Exactness()
    pattern = fold(piece, exactness).text
    if not pattern or "\n" in pattern or piece != piece.strip():
        return  # nothing to see in it, or blanks that count as one with those beside them
    found = list(fold(text, exactness).find(pattern))
    assert any(span.start < end and start < span.end for span in found)


@given(text=LETTERS, typed=LETTERS)
def test_what_is_found_is_whole_in_order_and_says_what_was_typed(text: str, typed: str) -> None:
    pattern = fold(typed).text
    before = 0
    for span in fold(text).find(pattern):
        assert before <= span.start < span.end <= len(text)
        assert floor_grapheme(text, span.start) == span.start
        assert ceil_grapheme(text, span.end) == span.end
        assert pattern.strip() in fold(text[span.start : span.end]).text
        before = span.start


@given(LETTERS)
def test_composed_or_not_is_the_same(text: str) -> None:
    for exactness in (Exactness(), Exactness(accents=True), Exactness(case=True)):
        composed = fold(unicodedata.normalize("NFC", text), exactness).text
        assert composed == fold(unicodedata.normalize("NFD", text), exactness).text
