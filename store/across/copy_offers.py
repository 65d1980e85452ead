"""Copied prose, offered to be tied: a claim to the one that it was copied from, by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.mention_groups import TaggedMention
from store.across.shared_passages import SharedKind
from store.across.ties import TieTarget, TieWish, is_claim_label, tied
from store.annotations.actions import Refusal
from store.frozen import Frozen
from store.labels import COPIED_FROM

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.across.story_passages import SharedPlace, StoryPassage
    from store.annotations.collection import Annotations
    from store.annotations.edits import Batch
    from store.annotations.links import Links
    from store.labels import LabelSet


class CopyOffer(Frozen):
    """A claim, and the one in another article that has its words and is older."""

    claim: TaggedMention
    copied_from: TaggedMention


def copy_offer(
    passage: StoryPassage,
    place: SharedPlace,
    annotations_of: Callable[[str], Annotations],
    links: Links,
    labels: LabelSet,
) -> CopyOffer | Refusal | None:
    """What can be tied where a shared passage stands.

    Args:
        passage: The passage.
        place: Where it is looked at.
        annotations_of: Gives those of an article, by its id.
        links: Of the story.
        labels: Of the story.

    Returns:
        Nothing where it is no copy or the first of them, or is tied already; why not where it is
        known which was first, and nothing is tagged that could be tied.
    """
    if passage.kind is not SharedKind.COPIED or passage.first in ("", place.article):
        return None
    source = next(each for each in passage.places if each.article == passage.first)
    claims = [_claim_at(each, annotations_of, labels) for each in (place, source)]
    here, there = claims
    if here is None or there is None:
        return Refusal("with a claim tagged in both it can be tied as copied")
    copied = (r for r in links.relations_of(here.mention) if r.type == COPIED_FROM)
    if any(there.mention in (each.head, each.tail) for each in copied):
        return None
    return CopyOffer(here, there)


def accept_copy(offer: CopyOffer, links: Links, labels: LabelSet) -> Batch | Refusal:
    """The edit that ties the one to the other."""
    return tied(
        TieWish(offer.claim, COPIED_FROM), TieTarget(offer.copied_from, COPIED_FROM), links, labels
    )


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
