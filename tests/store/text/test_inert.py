from __future__ import annotations

import sys
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from store.text.inert import MARK, inert

ANY_TEXT = st.text(st.characters(codec=None, categories=None))
"""Any code points, lone surrogates among them."""
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ACTS_OR_HIDES = regex.compile(
    r"(?V1)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}"
    r"\p{Noncharacter_Code_Point}]"
)
SEEN_FORMATS = frozenset(regex.findall(r"\p{PCM}", "".join(map(chr, range(0x20000)))))
"""Signs that stand over the numbers or letters that follow them, such as the end of a verse."""
HOSTILE = st.sampled_from(
    "\x00\x07\x1b\x7f\x85\x9b\x9d\u00ad\u061c\u200b\u200c\u200d\u200e\u2028\u202e\u2066\u2060\ufeff"
    "\ud800\U000e0041a\u0645\u06cc\U0001f468\U0001f3fb\ufe0f\U0001f3f4 "
)

SHOWN = [
    pytest.param("\x1b[31mred\x1b[0m", "\u241b[31mred\u241b[0m", id="colour"),
    pytest.param("\x1b]52;c;YQ==\x07", "\u241b]52;c;YQ==\u2407", id="clipboard"),
    pytest.param("\x1bP$q\x1b\\", "\u241bP$q\u241b\\", id="device control string"),
    pytest.param("\x9b31m \x9d0;t\x9c", "\ufffd31m \ufffd0;t\ufffd", id="C1"),
    pytest.param("a\x00b\x7fc", "a\u2400b\u2421c", id="NUL and DEL"),
    pytest.param("a\tb\r\nc", "a\u2409b\u240d\u240ac", id="tab and newline"),
    pytest.param("a\u2028b\u2029c\x85", f"a{MARK}b{MARK}c\ufffd", id="other line ends"),
    pytest.param("user\u202etxt.exe", f"user{MARK}txt.exe", id="right to left override"),
    pytest.param("\u2067a\u2069\u061c", f"{MARK}a{MARK}{MARK}", id="isolates"),
    pytest.param("a\u200bb\u2060c\ufeffd\u00ade", f"a{MARK}b{MARK}c{MARK}d{MARK}e", id="hidden"),
    pytest.param("pay\u200dpal", f"pay{MARK}pal", id="joiner between Latin letters"),
    pytest.param("\u0430\u200c\u0431", f"\u0430{MARK}\u0431", id="non-joiner in Cyrillic"),
    pytest.param("a\U000e0041\U000e0042", f"a{MARK}{MARK}", id="tags without a flag"),
    pytest.param("\ud83d\udc00", f"{MARK}{MARK}", id="surrogates"),
    pytest.param("\u200d\U0001f468", f"{MARK}\U0001f468", id="joiner at the start"),
    pytest.param("\u4eac\u200d\u90fd", f"\u4eac{MARK}\u90fd", id="joiner between Han"),
    pytest.param("\u05d0\u200d\u05d1", f"\u05d0{MARK}\u05d1", id="joiner in Hebrew"),
    pytest.param("\u0645\u200c\u200c\u06cc", f"\u0645{MARK * 2}\u06cc", id="two non-joiners"),
    pytest.param("a\ufe0f 1\ufe0f", f"a{MARK} 1{MARK}", id="selectors without an emoji"),
    pytest.param("\u4eac\ufe00\ufe00", f"\u4eac\ufe00{MARK}", id="two selectors"),
    pytest.param("a\U000e0100", f"a{MARK}", id="ideographic selector in Latin"),
    pytest.param(
        "\U0001f3f4" + "\U000e0061" * 9, "\U0001f3f4" + MARK * 9, id="a flag of too many tags"
    ),
    pytest.param("\U0001bca0\U00013430\U0001d173", MARK * 3, id="formats of rare scripts"),
    pytest.param("\ufffe\uffff\ufdd0\U0010ffff", MARK * 4, id="noncharacters"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_what_acts_or_hides_becomes_a_mark(text: str, shown: str) -> None:
    assert inert(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Assad’s regime, “quoted” — 50 %…", id="punctuation"),
        pytest.param("\u00a0no-break\u202fspaces\u2003", id="spaces"),
        pytest.param("[red]markup[/] [@click=app.quit] \\[", id="markup"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467", id="emoji family"),
        pytest.param("\U0001f469\U0001f3fd\u200d\U0001f680", id="emoji with a skin tone"),
        pytest.param("\U0001f3f3\ufe0f\u200d\U0001f308", id="rainbow flag"),
        pytest.param(
            "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", id="Scotland"
        ),
        pytest.param("\U0001f1e9\U0001f1ea", id="flag"),
        pytest.param("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", id="Persian non-joiner"),
        pytest.param("\u0915\u094d\u200d\u0937", id="Devanagari joiner"),
        pytest.param("\u0dc1\u0dca\u200d\u0dbb\u0dd3", id="Sinhala joiner"),
        pytest.param("\u0627\u064e\u200c\u0645", id="non-joiner after a vowel sign"),
        pytest.param(
            "1\ufe0f\u20e3 \u2764\ufe0f \u2764\ufe0e \u00a9\ufe0f", id="selectors of emoji"
        ),
        pytest.param("\u845b\U000e0100\u57ce", id="a name with a variant"),
        pytest.param("\u1820\u180b\u1821", id="Mongolian variant"),
        pytest.param("\u0600\u0661 \u06dd\u0661", id="formats that are seen"),
        pytest.param("北京 東京タワー 서울 ไทย Ελλάδα עברית", id="scripts"),
        pytest.param("e\u0301\u0323" * 3, id="combining marks"),
        pytest.param("", id="nothing"),
    ],
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_no_code_point_alone_is_left_to_act_or_hide() -> None:
    everything = [chr(code) for code in range(sys.maxunicode + 1)]
    shown = inert(" ".join(everything))
    assert len(shown) == 2 * len(everything) - 1
    marked = {was for was, now in zip(everything, shown[::2], strict=True) if was != now}
    expected = set(ACTS_OR_HIDES.findall("".join(everything))) - SEEN_FORMATS
    assert marked ^ expected == set()
    # Python's own tables may be of an earlier Unicode; nothing they know of is left either.
    assert not [
        c
        for c in set(everything) - marked - SEEN_FORMATS
        if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") or c in BIDI
    ]


def test_a_format_character_that_is_seen_stays_and_has_a_cell() -> None:
    assert {inert(sign) for sign in SEEN_FORMATS} == SEEN_FORMATS
    assert {cell_len(sign) for sign in SEEN_FORMATS} == {1}


def test_private_and_unassigned_characters_stay() -> None:
    assert inert("\ue000 \U000f0000 \U00010fff") == "\ue000 \U000f0000 \U00010fff"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\U0001f3f4" + "\U000e0061" * 100_000, id="tags"),
        pytest.param("a" + "\u200d" * 100_000, id="joiners"),
        pytest.param("\U0001f468" + "\u200d\U0001f468" * 100_000, id="a family without end"),
        pytest.param("\u0645\u200c" * 100_000, id="non-joiners between letters"),
        pytest.param("\x1b" * 100_000, id="controls"),
        pytest.param("".join(map(chr, range(0xE0000, 0xE1000))) * 20, id="many kinds"),
    ],
)
def test_hostile_text_of_any_length_is_gone_through_once(text: str) -> None:
    # Looking back over all that came before each character would take hours here.
    assert len(inert(text * 10)) == len(text) * 10


@given(ANY_TEXT | st.text(HOSTILE))
def test_one_code_point_in_is_one_out(text: str) -> None:
    shown = inert(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") or c in BIDI for c in shown)
    for was, now in zip(text, shown, strict=True):
        assert now in (was, MARK, "\ufffd") or "\u2400" <= now <= "\u2421"


@given(ANY_TEXT | st.text(HOSTILE))
def test_shown_text_is_safe_to_show_again(text: str) -> None:
    once = inert(text)
    assert inert(inert(once)) == inert(once)
    assert len(once.splitlines()) <= 1


@given(ANY_TEXT)
def test_letters_stay_beside_anything(text: str) -> None:
    letters = [c for c in text if c.isascii() and c.isalnum()]
    assert [c for c in inert(text) if c.isascii() and c.isalnum()] == letters
