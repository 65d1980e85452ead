"""What a key means: one value, made from what is shown, that the inspector draws.

    selected     [[Iran said|]] it would          the span; an annotation of just that span
    suggested    reached by key: ‹Iran›           the suggestion, whatever it is worth by now
    current      reached by key: <Iran>           the annotation
    made         just tagged: <Ira|n>             the annotation, until the caret moves
    tagged       <Ir|an> said                     the annotation: it lies within the word
    offered      ‹Vladimir Pu|tin› said           the suggestion under the caret
    word         <Vladimir Pu|tin> said           the word; around it, the annotation
    within       <Vladimir| Putin> said           no word, but an annotation around the caret
    nothing      Putin. | He said

Only keys, the mouse and undo change it. Every command asks it and nothing else, so that what the
screen says is what a key does.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from store.frozen import Frozen
from store.text.boundaries import without_possessive, word_at

if TYPE_CHECKING:
    from collections.abc import Container

    from store.annotations.collection import Annotations
    from store.annotations.model import Annotation
    from store.suggest.model import Suggestion
    from store.suggest.proposals import Proposals
    from store.text.span import Span
    from tui.view import View


class TargetKind(StrEnum):
    """What sort of thing a key means; the first that fits."""

    RESIZING = "resizing"
    SELECTED = "selected"
    SUGGESTED = "suggested"
    CURRENT = "current"
    MADE = "made"
    TAGGED = "tagged"
    OFFERED = "offered"
    WORD = "word"
    WITHIN = "within"
    NOTHING = "nothing"


class Target(Frozen):
    """What a key means."""

    kind: TargetKind
    span: Span | None = None
    """What a label's key tags, in code points."""
    annotation: Annotation | None = None
    """What is relabelled, removed, resized, noted on, and whose ends are moved."""
    suggestion: Suggestion | None = None
    """What is accepted or rejected."""
    around: tuple[Annotation, ...] = ()
    """The other annotations here, the innermost first."""

    @property
    def here(self) -> tuple[Annotation, ...]:
        """The annotation that is meant, if any, and those around, the innermost first."""
        return self.around if self.annotation is None else (self.annotation, *self.around)

    @property
    def nearest(self) -> Annotation | None:
        """The annotation that is meant, or else the innermost around."""
        return next(iter(self.here), None)


def target(
    view: View,
    text: str,
    annotations: Annotations,
    drawn: Proposals | None,
    barred: Container[str] = (),
) -> Target:
    """What a key means.

    Args:
        view: Where the reader is.
        text: The article's.
        annotations: The article's.
        drawn: The suggestions as they are painted.
        barred: The labels that are drawn as a bar beside the text. What is suggested with one of
            these is long, so that the word under the caret is what a label's key tags in it.
    """
    if view.resizing is not None:
        span = view.selection.span.visible(text)
        return Target(TargetKind.RESIZING, span, view.resizing)
    if not view.selection.is_empty:
        return _target_of_selection(view.selection.span.visible(text), annotations, drawn)
    head = view.selection.head
    word = word_at(text, head)
    here = annotations.at(head)
    if not here and word is not None and word.end == head:
        here = annotations.at(word.start)  # just behind a word that is meant
    if view.suggested is not None:
        reached = view.suggested
        return Target(TargetKind.SUGGESTED, reached.span, suggestion=reached, around=tuple(here))
    for kind, annotation in (
        (TargetKind.CURRENT, view.current),
        (TargetKind.MADE, view.last_created),
    ):
        if annotation is not None:
            others = tuple(other for other in here if other.id != annotation.id)
            return Target(kind, annotation.span, annotation, around=others)
    tagged = _annotation_in(text, word, annotations) if word is not None else None
    if tagged is not None:
        others = tuple(other for other in here if other.id != tagged.id)
        return Target(TargetKind.TAGGED, tagged.span, tagged, around=others)
    beside = drawn.at(head) if drawn is not None else []
    offered = next((each for each in beside if each.label not in barred), None)
    if offered is not None:
        return Target(TargetKind.OFFERED, offered.span, suggestion=offered, around=tuple(here))
    suggestion = next(iter(beside), None)
    if word is not None:
        return Target(TargetKind.WORD, word, suggestion=suggestion, around=tuple(here))
    kind = TargetKind.WITHIN if here else TargetKind.NOTHING
    return Target(kind, suggestion=suggestion, around=tuple(here))


def _annotation_in(text: str, word: Span, annotations: Annotations) -> Annotation | None:
    """The innermost annotation that lies within a word, its possessive aside."""
    inside = [
        each
        for each in annotations.overlapping(word)
        if word.covers(without_possessive(text, each.span))
    ]
    return min(inside, key=lambda each: (len(each.span), each.order), default=None)


def _target_of_selection(span: Span, annotations: Annotations, drawn: Proposals | None) -> Target:
    over = [each for each in annotations.overlapping(span) if each.span.covers(span)]
    exact = [each for each in over if each.span == span]
    annotation = max(exact, key=lambda each: each.updated, default=None)
    beside = drawn.overlapping(span) if drawn is not None else []
    suggestion = next((each for each in beside if each.span == span), None)
    around = sorted((each for each in over if each is not annotation), key=lambda a: len(a.span))
    return Target(TargetKind.SELECTED, span, annotation, suggestion, tuple(around))
