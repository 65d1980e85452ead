"""Words and marks, one after another: finer than words, so that a span can begin or end at each.

A possessive 's, a hyphen and each mark are tokens of their own. Writing without spaces between
words is cut into single characters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import regex

from store.text.elision import elided
from store.text.lexicon import ABBREVIATIONS

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable

    from store.text.span import Span

_UNSPACED: Final = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTERS: Final = rf"[[\p{{L}}\p{{M}}\u200c\u200d]--[{_UNSPACED}]]"
_GERSHAYIM: Final = r"(?<=\p{Hebrew})\"(?=\p{Hebrew})"
"""A quotation mark for the sign of Hebrew abbreviations, as keyboards have it."""
_PARTS: Final = (
    rf"(?:{'|'.join(sorted({*map(str.title, ABBREVIATIONS), *ABBREVIATIONS - {'no'}}))})\."
    r"|(?:\p{L}\.|\p{Lu}\p{Ll}\.(?=\p{L}\.)){2,}"
    r"|\p{Lu}\.(?=\s\p{Lu})"
    rf"|(?=\p{{L}}){_LETTERS}++(?:(?:['’ʼ״׳](?![sS]\b)|[\u00ad\u2060]|{_GERSHAYIM}){_LETTERS}++)*\p{{N}}*\p{{M}}*"
    r"|['’ʼ][sS]\b"
    r"|\p{N}++(?:[.,:]\p{N}++)*+\p{M}*"
    rf"|(?=[{_UNSPACED}])\X"
    r"|(?=[^\s\p{L}\p{N}])\X"
)
_TOKEN: Final = regex.compile(f"(?V1){_PARTS}")
_WHOLE: Final = (
    r"(?i:https?://|www\.)[^\s<>\"“”«»]*[\w/]"
    r"|[\w.+-]++@\w++(?:[.-]\w++)+"
    r"|\p{N}++(?i:s|st|nd|rd|th)\b"
    r"|\p{N}{1,4}(?:/\p{N}++)+\b"
    r"|\p{Lu}++(?:&\p{Lu}++)+\b"
    r"|\p{Lu}++-\p{N}++\b"
    r"|(?i:\p{L}++(?=['’](?:re|ve|ll|m|d)\b)|['’](?:re|ve|ll|m|d)\b)"
    r"|(?i:\p{L}+?(?=n['’]t\b)|n['’]t\b)"
)
"""What is one token in files of tokens, though its parts say something: 1990s, AT&T, 12/03/2024,
COVID-19; and `do` and `n't`, `they` and `'ve`, as the Penn Treebank has them."""
_HYPHENS: Final = ("-", "\u2010", "\u2011")
"""What joins words to one in files of tokens."""
_JOINING: Final = "'’ʼ׳״\u00ad\u2060-"
_COUNTED: Final = regex.compile(
    rf"(?V1)[[\w\p{{M}}\u200c\u200d]--[{_UNSPACED}]]++"
    rf"(?:[{_JOINING}][[\w\p{{M}}\u200c\u200d]--[{_UNSPACED}]]++)*+|\S\p{{M}}*+"
)
_COUNTED_PLAIN: Final = re.compile(rf"\w+(?:[{_JOINING}]\w+)*|[^\w\s]")
"""The same in a text of plain characters, three times as fast."""
_NOT_PLAIN: Final = re.compile(
    r"[^\t\n\r -~\xa0-\xb1\xb4-\xb8\xba\xbb\xbf-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482"
    r"\u048a-\u052f\u2010-\u2027\u2030-\u203e\u20ac]"
)
"""What may be joined to the character before it, or is written without spaces."""
_OPENING: Final = "“«„"
_QUOTES: Final = _OPENING + '”»"'
_IS_SPACELESS: Final = regex.compile(rf"[{_UNSPACED}]")
_EAST_ASIAN: Final = r"\p{Han}\p{Hiragana}\p{Katakana}\u30fc"
_CLOSE: Final = rf"[{_UNSPACED}\u3001-\u303f\u30fb\u30fc\uff01-\uff65\uffe0-\uffe6]"
_CLOSE_MARK: Final = r"[\p{P}--[!-~]]"
_IS_CLOSE: Final = regex.compile(
    rf"(?V1){_CLOSE}(?:{_CLOSE}|{_CLOSE_MARK})|{_CLOSE_MARK}{_CLOSE}"
    rf"|[{_EAST_ASIAN}]\p{{Nd}}|\p{{Nd}}[{_EAST_ASIAN}]"
)
_STRETCH: Final = re.compile(
    "[^\\t\\n\\x0b\\x0c\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+"
)
"""What stands between white space, as `regex` has it; `re` finds it in a third of the time."""
_LONGEST_KNOWN: Final = 40
"""Code points of a stretch that may come again."""
_MOST_KNOWN: Final = 100_000
"""Stretches that are remembered."""


class Token(NamedTuple):
    """A word or a mark of a text."""

    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    text: str
    lower: str
    """In small letters, with straight apostrophes."""
    in_quotes: bool = False
    """Whether it stands within quotation marks, where that has been looked up (`with_quotes`)."""

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


class TokenCutter:
    """Cuts texts into the tokens of `tokens_in`, as mere offsets, for files of all tokens.

    There an address, a date in numbers, `1990s` and `AT&T` are one each, as taggers have them.
    It remembers what it has cut, as most words come again.
    """

    def __init__(
        self, language: str = "", *, keeps_words: bool = False, cuts_hyphens: bool = False
    ) -> None:
        """Make one.

        Args:
            language: The code of that in which the texts are; words are elided in some.
            keeps_words: Whether what stands between white space is one token, as in a text that
                was made of tokens; but for writing without spaces.
            cuts_hyphens: Whether what hyphens join is several tokens, as in OntoNotes, not one, as
                in CoNLL-2003.
        """
        self._keeps_words = keeps_words
        self._cuts_hyphens = cuts_hyphens
        self._token = _token_of(language)
        self._known: dict[str, tuple[tuple[int, int], ...]] = {}

    def cut(self, text: str, within: Span, starts: array[int], ends: array[int]) -> None:
        """Add where the tokens of a stretch of text start and end, in order."""
        at, known = within.start, self._known
        for stretch in _STRETCH.findall(text, at, within.end):
            at = text.index(stretch, at)
            inside = known.get(stretch)
            if inside is None:
                inside = self._inside(text, at, stretch, within.end)
            for start, end in inside:
                starts.append(at + start)
                ends.append(at + end)
            at += len(stretch)

    def _inside(self, text: str, at: int, stretch: str, end: int) -> tuple[tuple[int, int], ...]:
        length = len(stretch)
        if self._keeps_words and not is_spaceless(stretch):
            found: tuple[tuple[int, int], ...] = ((0, length),)
        elif stretch[-1] == "." and stretch[-2:-1].isupper():
            # An initial keeps its full stop before another name: what follows decides.
            matches = self._token.finditer(text, at, min(end, at + length + 2))
            spans = (match.span() for match in matches)
            inside = [(start - at, stop - at) for start, stop in spans if start < at + length]
            return self._with_hyphens(stretch, inside)
        else:
            matches = self._token.finditer(stretch)
            found = self._with_hyphens(stretch, [match.span() for match in matches])
        if length <= _LONGEST_KNOWN and len(self._known) < _MOST_KNOWN:
            self._known[stretch] = found
        return found

    def _with_hyphens(
        self, stretch: str, found: list[tuple[int, int]]
    ) -> tuple[tuple[int, int], ...]:
        """Tokens, those that hyphens join put together."""
        if self._cuts_hyphens or not any(stretch[start] in _HYPHENS for start, _ in found):
            return tuple(found)
        middles = {n for n in range(1, len(found) - 1) if _joins(stretch, *found[n - 1 : n + 2])}
        joined: list[tuple[int, int]] = []
        for number, (start, end) in enumerate(found):
            if number in middles or number - 1 in middles:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return tuple(joined)


def _joins(
    text: str, before: tuple[int, int], hyphen: tuple[int, int], after: tuple[int, int]
) -> bool:
    """Whether the middle one of three tokens that stand side by side joins the others."""
    return (
        text[slice(*hyphen)] in _HYPHENS
        and text[before[0]].isalnum()
        and text[after[0]].isalnum()
        and not is_spaceless(text[before[0] : after[1]])
    )


def counted_places(text: str) -> list[tuple[int, int]]:
    """Start and end of the words and marks of a text, as a person would count them.

    Coarser than tokens: what a hyphen or an apostrophe joins is one word. Writing without spaces
    between words is cut into single characters.
    """
    pattern = _COUNTED if _NOT_PLAIN.search(text) else _COUNTED_PLAIN
    return [match.span() for match in pattern.finditer(text)]


@cache
def _token_of(language: str) -> regex.Pattern[str]:
    """What finds the tokens of a text in a language."""
    first = elided(language)
    return regex.compile("(?V1)" + "|".join(filter(None, (first, _WHOLE, _PARTS))))


def with_quotes(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, those within quotation marks known as such; one never closed counts."""
    found: list[Token] = []
    inside = False
    for token in tokens:
        is_mark = token.text in _QUOTES
        if is_mark:
            inside = token.text in _OPENING or (token.text == '"' and not inside)
        found.append(token if is_mark or not inside else token._replace(in_quotes=True))
    return found


def joined(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, those that hyphens join put together, and a possessive 's with its word."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if last is not None and last.end == token.start and last.text[0].isalnum():
            goes_on = token.text == "-" or last.text[-1] == "-"
            if token.lower == "'s" or (goes_on and (token.text == "-" or token.is_word)):
                text, lower = last.text + token.text, last.lower + token.lower
                found[-1] = last._replace(end=token.end, text=text, lower=lower)
                continue
        found.append(token)
    return found


def is_plain(text: str) -> bool:
    """Whether each character of a text is what a person sees as one, but for CR LF."""
    return _NOT_PLAIN.search(text) is None


def is_spaceless(text: str) -> bool:
    """Whether a text holds writing that has no spaces between words."""
    return _IS_SPACELESS.search(text) is not None


def is_close(before: str, after: str) -> bool:
    """Whether two characters stand side by side in writing without spaces, marks among them."""
    return _IS_CLOSE.match(before + after) is not None
