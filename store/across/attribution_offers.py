"""The attribution that is offered once a claim or a source has been tagged: one key takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.across.attribution import (
    ArticleSources,
    OfferReason,
    claims_offered,
    offered_source,
)
from store.across.ties import attributed, is_claim_label
from store.annotations import linking
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, quoted
from store.annotations.model import Mention, Origin
from store.frozen import Frozen
from store.labels import ATTRIBUTION, SPEAKER
from store.text.span import Span

if TYPE_CHECKING:
    from store.annotations.links import Links
    from store.annotations.model import Annotation
    from store.labels import LabelSet
    from store.story.open_article import OpenArticle

_NEAR: Final = 3_000
"""Code points on both sides of what was tagged in which its other end is looked for."""


class AttributionOffer(Frozen):
    """Claims that may be tied to a source with one key."""

    article: str
    claims: tuple[Annotation, ...]
    source: Annotation
    reason: OfferReason


def attribution_offer(
    opened: OpenArticle, made: Annotation, links: Links, labels: LabelSet
) -> AttributionOffer | None:
    """What is offered once an annotation was made; none where it would be a guess.

    Args:
        opened: The article.
        made: A claim, or a source, in it.
        links: What ties the story: a claim that has a source is left alone.
        labels: Say which labels are for claims and for sources.
    """
    kind = labels.relation_type(ATTRIBUTION)
    is_claim = is_claim_label(labels, made.label)
    if not is_claim and made.label not in kind.tails:
        return None
    near = opened.annotations.overlapping(Span(max(0, made.start - _NEAR), made.end + _NEAR))
    sources = tuple(each for each in near if each.label in kind.tails)
    all_claims = [each for each in near if each.label in kind.heads]
    said = {each.id: _sources_of(opened.id, each, links) for each in all_claims}
    speakers = {source for found in said.values() for source in found}
    article = ArticleSources(
        opened.article.text, sources, tuple(each for each in sources if each.id in speakers)
    )
    claims = [made] if is_claim else all_claims
    unsaid = [each for each in claims if not said.get(each.id)]
    if not is_claim:
        unsaid = claims_offered(article, made, unsaid)
    offer = offered_source(article, (unsaid[0].span,)) if unsaid else None
    if offer is None:
        return None
    return AttributionOffer(opened.id, tuple(unsaid), offer.source, offer.reason)


def _sources_of(article_id: str, claim: Annotation, links: Links) -> list[str]:
    """The ids of the sources that a claim is tied to."""
    return [relation.tail.id for relation in attributed(links, Mention(article_id, claim.id))]


def accept_offer(offer: AttributionOffer, links: Links, labels: LabelSet) -> Batch | Refusal:
    """The edit that ties the claims of an offer to its source: one, called "tie"."""
    source = (offer.article, offer.source)
    edits: list[Batch] = []
    for claim in offer.claims:
        ends = ((offer.article, claim), source)
        tied = linking.tie(links, labels, ATTRIBUTION, ends, SPEAKER, Origin.SUGGESTED)
        if isinstance(tied, Refusal):
            return tied
        edits.append(tied)
    if len(edits) == 1:
        return edits[0]
    told = f"{len(edits)} claims to {offer.source.label} {quoted(offer.source.text)}"
    return Batch(tuple(single for edit in edits for single in edit.edits), "tie", told)
