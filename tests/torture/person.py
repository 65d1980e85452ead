"""Somebody who annotates: a seeded choice of steps, and a model of what they have said so far.

The model is plain sets. It is made from the edits alone and knows nothing of how they are kept.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from msgspec.structs import replace

from store.annotations import actions
from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    EditOfArticle,
    EditOfCluster,
    EditOfDecision,
    EditOfRefusal,
    EditOfRelation,
    EditOfStance,
    singles,
)
from store.annotations.links import Links
from store.annotations.model import (
    Annotation,
    ArticleState,
    Cluster,
    Decision,
    DecisionKind,
    Mention,
    RefusedOffer,
    Relation,
    SeenWork,
    Stance,
    StanceValue,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from store.annotations.edits import Edit
    from store.annotations.model import Linked

LABELS: Final = ("actor", "location", "claim", "source")
TEXTS: Final = {
    "1_wire": "Moscow sent troops, an official said.\n\nThe troops arrived in Latakia at dawn.\n",
    "2_paper": "An official said that Moscow denies it. “Nothing was sent”, he told the paper.\n",
    "3_blog": "Latakia, 6 a.m.: lorries on the coast road. Who sent them? Moscow, people say.\n",
}
"""The articles of the story that is tortured, by id."""
_WORDS: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class State:
    """All that has been said at one moment."""

    annotations: frozenset[tuple[str, Annotation]] = frozenset()
    """Each with the id of its article."""
    relations: frozenset[Relation] = frozenset()
    clusters: frozenset[Cluster] = frozenset()
    others: frozenset[Linked] = frozenset()
    """Stances, what is said of articles, refused offers."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the person does."""

    did: Literal["edit", "undo", "redo", "checkpoint", "reopen"]
    edit: Edit | None = None
    """For a new edit."""

    @property
    def is_edit(self) -> bool:
        """Whether it changes what is said, and so is acknowledged."""
        return self.did in ("edit", "undo", "redo")


@dataclass(frozen=True, slots=True)
class Moment:
    """What is said after so many acknowledged edits, and what one undo would make of it."""

    state: State = State()
    before: State | None = None
    """None where there is nothing to undo."""


