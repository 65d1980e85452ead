"""Finds what was tagged wherever else it stands, in whatever form.

A text is taken in blocks of whole lines. The words of a block are looked up, not the strings one
after another, so that a thousand strings cost little more than one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.suggest.tagged.forms import How, goes_on, name_before
from store.text.boundaries import ceil_grapheme, floor_grapheme
from store.text.span import Span
from store.text.spelling import folded, is_spaceless, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.suggest.tagged.forms import Form

BLOCK: Final = 900
"""Code points of a block, and a line's rest: what can be looked at between two keys."""
LONGEST_LINE: Final = 6_000
"""A line that is longer than this is cut at a space."""
_WORD: Final = regex.compile(r"\w+")
_EDGE: Final = regex.compile(r"(?w)\b")
_POSSESSIVE: Final = regex.compile(r"['\u2019\u02bc]s?(?!\w)", regex.IGNORECASE)
_LEAST_HEADING: Final = 4
"""Letters of the shortest word that is taken for a name in capitals, as in a heading."""


@dataclass(frozen=True, slots=True)
class FoundForm:
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
    small: set[str] = field(default_factory=set)
    """Words that stand in it in lower case."""
    present: frozenset[str] = frozenset()
    """All its words in lower case, and its characters."""
    _plain: str = ""
    _folded: str = ""
    places: dict[str, list[int]] = field(default_factory=dict, repr=False)
    """By word in lower case: where it begins, in code points of the text."""

    @classmethod
    def of(cls, text: str, within: Span) -> WordIndex:
        """Look up the words of a block of a text."""
        plainly = plain(within.of(text))
        low = folded(plainly)
        words = cls(text, within, set(), frozenset(), plainly, low)
        places: dict[str, list[int]] = words.places
        for match in _WORD.finditer(low):
            word, at = match.group(), match.start()
            places.setdefault(word, []).append(at)
            if plainly[at] == low[at] and word not in words.small and plainly[at].islower():
                words.small.add(word)
        words.present = frozenset((*places, *low))
        return words

    def find(self, form: Form, is_common: Callable[[str], bool]) -> Iterator[FoundForm]:
        """Where a form stands as whole words, in order, without a possessive.

        Args:
            form: What to look for.
            is_common: Whether a word, in lower case, stands in the story in lower case too.
        """
        if form.folded not in self._folded:
            return
        for at in self._candidates(form):
            end = at + len(form.folded)
            if not self._low_at(form, at, end) or not _fits(form, self._plain[at:end]):
                continue
            start, end = at + self.within.start, end + self.within.start
            if not is_whole(self.text, start, end):
                continue
            found = self._as_name(form, start, end, is_common)
            if found is not None:
                yield found

    def _candidates(self, form: Form) -> Iterable[int]:
        if form.first:
            return [at - form.lead for at in self.places.get(form.first, ()) if at >= form.lead]
        found = []
        at = self._folded.find(form.folded)
        while at >= 0:
            found.append(at)
            at = self._folded.find(form.folded, at + len(form.folded))
        return found

    def _low_at(self, form: Form, at: int, end: int) -> bool:
        return end <= len(self._folded) and self._folded.startswith(form.folded, at)

    def _as_name(
        self, form: Form, start: int, end: int, is_common: Callable[[str], bool]
    ) -> FoundForm | None:
        """An occurrence of a form, which may be a part of a longer name."""
        is_lone = form.is_name and form.is_one_word and form.how in (How.SAME, How.SURNAME)
        if not is_lone or form.text.isupper():
            return FoundForm(start, end, form.how)
        if goes_on(self.text, end, is_common):
            return None
        begin = name_before(self.text, start, is_common)
        if begin == start or not _is_person(form.text):
            return FoundForm(start, end, form.how)
        return None if form.how is How.SURNAME else FoundForm(begin, end, How.FULL_NAME)


def _is_person(name: str) -> bool:
    from store.suggest.candidates.gazetteer import place

    return place(name) is None


def _fits(form: Form, quote: str) -> bool:
    """Whether the case of what stands somewhere is that of a form, or of a heading."""
    if quote == form.text:
        return True
    if quote.isupper() and sum(map(str.isalpha, quote)) >= _LEAST_HEADING:
        return True
    if form.is_name and not form.may_begin_small:
        return False
    return quote[1:] == form.text[1:]


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
    if is_spaceless(text[offset]) or is_spaceless(text[offset - 1]):
        return floor_grapheme(text, offset) == offset
    return _EDGE.match(text, offset) is not None


def find_in_text(
    text: str, forms: Iterable[Form], is_common: Callable[[str], bool]
) -> list[FoundForm]:
    """Where forms of one tagged text stand in a whole text, each place once, in order."""
    sought = tuple(forms)
    found: dict[tuple[int, int], FoundForm] = {}
    for within in blocks_of(text):
        words = WordIndex.of(text, within)
        for form in sought:
            for one in words.find(form, is_common):
                found.setdefault((one.start, one.end), one)
    return [found[key] for key in sorted(found)]
