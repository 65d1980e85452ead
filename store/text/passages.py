"""Passages: stretches of running text, within which sentences, clauses and quotations lie.

A passage is a line, or the lines of a hard-wrapped paragraph. Where passages begin and end depends
only on what is near, so that a window finds the same ones as the whole text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.text.boundaries import floor_grapheme
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST: Final = 8_192
"""Code points in the longest paragraph or line that is kept together."""
_CUT: Final = LONGEST // 2
"""Where nothing else parts a text, it is cut at multiples of this."""
_LINE: Final = regex.compile(r"[^\n\r\x85\u2028\u2029]+")
_NEW_LINE: Final = r"(?:\r\n|(?<!\r)\n|\r(?!\n)|[\x85\u2028\u2029])"
_BLANK: Final = regex.compile(rf"{_NEW_LINE}[^\S\n\r\x85\u2028\u2029]*{_NEW_LINE}")
_BLANK_BACK: Final = regex.compile(rf"(?r){_BLANK.pattern}")
_LINE_BREAKS: Final = "\n\r\x85\u2028\u2029"
_LINE_END: Final = r"[\n\r\x85\u2028\u2029]"
_SENTENCE_END: Final = (
    r"(?<=[\p{Ll}\p{Lo}\p{M}\p{N}]{3})[.!?][\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[\p{Lu}\p{Lo}])"
    r"|[。！？؟।][”」』]*"
)
_LINE_ENDS: Final = (regex.compile(_LINE_END), regex.compile(f"(?r){_LINE_END}"))
"""Forwards, and back from an end."""
_PART_ENDS: Final = (
    regex.compile(f"{_LINE_END}|{_SENTENCE_END}"),
    regex.compile(f"(?r)(?:{_LINE_END}|{_SENTENCE_END})"),
)
_WIDEST_EDGE: Final = 16
"""Code points around the end of a sentence by which it is known as such."""
_GOES_ON: Final = regex.compile(r"[\p{Ll}\p{N}]")
_UNFINISHED: Final = regex.compile(
    r"(?:[,;]|\b(?:and|or|but|of|the|a|an|in|on|at|by|to|for|with|from|that|as))$"
)
_LEAST_WRAP, _MOST_WRAP = 45, 110
"""Code points in the lines of a hard-wrapped paragraph."""


def passage_at(text: str, offset: int) -> Span:
    """The passage that holds an offset, else the next one; empty at the end of the text."""
    while offset < len(text) and text[offset].isspace():
        offset += 1
    for passage in _around(text, offset):
        if offset < passage.end:
            return passage
    return Span(len(text), len(text))


def passages(text: str, within: Span) -> Iterator[Span]:
    """The passages that share a code point with a stretch of text, or touch it, in order."""
    offset = max(0, within.start - 1)
    while offset < len(text):
        while offset < len(text) and text[offset].isspace():
            offset += 1
        found = [passage for passage in _around(text, offset) if passage.end > offset]
        for passage in found:
            if passage.start > within.end:
                return
            if passage.end >= within.start:
                yield passage
        if not found:
            return
        offset = found[-1].end


def _around(text: str, offset: int) -> Iterable[Span]:
    """The passages of the paragraph that holds an offset, or of as much of it as is near."""
    low, high = max(0, offset - LONGEST), min(len(text), offset + LONGEST)
    near = Span(low, high)
    line_start, line_end = _between(text, offset, near, _LINE_ENDS)
    if line_start is None or line_end is None or line_end - line_start > LONGEST:
        return _parts(text, offset, near)
    before = _BLANK_BACK.search(text, low, offset)
    behind = _BLANK.search(text, offset, high)
    start = before.end() if before else low
    end = behind.start() if behind else high
    is_whole = (before or low == 0) and (behind or high == len(text))
    if is_whole and end - start <= LONGEST:
        return _unwrapped(text, Span(start, end))
    return _lines(text, line_start, near)


def _unwrapped(text: str, paragraph: Span) -> list[Span]:
    """The lines of a paragraph, joined where one goes on in the next."""
    lines = [
        line
        for match in _LINE.finditer(text, paragraph.start, paragraph.end)
        if len(line := Span(match.start(), match.end()).trimmed(text))
    ]
    if not lines:
        return []
    lengths = [len(line) for line in lines[:-1]]
    is_wrapped = (
        len(lengths) > 1
        and min(lengths) >= _LEAST_WRAP
        and max(lengths) <= _MOST_WRAP
        and len(lines[-1]) <= _MOST_WRAP
        and max(lengths) - min(lengths) < 20
    )
    joined = [lines[0]]
    for line in lines[1:]:
        before = joined[-1]
        goes_on = is_wrapped or _GOES_ON.match(text, line.start)
        if goes_on or _UNFINISHED.search(text[max(before.start, before.end - 8) : before.end]):
            joined[-1] = Span(before.start, line.end)
        else:
            joined.append(line)
    return joined


def _lines(text: str, start: int, near: Span) -> Iterator[Span]:
    """Of a very long paragraph the line that begins at an offset, and those behind it."""
    end = start
    for match in _LINE.finditer(text, start, near.end):
        line = Span(match.start(), match.end()).trimmed(text)
        is_whole = match.end() < near.end or near.end == len(text)
        if not is_whole or not len(line) or _BLANK.match(text, end, match.start()):
            break
        yield line
        end = match.end()


def _parts(text: str, offset: int, near: Span) -> Iterator[Span]:
    """Of a very long line the sentence that holds an offset, and those behind it that are near.

    Of a very long sentence, the piece that holds the offset.
    """
    start, end = _between(text, offset, near, _PART_ENDS)
    if start is not None and end is not None and end - start <= LONGEST:
        yield Span(start, end).trimmed(text)
        for edge in _PART_ENDS[0].finditer(text, end, near.end):
            if _ends_line(text, end):
                break
            following = Span(end, edge.end()).trimmed(text)
            if len(following):
                yield following
            end = edge.end()
        return
    cut = offset - offset % _CUT
    while cut + _CUT < len(text) and floor_grapheme(text, cut + _CUT) <= offset:
        cut += _CUT
    start = max(start or 0, floor_grapheme(text, cut))
    end = min(end or len(text), floor_grapheme(text, cut + _CUT))
    yield Span(start, end).trimmed(text)


def _between(
    text: str, offset: int, near: Span, edges: tuple[regex.Pattern[str], regex.Pattern[str]]
) -> tuple[int | None, int | None]:
    """The nearest edges before and behind an offset; nothing for one that is not near."""
    forward, backward = edges
    last = min(len(text), offset + _WIDEST_EDGE)
    first = max(near.start, offset - _WIDEST_EDGE)
    before = (m.end() for m in backward.finditer(text, near.start, last) if m.end() <= offset)
    behind = (m.end() for m in forward.finditer(text, first, near.end) if m.end() > offset)
    start = next(before, 0 if near.start == 0 else None)
    end = next(behind, len(text) if near.end == len(text) else None)
    return start, end


def _ends_line(text: str, offset: int) -> bool:
    """Whether there is a line end in the white space before an offset."""
    space = text[max(0, offset - _WIDEST_EDGE) : offset]
    return any(mark in _LINE_BREAKS for mark in space[len(space.rstrip()) :])
