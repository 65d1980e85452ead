from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.text.inert import MARK, inert

ANY_TEXT = st.text(st.characters(codec=None, categories=None))
"""Any code points, lone surrogates among them."""
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
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
        pytest.param("北京 東京タワー 서울 ไทย Ελλάδα עברית", id="scripts"),
        pytest.param("e\u0301\u0323" * 3, id="combining marks"),
        pytest.param("", id="nothing"),
    ],
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_no_code_point_alone_is_left_to_act_on_a_terminal() -> None:
    everything = [chr(code) for code in range(sys.maxunicode + 1)]
    shown = inert(" ".join(everything))
    assert len(shown) == 2 * len(everything) - 1
    left = {
        was
        for was, now in zip(everything, shown[::2], strict=True)
        if unicodedata.category(now) in ("Cc", "Cs", "Zl", "Zp") or now in BIDI
    }
    assert left == set()
    kept = {
        was
        for was, now in zip(everything, shown[::2], strict=True)
        if was != now and unicodedata.category(was)[0] in "LNPSZ"
    }
    # Letters and spaces that have no shape of their own.
    assert kept == set("\u115f\u1160\u3164\uffa0\u2028\u2029")


@given(ANY_TEXT | st.text(HOSTILE))
def test_one_code_point_in_is_one_out(text: str) -> None:
    shown = inert(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") or c in BIDI for c in shown)
    for was, now in zip(text, shown, strict=True):
        assert now == was or now in (MARK, "\ufffd") or "\u2400" <= now <= "\u2421"


@given(ANY_TEXT | st.text(HOSTILE))
def test_shown_text_is_safe_to_show_again(text: str) -> None:
    once = inert(text)
    assert inert(inert(once)) == inert(once)
    assert len(once.splitlines()) <= 1


@given(ANY_TEXT)
def test_letters_stay_beside_anything(text: str) -> None:
    letters = [c for c in text if c.isascii() and c.isalnum()]
    assert [c for c in inert(text) if c.isascii() and c.isalnum()] == letters
