"""What the gold says of an annotation: is it right, and if not, how would it be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.practice.gold import GoldSpan
from store.text.objects import move_end, move_start, tightened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from store.annotations.model import Annotation
    from store.practice.gold import Gold
    from store.text.span import Span

_MOST_NUDGES: Final = 4
"""Beyond so many it is less trouble to select anew."""
_SHARE: Final = 0.3
"""The share of two spans that must be common to both for one to be meant by the other."""


class Judgement(StrEnum):
    """What comes of comparing an annotation with the gold."""

    RIGHT = "right"
    LABEL = "label"
    """The gold has the span with another label."""
    EXTENT = "extent"
    """The gold has a span there with that label that begins or ends elsewhere."""
    ABSENT = "absent"


class Nudge(StrEnum):
    """A key's worth of moving an end; the values are the ids of the commands."""

    TIGHTEN = "nudge.tighten"
    START_RIGHT = "nudge.start-right"
    END_LEFT = "nudge.end-left"
    START_LEFT = "nudge.start-left"
    END_RIGHT = "nudge.end-right"


_MOVES: Final[Mapping[Nudge, Callable[[str, Span], Span]]] = {
    Nudge.TIGHTEN: tightened,
    Nudge.START_RIGHT: lambda text, span: move_start(text, span, 1),
    Nudge.END_LEFT: lambda text, span: move_end(text, span, -1),
    Nudge.START_LEFT: lambda text, span: move_start(text, span, -1),
    Nudge.END_RIGHT: lambda text, span: move_end(text, span, 1),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gold says of one annotation."""

    judgement: Judgement
    label: str
    """That it was tagged with."""
    text: str
    """That was tagged."""
    wanted: GoldSpan | None = None
    """What the gold has instead, or the same."""
    leaves_out: tuple[str, ...] = ()
    """What stands at the ends of the annotation and not in the gold."""
    takes_in: tuple[str, ...] = ()
    """What the gold has more at the ends."""
    nudges: tuple[Nudge, ...] = ()
    """The fewest that make it right; none if there are more than a person would make."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the gold says of an edit."""

    verdicts: tuple[Verdict, ...] = ()
    """Of each annotation that it leaves, in the order of the edit."""
    lost: tuple[GoldSpan, ...] = ()
    """What was right and is not tagged any more, or is rejected though the gold has it."""
    by_rejecting: bool = False
    """Whether the edit rejects something."""
    goes_on: bool = False
    """Whether an exercise was done by it."""


def judge(
    gold: Gold, article_id: str, annotation: Annotation, tagged: Collection[GoldSpan]
) -> Verdict:
    """Compare an annotation with the gold.

    Args:
        gold: What is right.
        article_id: Where the annotation is.
        annotation: In that article.
        tagged: All that is tagged; what of the gold is among it is not meant by something else.
    """
    place, text = GoldSpan.of(article_id, annotation), gold.texts[article_id]
    label, here = annotation.label, annotation.span
    if place in gold.spans:
        return Verdict(Judgement.RIGHT, label, annotation.text, place)
    missing = [span for span in gold.of_article(article_id) if span not in tagged]
    for span in missing:
        if span.span == here:
            return Verdict(Judgement.LABEL, label, annotation.text, span)
    near = [span for span in missing if span.label == label]
    wanted = max(near, key=lambda span: _share(here, span.span), default=None)
    if wanted is None or _share(here, wanted.span) < _SHARE:
        return Verdict(Judgement.ABSENT, label, annotation.text)
    return Verdict(
        Judgement.EXTENT,
        label,
        annotation.text,
        wanted,
        leaves_out=_beyond(text, here, wanted.span),
        takes_in=_beyond(text, wanted.span, here),
        nudges=nudges_between(text, here, wanted.span),
    )


def _share(one: Span, other: Span) -> float:
    """Of all the code points in two spans, the share that is in both."""
    common = max(0, min(one.end, other.end) - max(one.start, other.start))
    return common / (len(one) + len(other) - common)


def _beyond(text: str, one: Span, other: Span) -> tuple[str, ...]:
    """What a span has before the start and behind the end of another."""
    pieces = (text[one.start : other.start], text[other.end : one.end])
    return tuple(piece.strip() for piece in pieces if piece.strip())


def nudges_between(text: str, span: Span, wanted: Span) -> tuple[Nudge, ...]:
    """The fewest nudges from one span to another; none if `_MOST_NUDGES` do not do it."""
    ways: dict[Span, tuple[Nudge, ...]] = {span: ()}
    reached = [span]
    for _ in range(_MOST_NUDGES):
        further = []
        for here in reached:
            for nudge, move in _MOVES.items():
                there = move(text, here)
                if there not in ways:
                    ways[there] = (*ways[here], nudge)
                    further.append(there)
        if wanted in ways:
            break
        reached = further
    return ways.get(wanted, ())
