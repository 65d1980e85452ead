"""What speaks for and against a source as the one that said a claim, or carried it.

What counts most is that the source stands in a sentence of the claim, part by part where that is in
pieces; reporting words beside it and between tell speakers from others, "told" and "of" carriers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.across.prose import prose
from store.text.lexicon import SUBORDINATORS, TELLING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.across.prose import Paragraph, Prose
    from store.text.span import Span

# Added up to a cost; chosen on the seeds and on the first 20 articles of PolNeAR dev.
_IN_PARAGRAPH: Final = 2.0
_SENTENCE: Final = 0.5
_ELSEWHERE: Final = 4.0
_PARAGRAPH: Final = 1.0
_INSIDE: Final = 6.0
_REPORTS_BETWEEN: Final = 1.0
_REPORTS_BESIDE: Final = 0.8
_TOLD: Final = 2.2
_OF: Final = 1.2
_OTHER_CLAUSE: Final = 2.5
_RUNS_ON: Final = 0.8
"""Where a source follows a claim without a mark between them."""
_DISTANCE: Final = 1 / 100
_LONGEST_GAP: Final = 300
_PARTS: Final = (SUBORDINATORS | {"but"}) - {"that"}
"""Words with which another clause begins."""
_LETTERS: Final = regex.compile(r"\p{L}+")
_MARKS: Final = ",.;:!?\"”’'»—–-"
_TOLD_BEFORE: Final = regex.compile(
    rf"(?r)\b(?:{'|'.join(sorted(TELLING))})\s(?:the\s)?(?:\p{{L}}+\s)?\G"
)
_OF_BEFORE: Final = regex.compile(r"(?r)\bof\s(?:the\s)?\G")


def speaker_cost(text: str, parts: Sequence[Span], source: Span) -> float:
    """What speaks against a source as the speaker of a claim: the less, the likelier."""
    read = prose(text)
    cost = min(_place(read, part, source) for part in parts)
    if is_within(source, parts):
        cost += _INSIDE
    cost -= _reporting(read, parts, source)
    cost += _parting(text, parts, source)
    cost += _carrying(text, source)
    return cost + _DISTANCE * _distance(parts, source)


def carrier_cost(text: str, parts: Sequence[Span], source: Span) -> float:
    """What speaks against a source as a carrier: to whom it was said, or in what paper.

    Args:
        text: Of the article.
        parts: Of the claim, and the source that said it.
        source: Another one.
    """
    read = prose(text)
    place = min(_place(read, part, source) for part in parts)
    return place - _carrying(text, source) + _DISTANCE * _distance(parts, source)


def _place(read: Prose, part: Span, source: Span) -> float:
    """How far a source is from a part of a claim, in sentences and paragraphs."""
    first, last = read.paragraph_at(part.start), read.paragraph_at(part.end - 1)
    at = read.paragraph_at(source.start)
    if at.number + 1 == first.number and at.is_heading:
        return 0.0
    if not first.number <= at.number <= last.number:
        apart = max(first.number - at.number, at.number - last.number)
        return _ELSEWHERE + _PARAGRAPH * apart
    between = _sentences_between(at, part, source)
    return _IN_PARAGRAPH + _SENTENCE * (between - 1) if between else 0.0


def _sentences_between(paragraph: Paragraph, part: Span, source: Span) -> int:
    """How many sentences a source is away from one that a part of a claim is in."""
    outer = _outermost(paragraph.sentences)
    held = [n for n, each in enumerate(outer) if each.overlaps(part)]
    at = next((n for n, each in enumerate(outer) if each.overlaps(source)), 0)
    if not held:
        return 0
    return max(held[0] - at, at - held[-1], 0)


def _outermost(sentences: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for each in sentences:
        if not found or each.start >= found[-1].end:
            found.append(each)
    return found


def _reporting(read: Prose, parts: Sequence[Span], source: Span) -> float:
    """What speaks for a source: a reporting word between it and the claim, or beside it."""
    paragraph = read.paragraph_at(source.start)
    part = min(parts, key=lambda each: _distance((each,), source))
    low, high = min(part.end, source.end), max(part.start, source.start)
    gain = 0.0
    for word in paragraph.reporting:
        if any(each.start <= word.start < each.end for each in parts):
            continue
        if low <= word.start and word.end <= high:
            gain = max(gain, _REPORTS_BETWEEN)
        elif 0 <= word.start - source.end < 3 or 0 <= source.start - word.end < 3:
            gain = max(gain, _REPORTS_BESIDE)
    return gain


def _parting(text: str, parts: Sequence[Span], source: Span) -> float:
    """What stands between a source and the claim and parts them: another clause begins there."""
    part = min(parts, key=lambda each: _distance((each,), source))
    is_behind = part.end <= source.start
    gap = text[part.end : source.start] if is_behind else text[source.end : part.start]
    if len(gap) > _LONGEST_GAP:
        return 0.0
    cost = _OTHER_CLAUSE if _PARTS & set(_LETTERS.findall(gap)) else 0.0
    if is_behind and not any(mark in text[part.end - 1 : source.start] for mark in _MARKS):
        cost += _RUNS_ON
    return cost


def _carrying(text: str, source: Span) -> float:
    """What speaks for a carrier and not a speaker."""
    if _TOLD_BEFORE.match(text, endpos=source.start):
        return _TOLD
    return _OF if _OF_BEFORE.match(text, endpos=source.start) else 0.0


def _distance(parts: Sequence[Span], source: Span) -> int:
    """Code points between a source and the nearest part."""
    return min(max(0, part.start - source.end, source.start - part.end) for part in parts)


def is_within(source: Span, parts: Iterable[Span]) -> bool:
    """Whether a source lies within a part of a claim."""
    return any(part.start <= source.start and source.end <= part.end for part in parts)
