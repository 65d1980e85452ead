"""What the gold says of an annotation: is it right, and if not, how would it be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.practice.gold import GoldSpan
from store.text.objects import move_end, move_start, tightened

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from store.annotations.model import Annotation
    from store.practice.gold import Gold
    from store.text.span import Span

_MOST_NUDGES: Final = 4
"""Beyond so many it is less trouble to select anew."""
_SHARE: Final = 0.3
"""The share of two spans that must be common to both for one to be meant by the other."""


class Finding(StrEnum):
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

    finding: Finding
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
    way: tuple[Nudge, ...] = ()
    """The fewest nudges that make it right; none if there are more than a person would make."""


def place_of(article_id: str, annotation: Annotation) -> GoldSpan:
    """An annotation as the gold would have it."""
    return GoldSpan(article_id, annotation.start, annotation.end, annotation.label)


def judged(
    gold: Gold, article_id: str, annotation: Annotation, tagged: Collection[GoldSpan]
) -> Verdict:
    """Compare an annotation with the gold.

    Args:
        gold: What is right.
        article_id: Where the annotation is.
        annotation: In that article.
        tagged: All that is tagged; what of the gold is among it is not meant by something else.
    """
    place, text = place_of(article_id, annotation), gold.texts[article_id]
    label = annotation.label
    if place in gold.spans:
        return Verdict(Finding.RIGHT, label, annotation.text, place)
    open_ones = [span for span in gold.of_article(article_id) if span not in tagged]
    same = [span for span in open_ones if span.span == annotation.span]
    if same:
        return Verdict(Finding.LABEL, label, annotation.text, same[0])
    wanted = _meant(place, (span for span in open_ones if span.label == label))
    if wanted is None:
        return Verdict(Finding.ABSENT, label, annotation.text)
    return Verdict(
        Finding.EXTENT,
        label,
        annotation.text,
        wanted,
        leaves_out=_beyond(text, place.span, wanted.span),
        takes_in=_beyond(text, wanted.span, place.span),
        way=way(text, place.span, wanted.span),
    )


def _meant(place: GoldSpan, among: Iterator[GoldSpan]) -> GoldSpan | None:
    """The span that shares most with a place, if that is enough."""
    shares = [(_share(place.span, span.span), span) for span in among]
    share, best = max(shares, default=(0.0, None), key=lambda pair: pair[0])
    return best if share >= _SHARE else None


def _share(one: Span, other: Span) -> float:
    """Of all the code points in two spans, the share that is in both."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / (len(one) + len(other) - max(0, common))


def _beyond(text: str, one: Span, other: Span) -> tuple[str, ...]:
    """What a span has before the start and behind the end of another."""
    pieces = (text[one.start : other.start], text[other.end : one.end])
    return tuple(piece.strip() for piece in pieces if piece.strip())


def way(text: str, span: Span, wanted: Span) -> tuple[Nudge, ...]:
    """The fewest nudges from one span to another; none if `_MOST_NUDGES` do not do it."""
    if span == wanted:
        return ()
    seen = {span}
    reached: list[tuple[Span, tuple[Nudge, ...]]] = [(span, ())]
    for _ in range(_MOST_NUDGES):
        further: list[tuple[Span, tuple[Nudge, ...]]] = []
        for here, so_far in reached:
            for nudge, move in _MOVES.items():
                there = move(text, here)
                if there == wanted:
                    return (*so_far, nudge)
                if there not in seen:
                    seen.add(there)
                    further.append((there, (*so_far, nudge)))
        reached = further
    return ()
