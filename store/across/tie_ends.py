"""What an annotation is tied to, from where it stands: its other ends, and its sign."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from store.annotations.links import CONTRADICTS
from store.annotations.model import Cluster, Mention, Relation
from store.frozen import Frozen
from store.labels import ATTRIBUTION, CARRIER, CONTINUES, COPIED_FROM, SAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.annotations.links import Links

DISPUTED, SAID_ELSEWHERE, SAME_WORDS = "!", "=", '"'


class TieEnd(Frozen):
    """One thing that an annotation is tied to, or a cluster that it is in."""

    kind: str
    """The type of relation; for a cluster what its members are to each other, or "same"."""
    link: Relation | Cluster
    """What ties them."""
    role: str = ""
    is_tail: bool = False
    """Whether it is the annotation itself that the relation runs to."""
    other: Mention | None = None
    """The other end; none for a cluster."""
    cluster: Cluster | None = None


class TieSigns(Frozen):
    """What is shown beside the annotations of an article of what they are tied to."""

    article: str
    links: Links

    def sign(self, annotation_id: str) -> str:
        """Whether it is disputed, in words that stand elsewhere, or said elsewhere; or nothing."""
        mention = Mention(self.article, annotation_id)
        relations, clusters = self.links.relations_of(mention), self.links.clusters_of(mention)
        kinds = {each.type for each in relations}
        gathered = {each.relation for each in clusters if len(each.members) > 1}
        if CONTRADICTS in kinds | gathered:
            return DISPUTED
        if COPIED_FROM in kinds:
            return SAME_WORDS
        return SAID_ELSEWHERE if gathered or SAME in kinds else ""

    def is_sourced(self, annotation_id: str) -> bool:
        """Whether it is said who has said it."""
        mention = Mention(self.article, annotation_id)
        relations = self.links.relations_of(mention)
        return any(each.type == ATTRIBUTION and each.head == mention for each in relations)


def ends_of(links: Links, mention: Mention) -> list[TieEnd]:
    """What an annotation is tied to: who said it, what disputes it, the rest, its clusters."""
    ends = [*_of_relations(links, mention), *_of_clusters(links, mention)]
    return sorted(ends, key=_rank)


def _rank(end: TieEnd) -> tuple[int, bool]:
    order = (ATTRIBUTION, CONTRADICTS)
    place = order.index(end.kind) if end.kind in order else 2 + (end.cluster is not None)
    return place, end.role == CARRIER


def _of_relations(links: Links, mention: Mention) -> Iterator[TieEnd]:
    for relation in links.relations_of(mention):
        if relation.type != CONTINUES:
            is_tail = relation.tail == mention
            other = relation.head if is_tail else relation.tail
            yield TieEnd(relation.type, relation, relation.role, is_tail, other)


def _of_clusters(links: Links, mention: Mention) -> Iterator[TieEnd]:
    for cluster in links.clusters_of(mention):
        others = [each for each in cluster.members if each != mention]
        if cluster.relation == CONTRADICTS:
            yield from (TieEnd(CONTRADICTS, cluster, other=each) for each in others)
        elif others:
            yield TieEnd(cluster.relation or SAME, cluster, cluster=cluster)


def others_of(ends: Iterable[TieEnd], focus: Mention) -> list[Mention]:
    """The other ends, each once: those of relations, then the members of clusters."""
    own = list(ends)
    single = (end.other for end in own if end.other is not None)
    members = chain.from_iterable(end.cluster.members for end in own if end.cluster is not None)
    return [each for each in dict.fromkeys((*single, *members)) if each != focus]


def ids_by_article(mentions: Iterable[Mention]) -> dict[str, set[str]]:
    """The ids of annotations by the article that they stand in."""
    found: dict[str, set[str]] = {}
    for mention in mentions:
        found.setdefault(mention.article, set()).add(mention.id)
    return found
