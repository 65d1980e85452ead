"""Where a caret may stand, and where words, sentences and paragraphs begin and end.

Every function looks only at a window around its offset, so that each costs the same in a text of
4 KB and one of 10 MB. Offsets are code points. Graphemes and words follow UAX #29 through the
`regex` package, sentences come from `sentencex`, paragraphs are parted by blank lines.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import regex

from store.text.span import INVISIBLE, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

WINDOW: Final = 4_096
"""Code points looked at on either side where a text offers no natural place to stop."""
GRAPHEME_WINDOW: Final = 65_536
"""Code points looked back over for the start of a grapheme, such as a letter with its marks."""
PARAGRAPH_WINDOW: Final = 65_536
"""Code points on either side of a place that are taken for its paragraph at the most."""

GRAPHEME: Final = regex.compile(
    # What `\X` finds, but it looks back over all the halves of flags before each half of one.
    r"\p{RI}{2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*|\X"
)
"""Finds graphemes one after another, from a boundary on."""
_NO_FLAGS: Final = regex.compile(r"\P{RI}+")
_GAP: Final = regex.compile(r"\s|(?<=\p{Han})\p{Han}")
_GAP_BACK: Final = regex.compile(r"(?rs)\s.|\p{Han}\p{Han}")
"""Finds, from the end, two characters between which no word can be."""
_PLAIN: Final = r"\p{GCB=XX}\p{GCB=LV}\p{GCB=LVT}"
_CONTROL: Final = r"[\r\n\p{GCB=Control}]"
_WORD_EDGE: Final = regex.compile(r"(?w)\b")
HAS_LETTER: Final = regex.compile(r"[\p{L}\p{N}\p{M}_]")
_POSSESSIVE: Final = regex.compile(r"(?<=\w)['\u2019\u02bc][sS]$")
_ABBREVIATION: Final = regex.compile(r"(?:\p{L}\.)+\p{L}$")
_ODD_SPACE: Final = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
r"""What `\p{Zs}` finds besides the space; `re` is five times as fast where there is none."""
_ODD_LINE_END: Final = re.compile("[\x85\u2028\u2029]")
_SCRIPTS: Final = (
    (r"[\p{Hiragana}\p{Katakana}]", "ja"),
    (r"\p{Han}", "zh"),
    (r"\p{Cyrillic}", "ru"),
    (r"\p{Arabic}", "ar"),
    (r"\p{Hebrew}", "he"),
    (r"\p{Devanagari}", "hi"),
    (r"\p{Greek}", "el"),
)
"""Compiled where it is first asked what language a paragraph is in, not at the start."""
_OTHER_SCRIPT: Final = f"[{''.join(pattern.strip('[]') for pattern, _ in _SCRIPTS)}]"


_PLAIN_PAIR: Final = (
    rf"(?rs)[{_PLAIN}][{_PLAIN}]|[{_PLAIN}\p{{GCB=V}}\p{{GCB=T}}]\p{{GCB=L}}"
    rf"|(?!\r\n)(?:{_CONTROL}.|.{_CONTROL})"
)
"""Finds, from the end, two characters between which there is always a boundary."""
BLANK: Final = r"(?>\r\n|[\n\r\u2028\u2029])[^\S\n\r\u2028\u2029]*(?=[\n\r\u2028\u2029])"
"""Finds a blank line: a line end, with white space at most between it and another. Atomic, so that
the two characters of one CRLF are never taken for two line ends."""


@cache
def late(pattern: str) -> regex.Pattern[str]:
    """A pattern that the first paint does not need: compiled when it is first searched for."""
    return regex.compile(pattern)


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
    start = safe_start(text, offset)
    for match in GRAPHEME.finditer(text, start):
        if match.end() > offset:
            return int(match.start())
    return len(text)


def ceil_grapheme(text: str, offset: int) -> int:
    """The first grapheme boundary at or after `offset`."""
    floor = floor_grapheme(text, offset)
    return floor if floor == offset else next_grapheme(text, floor)


def safe_start(text: str, offset: int) -> int:
    """A grapheme boundary at or before `offset`, as near as one is plain to see.

    Between two characters that neither extend nor take in another (UAX #29: `Other`, and a Hangul
    syllable) there always is one, as there is beside a control, and before the first consonant of a
    syllable behind another one. In more than `GRAPHEME_WINDOW` characters without two such side by
    side, which no writing has, the place is cut where the window ends.
    """
    for window in (WINDOW // 64, WINDOW, GRAPHEME_WINDOW):
        lowest = max(0, offset - window)
        match = late(_PLAIN_PAIR).search(text, lowest, offset + 1)
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
                if HAS_LETTER.search(piece):
                    seen = edge if piece.isascii() else previous + len(piece.rstrip(INVISIBLE))
                    yield _with_full_stop(text, Span(previous, seen))
            previous = edge


def _with_full_stop(text: str, word: Span) -> Span:
    """Take in the last full stop of an abbreviation such as U.S. or A.K."""
    if text[word.end : word.end + 1] == "." and _ABBREVIATION.fullmatch(word.of(text)):
        return Span(word.start, word.end + 1)
    return word


def word_at(text: str, offset: int) -> Span | None:
    """The word under `offset`, else the one that ends there; without a possessive 's."""
    low, high = gap_before(text, offset)[0], gap_after(text, offset + 1)[0]
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


