"""White space between words where nothing is said of it, as in files of tokens.

`Aix - en - Provence` is written in one, `( AP )` as `(AP)`, `l' homme` as `l'homme`, `U . S .` as
`U.S.`. Where both ways are usual the words of the whole text decide: in one that has `left-wing` as
one word, a hyphen that is a word by itself is a dash. A quotation mark opens where none is open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.text.elision import eliding_language
from store.text.tokens import is_close

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLOSES: Final = regex.compile(
    r"[.,;:!?…%‰°)\]}›،؛؟۔।॥၊။។]|[?!]{2,}|\.{2,}|['’ʼ](?i:s|m|d|ll|re|ve|em)|(?i:n['’ʼ]t)|''"
    r"|-R[RSC]B-"
)
"""What stands at the word before it."""
_OPENS: Final = regex.compile(r"[(\[{‹¿¡]|``|-L[RSC]B-")
"""What stands at the word after it."""
_NAMING: Final = frozenset("#@")
_JOINS: Final = regex.compile(r"[-‐‑/_\u2044\u05be]")
"""What joins words, where it is no dash."""
_HYPHENS: Final = "-‐‑"
_HYPHENED: Final = regex.compile(r"\p{L}{2,}(?:[-‐‑]\p{L}{2,})+")
_DATELINE: Final = regex.compile(r"\p{Lu}{4,}")
_AND: Final = frozenset(
    {"and", "or", "to", "und", "oder", "bis", "et", "ou", "e", "o", "y", "och", "og", "en"}
)
"""Before which a part of a word ends in a hyphen: short- and medium-range."""
_WORDLY: Final = regex.compile(r".*(?:[\p{L}\p{N}\p{M}]|\p{L}\.)")
"""What ends in a letter or a digit, or is an abbreviation."""
_CURRENCY: Final = regex.compile(r"\p{Lu}{0,3}\p{Sc}")
_DOLLARS_OF: Final = frozenset({"US", "U.S.", "A", "C", "HK", "NZ", "S", "NT", "R"})
_LETTER: Final = regex.compile(r"\p{L}\p{M}*")
_THOUSANDS: Final = regex.compile(r"\d{3}(?!\d)")
_ELIDED: Final = regex.compile(
    r"(?i:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu|un|quest|[dnsc]?[aeu]ll)['’ʼ]"
)
_RANGES: Final = frozenset("–—")
_GUILLEMETS: Final = "«»"
_CLOSING: Final = frozenset("”’»")
_APOSTROPHES: Final = frozenset("'’ʼ")
_BEFORE_NAMES: Final = frozenset({"O", "D", "L", "d", "l"})
_CONTRACTED: Final = frozenset({"s", "t", "m", "d", "ll", "re", "ve"})
_DECADE: Final = regex.compile(r"\d0s")
_DOMAINS: Final = frozenset({"com", "org", "net", "gov", "edu", "co", "uk", "info", "eu", "ru"})
_FRENCH: Final = frozenset(";:!?")
"""What has a space before it in French."""
_CLOSED_BY: Final = {
    "„": "“”", "‚": "‘’", "“": "”", "‘": "’", "«": "»", "»": "«", '"': '"', "'": "'", "”": "”",
    "`": "'",
}  # fmt: skip
"""By the mark that opens a quotation: those that close it."""
_DOUBLED: Final = "`'-_*="
"""Marks of which several make one: `` and -- and ''."""
_LOOKED_AT: Final = 200
"""Sentences by which a language is told."""


def spaces_between(sentences: Sequence[Sequence[str]]) -> Iterator[list[bool]]:
    """Whether white space stands before each word, sentence by sentence; before the first none.

    Args:
        sentences: The words and marks of a text.
    """
    rules = _Spacing(sentences)
    for words in sentences:
        yield rules.spaces(words)


class _Spacing:
    """What the words of a whole text tell, and which quotation marks are open."""

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        words = {word for sentence in sentences for word in sentence}
        self._has_hyphens = any(map(_HYPHENED.fullmatch, words))
        first = next((w for words in sentences for w in words if w in _GUILLEMETS), "")
        self._only_closes = set(_GUILLEMETS) - {first}
        """Marks that open in other texts."""
        if not words.isdisjoint("“„"):
            self._only_closes.add("”")
        said = " ".join(word for sentence in sentences[:_LOOKED_AT] for word in sentence)
        self._is_french = eliding_language(said) == "fr"
        self._open: list[str] = []

    def spaces(self, words: Sequence[str]) -> list[bool]:
        """Before which words of a sentence white space stands."""
        quotes = [number for number, word in enumerate(words) if word == '"']
        if len(quotes) % 2 == 0 and quotes and not _ends(words[quotes[0] - 1 : quotes[0]]):
            self._open = [mark for mark in self._open if mark != '"']  # it was never closed
        self._open = [mark for mark in self._open if mark != "'"]
        found: list[bool] = []
        is_joined = True  # to what comes before
        for number, word in enumerate(words):
            before = words[number - 1] if number else ""
            if word.isalnum():
                found.append(not (is_joined or is_close(before[-1:], word[:1])))
                is_joined = False
                continue
            if word == before and word in _DOUBLED:
                found.append(False)  # and what is after it stands as after the first of them
                continue
            left, right = self._sides(words, number, before, word)
            found.append(not (is_joined or left or is_close(before[-1:], word[:1])))
            is_joined = right
        return found

    def _sides(
        self, words: Sequence[str], number: int, before: str, word: str
    ) -> tuple[bool, bool]:
        """Whether a word stands at the one before it, and at the one after it."""
        after = words[number + 1] if number + 1 < len(words) else ""
        if word in _CLOSED_BY or word in _CLOSING:
            return self._quote(words, number, before, after)
        if _CLOSES.fullmatch(word):
            is_apart = self._is_french and word in _FRENCH
            return not is_apart, _goes_on(words, number, after)
        if _OPENS.fullmatch(word) or _ELIDED.fullmatch(word):
            return False, True
        if word in _NAMING:
            return False, after[:1].isalnum()
        if _CURRENCY.fullmatch(word):
            return before in _DOLLARS_OF and word == "$", after[:1].isdigit()
        if _JOINS.fullmatch(word):
            return self._hyphen(words, number, before, after)
        if word in _RANGES:
            return (before[-1:].isdigit() and after[:1].isdigit(),) * 2
        return False, False

    def _hyphen(
        self, words: Sequence[str], number: int, before: str, after: str
    ) -> tuple[bool, bool]:
        """On which sides what joins words stands at them; it may be a dash."""
        is_hyphen = words[number] in _HYPHENS
        if not _WORDLY.fullmatch(before) or (is_hyphen and self._has_hyphens):
            return False, False
        if is_hyphen and after in _AND and words[number + 2 : number + 3] != ["-"]:
            return words[number + 3 : number + 4] == ["-"], False
        is_dash = is_hyphen and _DATELINE.fullmatch(before) is not None and after.istitle()
        is_within = after[:1].isalnum() or _CURRENCY.match(after) is not None
        return (is_within and not is_dash,) * 2

    def _quote(
        self, words: Sequence[str], number: int, before: str, after: str
    ) -> tuple[bool, bool]:
        """On which sides a quotation mark or an apostrophe stands at words."""
        word = words[number]
        if word in _APOSTROPHES:
            is_name = before in _BEFORE_NAMES and after[:1].isalpha()
            if is_name or (before[-1:].isalpha() and after.lower() in _CONTRACTED):
                return True, True
            if _DECADE.fullmatch(after):
                return False, True
        is_open = any(word in _CLOSED_BY[mark] for mark in self._open)
        is_possessive = word == "'" and not is_open and before[-1:].lower() in ("s", "z")
        if is_possessive and not (after.istitle() and "'" in words[number + 1 :]):
            return True, False  # as in workers' rights
        if word == '"' and is_open and not before:
            is_open = not after or _CLOSES.fullmatch(after) is not None
        opens = word in _CLOSED_BY and word not in self._only_closes and (after or not before)
        if is_open or not opens:
            while is_open and word not in _CLOSED_BY[self._open.pop()]:
                pass
            return not (word == "»" and self._is_french), False
        self._open.append(word)
        return False, not (word == "«" and self._is_french)


def _ends(before: Sequence[str]) -> bool:
    """Whether what stands before a mark is the end of what was said."""
    return any(_CLOSES.fullmatch(word) for word in before)


def _goes_on(words: Sequence[str], number: int, after: str) -> bool:
    """Whether a mark stands within a number, an abbreviation in letters or an address."""
    before, mark = words[number - 1] if number else "", words[number]
    if before[-1:].isdigit() and after[:1].isdigit():
        return mark in ".:" or (mark == "," and _THOUSANDS.match(after) is not None)
    if mark == "." and _LETTER.fullmatch(before):
        return _LETTER.fullmatch(after) is not None and words[number + 2 : number + 3] == ["."]
    return mark == "." and after in _DOMAINS
