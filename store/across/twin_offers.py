"""Claims that have a shared passage, offered to be tied: as the same, or as copied by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.mention_groups import TaggedMention
from store.across.shared_passages import SharedKind
from store.across.ties import TieTarget, TieWish, is_claim_label, tied
from store.annotations.actions import Refusal
from store.frozen import Frozen
from store.labels import COPIED_FROM, SAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.across.story_passages import SharedPlace, StoryPassage
    from store.annotations.collection import Annotations
    from store.annotations.edits import Batch
    from store.annotations.links import Links
    from store.labels import LabelSet


class TwinOffer(Frozen):
    """Two claims of different articles that have the same words."""

    claim: TaggedMention
    twin: TaggedMention
    kind: str
    """`COPIED_FROM` where the twin is older prose, `SAME` where the words are quoted in either."""


def twin_offer(
    passage: StoryPassage,
    place: SharedPlace,
    annotations_of: Callable[[str], Annotations],
    links: Links,
    labels: LabelSet,
) -> TwinOffer | Refusal | None:
    """What can be tied where a shared passage stands.

    Args:
        passage: The passage.
        place: Where it is looked at.
        annotations_of: Gives those of an article, by its id.
        links: Of the story.
        labels: Of the story.

    Returns:
        Nothing where it is tied already, or copied and nobody knows from which; why not where
        nothing is tagged that could be tied.
    """
    others = [each for each in passage.places if each.article != place.article]
    kind = COPIED_FROM if passage.kind is SharedKind.COPIED else SAME
    if kind == COPIED_FROM:
        if passage.first in ("", place.article):
            return None
        others = [each for each in others if each.article == passage.first][:1]
    claim = _claim_at(place, annotations_of, labels)
    twins = [twin for each in others if (twin := _claim_at(each, annotations_of, labels))]
    if claim is None or not twins:
        what = "copied" if kind == COPIED_FROM else "one"
        return Refusal(f"with a claim tagged in both they can be tied as {what}")
    offers = (TwinOffer(claim, twin, kind) for twin in twins)
    return next((each for each in offers if not _is_tied(each, links)), None)


def accept_twin(offer: TwinOffer, links: Links, labels: LabelSet) -> Batch | Refusal:
    """The edit that ties the one to the other."""
    return tied(TieWish(offer.claim, offer.kind), TieTarget(offer.twin, offer.kind), links, labels)


def _is_tied(offer: TwinOffer, links: Links) -> bool:
    """Whether the two are tied as is offered."""
    one, other = offer.claim.mention, offer.twin.mention
    if offer.kind == SAME:
        return any(each.relation and other in each.members for each in links.clusters_of(one))
    copied = (each for each in links.relations_of(one) if each.type == COPIED_FROM)
    return any(other in (each.head, each.tail) for each in copied)


def _claim_at(
    place: SharedPlace, annotations_of: Callable[[str], Annotations], labels: LabelSet
) -> TaggedMention | None:
    """The claim that has most of a shared passage; none where none has half of it or of itself."""
    found = [
        (inside, -len(each.span), each)
        for each in annotations_of(place.article).overlapping(place.span)
        if is_claim_label(labels, each.label)
        and 2 * (inside := min(each.end, place.span.end) - max(each.start, place.span.start))
        >= min(len(each.span), len(place.span))
    ]
    best = max(found, key=lambda each: each[:2], default=None)
    return TaggedMention(place.article, best[2]) if best is not None else None