@dataclass(slots=True)
class Person:
    """Chooses steps from a seed, and keeps the model of those that were made."""

    seed: int
    links: bool = True
    """Whether to relate, gather, undo and make several edits at once as well: what TinyDB as it
    comes has no call for."""
    housekeeping: float = 0.06
    """Share of the steps that are a checkpoint; half as many are a closing and opening."""
    new_id: Callable[[], str] | None = None
    """Makes the ids; if not given they are counted, so that the same seed says the same."""
    stamp: Callable[[], str] | None = None
    """Says when it is; counted as well if not given."""
    most: int = 30
    """Annotations from which on no more are added, so that a long run stays quick."""
    states: list[State] = field(default_factory=lambda: [State()])
    """What undo and redo walk over."""
    here: int = 0
    _random: random.Random = field(init=False)
    _made: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def goes_on_as(self, seed: int) -> None:
        """Choose as somebody else from now on, knowing what was said so far."""
        self.seed, self._random = seed, random.Random(seed)

    @property
    def state(self) -> State:
        """What has been said so far."""
        return self.states[self.here]

    @property
    def moment(self) -> Moment:
        """What has been said so far, and what one undo would make of it."""
        return Moment(self.state, self.states[self.here - 1] if self.here else None)

    def next(self) -> Step:
        """The next thing to do; nothing of it is in the model before `did` says so."""
        chance = self._random.random()
        if chance < self.housekeeping:
            return Step("reopen" if chance < self.housekeeping / 3 else "checkpoint")
        if self.links and chance > 0.86:
            if self.here and chance < 0.95:
                return Step("undo")
            if self.here < len(self.states) - 1:
                return Step("redo")
        edit: Edit | None = None
        while edit is None:
            edit = self._edit()
        return Step("edit", edit)

    def outcome(self, step: Step) -> State:
        """What would be said if this step was made."""
        match step.did:
            case "undo":
                return self.states[self.here - 1]
            case "redo":
                return self.states[self.here + 1]
            case _:
                return self.state if step.edit is None else changed(self.state, step.edit)

    def did(self, step: Step) -> None:
        """Take a step into the model."""
        match step.did:
            case "undo":
                self.here -= 1
            case "redo":
                self.here += 1
            case "edit":
                self.states = [*self.states[: self.here + 1], self.outcome(step)]
                self.here += 1

    # What there is to do -------------------------------------------------------------------

    def _edit(self) -> Edit | None:
        everything = sorted(self.state.annotations, key=lambda each: (each[0], each[1].order))
        chance = self._random.random()
        if not everything or (chance < 0.45 and len(everything) < self.most):
            return self._tag()
        article, annotation = self._random.choice(everything)
        if chance < 0.55:
            label = self._random.choice(LABELS)
            return self._change(article, annotation, label=label)
        if chance < 0.65:
            start, end = self._place(article)
            text = TEXTS[article][start:end]
            return self._change(article, annotation, start=start, end=end, text=text)
        if chance < 0.75:
            return self._change(article, annotation, note=self._note())
        if chance < 0.85 or not self.links:
            if self.links:
                links = Links.of(self.state.relations, self.state.clusters, self.state.others)
                return actions.remove(article, annotation, links)
            return EditOfAnnotation(article, annotation, None)
        if chance < 0.90:
            return Batch(tuple(e for e in (self._tag(), self._tag()) if e), "propagate")
        return self._link(Mention(article, annotation.id), everything)

    def _tag(self) -> EditOfAnnotation:
        article = self._random.choice(sorted(TEXTS))
        start, end = self._place(article)
        now = self._now()
        label, text = self._random.choice(LABELS), TEXTS[article][start:end]
        made = Annotation(self._id(), start, end, label, text, created=now, updated=now)
        return EditOfAnnotation(article, None, made)

    def _change(self, article: str, annotation: Annotation, **to: object) -> Edit | None:
        after = replace(annotation, **to)
        if after == annotation:
            return None
        return EditOfAnnotation(article, annotation, replace(after, updated=self._now()))

    def _link(self, mention: Mention, everything: list[tuple[str, Annotation]]) -> Edit:
        other = Mention(*self._mention(self._random.choice(everything)))
        if self._random.random() < 0.5:
            # A type that joins any two labels: another goes where a label comes that does not fit.
            relation = Relation(self._id(), "copied-from", mention, other)
            return EditOfRelation(None, relation)
        clusters = sorted(self.state.clusters, key=lambda cluster: cluster.id)
        if self._random.random() < 0.4:
            return self._other(mention.article, clusters)
        if not clusters or self._random.random() < 0.4:
            members = tuple(sorted({mention, other}))
            # Of a label that nothing has: one of the label is left by what is given another.
            return EditOfCluster(None, Cluster(self._id(), "event", self._note(), members))
        before = self._random.choice(clusters)
        members = tuple(sorted({*before.members, mention}))
        after = replace(before, name=self._note(), members=members)
        return EditOfCluster(before, after)

    def _other(self, article: str, clusters: list[Cluster]) -> Edit:
        """Something said of an article as a whole, or an offer refused."""
        links = Links.of(self.state.others)
        record = links.record_of(article)
        if self._random.random() < 0.3:
            after = replace(
                record, note=self._note(), state=self._random.choice(list(ArticleState))
            )
            return EditOfArticle(links.articles.get(article), after)
        if self._random.random() < 0.2:
            return self._decision(article, links)
        if not clusters or self._random.random() < 0.3:
            texts = tuple(sorted((self._note(), self._note())))
            return EditOfRefusal(None, RefusedOffer(self._id(), "same", "actor", texts))
        cluster, value = self._random.choice(clusters), self._random.choice(list(StanceValue))
        before = links.stance(cluster.id, article)
        id_ = before.id if before else self._id()
        return EditOfStance(before, Stance(id_, cluster.id, article, value, note=self._note()))

    def _decision(self, article: str, links: Links) -> Edit:
        """Something decided, or decided otherwise."""
        seen = SeenWork("ben", (self._id(),), self._note(), 1, "0" * 32)
        decision = Decision(
            self._id(), article, DecisionKind.SPANS, (seen,), ("ben",), (self._id(),)
        )
        there = sorted(links.decisions.values(), key=lambda each: each.id)
        if there and self._random.random() < 0.5:
            before = self._random.choice(there)
            return EditOfDecision(before, replace(decision, id=before.id, article=before.article))
        return EditOfDecision(None, decision)

    def _mention(self, each: tuple[str, Annotation]) -> tuple[str, str]:
        return each[0], each[1].id

    def _place(self, article: str) -> tuple[int, int]:
        words = list(_WORDS.finditer(TEXTS[article]))
        first = self._random.randrange(len(words))
        last = min(len(words) - 1, first + self._random.randrange(4))
        return words[first].start(), words[last].end()

    def _note(self) -> str:
        self._made += 1
        # Some are longer than a sector, so that one record lies in several.
        length = self._random.choice((1, 1, 1, 1, 60))
        return f"note {self._made} “é” " * length

    def _id(self) -> str:
        if self.new_id is not None:
            return self.new_id()
        self._made += 1
        return f"01J{self.seed % 10**9:09}{self._made:014}"

    def _now(self) -> str:
        if self.stamp is not None:
            return self.stamp()
        self._made += 1
        seconds, milliseconds = divmod(self._made, 1000)
        return f"2026-01-01T00:{seconds // 60:02}:{seconds % 60:02}.{milliseconds:03}Z"


def changed(state: State, edit: Edit) -> State:
    """What an edit makes of what has been said."""
    annotations = set(state.annotations)
    relations: set[Relation | None] = set(state.relations)
    clusters: set[Cluster | None] = set(state.clusters)
    others: set[Linked | None] = set(state.others)
    for single in singles(edit):
        if isinstance(single, EditOfAnnotation):
            if single.before is not None:
                annotations.discard((single.article, single.before))
            if single.after is not None:
                annotations.add((single.article, single.after))
        elif isinstance(single, EditOfRelation):
            relations = (relations - {single.before}) | {single.after}
        elif isinstance(single, EditOfCluster):
            clusters = (clusters - {single.before}) | {single.after}
        else:
            others = (others - {single.before}) | {single.after}
    return State(
        frozenset(annotations),
        frozenset(each for each in relations if each is not None),
        frozenset(each for each in clusters if each is not None),
        frozenset(each for each in others if each is not None),
    )


def moments(person: Person, steps: int) -> list[Moment]:
    """What is said after 0, 1, 2 … acknowledged edits, if every one of so many steps is made."""
    found = [person.moment]
    for _ in range(steps):
        step = person.next()
        person.did(step)
        if step.is_edit:
            found.append(person.moment)
    return found


def one_more(state: State, texts: Mapping[str, str] = TEXTS) -> Step:
    """An edit that fits any state: the person goes on after the fault."""
    article = min(texts)
    word = _WORDS.search(texts[article])
    assert word is not None
    taken = {annotation.id for _, annotation in state.annotations}
    number = next(n for n in range(10_000) if f"01K{n:023}" not in taken)
    made = Annotation(f"01K{number:023}", word.start(), word.end(), "actor", word[0], note="more")
    return Step("edit", EditOfAnnotation(article, None, made))
