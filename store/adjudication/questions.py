"""What an adjudicator is asked: what some annotators have somewhere, as readings to choose among.

A question is the same whatever it is about: spans, a relation, a cluster, a cell. Its readings are
what its people have, in the adjudicator's own terms; leaving it out is a reading too.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import Annotation, DecisionKind, SeenWork
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.adjudication.gathering import StoryItems
    from store.adjudication.items import DisputedSpans, SpanReading
    from store.annotations.links import Links
    from store.annotations.model import Cluster, Decision, Relation, Stance

LEFT_OUT: Final = 0
"""The number of the reading of those who left it out; others count from 1."""
_AROUND: Final = 20
"""Code points on either side of a span that tell it from the same words elsewhere."""
_DIGEST_BYTES: Final = 16


class Reading(Frozen):
    """What one or more people have, all of them alike."""

    people: tuple[str, ...]
    """In alphabetical order."""
    values: tuple[Annotation | Relation | Cluster | Stance, ...]
    """What it would make: without the ids that these have in the adjudicator's work."""
    notes: tuple[tuple[str, str], ...] = ()
    """Who has written what on it."""


class Question(Frozen):
    """Something to decide, or on which all agree."""

    kind: DecisionKind
    article: str
    """The article's id."""
    start: int
    """Code points before what it is about."""
    end: int
    """Code points up to its end."""
    differences: tuple[str, ...]
    """In what people differ, in alphabetical order; nothing where all agree."""
    readings: tuple[Reading, ...]
    """Those of most people first; one at least. Where all who had it have removed it since it was
    decided, one that nobody has: what stands there."""
    left_out_by: tuple[str, ...]
    """Who has nothing of it."""
    seen: tuple[SeenWork, ...]
    """What everybody has, to notice when that changes; by name."""

    @property
    def is_agreed(self) -> bool:
        """Whether all have the same."""
        return len(self.readings) == 1 and not self.left_out_by

    @property
    def votes(self) -> tuple[int, ...]:
        """How many have each reading, those who left it out first."""
        return len(self.left_out_by), *(len(each.people) for each in self.readings)

    @property
    def majority(self) -> int | None:
        """The number of the reading that more than half of all have; none if there is no such."""
        votes = self.votes
        return next((n for n, count in enumerate(votes) if 2 * count > sum(votes)), None)

    @property
    def is_wanting(self) -> bool:
        """Whether it is about what some have and others have not, and nothing else."""
        return len(self.readings) == 1 and bool(self.left_out_by)


def digest(*parts: object) -> str:
    """A hash of what somebody has, by which a later change is noticed."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[: 2 * _DIGEST_BYTES]


def decisions_on(links: Links, question: Question) -> list[Decision]:
    """What was decided of anything that people have of it, the last one first."""
    found = {
        each.id: each
        for seen in question.seen
        for seen_id in seen.ids
        for each in links.decisions_on(question.kind, seen.who, seen_id)
    }
    return sorted(found.values(), key=lambda each: each.id, reverse=True)


def stands(decision: Decision, question: Question) -> bool:
    """Whether a decision was made on what the people of a question have now."""
    then = {seen.who: seen.digest for seen in decision.seen}
    return all(then.get(seen.who) == seen.digest for seen in question.seen)


def decision_on(links: Links, question: Question) -> Decision | None:
    """The decision that answers a question; none while it is open."""
    return next((d for d in decisions_on(links, question) if stands(d, question)), None)


def changed_since(decision: Decision, question: Question) -> tuple[str, ...]:
    """Whose work is another than when something was decided, in alphabetical order."""
    then = {seen.who: seen.digest for seen in decision.seen}
    return tuple(seen.who for seen in question.seen if then.get(seen.who) != seen.digest)


def number_taken(decision: Decision, question: Question) -> int | None:
    """The number of the reading that was taken; none if it is not among them any more."""
    if not decision.taken:
        return LEFT_OUT
    for number, reading in enumerate(question.readings, start=1):
        if set(decision.taken) & set(reading.people):
            return number
    return None


def span_questions(items: StoryItems, article: str) -> list[Question]:
    """The questions about the spans of an article, as it reads, also where all agree."""
    text = items.texts[article]
    return [_of_spans(article, text, item, items.heads) for item in items.spans[article]]


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


def _of_spans(
    article: str, text: str, item: DisputedSpans, heads: Mapping[str, tuple[int, str]]
) -> Question:
    by_person = dict(_by_person(item))
    seen = tuple(
        SeenWork(who, tuple(a.id for a in theirs), _digest_of(theirs, text), *heads.get(who, ()))
        for who in sorted(item.people)
        for theirs in (by_person.get(who, ()),)
    )
    readings = tuple(_reading(each) for each in item.readings)
    return Question(
        DecisionKind.SPANS,
        article,
        item.start,
        item.end,
        tuple(sorted(item.differences)),
        readings,
        item.left_out_by,
        seen,
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
    return digest(*said) if said else ""


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
