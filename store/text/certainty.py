"""Whether a place in a changed text is surely that of a passage of the old one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.text.diff import is_in_word
from store.text.occurrences import places
from store.text.proposing import whole_graphemes
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.text.alignment import TextAlignment
    from store.text.diff import MatchingBlock

CONTEXT: Final = 32
"""Code points on either side that tell a passage from others with the same words."""
LONGEST: Final = 200
"""Code points of a long passage that are looked for, at the side of its context."""
LONGEST_WORD: Final = 64
"""Code points on either side in which the rest of a word is sought."""

NARROW: Final = 12
"""Code points of context by which look-alikes are sought where more of it has changed."""
TELLING: Final = 16
"""Code points of context, at least, that are worth looking for by themselves."""
ROOTED: Final = 2 * CONTEXT
"""Code points on both sides that are proof enough, whatever has happened beyond them."""
KEPT: Final = 128
"""Code points, at least, that are the same on one side where the other side has changed."""
MUCH: Final = 128
"""The same where what has changed is all that stands before, or after, in the text."""
NEARBY: Final = 48
"""Code points, at most, of a change that is beside a span and not a passage of its own."""
AGAIN: Final = 32
"""Code points in a row, at least, in which the texts agree again beyond a change."""

AROUND: Final = "the words around it have changed"
WORD_CHANGED: Final = "the word that it is part of has changed"
_BLANK: Final = "\ufeff \t\r\n"


@dataclass(frozen=True, slots=True)
class _Passage:
    """A span of the old text with its context, as it is looked for."""

    before: str
    """The context before it; shorter at the start of the text."""
    after: str
    """The context after it; shorter at the end of the text."""
    from_before: str
    """The context before it and its words."""
    to_after: str
    """Its words and the context after it."""

    @classmethod
    def of(cls, text: str, span: Span) -> _Passage:
        low, high = max(0, span.start - CONTEXT), span.end + CONTEXT
        return cls(
            text[low : span.start],
            text[span.end : high],
            text[low : min(span.end, span.start + LONGEST)],
            text[max(span.start, span.end - LONGEST) : high],
        )

    def narrow(self, length: int) -> tuple[str, str]:
        """The words, at most `LONGEST` code points of them, with a little context on one side."""
        length = min(length, LONGEST)
        before = self.from_before[max(0, len(self.before) - NARROW) :]
        after = self.to_after[: length + NARROW]
        return before, after


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of all spans of one article together."""

    aligned: TextAlignment
    crossed: list[bool]
    """For each block whether something was moved past it."""
    slides: list[tuple[int, int]]
    """For each gap by how much it may lie further back, and further on."""
    passages: dict[Span, _Passage]
    was: dict[str, list[int]]
    """Where words with their context stand in the old text."""
    now: dict[str, list[int]]
    """Where they, and contexts alone, stand in the new text."""

    @classmethod
    def gather(cls, aligned: TextAlignment, spans: Sequence[Span]) -> Evidence:
        """Look for everything that is to be known, in as few walks through the texts as it takes.

        Args:
            aligned: The two texts.
            spans: Spans of the old text.
        """
        passages = {span: _Passage.of(aligned.old, span) for span in spans}
        whole = {text for p in passages.values() for text in (p.from_before, p.to_after)}
        beside = [span for span in passages if _has_lost_one_side(aligned, span)]
        sides = {text for span in beside for text in (passages[span].before, passages[span].after)}
        narrow = {text for span in beside for text in passages[span].narrow(len(span))}
        narrow |= {text for span in beside for text in _narrow_now(aligned, span)}
        return cls(
            aligned,
            aligned.crossed(),
            [aligned.slide(number) for number in range(len(aligned.blocks) + 1)],
            passages,
            places(aligned.old, whole | narrow),
            places(aligned.new, whole | narrow | {side for side in sides if len(side) >= TELLING}),
        )


def _narrow_now(aligned: TextAlignment, span: Span) -> tuple[str, str]:
    """The words of a span that is in a block with a little of their context in the new text."""
    there = aligned.moved(span, aligned.number_at(span.start))
    return _Passage.of(aligned.new, there).narrow(len(there))


def _has_lost_one_side(aligned: TextAlignment, span: Span) -> bool:
    """Whether a span is in a block that has its context on one side only."""
    number = aligned.holding(span)
    return number is not None and _kept(aligned, span, number) in ((True, False), (False, True))


def _kept(aligned: TextAlignment, span: Span, number: int) -> tuple[bool, bool]:
    """Whether the context before, and after, a span in a block is the same in both texts."""
    block = aligned.blocks[number]
    return (
        block.old <= span.start - CONTEXT or block.old == block.new == 0,
        block.old_end >= span.end + CONTEXT
        or (block.old_end == len(aligned.old) and block.new_end == len(aligned.new)),
    )


def doubt(evidence: Evidence, span: Span, there: Span, number: int) -> str:
    """Why a place with the same words in the same block is not certain; empty if it is."""
    aligned, passage = evidence.aligned, evidence.passages[span]
    block = aligned.blocks[number]
    if not _same_words(aligned, span, there, block):
        return WORD_CHANGED
    before, after = _kept(aligned, span, number)
    sides = ((passage.from_before, before), (passage.to_after, after))
    kept = [words for words, is_same in sides if is_same]
    if not kept:
        return AROUND
    count = min(_count(evidence, words) for words in kept)
    if count > 1:
        return f"the same words stand in {count} places"
    for words, _ in sides:
        was, now = len(evidence.was[words]), len(evidence.now[words])
        if now > was or 1 < was != now:  # which of them have come or gone cannot be known
            return f"the same words stand in {max(was, now)} places"
    if _may_slide(evidence, span, number):
        return AROUND
    if before and after:
        return "" if _is_rooted(evidence, span, number) else AROUND
    return _doubt_of_one_side(evidence, span, there, number, is_before=before)


