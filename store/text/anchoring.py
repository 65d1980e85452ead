"""Annotations of an article that has changed: where each of them is now, and how sure that is.

A place is certain only if nothing speaks against it, because an annotation that moves silently to
a passage that looks like its own is worse than one that a person has to confirm. A passage is
described as in the Web Annotation Data Model (W3C, 2017): by its place, its words, and what
stands before and after them. Unlike the tools that use that model in browsers, we never accept
words that are merely similar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.text.alignment import TextAlignment
from store.text.certainty import CONTEXT, LONGEST, Evidence, doubt
from store.text.proposing import propose, whole_graphemes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.text.span import Span

__all__ = ["CONTEXT", "Anchored", "anchor"]


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a span is in the new text, and how sure that is."""

    span: Span | None
    """The place in the new text; a proposal if it is not certain; None if there is none."""
    reason: str = ""
    """Why it is not certain, in a few words for the review list; empty if it is."""

    @property
    def is_certain(self) -> bool:
        """Whether the place can be taken without asking."""
        return not self.reason


def anchor(old: str, new: str, spans: Sequence[Span]) -> list[Anchored]:
    """Find spans of an old text again in a new one.

    A place is certain if all of these hold: the span lies in one stretch that is the same in both
    texts; its words, together with `CONTEXT` code points on one side of them, stand once in the
    old text and once in the new one, at that place; neither of its ends has become part of
    another word or grapheme; and, where the context on the other side has changed, nothing was
    moved past the place and that context has not come to stand elsewhere.

    Args:
        old: The text as it was annotated.
        new: The text as it is now.
        spans: Spans of the old text, in code points, in any order; none of them empty.

    Returns:
        A place, or a proposal, for each span, in the order given.

    Raises:
        ValueError: A span is empty or does not lie in the old text.
    """
    for span in spans:
        if not 0 <= span.start < span.end <= len(old):
            raise ValueError(f"there is no passage at {span.start}-{span.end} of the old text")
    if old == new:
        return [Anchored(span) for span in spans]
    evidence = Evidence.gather(TextAlignment.of(old, new), spans)
    answers = {span: _answer(evidence, span) for span in evidence.passages}
    return [answers[span] for span in spans]


def _answer(evidence: Evidence, span: Span) -> Anchored:
    number = evidence.aligned.holding(span)
    if number is not None:
        there = evidence.aligned.moved(span, number)
        why = doubt(evidence, span, there, number)
        return Anchored(whole_graphemes(evidence.aligned.new, there) if why else there, why)
    passage = evidence.passages[span]
    starts = {at + len(passage.before) for at in evidence.now[passage.from_before]}
    shift = max(0, len(span) - LONGEST)
    starts |= {at - shift for at in evidence.now[passage.to_after]}
    place, reason = propose(evidence.aligned, span, starts)
    return Anchored(place, reason)
