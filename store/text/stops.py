"""Where a motion stops, one place after another: graphemes, words, sentences, paragraphs.

Each function goes over the text once, from an offset on or back, and looks no further than it is
asked to: so the thousandth stop costs no more than the stretch of text before it. Offsets are code
points; the ends of the text itself are no stops.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from store.text.boundaries import (
    BLANK,
    GRAPHEME,
    HAS_LETTER,
    PARAGRAPH_WINDOW,
    gap_after,
    gap_before,
    late,
    paragraph_at,
    safe_start,
    sentences,
    words,
)
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SOLID: Final = r"[^\s\x1c-\x1f]"
_NEW_LINE: Final = r"(?:\r\n|(?<!\r)\n|\r(?!\n)|[\u2028\u2029])"
_SOLID_BACK: Final = rf"(?r){_SOLID}"
_LETTER_BACK: Final = rf"(?r){HAS_LETTER.pattern}"
_BLANK_BACK: Final = rf"(?r){_NEW_LINE}[^\S\n\r\u2028\u2029]*{_NEW_LINE}"


def nth(stops: Iterable[int], count: int, last: int) -> int:
    """The stop that is reached at a count, which is at least 1; `last` if there are fewer."""
    return next(islice(stops, count - 1, None), last)


# Graphemes ---------------------------------------------------------------------------------


def graphemes_after(text: str, offset: int) -> Iterator[int]:
    """The ends of the graphemes from one on that begins at `offset`."""
    return (match.end() for match in GRAPHEME.finditer(text, offset))


def graphemes_before(text: str, offset: int) -> Iterator[int]:
    """The starts of the graphemes before `offset`, going back."""
    high = offset
    while high > 0:
        starts: list[int] = []
        for match in GRAPHEME.finditer(text, safe_start(text, high - 1)):
            if match.start() >= high:
                break
            starts.append(match.start())
        yield from reversed(starts)
        high = starts[0]


# Words -------------------------------------------------------------------------------------


def words_after(text: str, offset: int) -> Iterator[Span]:
    """The words that end behind `offset`, in order.

    In writing without spaces a word that reaches to where the window ends is given twice, as far
    as that and whole, if it is longer than the window.
    """
    low, begin = offset, -1
    while (letter := HAS_LETTER.search(text, low)) is not None:
        low = letter.start()
        high, is_cut = gap_after(text, low + 1)
        found = list(words(text, begin if begin == low else gap_before(text, low)[0], high))
        begin = -1
        if is_cut and len(found) > 1 and found[-1].end == high and found[-1].start > low:
            begin = low = found.pop().start  # it may go on
        else:
            low = high
        yield from (word for word in found if word.end > offset)


def words_before(text: str, offset: int) -> Iterator[Span]:
    """The words that begin before `offset`, going back."""
    high = limit = offset
    end = gap_after(text, offset)[0] if offset > 0 else 0
    while high > 0:
        low, is_cut = gap_before(text, high - 1)
        found = [word for word in words(text, low, end) if word.start < limit]
        following = low
        if is_cut and len(found) > 1 and found[0].start == low:
            following = found.pop(0).end  # it may begin earlier
        yield from reversed(found)
        limit = found[0].start if found else limit
        letter = late(_LETTER_BACK).search(text, 0, following)
        high = end = letter.end() if letter is not None else 0


def word_starts_after(text: str, offset: int) -> Iterator[int]:
    """Where the words begin that begin behind `offset`, in order."""
    return rising((word.start for word in words_after(text, offset)), offset)


def word_ends_after(text: str, offset: int) -> Iterator[int]:
    """Where the words end that end behind `offset`, in order."""
    return rising((word.end for word in words_after(text, offset)), offset)


def rising(places: Iterable[int], last: int) -> Iterator[int]:
    """Those of some places that lie behind a place and all before them."""
    for place in places:
        if place > last:
            last = place
            yield place


def word_starts_before(text: str, offset: int) -> Iterator[int]:
    """Where the words begin that begin before `offset`, going back."""
    return (word.start for word in words_before(text, offset))


# Paragraphs and sentences ------------------------------------------------------------------


def paragraph_starts_after(text: str, offset: int) -> Iterator[int]:
    """Where paragraphs begin behind `offset`, in order."""
    position = _end_of_solid(text, offset)
    while (gap := late(BLANK).search(text, position)) is not None:
        position = _start_of_solid(text, gap.end())
        if position >= len(text):
            return
        if position > offset:
            yield position


def paragraph_starts_before(text: str, offset: int) -> Iterator[int]:
    """Where paragraphs begin before `offset`, going back."""
    high = offset
    while (gap := late(_BLANK_BACK).search(text, 0, high)) is not None:
        start = _start_of_solid(text, gap.end())
        if start < offset:
            yield start
        high = _end_of_solid(text, gap.start())
    first = _start_of_solid(text, 0)
    if first < min(high, offset):
        yield first


def sentence_starts_after(text: str, offset: int) -> Iterator[int]:
    """Where sentences begin behind `offset`, in order."""
    begin = paragraph_at(text, offset).start
    if offset - begin >= PARAGRAPH_WINDOW:
        begin = offset
    return rising(_sentence_starts(text, begin), offset)


def _sentence_starts(text: str, begin: int) -> Iterator[int]:
    """Where sentences begin at or behind a place, in order; some of them twice."""
    while begin < len(text):
        gap = late(BLANK).search(text, begin)
        end = gap.start() if gap is not None else len(text)
        while begin < end:
            found = sentences(text, Span(begin, min(end, begin + PARAGRAPH_WINDOW)).trimmed(text))
            yield from (sentence.start for sentence in found)
            if end - begin <= PARAGRAPH_WINDOW:
                break
            # The last one may go on; it begins where it begins.
            is_part = bool(found) and found[-1].start > begin
            begin = found[-1].start if is_part else begin + PARAGRAPH_WINDOW
        begin = _start_of_solid(text, end)


def sentence_starts_before(text: str, offset: int) -> Iterator[int]:
    """Where sentences begin before `offset`, going back."""
    limit, high = offset, _end_of_solid(text, offset)
    while high > 0:
        paragraph = paragraph_at(text, high - 1)
        found = [s for s in sentences(text, paragraph) if s.start < limit]
        following = paragraph.start
        if high - 1 - paragraph.start >= PARAGRAPH_WINDOW and len(found) > 1:
            following = found.pop(0).end  # it may begin earlier
        for sentence in reversed(found):
            yield sentence.start
        limit = found[0].start if found else limit
        high = _end_of_solid(text, min(following, high - 1))


def _start_of_solid(text: str, offset: int) -> int:
    """The first place at or behind an offset that is no white space."""
    found = late(_SOLID).search(text, offset)
    return found.start() if found is not None else len(text)


def _end_of_solid(text: str, offset: int) -> int:
    """The end of what is no white space before an offset."""
    found = late(_SOLID_BACK).search(text, 0, offset)
    return found.end() if found is not None else 0
