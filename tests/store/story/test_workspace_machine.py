"""Any sequence of edits, undos, checkpoints, restarts and kills, against a model of plain sets."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from msgspec.structs import replace

from store.annotations import actions
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, Edit, EditOfAnnotation, EditOfCluster, EditOfRelation
from store.annotations.model import Annotation, Cluster, Mention, Relation, new_id
from store.text.span import Span
from tests.examples import scaled
from tests.stories import PAPER, WIRE, Kept, edit_of, open_story, said, write_story

ARTICLE_IDS = st.sampled_from([WIRE, PAPER])
LABELS = st.sampled_from(["actor", "location", "claim", "source"])
PICKS = st.integers(0, 1_000)

State = tuple[
    frozenset[tuple[str, Annotation]], frozenset[Relation], frozenset[Cluster]
]  # fmt: skip


class Sessions(RuleBasedStateMachine):
    """One story over several sessions."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.story = write_story(Path(self.folder.name) / "0")
        self.sessions = 0
        self.workspace = open_story(self.story)
        self.states: list[State] = [(frozenset(), frozenset(), frozenset())]
        """What undo and redo walk over."""
        self.here = 0

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.workspace.close()
            self.folder.cleanup()

    def make(self, edit: Edit | Refusal) -> None:
        if isinstance(edit, Refusal):
            return
        before = self.states[self.here]
        made = self.workspace.apply(edit).edit  # with what the new label takes along
        self.states = [*self.states[: self.here + 1], changed(before, made)]
        self.here += 1

    def picked(self, pick: int) -> tuple[str, Annotation]:
        annotations = sorted(self.states[self.here][0], key=lambda each: (each[0], each[1].order))
        return annotations[pick % len(annotations)]

    @property
    def has_annotations(self) -> bool:
        return bool(self.states[self.here][0])

    @rule(article=ARTICLE_IDS, start=st.integers(0, 70), length=st.integers(1, 30), label=LABELS)
    def tag(self, article: str, start: int, length: int, label: str) -> None:
        opened = self.workspace.article(article)
        span = Span(start, min(start + length, len(opened.article.text)))
        if span.start < span.end:
            self.make(actions.tag(opened.article, opened.annotations, span, label))

    @precondition(lambda self: self.has_annotations)
    @rule(pick=PICKS, label=LABELS)
    def relabel(self, pick: int, label: str) -> None:
        article, annotation = self.picked(pick)
        opened = self.workspace.article(article)
        self.make(actions.relabel(opened.article, opened.annotations, annotation, label))

    @precondition(lambda self: self.has_annotations)
    @rule(pick=PICKS, start=st.integers(0, 10), length=st.integers(0, 20))
    def resize(self, pick: int, start: int, length: int) -> None:
        article, annotation = self.picked(pick)
        opened = self.workspace.article(article)
        span = Span(start, start + length)
        self.make(actions.resize(opened.article, opened.annotations, annotation, span))

    @precondition(lambda self: self.has_annotations)
    @rule(pick=PICKS, note=st.text(st.characters(codec="utf-8"), max_size=6))
    def set_note(self, pick: int, note: str) -> None:
        article, annotation = self.picked(pick)
        self.make(actions.set_note(self.workspace.article(article).article, annotation, note))

    @precondition(lambda self: self.has_annotations)
    @rule(pick=PICKS)
    def remove(self, pick: int) -> None:
        article, annotation = self.picked(pick)
        workspace = self.workspace
        self.make(actions.remove(article, annotation, workspace.now.links()))

    @precondition(lambda self: self.has_annotations)
    @rule(head=PICKS, tail=PICKS)
    def relate(self, head: int, tail: int) -> None:
        one, other = (Mention(article, a.id) for article, a in map(self.picked, (head, tail)))
        self.make(EditOfRelation(None, Relation(new_id(), "attribution", one, other)))

    @precondition(lambda self: self.has_annotations)
    @rule(pick=PICKS, name=st.sampled_from(["Moscow", "official"]))
    def gather(self, pick: int, name: str) -> None:
        article, annotation = self.picked(pick)
        mention = Mention(article, annotation.id)
        before = next((c for c in self.workspace.now.clusters if c.name == name), None)
        if before is None:
            after = Cluster(new_id(), "actor", name, (mention,))
        else:
            after = replace(before, members=tuple(sorted({*before.members, mention})))
        self.make(EditOfCluster(before, after))

    @rule(label=LABELS)
    def tag_in_both(self, label: str) -> None:
        edits = []
        for article in (WIRE, PAPER):
            opened = self.workspace.article(article)
            start = opened.article.text.index("Moscow")
            edit = actions.tag(opened.article, opened.annotations, Span(start, start + 6), label)
            if not isinstance(edit, Refusal):
                edits.append(edit_of(edit))
        self.make(Batch(tuple(edits), "propagate"))

    @rule()
    def undo(self) -> None:
        change = self.workspace.undo()
        assert (change is None) == (self.here == 0)
        self.here = max(0, self.here - 1)

    @rule()
    def redo(self) -> None:
        change = self.workspace.redo()
        assert (change is None) == (self.here == len(self.states) - 1)
        self.here = min(len(self.states) - 1, self.here + 1)

    @rule()
    def checkpoint(self) -> None:
        self.workspace.checkpoint()

    @rule()
    def reopen(self) -> None:
        self.workspace.close()
        self.workspace = open_story(self.story)

    @rule()
    def kill_and_open_again(self) -> None:
        self.sessions += 1
        folder = Path(self.folder.name) / str(self.sessions)
        killed = Kept.of(self.story, folder)
        self.workspace.close()
        self.story, self.workspace = folder, killed.open()

    @invariant()
    def everything_is_as_the_model_says(self) -> None:
        if not hasattr(self, "workspace"):
            return
        annotations, relations, clusters = self.states[self.here]
        now = said(self.workspace)
        assert {(article, a) for article, those in now.annotations.items() for a in those} == set(
            annotations
        )
        assert set(now.relations) == set(relations)
        assert set(now.clusters) == set(clusters)
        assert now.counts == dict(Counter(a.label for _, a in annotations))
        assert (self.workspace.status.trouble, self.workspace.status.read_only) == ("", "")


def changed(state: State, edit: Edit) -> State:
    """What an edit makes of a state of the model."""
    annotations, relations, clusters = state
    for single in edit.edits if isinstance(edit, Batch) else (edit,):
        before = single.before
        if isinstance(single, EditOfAnnotation):
            annotations = frozenset(each for each in annotations if each[1] != before)
            annotations |= {(single.article, single.after)} if single.after else frozenset()
        elif isinstance(single, EditOfRelation):
            relations = frozenset(each for each in relations if each != before)
            relations |= {single.after} if single.after else frozenset()
        elif isinstance(single, EditOfCluster):
            clusters = frozenset(each for each in clusters if each != before)
            clusters |= {single.after} if single.after else frozenset()
    return annotations, relations, clusters


TestSessions = Sessions.TestCase
TestSessions.settings = settings(deadline=None, max_examples=scaled(60), stateful_step_count=30)
