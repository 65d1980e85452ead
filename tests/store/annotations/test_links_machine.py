"""Whatever is gathered, merged, split, left, judged, removed and undone, ties stay whole."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from store.annotations import actions, assessing, linking
from store.annotations.actions import Refusal
from store.annotations.edits import Edit, EditOfAnnotation, singles
from store.annotations.links import CONTRADICTS, Links
from store.annotations.model import Annotation, Cluster, Mention, StanceValue
from store.labels import DEFAULT_LABELS
from tests.examples import scaled

PICKS = st.integers(0, 1_000)
ARTICLES = ("a", "b")


class Ties(RuleBasedStateMachine):
    """The ties of two articles with four claims and two sources each."""

    def __init__(self) -> None:
        super().__init__()
        self.links = Links.of(())
        self.there = {
            Mention(article, f"{article}{n}"): Annotation(f"{article}{n}", n, n + 1, label, "x")
            for article in ARTICLES
            for n, label in enumerate(("claim",) * 4 + ("source",) * 2)
        }
        self.done: list[tuple[Edit, Links, dict[Mention, Annotation]]] = []

    def make(self, edit: Edit | Refusal) -> None:
        if isinstance(edit, Refusal):
            return
        self.done.append((edit, self.links, dict(self.there)))
        self.apply(edit)

    def apply(self, edit: Edit) -> None:
        self.links = self.links.changed(singles(edit))
        for each in singles(edit):
            if isinstance(each, EditOfAnnotation):
                for gone in filter(None, (each.before,)):
                    del self.there[Mention(each.article, gone.id)]
                for new in filter(None, (each.after,)):
                    self.there[Mention(each.article, new.id)] = new

    def mention(self, pick: int, label: str = "claim") -> Mention | None:
        found = [mention for mention, each in self.there.items() if each.label == label]
        return sorted(found)[pick % len(found)] if found else None

    def cluster(self, pick: int) -> Cluster | None:
        found = sorted(self.links.clusters.values(), key=lambda each: each.id)
        return found[pick % len(found)] if found else None

    @rule(first=PICKS, second=PICKS, relation=st.sampled_from(["supports", CONTRADICTS]))
    def gather(self, first: int, second: int, relation: str) -> None:
        both = [m for m in map(self.mention, (first, second)) if m is not None]
        self.make(linking.gather("it", "claim", both, relation))

    @rule(claim=PICKS, source=PICKS)
    def tie(self, claim: int, source: int) -> None:
        head, tail = self.mention(claim), self.mention(source, "source")
        if head is not None and tail is not None:
            ends = (head.article, self.there[head]), (tail.article, self.there[tail])
            self.make(linking.tie(self.links, DEFAULT_LABELS, "attribution", ends))

    @rule(first=PICKS, second=PICKS)
    def merge(self, first: int, second: int) -> None:
        both = [c for c in map(self.cluster, (first, second)) if c is not None]
        self.make(linking.merge(self.links, both))

    @rule(pick=PICKS, member=PICKS)
    def split(self, pick: int, member: int) -> None:
        cluster = self.cluster(pick)
        if cluster is not None:
            chosen = cluster.members[member % len(cluster.members)]
            self.make(linking.split(cluster, [chosen], "another"))

    @rule(pick=PICKS, member=PICKS)
    def leave(self, pick: int, member: int) -> None:
        cluster = self.cluster(pick)
        if cluster is not None:
            chosen = cluster.members[member % len(cluster.members)]
            self.make(linking.leave(self.links, cluster, [chosen]))

    @rule(pick=PICKS, article=st.sampled_from(ARTICLES), value=st.sampled_from(StanceValue))
    def judge(self, pick: int, article: str, value: StanceValue) -> None:
        cluster = self.cluster(pick)
        if cluster is not None:
            self.make(assessing.set_stance(self.links, cluster, article, value))

    @rule(pick=PICKS, label=st.sampled_from(["claim", "source"]))
    def remove(self, pick: int, label: str) -> None:
        mention = self.mention(pick, label)
        if mention is not None:
            self.make(actions.remove(mention.article, self.there[mention], self.links))

    @rule()
    def undo(self) -> None:
        if self.done:
            edit, links, there = self.done.pop()
            self.apply(edit.inverse())
            assert set(self.links) == set(links)
            assert self.there == there

    @invariant()
    def ties_are_whole(self) -> None:
        links = self.links
        for cluster in links.clusters.values():
            assert cluster.members
            assert set(cluster.members) <= self.there.keys()
            assert cluster.relation != CONTRADICTS or len(cluster.members) == 2
        for relation in links.relations.values():
            assert {relation.head, relation.tail} <= self.there.keys()
        judged = [(stance.cluster, stance.article) for stance in links.stances.values()]
        assert {cluster for cluster, _ in judged} <= links.clusters.keys()
        assert len(set(judged)) == len(judged)


TestTies = Ties.TestCase
TestTies.settings = settings(deadline=None, max_examples=scaled(60), stateful_step_count=40)
