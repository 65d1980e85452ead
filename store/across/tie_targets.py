"""What an annotation may be tied to, the likeliest first."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from store.across.attribution import ArticleSources, likely_carriers, likely_sources
from store.across.likely_claims import ClaimIndex
from store.across.likely_clusters import likely_clusters
from store.across.mention_groups import groups_of
from store.across.source_costs import speaker_cost
from store.across.ties import (
    TieTarget,
    attributed,
    fits,
    is_claim_label,
    kind_between,
    role_of_next,
    roles_of,
)
from store.annotations.links import CONTRADICTS
from store.labels import ATTRIBUTION, CARRIER, CONTINUES, SAME, SPEAKER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from store.across.attribution import RankedSource
    from store.across.mention_groups import MentionGroup, TaggedMention
    from store.across.story_groups import LabelGroups
    from store.across.ties import TieWish
    from store.annotations.links import Links
    from store.annotations.model import Mention
    from store.labels import LabelSet
    from store.text.span import Span

_SAID: Final = 3.0
"""What speaks against a claim that has a speaker, where a source looks for what it said."""


def likely_targets(
    wish: TieWish,
    near: Iterable[TaggedMention],
    links: Links,
    labels: LabelSet,
    text_of: Callable[[str], str],
) -> list[TieTarget]:
    """What an annotation may be tied to, of what is near, the likeliest first.

    Args:
        wish: What is to be tied.
        near: What comes into question: what is in sight.
        links: What ties the story by now.
        labels: Say what a relation of a type may join.
        text_of: The text of an article, by its id.
    """
    label = wish.one.annotation.label
    everything = tuple(near)
    found = _fitting(wish, everything, links, labels)
    joined = found.pop(ATTRIBUTION, [])
    if is_claim_label(labels, label):
        parts = parts_of(wish.one, everything, links)
        said = _attributions(wish, parts, (joined, everything), links, text_of)
        roles = roles_of(links, wish.one.mention)
        first = 0 if CARRIER in roles else 1 if roles else 2
    else:
        said, first = _said_by(wish, joined, links, text_of), 2
    others = [
        TieTarget(each, kind, cluster=_cluster_of(each, links) if kind == SAME else "")
        for kind, mentions in found.items()
        for each in _alike(wish.one, mentions, links, labels)
    ]
    own = [each for each in said if each.other.article == wish.one.article]
    mixed = chain.from_iterable(zip_longest(others, own[first:]))
    rest = [each for each in said if each.other.article != wish.one.article]
    return [*own[:first], *(each for each in mixed if each is not None), *rest]


def _cluster_of(one: TaggedMention, links: Links) -> str:
    """The id of the cluster that something is put into with another."""
    found = (each.id for each in links.clusters_of(one.mention) if each.relation != CONTRADICTS)
    return next(found, "")


def _fitting(
    wish: TieWish, near: Iterable[TaggedMention], links: Links, labels: LabelSet
) -> dict[str, list[TaggedMention]]:
    """What an annotation may be tied to as is wished, by the type of the tie."""
    own, mention = wish.one.annotation.label, wish.one.mention
    by_label: dict[str, list[TaggedMention]] = {}
    for each in near:
        by_label.setdefault(each.annotation.label, []).append(each)
    found: dict[str, list[TaggedMention]] = {}
    for its, mentions in by_label.items():
        kind = wish.kind or kind_between(labels, own, its)
        if kind and wish.label in ("", its) and fits(labels, kind, own, its):
            gone = {mention, *_tied_so(wish, kind, links, labels)}
            others = [each for each in mentions if each.mention not in gone]
            found[kind] = [*found.get(kind, ()), *others]
    return found


def _tied_so(wish: TieWish, kind: str, links: Links, labels: LabelSet) -> Iterator[Mention]:
    """What is tied by a type already, so that nothing would be said by tying it once more.

    A source that is asked for as something else than it is to the claim may be tied anew.
    """
    one = wish.one.mention
    runs_both_ways = kind == ATTRIBUTION or labels.relation_type(kind).is_symmetric
    for relation in links.relations_of(one):
        is_other = kind == ATTRIBUTION and wish.role not in ("", relation.role or SPEAKER)
        if relation.type == kind and not is_other:
            if relation.head == one:
                yield relation.tail
            elif runs_both_ways:
                yield relation.head


def _attributions(
    wish: TieWish,
    parts: Sequence[Span],
    mentions: tuple[Sequence[TaggedMention], Sequence[TaggedMention]],
    links: Links,
    text_of: Callable[[str], str],
) -> list[TieTarget]:
    """The sources of a claim, those of its own article first; what has a role already is last.

    Args:
        wish: What is to be tied.
        parts: Of the claim.
        mentions: Its sources, and all that is near.
        links: What ties the story.
        text_of: The text of an article, by its id.
    """
    one, (sources, near) = wish.one, mentions
    role = wish.role or role_of_next(links, one.mention)
    beside = {m.annotation.id: m for m in sources if m.article == one.article}
    ranked: list[RankedSource] = []
    if beside:
        ordered = tuple(sorted((m.annotation for m in beside.values()), key=lambda a: a.order))
        article = ArticleSources(text_of(one.article), ordered)
        known = {m.mention: m.annotation for m in near if m.article == one.article}
        tails = (relation.tail for relation in attributed(links, one.mention))
        speaker = next((known[each] for each in tails if each in known), None)
        if role == CARRIER and speaker is not None:
            ranked = likely_carriers(article, parts, speaker.span)
        else:
            ranked = likely_sources(article, parts)
    own = [beside.pop(each.source.id) for each in ranked]
    rest = (*beside.values(), *_elsewhere(one, sources))
    return [TieTarget(each, ATTRIBUTION, role) for each in (*own, *rest)]


def _said_by(
    wish: TieWish,
    mentions: Sequence[TaggedMention],
    links: Links,
    text_of: Callable[[str], str],
) -> list[TieTarget]:
    """The claims of a source, those of its own article first."""
    one = wish.one
    beside = [m for m in mentions if m.article == one.article]
    text = text_of(one.article) if beside else ""

    def cost(claim: TaggedMention) -> float:
        is_said = next(attributed(links, claim.mention), None) is not None
        parts = (claim.annotation.span,)
        return speaker_cost(text, parts, one.annotation.span) + is_said * _SAID

    order = (*sorted(beside, key=cost), *_elsewhere(one, mentions))
    return [
        TieTarget(each, ATTRIBUTION, wish.role or role_of_next(links, each.mention))
        for each in order
    ]


def _elsewhere(one: TaggedMention, mentions: Sequence[TaggedMention]) -> list[TaggedMention]:
    return [each for each in mentions if each.article != one.article]


def parts_of(one: TaggedMention, near: Iterable[TaggedMention], links: Links) -> list[Span]:
    """The spans of what is discontinuous, as far as they are near; else the one there is."""
    known = {each.mention: each.annotation.span for each in near}
    found, new = {one.mention: one.annotation.span}, [one.mention]
    while new:
        relations = links.relations_of(new.pop())
        ends = (end for r in relations if r.type == CONTINUES for end in (r.head, r.tail))
        for end in ends:
            if end in known and end not in found:
                found[end] = known[end]
                new.append(end)
    return sorted(found.values())


def _alike(
    one: TaggedMention, mentions: Sequence[TaggedMention], links: Links, labels: LabelSet
) -> list[TaggedMention]:
    """What may be of one mind or one thing with an annotation, the likeliest first."""
    mine = {cluster.id for cluster in links.clusters_of(one.mention)}
    apart = [m for m in mentions if not mine & {c.id for c in links.clusters_of(m.mention)}]
    if is_claim_label(labels, one.annotation.label):
        claims = {m.mention: m for m in apart}
        index = ClaimIndex([(m.mention, m.annotation) for m in (one, *apart)])
        return [claims[mention] for mention, _ in index.likely(one.mention, claims)]
    clusters = {c.id: c for m in apart for c in links.clusters_of(m.mention) if not c.relation}
    groups = groups_of(apart, clusters.values())
    ranked = likely_clusters(one, groups, len(groups))
    alike = [group for group in groups if one.form.key in group.keys]
    members = chain.from_iterable(
        sorted(group.members, key=lambda m: _apart(one, m)) for group in (*alike, *ranked)
    )
    others = [m for m in apart if m.annotation.label != one.annotation.label]
    return list({m.mention: m for m in (*members, *others)}.values())


def _apart(one: TaggedMention, other: TaggedMention) -> tuple[bool, int]:
    """How far two mentions are from each other; another article is far."""
    far = abs(one.annotation.start - other.annotation.start)
    return one.article != other.article, far


def digit_clusters(
    one: TaggedMention, known: LabelGroups, links: Links, labels: LabelSet
) -> list[MentionGroup]:
    """The clusters of a mention, the likeliest first; of a claim those that are worded most like
    it, with claims that are in none yet.

    Args:
        one: The mention.
        known: What has its label in the story.
        links: What ties the story by now.
        labels: Say which labels are for claims.
    """
    own = [c for c in links.clusters_of(one.mention) if c.relation != CONTRADICTS]
    beside = {one.mention, *(member for cluster in own for member in cluster.members)}
    groups = known.without(beside, {cluster.id for cluster in own})
    if not is_claim_label(labels, one.annotation.label):
        return likely_clusters(one, groups, len(groups))
    likeness = known.claims.likeness_to(one.mention)
    return sorted(
        groups,
        key=lambda group: max(likeness.get(m.mention, 0.0) for m in group.members),
        reverse=True,
    )
