"""Where a caret may stand, and where words, sentences and paragraphs begin and end.

Every function looks only at a window around its offset, so that each costs the same in a text of
4 KB and one of 10 MB. Offsets are code points. Graphemes and words follow UAX #29 through the
`regex` package, sentences come from `sentencex`, paragraphs are parted by blank lines.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

WINDOW: Final = 4_096
"""Code points looked at on either side where a text offers no natural place to stop."""
GRAPHEME_WINDOW: Final = 65_536
"""Code points looked back over for the start of a grapheme, such as a letter with its marks."""
PARAGRAPH_WINDOW: Final = 65_536
"""Longest stretch taken for one paragraph when sentences are sought in it."""

GRAPHEME: Final = regex.compile(
    # What `\X` finds, but it looks back over all the halves of flags before each half of one.
    r"\p{RI}{2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*|\X"
)
"""Finds graphemes one after another, from a boundary on."""
_NO_FLAGS: Final = regex.compile(r"\P{RI}+")
_LETTER_BACK: Final = regex.compile(r"(?r)[\p{L}\p{N}\p{M}_]")
_GAP: Final = regex.compile(r"\s|(?<=\p{Han})\p{Han}")
_GAP_BACK: Final = regex.compile(r"(?rs)\s.|\p{Han}\p{Han}")
"""Finds, from the end, two characters between which no word can be."""
_PLAIN: Final = r"[\p{GCB=XX}\p{GCB=LV}\p{GCB=LVT}]"
_PLAIN_PAIR: Final = regex.compile(rf"(?r){_PLAIN}{_PLAIN}")
"""Finds, from the end, two characters between which there is always a boundary."""
_WORD_EDGE: Final = regex.compile(r"(?w)\b")
_HAS_LETTER: Final = regex.compile(r"[\p{L}\p{N}\p{M}_]")
_BLANK: Final = regex.compile(
    # Atomic, so that the two characters of one CRLF are never taken for two line ends.
    r"(?>\r\n|[\n\r\u2028\u2029])[^\S\n\r\u2028\u2029]*(?=[\n\r\u2028\u2029])"
)
_POSSESSIVE: Final = regex.compile(r"(?<=\w)['\u2019\u02bc][sS]$")
_ABBREVIATION: Final = regex.compile(r"(?:\p{L}\.)+\p{L}$")
_ANY_SPACE: Final = regex.compile(r"\p{Zs}")
_ODD_LINE_END: Final = regex.compile(r"[\x85\u2028\u2029]")
_SCRIPTS: Final = (
    (regex.compile(r"[\p{Hiragana}\p{Katakana}]"), "ja"),
    (regex.compile(r"\p{Han}"), "zh"),
    (regex.compile(r"\p{Cyrillic}"), "ru"),
    (regex.compile(r"\p{Arabic}"), "ar"),
    (regex.compile(r"\p{Hebrew}"), "he"),
    (regex.compile(r"\p{Devanagari}"), "hi"),
    (regex.compile(r"\p{Greek}"), "el"),
)


# Graphemes ---------------------------------------------------------------------------------


def next_grapheme(text: str, offset: int) -> int:
    """The end of the grapheme that begins at `offset`; the end of the text at its end."""
    match = GRAPHEME.match(text, offset)
    return match.end() if match else len(text)


def previous_grapheme(text: str, offset: int) -> int:
    """The start of the grapheme before `offset`; 0 at the start of the text."""
    return floor_grapheme(text, offset - 1) if offset > 0 else 0


def floor_grapheme(text: str, offset: int) -> int:
    """The start of the grapheme that holds `offset`, so that nothing ever splits one."""
    if offset <= 0:
        return 0
    if offset >= len(text):
        return len(text)
    start = _safe_start(text, offset)
    for match in GRAPHEME.finditer(text, start):
        if match.end() > offset:
            return int(match.start())
    return len(text)


def ceil_grapheme(text: str, offset: int) -> int:
    """The first grapheme boundary at or after `offset`."""
    floor = floor_grapheme(text, offset)
    return floor if floor == offset else next_grapheme(text, floor)


def _safe_start(text: str, offset: int) -> int:
    """A grapheme boundary at or before `offset`, as near as one is plain to see.

    Between two characters that neither extend nor take in another (UAX #29: `Other`, and a Hangul
    syllable) there always is one. In more than `GRAPHEME_WINDOW` characters without two such side
    by side, which no writing has, the place is cut where the window ends.
    """
    for window in (WINDOW // 64, WINDOW, GRAPHEME_WINDOW):
        lowest = max(0, offset - window)
        match = _PLAIN_PAIR.search(text, lowest, offset + 1)
        if match is not None:
            return int(match.start()) + 1
        if lowest == 0:
            break
    return lowest


# Words -------------------------------------------------------------------------------------


def words(text: str, start: int, end: int) -> Iterator[Span]:
    """The words (UAX #29 segments that hold a letter or digit) between two offsets, in order."""
    # No flag is in a word, and each half of one is looked at for all that come before it.
    for between in _NO_FLAGS.finditer(text, start, end):
        previous: int | None = None
        for match in _WORD_EDGE.finditer(text, between.start(), between.end()):
            edge = match.start()
            if previous is not None and previous < edge:
                piece = text[previous:edge]
                if _HAS_LETTER.search(piece):
                    yield _with_full_stop(text, Span(previous, edge))
            previous = edge


def _with_full_stop(text: str, word: Span) -> Span:
    """Take in the last full stop of an abbreviation such as U.S. or A.K."""
    if text[word.end : word.end + 1] == "." and _ABBREVIATION.fullmatch(word.of(text)):
        return Span(word.start, word.end + 1)
    return word


def word_start_after(text: str, offset: int) -> int:
    """Where the next word begins; the end of the text if there is none."""
    low = offset
    while (letter := _HAS_LETTER.search(text, low)) is not None:
        low = letter.start()
        high = _gap_after(text, low + 1)
        for word in words(text, _gap_before(text, low), high):
            if word.start > offset:
                return word.start
        low = high
    return len(text)


def word_end_after(text: str, offset: int) -> int:
    """Where the current or next word ends; the end of the text if there is none."""
    low = offset
    while (letter := _HAS_LETTER.search(text, low)) is not None:
        low = letter.start()
        high = _gap_after(text, low + 1)
        for word in words(text, _gap_before(text, low), high):
            if word.end > offset:
                return word.end
        low = high
    return len(text)


def word_start_before(text: str, offset: int) -> int:
    """Where the current or previous word begins; 0 if there is none."""
    high = offset
    while high > 0:
        low = _gap_before(text, high - 1)
        starts = [word.start for word in words(text, low, _gap_after(text, high))]
        earlier = [start for start in starts if start < offset]
        if earlier:
            return earlier[-1]
        letter = _LETTER_BACK.search(text, 0, low)
        high = letter.end() if letter is not None else 0
    return 0


def word_at(text: str, offset: int) -> Span | None:
    """The word under `offset`, else the one that ends there; without a possessive 's."""
    low, high = _gap_before(text, offset), _gap_after(text, offset + 1)
    ending: Span | None = None
    for word in words(text, low, high):
        if offset in word:
            return without_possessive(text, word)
        if word.end == offset:
            ending = word
    return without_possessive(text, ending) if ending else None


def without_possessive(text: str, span: Span) -> Span:
    """The span without a possessive 's at its end: an annotation is of the name alone."""
    match = _POSSESSIVE.search(text, max(span.start, span.end - 3), span.end)
    return Span(span.start, match.start()) if match else span


def _gap_before(text: str, offset: int) -> int:
    """A place at or before `offset` where no word can span, or where the window ends.

    Such are the places after white space, and between two Chinese characters.
    """
    lowest = max(0, offset - WINDOW)
    match = _GAP_BACK.search(text, lowest, offset + 1)
    return lowest if match is None else int(match.start()) + 1


def _gap_after(text: str, offset: int) -> int:
    """The first place at or after `offset` where no word can span, or the end of the window."""
    highest = min(len(text), offset + WINDOW)
    match = _GAP.search(text, offset, highest)
    return highest if match is None else int(match.start())


# Paragraphs and sentences ------------------------------------------------------------------


def paragraph_at(text: str, offset: int) -> Span:
    """The lines around `offset` between two blank lines, without the blank lines.

    A paragraph longer than `PARAGRAPH_WINDOW` on either side is cut there.
    """
    offset = min(offset, len(text))
    low, high = max(0, offset - PARAGRAPH_WINDOW), min(len(text), offset + PARAGRAPH_WINDOW)
    start, end = low, high
    for match in _BLANK.finditer(text, low, high):
        if match.start() >= offset:
            end = match.start()
            break
        start = match.end()  # also from within the blank line: it leads to what follows
    return Span(start, end).trimmed(text)


def _blank_ends_before(text: str, offset: int) -> Iterator[int]:
    """Where paragraphs begin, going back from `offset`."""
    high = offset
    while high > 0:
        low = max(0, high - PARAGRAPH_WINDOW)
        breaks = [m.end() for m in _BLANK.finditer(text, low, min(len(text), high + 1))]
        yield from reversed([b for b in breaks if b < high])
        high = low


def paragraph_start_after(text: str, offset: int) -> int:
    """Where the next paragraph begins; the end of the text if there is none."""
    position = _skip_space_back(text, offset)
    while match := _BLANK.search(text, position):
        start = _skip_space(text, match.end())
        if start > offset:
            return start
        position = match.end()
    return len(text)


def paragraph_start_before(text: str, offset: int) -> int:
    """Where the current or previous paragraph begins."""
    for end in _blank_ends_before(text, offset):
        start = _skip_space(text, end)
        if start < offset:
            return start
    first = _skip_space(text, 0)
    return first if first < offset else 0


def sentence_start_after(text: str, offset: int) -> int:
    """Where the next sentence begins; the end of the text if there is none."""
    paragraph = paragraph_at(text, offset)
    for sentence in sentences(text, paragraph):
        if sentence.start > offset:
            return sentence.start
    following = paragraph_start_after(text, max(offset, paragraph.end))
    return following if following > offset else len(text)


def sentence_start_before(text: str, offset: int) -> int:
    """Where the current or previous sentence begins."""
    high = _skip_space_back(text, offset)
    while high > 0:
        paragraph = paragraph_at(text, high - 1)
        starts = [s.start for s in sentences(text, paragraph) if s.start < offset]
        if starts:
            return starts[-1]
        high = min(paragraph.start, high - 1)
    return 0


def sentence_at(text: str, offset: int) -> Span | None:
    """The sentence that holds `offset`, without outer white space."""
    for sentence in sentences(text, paragraph_at(text, offset)):
        if sentence.start <= offset <= sentence.end:
            return sentence
    return None


def sentences(text: str, within: Span) -> tuple[Span, ...]:
    """The sentences of a stretch of text, in order, each without outer white space."""
    end = min(within.end, within.start + PARAGRAPH_WINDOW)
    return tuple(
        Span(within.start + start, within.start + stop)
        for start, stop in _sentence_offsets(text[within.start : end])
    )


@lru_cache(maxsize=64)
def _sentence_offsets(paragraph: str) -> tuple[tuple[int, int], ...]:
    from sentencex import get_sentence_boundaries

    found = []
    position = 0
    # It breaks at plain spaces only, not at the no-break spaces that news sites use, and panics
    # at a letter, white space outside ASCII and a full stop. Its pieces follow each other without
    # a gap; their lengths, unlike the offsets it reports, do not depend on how it counts.
    spaced = _ODD_LINE_END.sub("\n", _ANY_SPACE.sub(" ", paragraph))
    for boundary in get_sentence_boundaries(language_of(paragraph), spaced):
        piece = boundary["text"]
        span = Span(position, position + len(piece)).trimmed(paragraph)
        position += len(piece)
        if len(span):
            found.append((span.start, span.end))
    return tuple(found)


def language_of(text: str) -> str:
    """A language code to find sentences by, guessed from the script of the first characters."""
    head = text[:400]
    for pattern, code in _SCRIPTS:
        if pattern.search(head):
            return code
    return "en"


def _skip_space(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _skip_space_back(text: str, offset: int) -> int:
    while offset > 0 and text[offset - 1].isspace():
        offset -= 1
    return offset
