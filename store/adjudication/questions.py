"""What an adjudicator is asked: what some annotators have somewhere, as readings to choose among.

A question is the same whatever it is about: spans, a relation, a cluster, a cell. Its readings are
what its people have, in the adjudicator's own terms; leaving it out is a reading too.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import DecisionKind, DecisionReason
from store.frozen import Frozen

if TYPE_CHECKING:
    from store.annotations.links import Links
    from store.annotations.model import (
        Annotation,
        Cluster,
        Decision,
        Relation,
        SeenWork,
        Stance,
    )
    from store.text.span import Span

LEFT_OUT: Final = 0
"""The number of the reading of those who left it out; others count from 1."""
_DIGEST_BYTES: Final = 16


class Reading(Frozen):
    """What one or more people have, all of them alike."""

    people: tuple[str, ...]
    """In alphabetical order."""
    values: tuple[Annotation | Relation | Cluster | Stance, ...]
    """What it would make: without the ids that these have in the adjudicator's work."""
    notes: tuple[tuple[str, str], ...] = ()
    """Who has written what on it."""


class Question(Frozen, dict=True):
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
    def order(self) -> tuple[int, int, int]:
        """Sorts questions as the text reads, that about spans before what is about these."""
        return self.start, self.end, tuple(DecisionKind).index(self.kind)

    @cached_property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What tells it from other questions, also after what people have has changed a little."""
        ids = (each for seen in self.seen for each in seen.ids)
        return self.kind, tuple(sorted(ids))

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


def undivided_question(
    kind: DecisionKind,
    article: str,
    place: Span,
    readings: tuple[Reading, ...],
    seen: tuple[SeenWork, ...],
) -> Question:
    """A question about what people have alike or not at all: what differs is what it is about.

    Args:
        kind: What it is about.
        article: The article's id.
        place: In code points.
        readings: Those of most people first.
        seen: What everybody has, by name.
    """
    left_out_by = tuple(each.who for each in seen if not each.ids)
    is_agreed = len(readings) == 1 and not left_out_by
    differences = () if is_agreed else (kind.value,)
    return Question(kind, article, place.start, place.end, differences, readings, left_out_by, seen)


class Why(Frozen):
    """Why something was decided as it was."""

    reason: DecisionReason = DecisionReason.UNSAID
    note: str = ""


UNSAID: Final = Why()


class DocketEntry(Frozen):
    """A question, and what was decided of it."""

    question: Question
    decision: Decision | None
    """None while it is open."""
    earlier: Decision | None
    """What was decided before somebody changed their work, while it is open again."""
    is_to_check: bool
    """Whether it is one of those on which all agree that are looked at all the same."""

    @property
    def is_open(self) -> bool:
        """Whether it has to be decided."""
        return self.decision is None

    @property
    def is_single(self) -> bool:
        """Whether it is decided by itself, not with all on which everybody agrees."""
        return not self.question.is_agreed or self.is_to_check or self.earlier is not None

    @property
    def needs_a_look(self) -> bool:
        """Whether it has to be decided by itself, and has not been."""
        return self.is_open and self.is_single


class DecidedCounts(Frozen):
    """How far an article is decided."""

    single: int
    """The questions that are decided one by one."""
    decided: int
    """Of these."""
    agreed: int
    """On which all agree, and that are taken together."""
    taken: int
    """Of these."""


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
    found = (
        each
        for seen in question.seen
        for seen_id in seen.ids
        for each in links.decisions_on(question.kind, seen.who, seen_id)
    )
    return next((each for each in found if stands(each, question)), None)


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
