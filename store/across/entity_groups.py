"""What of a story may be one thing: groups of its mentions, and what offers are made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.mention_groups import MentionGroup, TaggedMention, groups_of
from store.across.merge_offers import MergeContext
from store.labels import ATTRIBUTION, SUPPORTS
from store.suggest.candidates.roles import roles_of
from store.text.acronyms import definitions_in
from store.text.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.annotations.links import Links
    from store.labels import LabelSet


def groups_in(
    mentions: Iterable[TaggedMention], links: Links, labels: LabelSet
) -> tuple[MentionGroup, ...]:
    """The groups of a story: what is in no cluster by its words, but claims only in clusters.

    Args:
        mentions: All annotations, in the order of the story.
        links: Its clusters.
        labels: Say which annotations are claims.
    """
    are_claims = labels.relation_type(ATTRIBUTION).heads
    tagged = list(mentions)
    clusters = links.clusters.values()
    claims = (
        each
        for each in tagged
        if each.annotation.label in are_claims
        and any(c.relation == SUPPORTS for c in links.clusters_of(each.mention))
    )
    return (
        *groups_of(
            (each for each in tagged if each.annotation.label not in are_claims),
            (cluster for cluster in clusters if not cluster.relation),
        ),
        *(
            group
            for group in groups_of(claims, (c for c in clusters if c.relation == SUPPORTS))
            if group.cluster is not None
        ),
    )


def is_claim(group: MentionGroup) -> bool:
    """Whether a group is of claims that support each other: nothing is offered for these."""
    return group.cluster is not None and bool(group.cluster.relation)


def merge_context(
    texts: Mapping[str, str],
    definitions: Iterable[tuple[str, str]],
    links: Links,
    labels: LabelSet,
) -> MergeContext:
    """What is known of a story beside its groups.

    Args:
        texts: Of its articles, by id.
        definitions: Those in its articles (see `acronyms_in`).
        links: What has been refused.
        labels: Say which annotations are places.
    """
    places = frozenset({roles_of(labels).location} - {""})
    return MergeContext(texts, links.refused.values(), tuple(definitions), places)


def acronyms_in(text: str) -> tuple[tuple[str, str], ...]:
    """The acronyms that a text explains, with what they stand for."""
    return tuple(definitions_in(plain(text)))
