"""The questions about the spans of an article, from what its annotators have in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.adjudication.questions import Question, Reading, digest
from store.annotations.model import Annotation, DecisionKind, SeenWork

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.adjudication.gathering import StoryItems
    from store.adjudication.items import DisputedSpans, SpanReading
    from store.annotations.model import Decision

_AROUND: Final = 20
"""Code points on either side of a span that tell it from the same words elsewhere."""


def span_questions(items: StoryItems, article: str) -> list[Question]:
    """The questions about the spans of an article, as it reads, also where all agree."""
    text = items.texts[article]
    return [_of_spans(items, article, text, item) for item in items.spans[article]]


def question_of_gone(decision: Decision, made: Sequence[Annotation]) -> Question:
    """Whether what was decided stays, now that all who had it have removed it.

    Args:
        decision: About spans, of which nothing that was seen is there any more.
        made: What stands for it in the adjudicator's work; one annotation at least.
    """
    values = tuple(
        Annotation("", a.start, a.end, a.label, a.text, attributes=a.attributes) for a in made
    )
    return Question(
        DecisionKind.SPANS,
        decision.article,
        min(a.start for a in made),
        max(a.end for a in made),
        ("missing",),
        (Reading((), values),),
        tuple(seen.who for seen in decision.seen),
        tuple(SeenWork(seen.who, seen.ids, "") for seen in decision.seen),
    )


def _of_spans(items: StoryItems, article: str, text: str, item: DisputedSpans) -> Question:
    had = {
        who: (tuple(a.id for a in theirs), _digest_of(theirs, text))
        for who, theirs in _by_person(item)
    }
    readings = tuple(_reading(each) for each in item.readings)
    return Question(
        DecisionKind.SPANS,
        article,
        item.start,
        item.end,
        tuple(sorted(item.differences)),
        readings,
        item.left_out_by,
        items.seen(sorted(item.people), had),
    )


def _by_person(item: DisputedSpans) -> Iterator[tuple[str, tuple[Annotation, ...]]]:
    for reading in item.readings:
        yield from zip(reading.people, reading.annotations, strict=True)


def _digest_of(spans: Iterable[Annotation], text: str) -> str:
    """Of spans by their labels, words and surroundings, as their offsets change with the text."""
    said = [
        (a.label, text[max(0, a.start - _AROUND) : a.start], a.text, text[a.end : a.end + _AROUND])
        for a in spans
    ]
    return digest(*said)


def _reading(reading: SpanReading) -> Reading:
    """A reading with what all who have it say of its spans, and with the notes of each."""
    made = []
    for alike in zip(*reading.annotations, strict=True):
        shared = set(alike[0].attributes).intersection(*(each.attributes for each in alike))
        first = alike[0]
        made.append(
            Annotation(
                "",
                first.start,
                first.end,
                first.label,
                first.text,
                attributes=tuple(sorted(shared)),
            )
        )
    notes = tuple(
        (who, each.note)
        for who, theirs in zip(reading.people, reading.annotations, strict=True)
        for each in theirs
        if each.note
    )
    return Reading(reading.people, tuple(made), notes)
