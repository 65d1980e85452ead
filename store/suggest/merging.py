"""What of all that is suggested is shown: each span once, and nothing that was settled already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.model import Origin
from store.suggest.model import ELSEWHERE, SUGGESTER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from store.annotations.collection import Annotations
    from store.suggest.model import Suggestion
    from store.text.span import Span


def _rank(suggestion: Suggestion) -> tuple[int, float, int, float]:
    """What was asked for goes first, then what was tagged before: as the text goes, the longer
    first, and of the same place the surest. Then the surest of what is only guessed."""
    place = (suggestion.start, -suggestion.end)
    if suggestion.origin is Origin.PROPAGATED:
        return (0, *place, -suggestion.score)
    if suggestion.suggester in (SUGGESTER, ELSEWHERE):
        return (1 + (suggestion.suggester == ELSEWHERE), *place, -suggestion.score)
    return (3, -suggestion.score, -len(suggestion.span), suggestion.start)


def to_show(
    suggestions: Iterable[Suggestion],
    annotations: Annotations,
    rejected: Annotations,
    removed: Collection[tuple[Span, str]],
) -> list[Suggestion]:
    """What is to be shown.

    Not what was rejected. Not what overlaps an annotation of the same label, nor what stands just
    where one of another label does: a span hardly ever gets two labels, or is part of another with
    its own. Of suggestions among themselves, by the same rules, what was tagged before, then the
    surest; when that is rejected the next one shows.

    Args:
        suggestions: By anybody.
        annotations: Of the article.
        rejected: What was rejected in it.
        removed: What a person has tagged and removed again since the story was opened.
    """
    chosen: list[Suggestion] = []
    for suggestion in sorted(suggestions, key=_rank):
        span, label = suggestion.span, suggestion.label
        if (span, label) in removed or (len(rejected) and rejected.find(span, label) is not None):
            continue
        if not _is_free(span, label, [(a.span, a.label) for a in annotations.overlapping(span)]):
            continue
        if _is_free(span, label, _beside(span, chosen)):
            chosen.append(suggestion)
    return sorted(chosen, key=lambda suggestion: suggestion.order)


def _beside(span: Span, chosen: Sequence[Suggestion]) -> list[tuple[Span, str]]:
    return [(s.span, s.label) for s in chosen if s.start < span.end and span.start < s.end]


def _is_free(span: Span, label: str, beside: Iterable[tuple[Span, str]]) -> bool:
    return not any(other == span or name == label for other, name in beside)
