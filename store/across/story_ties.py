"""What the matrix is made of: the annotations of a story with what ties them, as values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.links import CONTRADICTS, Links
from store.annotations.model import Mention
from store.across.attribution import CARRIER
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.annotations.model import Annotation, Cluster

ATTRIBUTION = "attribution"
COPIED_FROM = "copied-from"
SUPPORTS = "supports"


class StoryTies(Frozen):
    """A story's annotations by mention, and its links."""

    texts: Mapping[str, str]
    """Of its articles by id, in the order of the story."""
    annotations: Mapping[Mention, Annotation]
    """In the order of the story."""
    links: Links

    def speaker_of(self, claim: Mention) -> Mention | None:
        """The source that a claim is tied to as who said it; the first where there are several."""
        return next(self._sources_of(claim, is_carrier=False), None)

    def carrier_of(self, claim: Mention) -> Mention | None:
        """The source that carried a claim."""
        return next(self._sources_of(claim, is_carrier=True), None)

    def _sources_of(self, claim: Mention, *, is_carrier: bool) -> Iterator[Mention]:
        for relation in self.links.relations_of(claim):
            if relation.type == ATTRIBUTION and relation.head == claim:
                if (relation.role == CARRIER) is is_carrier and relation.tail in self.annotations:
                    yield relation.tail

    def opposed_to(self, claim: Mention) -> Iterator[Mention]:
        """The claims that contradict one."""
        for cluster in self.links.clusters_of(claim):
            if cluster.relation == CONTRADICTS:
                yield from (m for m in cluster.members if m != claim and m in self.annotations)

    def copied_from(self, claim: Mention) -> Iterator[Mention]:
        """The annotations that a claim was copied from."""
        for relation in self.links.relations_of(claim):
            if relation.type == COPIED_FROM and relation.head == claim:
                yield relation.tail

    def entity_of(self, mention: Mention) -> Cluster | None:
        """The cluster that says who or what a mention is; of several the first by id."""
        found = (c for c in self.links.clusters_of(mention) if not c.relation)
        return next(found, None)

    def pairs(self) -> Iterator[tuple[Cluster, Mention, Mention]]:
        """The pairs of claims that contradict each other, in the order of the story."""
        order = {mention: number for number, mention in enumerate(self.annotations)}
        found = []
        for cluster in self.links.clusters.values():
            members = sorted((m for m in cluster.members if m in order), key=order.__getitem__)
            if cluster.relation == CONTRADICTS and len(members) == 2:
                found.append((order[members[0]], order[members[1]], cluster, *members))
        for *_, cluster, first, second in sorted(found, key=lambda each: each[:2]):
            yield cluster, first, second
