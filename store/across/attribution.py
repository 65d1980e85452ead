"""Who most likely said a claim, or carried it: the order in which sources are offered.

One cost orders the letters and makes the offer. What counts most is that the source stands in a
sentence of the claim; reporting words beside it and between tell speakers from carriers.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import regex

from store.across.prose import prose
from store.frozen import Frozen
from store.text.lexicon import SAYING, SUBORDINATORS, TELLING
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.across.prose import Paragraph, Prose
    from store.annotations.model import Annotation
    from store.text.tokens import Token

SPEAKER: Final = "speaker"
"""The role of a source that said the claim."""
CARRIER: Final = "carrier"
"""The role of one that it was said to, or that printed it."""

_IN_PARAGRAPH: Final = 2.0
_SENTENCE: Final = 0.5
_ELSEWHERE: Final = 4.0
_PARAGRAPH: Final = 1.0
_INSIDE: Final = 6.0
_REPORTS_BETWEEN: Final = 1.0
_REPORTS_BESIDE: Final = 0.8
_TOLD: Final = 2.2
_OF: Final = 1.2
_MOST_OFFERED: Final = 0.9
"""The cost from which a source is not offered."""
_PERSONAL: Final = frozenset(("he", "she", "they"))
_OTHER_CLAUSE: Final = 2.5
_RUNS_ON: Final = 0.8
"""Where a source follows a claim without a mark between them."""
_DISTANCE: Final = 1 / 100
_LONGEST_GAP: Final = 300
_PARTS: Final = (SUBORDINATORS | {"but"}) - {"that"}
"""Words with which another clause begins."""
_LETTERS: Final = regex.compile(r"\p{L}+")
_MARKS: Final = ",.;:!?\"”’'»—–-"
_TOLD_BEFORE: Final = regex.compile(
    rf"(?r)\b(?:{'|'.join(sorted(TELLING))})\s(?:the\s)?(?:\p{{L}}+\s)?\G"
)
_OF_BEFORE: Final = regex.compile(r"(?r)\bof\s(?:the\s)?\G")


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
    costs = (RankedSource(s, _cost(article, parts, s.span)) for s in article.sources)
    return sorted(costs, key=lambda each: (each.cost, each.source.order))


def likely_carriers(
    article: ArticleSources, parts: Sequence[Span], speaker: Span
) -> list[RankedSource]:
    """The other sources, the likeliest carrier first: to whom the speaker said it, or who printed it.

    Args:
        article: With its sources.
        parts: Of the claim.
        speaker: The source that it is tied to.
    """
    read = prose(article.text)
    found = []
    for source in article.sources:
        if source.span != speaker:
            place = min(_place(read, part, source.span) for part in (*parts, speaker))
            cost = place - _carrying(article.text, source.span)
            cost += _DISTANCE * _distance((*parts, speaker), source.span)
            found.append(RankedSource(source, cost))
    return sorted(found, key=lambda each: (each.cost, each.source.order))


def offered_source(article: ArticleSources, parts: Sequence[Span]) -> SourceOffer | None:
    """The source that a claim is offered once it is tagged; none where it would be a guess."""
    ranked = likely_sources(article, parts)
    read = prose(article.text)
    paragraph = read.paragraph_at(parts[0].start)
    if ranked and ranked[0].cost < _MOST_OFFERED and not _is_within(ranked[0].source.span, parts):
        best = ranked[0].source
        is_heading = read.paragraph_at(best.start) is not paragraph
        return SourceOffer(best, OfferReason.HEADING if is_heading else OfferReason.SENTENCE)
    if (sayer := _last_speaker(article, paragraph, parts)) is not None:
        return SourceOffer(sayer, OfferReason.PRONOUN)
    if ranked and _is_quoted(paragraph, parts[0]):
        best = ranked[0].source
        if read.paragraph_at(best.start) is paragraph and not _is_within(best.span, parts):
            return SourceOffer(best, OfferReason.QUOTATION)
    return None


def claims_offered(
    article: ArticleSources, source: Annotation, claims: Iterable[Annotation]
) -> list[Annotation]:
    """The claims for which a source that has just been tagged is the one that is offered.

    Args:
        article: With its sources, this one among them.
        source: The new one.
        claims: Those near it that have no source yet.
    """
    offers = ((claim, offered_source(article, (claim.span,))) for claim in claims)
    return [claim for claim, offer in offers if offer is not None and offer.source == source]


def _last_speaker(
    article: ArticleSources, paragraph: Paragraph, parts: Sequence[Span]
) -> Annotation | None:
    """Who spoke last before a claim that a pronoun is said to say: in its paragraph, else before."""
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


def _is_within(source: Span, parts: Iterable[Span]) -> bool:
    return any(part.start <= source.start and source.end <= part.end for part in parts)


def _is_quoted(paragraph: Paragraph, part: Span) -> bool:
    """Whether a part of a claim lies in quotation marks."""
    return any(
        pair.is_quotation and pair.start <= part.start and part.end <= pair.end
        for pair in paragraph.pairs
    )


def _cost(article: ArticleSources, parts: Sequence[Span], source: Span) -> float:
    read = prose(article.text)
    cost = min(_place(read, part, source) for part in parts)
    if _is_within(source, parts):
        cost += _INSIDE
    cost -= _reporting(read, parts, source)
    cost += _parting(article.text, parts, source)
    cost += _carrying(article.text, source)
    return cost + _DISTANCE * _distance(parts, source)


def _place(read: Prose, part: Span, source: Span) -> float:
    """How far a source is from a part of a claim, in sentences and paragraphs."""
    first, last = read.paragraph_at(part.start), read.paragraph_at(part.end - 1)
    at = read.paragraph_at(source.start)
    if at.number + 1 == first.number and at.is_heading:
        return 0.0
    if not first.number <= at.number <= last.number:
        apart = max(first.number - at.number, at.number - last.number)
        return _ELSEWHERE + _PARAGRAPH * apart
    between = _sentences_between(at, part, source)
    return _IN_PARAGRAPH + _SENTENCE * (between - 1) if between else 0.0


def _sentences_between(paragraph: Paragraph, part: Span, source: Span) -> int:
    """How many sentences a source is away from one that a part of a claim is in."""
    outer = _outermost(paragraph.sentences)
    held = [n for n, each in enumerate(outer) if each.overlaps(part)]
    at = next((n for n, each in enumerate(outer) if each.overlaps(source)), 0)
    if not held:
        return 0
    return max(held[0] - at, at - held[-1], 0)


def _outermost(sentences: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for each in sentences:
        if not found or each.start >= found[-1].end:
            found.append(each)
    return found


def _reporting(read: Prose, parts: Sequence[Span], source: Span) -> float:
    """What speaks for a source: a reporting word between it and the claim, or beside it."""
    paragraph = read.paragraph_at(source.start)
    part = min(parts, key=lambda each: _distance((each,), source))
    low, high = min(part.end, source.end), max(part.start, source.start)
    gain = 0.0
    for word in paragraph.reporting:
        if any(each.start <= word.start < each.end for each in parts):
            continue
        if low <= word.start and word.end <= high:
            gain = max(gain, _REPORTS_BETWEEN)
        elif 0 <= word.start - source.end < 3 or 0 <= source.start - word.end < 3:
            gain = max(gain, _REPORTS_BESIDE)
    return gain


def _parting(text: str, parts: Sequence[Span], source: Span) -> float:
    """What stands between a source and the claim and parts them: another clause begins there."""
    part = min(parts, key=lambda each: _distance((each,), source))
    is_behind = part.end <= source.start
    gap = text[part.end : source.start] if is_behind else text[source.end : part.start]
    if len(gap) > _LONGEST_GAP:
        return 0.0
    cost = _OTHER_CLAUSE if _PARTS & set(_LETTERS.findall(gap)) else 0.0
    if is_behind and not any(mark in text[part.end - 1 : source.start] for mark in _MARKS):
        cost += _RUNS_ON
    return cost


def _carrying(text: str, source: Span) -> float:
    """What speaks for a carrier and not a speaker."""
    if _TOLD_BEFORE.match(text, endpos=source.start):
        return _TOLD
    return _OF if _OF_BEFORE.match(text, endpos=source.start) else 0.0


def _distance(parts: Sequence[Span], source: Span) -> int:
    """Code points between a source and the nearest part."""
    return min(max(0, part.start - source.end, source.start - part.end) for part in parts)