def gap_before(text: str, offset: int) -> tuple[int, bool]:
    """A place at or before `offset` where no word can span, or where the window ends.

    Such are the places after white space, and between two Chinese characters.

    Returns:
        The place, and whether it is only where the window ends.
    """
    lowest = max(0, offset - WINDOW)
    match = _GAP_BACK.search(text, lowest, offset + 1)
    return (lowest, lowest > 0) if match is None else (int(match.start()) + 1, False)


def gap_after(text: str, offset: int) -> tuple[int, bool]:
    """The first place at or after `offset` where no word can span, or the end of the window.

    Returns:
        The place, and whether it is only where the window ends.
    """
    highest = min(len(text), offset + WINDOW)
    match = _GAP.search(text, offset, highest)
    return (highest, highest < len(text)) if match is None else (int(match.start()), False)


# Paragraphs and sentences ------------------------------------------------------------------


def paragraph_at(text: str, offset: int) -> Span:
    """The lines around `offset` between two blank lines, without the blank lines.

    A paragraph longer than `PARAGRAPH_WINDOW` on either side is cut there.
    """
    offset = min(offset, len(text))
    high = min(len(text), offset + PARAGRAPH_WINDOW)
    start, end = 0, high
    for window in (WINDOW // 64, WINDOW // 4, PARAGRAPH_WINDOW):
        start = low = max(0, offset - window)
        for match in late(BLANK).finditer(text, low, high):
            if match.start() >= offset:
                end = match.start()
                break
            start = match.end()  # also from within the blank line: it leads to what follows
        if start > low or low == 0:
            break
    return Span(start, end).trimmed(text)


def sentence_at(text: str, offset: int) -> Span | None:
    """The sentence that holds `offset`, without outer white space."""
    for sentence in sentences(text, paragraph_at(text, offset)):
        if sentence.start <= offset <= sentence.end:
            return sentence
    return None


def sentences(text: str, within: Span, language: str = "") -> tuple[Span, ...]:
    """The sentences of a stretch of text, in order, each without outer white space.

    The language, a code such as `fr`, is guessed by the script where it is not given.

    Of a stretch longer than the longest that `paragraph_at` gives, those of its beginning.
    """
    end = min(within.end, within.start + 2 * PARAGRAPH_WINDOW)
    return tuple(
        Span(within.start + start, within.start + stop)
        for start, stop in _sentence_offsets(text[within.start : end], language)
    )


@lru_cache(maxsize=64)
def _sentence_offsets(paragraph: str, language: str) -> tuple[tuple[int, int], ...]:
    from sentencex import get_sentence_boundaries

    found = []
    position = 0
    # It breaks at plain spaces only, not at the no-break spaces that news sites use, and panics
    # at a letter, white space outside ASCII and a full stop. Its pieces follow each other without
    # a gap; their lengths, unlike the offsets it reports, do not depend on how it counts.
    spaced = paragraph
    if not paragraph.isascii():
        spaced = _ODD_LINE_END.sub("\n", _ODD_SPACE.sub(" ", paragraph))
    for boundary in get_sentence_boundaries(language or language_of(paragraph), spaced):
        piece = boundary["text"]
        span = Span(position, position + len(piece)).trimmed(paragraph)
        position += len(piece)
        if len(span):
            found.append((span.start, span.end))
    return tuple(found)


def language_of(text: str) -> str:
    """A language code to find sentences by, guessed from the script of the first characters."""
    head = text[:400]
    if head.isascii() or late(_OTHER_SCRIPT).search(head) is None:
        return "en"
    return next((code for pattern, code in _SCRIPTS if late(pattern).search(head)), "en")
