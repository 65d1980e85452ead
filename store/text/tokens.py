"""Words and marks, one after another: finer than words, so that a span can begin or end at each.

A possessive 's, a hyphen and each mark are tokens of their own. Writing without spaces between
words is cut into single characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import regex

if TYPE_CHECKING:
    from store.text.span import Span

_UNSPACED: Final = r"\p{Han}\p{Hiragana}\p{Katakana}"
_LETTERS: Final = rf"[[\p{{L}}\p{{M}}\u200c\u200d]--[{_UNSPACED}]]"
_TOKEN: Final = regex.compile(
    r"(?V1)"
    r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt|Sgt|Cmdr|Adm|Brig|Prof|Rev|St|Jr|Sr|No|vs)\."
    r"|(?:\p{L}\.){2,}"
    r"|\p{Lu}\.(?=\s\p{Lu})"
    rf"|(?=\p{{L}}){_LETTERS}++(?:['’ʼ״׳](?![sS]\b){_LETTERS}++)*\p{{N}}*\p{{M}}*"
    r"|['’ʼ][sS]\b"
    r"|\p{N}++(?:[.,:]\p{N}++)*+\p{M}*"
    rf"|[{_UNSPACED}]\p{{M}}*"
    r"|[^\s\p{L}\p{N}]\p{M}*"
)
_IS_SPACELESS: Final = regex.compile(rf"[{_UNSPACED}]")


class Token(NamedTuple):
    """A word or a mark of a text."""

    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    text: str
    lower: str
    """In small letters, with straight apostrophes."""

    @property
    def is_word(self) -> bool:
        """Whether it is letters or digits, and not the possessive 's."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


def tokens_in(text: str, within: Span) -> list[Token]:
    """The tokens of a stretch of text, in order."""
    found = []
    for match in _TOKEN.finditer(text, within.start, within.end):
        word = match[0]
        lower = word.lower()
        start, end = match.span()
        found.append(Token(start, end, word, lower.replace("’", "'") if "’" in lower else lower))
    return found


def is_spaceless(text: str) -> bool:
    """Whether a text holds writing that has no spaces between words."""
    return _IS_SPACELESS.search(text) is not None
