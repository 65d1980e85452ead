"""An edit of an adjudicator's work as it is put together, and what the work would be after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from store.adjudication.questions import LEFT_OUT, UNSAID, Why, decision_on, decisions_on
from store.annotations.actions import remove
from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    EditOfCluster,
    EditOfDecision,
    EditOfRelation,
    EditOfStance,
    link_edit,
    singles,
)
from store.annotations.links import Links
from store.annotations.model import (
    Annotation,
    Cluster,
    Decision,
    Relation,
    Stance,
    new_id,
    timestamp,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.adjudication.questions import Question
    from store.annotations.edits import Edit, SingleEdit
    from store.story.open_story import OpenStory


NOTHING: Final = Links()


class Draft:
    """What has been decided so far of one edit, and what stands then."""

    def __init__(
        self,
        links: Links = NOTHING,
        annotations_in: Callable[[str], Iterable[Annotation]] = lambda _: (),
        by: str = "",
    ) -> None:
        """Begin with what stands; with nothing, as somebody who has decided nothing.

        Args:
            links: What the adjudicator says of the story as a whole.
            annotations_in: Their annotations in an article, by its id.
            by: The login name of who decides.
        """
        self.links = links
        """What belongs to the story as a whole, after what was decided so far."""
        self._annotations_in = annotations_in
        self._by = by
        self._annotations: dict[str, dict[str, Annotation]] = {}
        self._edits: list[SingleEdit] = []
        self._decisions: dict[int, tuple[Question, Decision | None]] = {}
        """What was found on questions, by their identity, until something is decided."""

    @classmethod
    def of(cls, now: OpenStory, by: str = "") -> Draft:
        """One that begins with what stands in the adjudicator's work."""

        def annotations_in(article: str) -> Iterable[Annotation]:
            return now.article(article).annotations if now.story.ref(article) is not None else ()

        return cls(now.links(), annotations_in, by)

    def decision_on(self, question: Question) -> Decision | None:
        """The decision that answers a question; none while it is open."""
        found = self._decisions.get(id(question))
        if found is None:
            found = self._decisions[id(question)] = question, decision_on(self.links, question)
        return found[1]

    def decisions_in(self, article: str) -> list[Decision]:
        """All decisions in an article, by id."""
        return self.links.decisions_in(article)

    def annotation(self, article: str, each: str) -> Annotation | None:
        """An annotation of the adjudicator's by its id, after what was decided so far."""
        return self._of(article).get(each)

    def _of(self, article: str) -> dict[str, Annotation]:
        if article not in self._annotations:
            self._annotations[article] = {a.id: a for a in self._annotations_in(article)}
        return self._annotations[article]

    def batch(self, what: str) -> Batch | None:
        """All that was decided as one edit, called `what`; none if it changes nothing."""
        return Batch(tuple(self._edits), what) if self._edits else None

    def _make(self, edit: Edit) -> None:
        for single in singles(edit):
            if isinstance(single, EditOfAnnotation):
                here = self._of(single.article)
                if single.before is not None:
                    del here[single.before.id]
                if single.after is not None:
                    here[single.after.id] = single.after
            else:
                self.links = self.links.changed((single,))
            if isinstance(single, EditOfDecision):
                self._decisions.clear()
            self._edits.append(single)

    # Deciding ------------------------------------------------------------------------------

    def decide(self, question: Question, number: int, why: Why = UNSAID) -> None:
        """Take a reading, in the place of what was taken before.

        Args:
            question: What is decided.
            number: Of the reading, from 1; `LEFT_OUT` to have nothing there.
            why: The reason and the note; where both say nothing, those that it had.
        """
        reading = question.readings[number - 1] if number != LEFT_OUT else None
        old = decisions_on(self.links, question)
        made = self._put(question.article, old, reading.values if reading is not None else ())
        now = timestamp()
        decision = Decision(
            new_id(),
            question.article,
            question.kind,
            question.seen,
            reading.people if reading is not None else (),
            made,
            self._by,
            created=now,
            updated=now,
        )
        if old:
            decision = replace(decision, id=old[0].id, created=old[0].created)
            why = why if why != UNSAID else Why(old[0].reason, old[0].note)
        decision = replace(decision, reason=why.reason, note=why.note)
        for gone in old[1:]:
            self._make(EditOfDecision(gone, None))
        self._make(EditOfDecision(old[0] if old else None, decision))

    def open_again(self, question: Question) -> None:
        """Take back what was decided, and what it made."""
        old = decisions_on(self.links, question)
        self._put(question.article, old, ())
        for gone in old:
            self._make(EditOfDecision(gone, None))

    def _put(
        self,
        article: str,
        old: Sequence[Decision],
        wanted: Sequence[Annotation | Relation | Cluster | Stance],
    ) -> tuple[str, ...]:
        """Have in the work what is wanted, and of what was made before only that; its ids."""
        before = [v for d in old for each in d.made if (v := self._standing(article, d, each))]
        found = [self._same(article, value) for value in wanted]
        left = [v for v in before if v.id not in {f.id for f in found if f is not None}]
        made: list[str] = []
        for value, there in zip(wanted, found, strict=True):
            if there is None:
                was = left.pop(0) if left and type(left[0]) is type(value) else None
                made.append(self._put_one(article, was, value))
            else:
                made.append(there.id)
        for value in left:
            self._take_away(article, value)
        return tuple(made)

    def _standing(
        self, article: str, decision: Decision, each: str
    ) -> Annotation | Relation | Cluster | Stance | None:
        """What a decision has made, as it is now; none if it is gone."""
        match decision.kind:
            case "spans":
                return self.annotation(article, each)
            case "relation":
                return self.links.relations.get(each)
            case "cluster":
                return self.links.clusters.get(each)
            case _:
                return self.links.stances.get(each)

    def _same(
        self, article: str, value: Annotation | Relation | Cluster | Stance
    ) -> Annotation | Relation | Cluster | Stance | None:
        """What stands there already and says what is wanted."""
        match value:
            case Annotation():
                place = (value.start, value.end, value.label)
                return next(
                    (a for a in self._of(article).values() if (a.start, a.end, a.label) == place),
                    None,
                )
            case Relation():
                tie = (value.type, value.head, value.tail, value.role)
                return next(
                    (
                        r
                        for r in self.links.relations_of(value.head)
                        if (r.type, r.head, r.tail, r.role) == tie
                    ),
                    None,
                )
            case Cluster():
                members = (value.relation, value.members)
                return next(
                    (
                        c
                        for c in self.links.clusters_of(value.members[0])
                        if (c.relation, c.members) == members
                    ),
                    None,
                )
            case _:
                there = self.links.stance(value.cluster, value.article)
                return there if there is not None and there.value == value.value else None

    def _put_one(
        self,
        article: str,
        was: Annotation | Relation | Cluster | Stance | None,
        value: Annotation | Relation | Cluster | Stance,
    ) -> str:
        """Add a value, or make what was made before into it; its id."""
        now = timestamp()
        if was is None and isinstance(value, Stance):
            was = self.links.stance(value.cluster, value.article)
        after = replace(
            value,
            id=was.id if was is not None else new_id(),
            created=was.created if was is not None else now,
            updated=now,
        )
        if isinstance(after, Annotation):
            assert was is None or isinstance(was, Annotation)
            note = was.note if was is not None else ""
            self._make(EditOfAnnotation(article, was, replace(after, note=note)))
        else:
            assert not isinstance(was, Annotation)
            self._make(link_edit(was, after))
        return after.id

    def _take_away(self, article: str, value: Annotation | Relation | Cluster | Stance) -> None:
        match value:
            case Annotation():
                self._make(remove(article, value, self.links))
            case Relation():
                self._make(EditOfRelation(value, None))
            case Cluster():
                for stance in self.links.stances_of(value.id):
                    self._make(EditOfStance(stance, None))
                self._make(EditOfCluster(value, None))
            case _:
                self._make(EditOfStance(value, None))