def _doubt_of_one_side(
    evidence: Evidence, span: Span, there: Span, number: int, *, is_before: bool
) -> str:
    """Why a place that has its context on one side alone is not certain; empty if it is."""
    aligned, passage = evidence.aligned, evidence.passages[span]
    block = aligned.blocks[number]
    runs = span.start - block.old, block.old_end - span.end
    is_mark = len(span) <= LONGEST and not any(map(str.isalnum, span.of(aligned.old)))
    if is_mark or max(runs) < KEPT or evidence.crossed[number]:
        return AROUND
    starts = (
        there.start - min(NARROW, len(passage.before)),
        there.start + max(0, len(span) - LONGEST),
    )
    for words, start in zip(passage.narrow(len(span)), starts, strict=True):
        old, new = evidence.was[words], evidence.now[words]
        if len(new) > len(old) or 1 < len(old) != len(new):
            return f"the same words stand in {max(len(old), len(new))} places"
        if len(old) == 1 and new not in ([], [start]):
            return AROUND
    beside = zip(_narrow_now(aligned, span), passage.narrow(len(span)), strict=True)
    for words, before_that in beside:
        if words != before_that and evidence.was[words]:  # it may be those that stood there
            return f"the same words stand in {1 + len(evidence.was[words])} places"
    lost = passage.after if is_before else passage.before
    if not all(aligned.came_along(Span(at, at + len(lost))) for at in evidence.now.get(lost, ())):
        return AROUND
    return "" if _goes_on(aligned, span, number, ahead=is_before) else AROUND


def _goes_on(aligned: TextAlignment, span: Span, number: int, *, ahead: bool) -> bool:
    """Whether the texts agree again soon after a change beside a span, and the change is there.

    Args:
        aligned: The two texts.
        span: A span of the old text.
        number: Of the block that holds it.
        ahead: Whether the change is after the span.
    """
    block = aligned.blocks[number]
    step = 1 if ahead else -1
    following = number + step
    old = new = 0
    while 0 <= following < len(aligned.blocks):
        gap = aligned.gap(following if ahead else following + 1)
        old += len(gap[0])
        new += len(gap[1])
        if min(old, new) > NEARBY:
            return False
        if aligned.blocks[following].length >= AGAIN:
            return True
        old += aligned.blocks[following].length
        new += aligned.blocks[following].length
        following += step
    # The text ends before it goes on. Then only white space may have come or gone, or, beside a
    # span that has much of its context on the other side, what was put before or after the text.
    gap = aligned.gap(len(aligned.blocks) if ahead else 0)
    kept = span.start - block.old if ahead else block.old_end - span.end
    is_end = following == number + step
    return is_end and (
        (not (len(gap[0]) and len(gap[1])) and kept >= MUCH)
        or (_is_blank(aligned.old, gap[0]) and _is_blank(aligned.new, gap[1]))
    )


def _is_blank(text: str, gap: Span) -> bool:
    return len(gap) <= NEARBY and not gap.of(text).strip(_BLANK)


def _is_rooted(evidence: Evidence, span: Span, number: int) -> bool:
    """Whether a place with its context is where it was, and not a quotation of it elsewhere."""
    aligned = evidence.aligned
    block = aligned.blocks[number]
    is_long = span.start - block.old >= ROOTED, block.old_end - span.end >= ROOTED
    if all(is_long):
        return True
    return not evidence.crossed[number] and all(
        side or _goes_on(aligned, span, number, ahead=ahead)
        for side, ahead in zip(is_long, (False, True), strict=True)
    )


def _may_slide(evidence: Evidence, span: Span, number: int) -> bool:
    """Whether what was deleted or inserted beside a block may as well have been in the span."""
    block = evidence.aligned.blocks[number]
    before, after = evidence.slides[number], evidence.slides[number + 1]
    return span.start - block.old < before[1] or block.old_end - span.end < after[0]


def _count(evidence: Evidence, passage: str) -> int:
    """In how many places a passage stands in the text that has more of them."""
    return max(len(evidence.was[passage]), len(evidence.now[passage]))


def _same_words(aligned: TextAlignment, span: Span, there: Span, block: MatchingBlock) -> bool:
    """Whether neither end has become, or has ceased to be, the middle of a word or grapheme."""
    before, after = _rest_of_word(aligned.old, span)
    return (
        block.old <= span.start - before
        and span.end + after <= block.old_end
        and _rest_of_word(aligned.new, there) == (before, after)
        and (
            whole_graphemes(aligned.new, there) == there
            or whole_graphemes(aligned.old, span) != span
        )
    )


def _rest_of_word(text: str, span: Span) -> tuple[int, int]:
    """How many code points before and after a span belong to the words at its ends."""
    start, end = span.start, span.end
    if is_in_word(text[start]):
        while start > max(0, span.start - LONGEST_WORD) and is_in_word(text[start - 1]):
            start -= 1
    if is_in_word(text[end - 1]):
        while end < min(len(text), span.end + LONGEST_WORD) and is_in_word(text[end]):
            end += 1
    return span.start - start, end - span.end
