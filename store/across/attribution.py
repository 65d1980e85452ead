"""Who most likely said a claim, or carried it: one cost orders the letters and makes the offer."""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from store.across.prose import prose
from store.across.source_costs import carrier_cost, is_within, speaker_cost
from store.frozen import Frozen
from store.text.lexicon import DETERMINERS, SAYING, SUBJECT_PRONOUNS
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.across.prose import Paragraph
    from store.annotations.model import Annotation
    from store.text.span import Span
    from store.text.tokens import Token

_MOST_OFFERED: Final = 0.9
"""The cost from which a source is not offered."""
_PERSONAL: Final = SUBJECT_PRONOUNS - DETERMINERS
"""Pronouns that speak for somebody who was named before."""


class RankedSource(Frozen):
    """A source with what speaks against it: the less, the likelier."""

    source: Annotation
    cost: float


class ArticleSources(Frozen):
    """An article with the sources that are tagged in it."""

    text: str
    sources: tuple[Annotation, ...]
    """In the order of the text."""
    speakers: tuple[Annotation, ...] = ()
    """Of these, those that a claim is tied to already, as who said it."""


class OfferReason(StrEnum):
    """Why a source is offered; the value is how it is said."""

    SENTENCE = "in its sentence"
    HEADING = "in the line before"
    QUOTATION = "the quotation goes on"
    PRONOUN = "said by a pronoun, and last spoken by"


class SourceOffer(Frozen):
    """A source that a claim may be tied to with one key."""

    source: Annotation
    reason: OfferReason


def likely_sources(article: ArticleSources, parts: Sequence[Span]) -> list[RankedSource]:
    """The sources of an article, the likeliest speaker of a claim first.

    Args:
        article: With its sources.
        parts: Of the claim: more than one where it is discontinuous.
    """
    costs = (RankedSource(s, speaker_cost(article.text, parts, s.span)) for s in article.sources)
    return sorted(costs, key=lambda each: (each.cost, each.source.order))


def likely_carriers(
    article: ArticleSources, parts: Sequence[Span], speaker: Span
) -> list[RankedSource]:
    """The other sources, the likeliest carrier first.

    Args:
        article: With its sources.
        parts: Of the claim.
        speaker: The source that it is tied to.
    """
    costs = (
        RankedSource(s, carrier_cost(article.text, (*parts, speaker), s.span))
        for s in article.sources
        if s.span != speaker
    )
    return sorted(costs, key=lambda each: (each.cost, each.source.order))


def offered_source(article: ArticleSources, parts: Sequence[Span]) -> SourceOffer | None:
    """The source that a claim is offered once it is tagged; none where it would be a guess."""
    ranked = likely_sources(article, parts)
    read = prose(article.text)
    paragraph = read.paragraph_at(parts[0].start)
    if ranked and ranked[0].cost < _MOST_OFFERED and not is_within(ranked[0].source.span, parts):
        best = ranked[0].source
        is_heading = read.paragraph_at(best.start) is not paragraph
        return SourceOffer(best, OfferReason.HEADING if is_heading else OfferReason.SENTENCE)
    if (sayer := _last_speaker(article, paragraph, parts)) is not None:
        return SourceOffer(sayer, OfferReason.PRONOUN)
    if ranked and paragraph.is_quoted(parts[0]):
        best = ranked[0].source
        if read.paragraph_at(best.start) is paragraph and not is_within(best.span, parts):
            return SourceOffer(best, OfferReason.QUOTATION)
    return None


def claims_offered(
    article: ArticleSources, source: Annotation, claims: Iterable[Annotation]
) -> list[Annotation]:
    """The claims for which a source that has just been tagged is the one that is offered.

    A pronoun stands for it within its paragraph only: further on another may have spoken who is
    not tagged yet.

    Args:
        article: With its sources, this one among them.
        source: The new one.
        claims: Those near it that have no source yet.
    """
    read = prose(article.text)
    paragraph = read.paragraph_at(source.start)
    found = []
    for claim in claims:
        offer = offered_source(article, (claim.span,))
        is_here = read.paragraph_at(claim.start) is paragraph
        is_guess = offer is not None and offer.reason is OfferReason.PRONOUN and not is_here
        if offer is not None and offer.source == source and not is_guess:
            found.append(claim)
    return found


def _last_speaker(
    article: ArticleSources, paragraph: Paragraph, parts: Sequence[Span]
) -> Annotation | None:
    """Who spoke last before a claim that a pronoun says; none where none does."""
    sentences = [s for s in paragraph.sentences if any(s.overlaps(part) for part in parts)]
    for sentence in sentences:
        tokens = [
            each
            for each in tokens_in(article.text, sentence)
            if not any(part.start <= each.start < part.end for part in parts)
        ]
        if any(_says(one, other) or _says(other, one) for one, other in pairwise(tokens)):
            before = [each for each in article.speakers if each.end <= parts[0].start]
            return before[-1] if before else None
    return None


def _says(one: Token, other: Token) -> bool:
    """Whether a pronoun is beside a word that reports."""
    return one.lower in _PERSONAL and other.text in SAYING
