"""Finds what was tagged wherever else it stands, in whatever form.

A text is taken in blocks of whole lines. The words of a block are looked up, not the strings one
after another, so that a thousand strings cost little more than one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from store.suggest.tagged.forms import begins_sentence, is_part_of_name
from store.text.boundaries import ceil_grapheme, floor_grapheme
from store.text.lexicon import CAPITAL_AT_START
from store.text.span import INVISIBLE, Span
from store.text.spelling import folded, is_spaceless, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.suggest.tagged.forms import Form

BLOCK: Final = 900
"""Code points of a block, and a line's rest: what can be looked at between two keys."""
LONGEST_LINE: Final = 6_000
"""A line that is longer than this is cut at a space."""
_WORD: Final = regex.compile(r"\w+")
_EDGE: Final = regex.compile(r"(?w)\b")
_GAP: Final = regex.compile(
    r"[^\S\r\n]{2,}+(?:\r\n|[\r\n])?+[^\S\r\n]*+"
    r"|[^\S\r\n](?:\r\n|[\r\n])[^\S\r\n]*+|\r\n[^\S\r\n]*+|[\r\n][^\S\r\n]++"
)
"""White space of two characters or more within a paragraph, which counts as one blank: it ends one
line at the most."""
_POSSESSIVE: Final = regex.compile(r"['\u2019\u02bc]s?(?!\w)", regex.IGNORECASE)
_AROUND: Final = 2
"""Characters on each side that tell of ASCII whether there is an edge: no rule looks further where
none of them is one that is looked past."""
_LEAST_HEADING: Final = 4
"""Letters of the shortest word that is taken for a name in capitals, as in a heading."""


def blocks_of(text: str) -> Iterator[Span]:
    """A text cut at line ends into blocks that are quickly looked at."""
    start = 0
    while start < len(text):
        end = _end_of_block(text, start)
        yield Span(start, end)
        start = end


def _end_of_block(text: str, start: int) -> int:
    wanted, longest = start + BLOCK, start + LONGEST_LINE
    if wanted >= len(text):
        return len(text)
    line_end = text.find("\n", wanted, longest)
    if line_end >= 0:
        return line_end + 1
    if longest >= len(text):
        return len(text)
    space = text.rfind(" ", wanted, longest)
    return space + 1 if space >= 0 else ceil_grapheme(text, longest)


@dataclass(slots=True)
class WordIndex:
    """The words of a block of a text, by which forms are looked up."""

    text: str
    """Of the whole article."""
    within: Span
    present: frozenset[str] = frozenset()
    """All its words in lower case, and its characters."""
    _plain: str = ""
    _folded: str = ""
    _runs: tuple[list[int], list[int]] = field(default=([], []), repr=False)
    """Where gaps were left out: where each run of these begins in them, and where in the text."""

    @classmethod
    def of(cls, text: str, within: Span) -> WordIndex:
        """Look up the words of a block of a text."""
        said = within.of(text)
        plainly, runs = plain(said), ([0], [within.start])
        if "  " in plainly:
            plainly, runs = _without_gaps(plainly, said, within.start)
        low = folded(plainly)
        return cls(text, within, frozenset(low).union(_WORD.findall(low)), plainly, low, runs)

    def find(self, form: Form) -> list[Span]:
        """Where a form stands as whole words, in order, without a possessive."""
        said, low = form.folded, self._folded
        found: list[Span] = []
        at = low.find(said)
        if at < 0:
            return found
        plainly, text, shift = self._plain, self.text, self.within.start
        has_gaps, is_one_name = len(self._runs[0]) > 1, form.is_one_name
        by, ends_in_ascii = 1 if form.first else len(said), f"{said[0]}{said[-1]}".isascii()
        while at >= 0:
            last = at + len(said)
            start, end = at + shift, last + shift
            if has_gaps:
                start, end = self._offset(at), self._offset(last - 1) + 1
            # Between blanks words are whole; that costs less to see than what rules say of others.
            is_alone = ends_in_ascii and text[start - 1 : start] == " " == text[end : end + 1]
            if (
                (is_alone or (self._has_first(form, at) and is_whole(text, start, end)))
                and (plainly.startswith(form.text, at) or self._fits(form, at, start))
                and not (is_one_name and is_part_of_name(text, start, end))
            ):
                found.append(Span(start, end))
            at = low.find(said, at + by)
        return found

    def _has_first(self, form: Form, at: int) -> bool:
        """Whether the first word of a form that stands somewhere is a whole one there."""
        low, end = self._folded, at + form.lead + len(form.first)
        return not form.first or not (
            (not form.lead and at > 0 and _is_in_word(low[at - 1]))
            or (end < len(low) and _is_in_word(low[end]))
        )

    def _fits(self, form: Form, at: int, start: int) -> bool:
        """Whether the case of what stands somewhere, which is not a form's, is that of a heading,
        or of the first word of a sentence."""
        quote = self._plain[at : at + len(form.folded)]
        if quote.isupper() and sum(map(str.isalpha, quote)) >= _LEAST_HEADING:
            return True
        if quote[1:] != form.text[1:]:
            return False
        is_common = not form.is_name and (quote[0].islower() or begins_sentence(self.text, start))
        return form.first in CAPITAL_AT_START or is_common

    def _offset(self, at: int) -> int:
        """Where a character of the block is in the text."""
        begins, starts = self._runs
        number = bisect_right(begins, at) - 1
        return starts[number] + at - begins[number]


def _without_gaps(plainly: str, said: str, start: int) -> tuple[str, tuple[list[int], list[int]]]:
    """A text with the first character alone of each gap in it, and the runs that it is made of.

    Args:
        plainly: What is left of it, as `spelling.plain` makes it.
        said: The text.
        start: Where it begins.
    """
    pieces, begins, starts = [], [0], [start]
    done = length = 0
    for match in _GAP.finditer(said):
        pieces.append(plainly[done : match.start() + 1])
        done, length = match.end(), length + len(pieces[-1])
        begins.append(length)
        starts.append(start + done)
    return "".join((*pieces, plainly[done:])), (begins, starts)


def _is_in_word(character: str) -> bool:
    """Whether a character is one of a word, as `_WORD` takes them."""
    if character.isascii():
        return character.isalnum() or character == "_"
    return _WORD.match(character) is not None


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether a span is of whole words (UAX #29), a possessive left out at its end.

    In scripts without spaces every span of whole characters is.
    """
    return _is_edge(text, start) and (
        _is_edge(text, end)
        or (_POSSESSIVE.match(text, end) is not None and not is_spaceless(text[end - 1]))
    )


def _is_edge(text: str, offset: int) -> bool:
    if offset in (0, len(text)):
        return True
    around = text[offset - _AROUND : offset + _AROUND] if offset >= _AROUND else ""
    if len(around) == 2 * _AROUND and around.isascii():
        return _is_edge_within(around)
    before, after = text[offset - 1], text[offset]
    if is_spaceless(after) or is_spaceless(before):
        return floor_grapheme(text, offset) == offset
    # A character that nobody sees belongs to the word before it, but is none of it.
    return _EDGE.match(text, offset) is not None or after in INVISIBLE


@lru_cache(maxsize=16_384)
def _is_edge_within(around: str) -> bool:
    """Whether there is an edge in the middle of a few characters of ASCII."""
    return _EDGE.match(around, _AROUND) is not None
