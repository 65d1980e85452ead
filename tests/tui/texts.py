"""Texts that are hard to put into terminal cells."""

from __future__ import annotations

from typing import Final

import regex
from hypothesis import strategies as st

FAMILY: Final = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG: Final = "\U0001f1e9\U0001f1ea"

PIECES: Final = (
    "a", "b", "Wort", "sentence", " ", "  ", ".", ", ", "-", "—", "’s", "“", ". The ", "\n", "\n\n",
    "\r\n", "\r", "\t", "\u00a0", "\u00ad", "\u2028", "\u0085", "\u200b", "\u200d", "\ufe0f",
    "\x1b", "\x00", "\u202e", "e\u0301", "\u0301", FAMILY, FLAG, "\U0001f1e9", "❤\ufe0f", "京",
    "都", "。", "」", "タワー", "ﾊﾟ", "한", "\u1112\u1161\u11ab", "क्षि", "עברית",
    "\u0645\u200c\u06cc", "\U0001f44d\U0001f3fd", "\U00020000", "ﷺ", "①", "½",
    "a" + "\u200d" * 5, "😀" + "\U000e0041" * 30,
)  # fmt: skip
"""What rows and cells depend on."""
TEXTS: Final = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
PLAIN_TEXTS: Final = st.lists(
    st.sampled_from((" ", "  ", "a", "in", "word", "al-Assad", "—", "–", "longestwordsofall", "é",
                     "\u00a0", "“", "’")),
    max_size=40,
).map("".join)  # fmt: skip
"""Texts without a line end of which every code point is a grapheme and a cell."""
KNOWN_TEXTS: Final = st.lists(
    st.sampled_from((" ", "a", "word", "-", "—", "’", "…", "京", "都", "、", "。", "」", "タ", "ー",
                     "한", "א", "م", "\x1b", "\u202e", "\t", "\u3000", "1")),
    max_size=40,
).map("".join)  # fmt: skip
"""Texts in one line of which nearly every code point is a grapheme of one or two cells."""


def graphemes(text: str) -> list[int]:
    """Where a caret may stand."""
    return [0, *(match.end() for match in regex.finditer(r"\X", text))]
