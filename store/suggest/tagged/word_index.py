"""Finds what was tagged wherever else it stands, in whatever form.

A text is taken in blocks of whole lines. The words of a block are looked up, not the strings one
after another, so that a thousand strings cost little more than one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.frozen import Frozen
from store.suggest.tagged.forms import begins_sentence, is_part_of_name
from store.text.boundaries import ceil_grapheme, floor_grapheme
from store.text.lexicon import CAPITAL_AT_START
from store.text.span import INVISIBLE, Span
from store.text.spelling import folded, is_spaceless, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.suggest.tagged.forms import Form, How

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
_LEAST_HEADING: Final = 4
"""Letters of the shortest word that is taken for a name in capitals, as in a heading."""


class FoundForm(Frozen):
    """Where a form stands."""

    start: int
    end: int
    how: How

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)


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
    places: dict[str, list[int]] = field(default_factory=dict, repr=False)
    """By word in lower case: where it begins, in code points of the text."""

    @classmethod
    def of(cls, text: str, within: Span) -> WordIndex:
        """Look up the words of a block of a text."""
        said = within.of(text)
        plainly, runs = plain(said), ([0], [within.start])
        if "  " in plainly:
            plainly, runs = _without_gaps(plainly, said, within.start)
        low = folded(plainly)
        words = cls(text, within, frozenset(), plainly, low, runs)
        places: dict[str, list[int]] = words.places
        for match in _WORD.finditer(low):
            places.setdefault(match.group(), []).append(match.start())
        words.present = frozenset((*places, *low))
        return words

    def find(self, form: Form) -> Iterator[FoundForm]:
        """Where a form stands as whole words, in order, without a possessive."""
        if form.folded not in self._folded:
            return
        for at in self._candidates(form):
            end = at + len(form.folded)
            is_there = self._folded.startswith(form.folded, at)
            start = self._offset(at)
            if not is_there or not _fits(form, self._plain[at:end], self.text, start):
                continue
            end = self._offset(end - 1) + 1
            if is_whole(self.text, start, end) and not (
                form.is_one_name and is_part_of_name(self.text, start, end)
            ):
                yield FoundForm(start, end, form.how)

    def _offset(self, at: int) -> int:
        """Where a character of the block is in the text."""
        begins, starts = self._runs
        number = bisect_right(begins, at) - 1
        return starts[number] + at - begins[number]

    def _candidates(self, form: Form) -> Iterable[int]:
        if form.first:
            return [at - form.lead for at in self.places.get(form.first, ()) if at >= form.lead]
        found = []
        at = self._folded.find(form.folded)
        while at >= 0:
            found.append(at)
            at = self._folded.find(form.folded, at + len(form.folded))
        return found


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


def _fits(form: Form, quote: str, text: str, start: int) -> bool:
    """Whether the case of what stands somewhere is that of a form, of a heading, or of the first
    word of a sentence."""
    if quote == form.text:
        return True
    if quote.isupper() and sum(map(str.isalpha, quote)) >= _LEAST_HEADING:
        return True
    if quote[1:] != form.text[1:]:
        return False
    is_common = not form.is_name and (quote[0].islower() or begins_sentence(text, start))
    return form.first in CAPITAL_AT_START or is_common


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
    before, after = text[offset - 1], text[offset]
    if before.isascii() and after.isascii() and (before.isalnum() or after.isalnum()):
        if before.isspace() or after.isspace():
            return True
        if before.isalnum() and after.isalnum():
            return False
    if is_spaceless(after) or is_spaceless(before):
        return floor_grapheme(text, offset) == offset
    # A character that nobody sees belongs to the word before it, but is none of it.
    return _EDGE.match(text, offset) is not None or after in INVISIBLE
