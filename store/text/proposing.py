"""The likeliest place of a passage that is not surely found again: for a person to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.text.boundaries import ceil_grapheme, floor_grapheme, words
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.text.alignment import TextAlignment

NEAR: Final = 5_000
"""Code points on either side in which the same words are sought."""
STEAD: Final = 300
"""Code points on either side in which other words are taken for those that stood there."""

CHANGED: Final = "the words themselves have changed"
GONE: Final = "the passage is gone"
MOVED: Final = "the passage has moved"


def propose(aligned: TextAlignment, span: Span, starts: Collection[int]) -> tuple[Span | None, str]:
    """A place to propose for a span that is in no block as a whole, and why it is not certain.

    Args:
        aligned: The two texts.
        span: A span of the old text.
        starts: Where its words stand in the new text with the context of one side.

    Returns:
        A span of the new text that is not empty and splits no grapheme, or None, and a few words.
    """
    passage = span.of(aligned.old)
    whole = [at for at in starts if aligned.new.startswith(passage, at)]
    expected = _place(aligned, span.start)
    if whole:
        at = min(whole, key=lambda start: abs(start - expected))
        many = f"the same words stand in {len(whole)} places"
        place = whole_graphemes(aligned.new, Span(at, at + len(passage)))
        return place, MOVED if len(whole) == 1 else many
    changed = _changed_words(aligned, span)
    if changed is not None and changed.of(aligned.new) != passage:
        return changed, CHANGED
    return changed or _nearest(aligned.new, passage, expected), GONE


def whole_graphemes(text: str, span: Span) -> Span:
    """The span, made longer where it would split a grapheme."""
    return Span(floor_grapheme(text, span.start), ceil_grapheme(text, span.end))


def _place(aligned: TextAlignment, offset: int) -> int:
    """About where a place of the old text is in the new one, by the blocks on either side."""
    number = aligned.number_at(offset)
    if number >= 0 and offset < aligned.blocks[number].old_end:
        return offset - aligned.blocks[number].old + aligned.blocks[number].new
    old, new = aligned.gap(number + 1)
    return new.start + (offset - old.start) * len(new) // max(1, len(old))


def _changed_words(aligned: TextAlignment, span: Span) -> Span | None:
    """What stands where the span stood; None if that is nothing."""
    start, end = _word_from(aligned, span), _word_to(aligned, span)
    if start >= end:
        return None
    found = Span(start, end).trimmed(aligned.new)
    return whole_graphemes(aligned.new, found) if len(found) else None


def _word_from(aligned: TextAlignment, span: Span) -> int:
    """Where the first of the words that stand for those of the span begins in the new text."""
    number = aligned.number_at(span.start)
    if number >= 0 and span.start < aligned.blocks[number].old_end:
        return _place(aligned, span.start)
    old, new, old_words, new_words = _gap_words(aligned, span.start)
    if not new_words:
        return new.end
    before = sum(word.end <= span.start for word in old_words)
    within = sum(word.start < span.end for word in old_words[before:])
    if before == 0:
        return new_words[0].start
    if span.end >= old.end and within:  # the span takes the last words of the gap
        return new_words[-min(within, len(new_words))].start
    return new_words[_nth(before, len(old_words), len(new_words))].start


def _word_to(aligned: TextAlignment, span: Span) -> int:
    number = aligned.number_at(span.end - 1)
    if number >= 0 and span.end <= aligned.blocks[number].old_end:
        return _place(aligned, span.end - 1) + 1
    old, new, old_words, new_words = _gap_words(aligned, span.end - 1)
    if not new_words:
        return new.start
    after = sum(word.start >= span.end for word in old_words)
    within = sum(word.end > span.start for word in old_words[: len(old_words) - after])
    if after == 0:
        return new_words[-1].end
    if span.start <= old.start and within:  # the span takes the first words of the gap
        return new_words[min(within, len(new_words)) - 1].end
    last = len(old_words) - 1 - after
    return new_words[_nth(max(0, last), len(old_words), len(new_words))].end


def _nth(number: int, of: int, others: int) -> int:
    """The number, from 0, among other words of that of one of so many words."""
    return min(others - 1, number * others // max(1, of))


def _gap_words(aligned: TextAlignment, offset: int) -> tuple[Span, Span, list[Span], list[Span]]:
    """The gap at a place of the old text in either text, and its words near there."""
    old, new = aligned.gap(aligned.number_at(offset) + 1)
    there = _place(aligned, offset)
    old = Span(max(old.start, offset - STEAD), min(old.end, offset + STEAD))
    new = Span(max(new.start, there - STEAD), min(new.end, there + STEAD))
    return old, new, _words(aligned.old, old), _words(aligned.new, new)


def _words(text: str, gap: Span) -> list[Span]:
    return list(words(text, gap.start, gap.end)) or [
        piece for piece in [gap.trimmed(text)] if len(piece)
    ]


def _nearest(text: str, passage: str, expected: int) -> Span | None:
    """Where the same words stand nearest to a place, if that is not far away."""
    after = text.find(passage, expected, expected + NEAR + len(passage))
    before = text.rfind(passage, max(0, expected - NEAR), expected + len(passage))
    starts = [start for start in (before, after) if start >= 0]
    if not starts:
        return None
    start = min(starts, key=lambda at: abs(at - expected))
    return whole_graphemes(text, Span(start, start + len(passage)))
