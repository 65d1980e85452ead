"""How far the claims of a story are tied: what is left to be said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.frozen import Frozen
from store.labels import ATTRIBUTION, SUPPORTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.annotations.links import Links
    from store.labels import LabelSet


class TieCounts(Frozen):
    """Claims, and what they are tied to."""

    claims: int
    unsourced: int
    """Those of which nobody has said who said them."""
    repeated: int
    """Rows of several claims."""
    contradictions: int


def tie_counts(links: Links, labels: LabelSet, counts: Mapping[str, int]) -> TieCounts:
    """What of the claims is tied.

    Args:
        links: What ties the story.
        labels: Say which labels are for claims.
        counts: How many annotations have each label.
    """
    claims = sum(counts.get(label, 0) for label in labels.relation_type(ATTRIBUTION).heads)
    said = {each.head for each in links.relations.values() if each.type == ATTRIBUTION}
    rows = (each for each in links.clusters.values() if each.relation == SUPPORTS)
    return TieCounts(
        claims,
        max(0, claims - len(said)),
        sum(len(each.members) > 1 for each in rows),
        len(links.contradictions),
    )
