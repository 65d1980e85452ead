"""The questions about clusters, and about what articles do with them.

Clusters of different people are one question if they share a mention that stands in the
adjudicator's work; it is asked once all their members have been decided. People are compared on
the mentions that all of them have: who does not have one cannot put it into a cluster.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from store.adjudication.items import by_value
from store.adjudication.questions import Reading, digest, undivided_question
from store.annotations.model import Cluster, DecisionKind, Mention, Stance
from store.disjoint_sets import connected
from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.adjudication.draft import Draft
    from store.adjudication.gathering import StoryItems
    from store.adjudication.questions import Question
    from store.adjudication.tied_questions import OwnSpans

_Parts = frozenset[frozenset[Mention]]


class OwnCluster(Frozen):
    """Somebody's cluster, in the adjudicator's own terms."""

    who: str
    cluster: Cluster
    members: frozenset[Mention]
    """What stands for its members in the adjudicator's work."""


class ClusterQuestions:
    """The clusters of all annotators, and what they say that articles do with them."""

    def __init__(self, items: StoryItems, spans: OwnSpans) -> None:
        self._spans = spans
        self._items = items
        self._clusters = [
            (who, cluster)
            for who, links in sorted(items.links.items())
            for cluster in sorted(links.clusters.values(), key=lambda each: each.id)
        ]
        self._stances: dict[str, list[tuple[str, Stance]]] = defaultdict(list)
        for who, links in sorted(items.links.items()):
            for stance in links.stances.values():
                self._stances[stance.article].append((who, stance))

    @property
    def are_there(self) -> bool:
        """Whether anybody has a cluster."""
        return bool(self._clusters)

    # Clusters ------------------------------------------------------------------------------

    def every(self, draft: Draft) -> list[Question]:
        """The questions about clusters, each in the article of its first mention."""
        return [self._question(draft, group) for group in self._groups(draft)]

    def _groups(self, draft: Draft) -> list[list[OwnCluster]]:
        """Those that share a mention, directly or through others, and wait for nothing."""
        waiting: set[Mention] = set()
        found: list[OwnCluster] = []
        for who, cluster in self._clusters:
            members = [self._spans.stands_as(draft, who, each) for each in cluster.members]
            there = frozenset(each for each in members if each is not None)
            if any(self._spans.is_open(draft, who, each) for each in cluster.members):
                waiting |= there
            elif there:
                found.append(OwnCluster(who, cluster, there))
        groups = connected(found, _is_about_the_same)
        return [g for g in groups if not any(own.members & waiting for own in g)]

    def _question(self, draft: Draft, group: Sequence[OwnCluster]) -> Question:
        mentions = sorted({mention for own in group for mention in own.members})
        by_person: dict[str, list[OwnCluster]] = defaultdict(list)
        for own in group:
            by_person[own.who].append(own)
        having = {each: self._having(draft, each) for each in mentions}
        able = {who for each in having.values() for who in each}
        able = {who for who in able if sum(who in each for each in having.values()) > 1}
        people = sorted(able | by_person.keys())
        common = frozenset(
            each for each in mentions if all(who in having[each] for who in by_person)
        )
        by_parts: dict[_Parts, list[str]] = defaultdict(list)
        for who in sorted(by_person):
            parts = frozenset(own.members & common for own in by_person[who])
            by_parts[parts - {frozenset()}].append(who)
        ordered = sorted(by_parts.values(), key=lambda names: (-len(names), names))
        readings = tuple(_reading(names, by_person) for names in ordered)
        first = draft.annotation(mentions[0].article, mentions[0].id)
        assert first is not None
        had = {who: _had(theirs) for who, theirs in by_person.items()}
        return undivided_question(
            DecisionKind.CLUSTER,
            mentions[0].article,
            first.span,
            readings,
            self._items.seen(people, had),
        )

    def _having(self, draft: Draft, mention: Mention) -> set[str]:
        """Who has a span for which one of the adjudicator's stands."""
        decision = draft.links.decision_for(mention.id)
        return {seen.who for seen in decision.seen if seen.ids} if decision is not None else set()

    # Cells ---------------------------------------------------------------------------------

    def cells_of(self, draft: Draft, article: str) -> Iterator[Question]:
        """The questions about what an article does with clusters of the adjudicator's.

        Args:
            draft: The adjudicator's work.
            article: The article's id.
        """
        by_cluster: dict[str, dict[str, Stance]] = defaultdict(dict)
        for who, stance in self._stances.get(article, ()):
            for decision in draft.links.decisions_on(DecisionKind.CLUSTER, who, stance.cluster):
                standing = [each for each in decision.made if each in draft.links.clusters]
                if standing:
                    by_cluster[standing[0]][who] = stance
        for cluster, by_person in sorted(by_cluster.items()):
            yield self._cell(draft, article, draft.links.clusters[cluster], by_person)

    def _cell(
        self, draft: Draft, article: str, cluster: Cluster, by_person: Mapping[str, Stance]
    ) -> Question:
        decision = draft.links.decision_for(cluster.id)
        seen = decision.seen if decision is not None else ()
        people = sorted({each.who for each in seen if each.ids} | by_person.keys())
        stances = {who: stance.value for who, stance in by_person.items()}
        readings = tuple(
            Reading(names, (Stance("", cluster.id, article, value),))
            for value, names in by_value(stances)
        )
        here = next((m for m in cluster.members if m.article == article), None)
        mention = draft.annotation(article, here.id) if here is not None else None
        place = mention.span if mention is not None else Span(0, 0)
        had = {
            who: ((stance.id,), digest(stance.value, cluster.id))
            for who, stance in by_person.items()
        }
        return undivided_question(
            DecisionKind.CELL, article, place, readings, self._items.seen(people, had)
        )


def _is_about_the_same(one: OwnCluster, other: OwnCluster) -> bool:
    """Whether two clusters are compared: what is one thing, and what contradicts, are apart."""
    return one.cluster.relation == other.cluster.relation and bool(one.members & other.members)


def _had(theirs: Sequence[OwnCluster]) -> tuple[tuple[str, ...], str]:
    """The ids of somebody's clusters, and the hash of what they say."""
    said = ((own.cluster.relation, sorted(own.members)) for own in theirs)
    return tuple(own.cluster.id for own in theirs), digest(*said)


def _reading(names: Sequence[str], by_person: Mapping[str, Sequence[OwnCluster]]) -> Reading:
    """What people have who part the common mentions alike: with the mentions of all of them."""
    first, *others = names
    values = []
    for own in by_person[first]:
        members = set(own.members)
        for who in others:
            for each in by_person[who]:
                members |= each.members if each.members & own.members else set()
        source = own.cluster
        values.append(
            Cluster(
                "", source.label, source.name, tuple(sorted(members)), source.relation, source.refs
            )
        )
    return Reading(tuple(names), tuple(values))
