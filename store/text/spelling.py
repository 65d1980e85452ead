"""Texts that count as the same although they are not spelled alike, code point by code point.

Spaces, quotation marks, apostrophes and hyphens have several shapes, and a word may begin with a
capital because a sentence does. What is made of a text here has as many code points as the text,
so that a place in the one is the same place in the other.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from store.text.boundaries import late

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\t\n\r\x0b\x0c\x85\u00a0\u2007\u2009\u200a\u202f\u2028\u2029\u3000", " "),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032\u201b\u0060\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    }
)
_SHORT_ACRONYM: Final = 4
_POSSESSIVE: Final = r"(?i)(?<=\w)'s$|(?<=\w[sS])'$"
_SPACELESS: Final = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
"""Scripts that are written without spaces between words."""
_FIRST_SPACELESS: Final = "\u0e00"
"""All their characters come behind it."""


def plain(text: str) -> str:
    """The text with one shape of each space, quotation mark, apostrophe and hyphen."""
    return text.translate(_ALIKE)


def folded(text: str) -> str:
    """The text, which is `plain`, in lower case; of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def without_possessive(text: str) -> str:
    """A `plain` text without 's at its end, or the apostrophe of a plural."""
    return late(_POSSESSIVE).sub("", text)


@lru_cache(maxsize=1_024)
def canonical(text: str) -> str:
    """What two texts share that mean the same: the group in which they are proposed and settled.

    Case does not count, but in a short acronym it does: "US" is not "us".
    """
    said = without_possessive(late(" +").sub(" ", plain(text)).strip())
    is_acronym = said.isupper() and sum(map(str.isalpha, said)) <= _SHORT_ACRONYM
    return said if is_acronym else folded(said)


def is_spaceless(character: str) -> bool:
    """Whether a character is of a script that is written without spaces between words."""
    return character >= _FIRST_SPACELESS and late(_SPACELESS).match(character) is not None
