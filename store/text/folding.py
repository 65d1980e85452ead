"""Texts as a keyboard types them, with the way back to the places in the text itself.

    text    Assad’s  “yes”   Se\u0301gole\u0300ne
    folded  assad's "yes" segolene

What is typed and what is searched are folded alike, so that they meet: one shape of each quotation
mark, apostrophe and dash; one blank for a run of blanks that crosses no empty line; "..." for an
ellipsis; plain letters and digits for those of full or half width; nothing for what cannot be seen
(soft hyphens, joiners, marks of direction). Capitals and accents are kept where they are asked for.
After Unicode Standard Annex 15 (compatibility decomposition) and Technical Standard 10, section 8
(matching that ignores accents).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from store.frozen import Frozen
from store.text.boundaries import ceil_grapheme, floor_grapheme, late
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHAPES: Final = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u0060\u00b4\u2039\u203a", "'"),
    **dict.fromkeys("\u02b9\u02bb\u02bc\u02bd\u02be\u02bf", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be", "-"),
    "\u2044": "/", "\u05f3": "'", "\u05f4": '"', "ς": "σ", "ک": "ك", "ی": "ي", "ى": "ي",
}  # fmt: skip
"""Also what Latin writing has for okina, hamza and ayin, the marks of Hebrew, the sigma at the end
of a word, and letters that Arabic and Persian keyboards have in two shapes."""
_LETTERS: Final = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ı": "i",
    "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ẞ": "SS", "þ": "th", "Þ": "TH",
}  # fmt: skip
"""Letters that no keyboard but their own has, and that Unicode does not take apart."""
_STROKED: Final = frozenset("øØłŁđĐħĦı")
"""Those of them that are a plain letter with a stroke, or without its dot."""
_LINE_END: Final = r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]"
_UNSEEN: Final = r"[\p{Default_Ignorable_Code_Point}\u0640\u200b-\u200f\ufeff]"
"""Also the stroke by which Arabic letters are drawn out."""
_ACCENT: Final = r"(?V1)[\p{Mn}--[\p{ccc=0}\p{ccc=9}]]"
"""Marks that stand on a letter; not the signs of Indic scripts, which are letters themselves."""
_JAMO: Final = r"[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]+"
_PARAGRAPH: Final = "\n"
"""Stands for blanks over an empty line: nobody can type that into one line."""


class Exactness(Frozen):
    """What counts beside the letters themselves."""

    case: bool = False
    accents: bool = False
    """Composed or not is the same then, too."""


def exactness_of(typed: str) -> Exactness:
    """What somebody means to count who types this: a capital is meant, and so is an accent."""
    apart = unicodedata.normalize("NFKD", typed)
    return Exactness(
        typed != typed.lower(), bool(late(_ACCENT).search(apart) or _STROKED & set(typed))
    )


class Folded(Frozen):
    """A folded text, and where each part of it stands in the text."""

    text: str
    source: str
    _starts: tuple[int, ...]
    """Where pieces begin, in the folded text, that are not as long as what they stand for."""
    _ends: tuple[int, ...]
    """Where they end."""
    _source_starts: tuple[int, ...]
    _source_ends: tuple[int, ...]

    def find(self, pattern: str) -> Iterator[Span]:
        """Where a folded pattern stands, as places in the text: whole graphemes, in order."""
        at = self.text.find(pattern) if pattern else -1
        done = 0
        while at >= 0:
            end = at + len(pattern)
            span = self.span(at, end)
            if span.start >= done:  # one that is in the same character again is the same place
                yield span
                done = span.end
            at = self.text.find(pattern, end)

    def span(self, start: int, end: int) -> Span:
        """What a range of the folded text stands for: whole graphemes."""
        first, last, text = self._place(start)[0], self._place(end - 1)[1], self.source
        if not text[first].isascii():
            first = floor_grapheme(text, first)
        if last < len(text) and not text[last].isascii():
            last = ceil_grapheme(text, last)
        return Span(first, last)

    def _place(self, at: int) -> tuple[int, int]:
        """Where the character stands that a character of the folded text is made of."""
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return at, at + 1
        if at < self._ends[number]:
            return self._source_starts[number], self._source_ends[number]
        start = self._source_ends[number] + at - self._ends[number]
        return start, start + 1


_NOTHING: Final = Exactness()


@lru_cache(maxsize=16)
def fold(text: str, exactness: Exactness = _NOTHING) -> Folded:
    """Fold a text that is searched, or searched for."""
    single: dict[int, str] = {}
    others: list[str] = []
    for character in set(text):
        if character.isspace():
            single[ord(character)] = " "
            continue
        plain = _folded(character, exactness)
        if len(plain) == 1:
            if plain != character:
                single[ord(character)] = plain
        else:
            others.append(character)
    pieces: list[str] = []
    starts, ends, source_starts, source_ends = [], [], [], []
    length = done = 0
    for match in _special(others).finditer(text):
        pieces.append(text[done : match.start()].translate(single))
        length += len(pieces[-1])
        plain = _folded_piece(match[0], exactness)
        starts.append(length)
        length += len(plain)
        ends.append(length)
        pieces.append(plain)
        source_starts.append(match.start())
        done = match.end()
        source_ends.append(done)
    pieces.append(text[done:].translate(single))
    return Folded(
        "".join(pieces), text, tuple(starts), tuple(ends), tuple(source_starts), tuple(source_ends)
    )


def _special(others: list[str]) -> regex.Pattern[str]:
    """What is folded into more or fewer characters than it has."""
    single = f"[{regex.escape(''.join(sorted(others)), special_only=False)}]" if others else ""
    return regex.compile("|".join(filter(None, (r"\s{2,}", _JAMO, single))))


def _folded_piece(piece: str, exactness: Exactness) -> str:
    if piece[0].isspace():
        return _PARAGRAPH if len(late(_LINE_END).findall(piece)) > 1 else " "
    whole = unicodedata.normalize("NFC", piece) if len(piece) > 1 else piece
    return "".join(_folded(each, exactness) for each in whole)


@lru_cache(maxsize=4_096)
def _folded(character: str, exactness: Exactness) -> str:
    """What one character is typed as."""
    if "\uac00" <= character <= "\ud7a3":
        return character  # a syllable is a letter of its own, however Unicode takes it apart
    if character in _SHAPES:
        return _SHAPES[character]
    if late(_UNSEEN).match(character):
        return ""
    apart = unicodedata.normalize("NFKD", character)
    apart = "".join(_SHAPES.get(each, each) for each in apart)
    if not exactness.accents:
        apart = "".join(_LETTERS.get(each, each) for each in late(_ACCENT).sub("", apart))
    return apart if exactness.case else apart.lower()
