"""What the record of a claim most likely says, by its words: it sets nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.across.mention_form import mention_form
from store.across.prose import is_quoted, prose
from store.annotations.claim_record import FieldName, recorded
from store.text.lexicon import BELIEVING, DENYING, DOCUMENTS, HEDGES, PROBABLE
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from store.annotations.model import Annotation

_FARTHEST: Final = 3
"""Code points between a source and a reporting word beside it."""


def proposed_record(
    text: str, claim: Annotation, source: Annotation | None, *, is_beside: bool = True
) -> dict[FieldName, str]:
    """The likeliest value of each field of which the words say anything.

    Args:
        text: Of the article.
        claim: A claim in it.
        source: Who is said to have said it, as far as it is tied.
        is_beside: Whether the source stands in the same article.
    """
    found = {
        FieldName.DIRECTNESS: _directness(text, claim.span, source),
        FieldName.NAMING: naming_of(source.text) if source is not None else "nobody",
    }
    cue = cue_of(text, claim.span, source.span) if source is not None and is_beside else None
    if (certainty := _certainty(text, claim.span, cue)) is not None:
        found[FieldName.CERTAINTY] = certainty
    if cue is not None:
        found[FieldName.CUE] = f"{cue.start}-{cue.end}"
    return found


def naming_of(source: str) -> str:
    """Whether a source has a name, none, or is a document."""
    form = mention_form(source)
    if form.head in DOCUMENTS or (form.name and form.name[-1] in DOCUMENTS):
        return "document"
    return "named" if form.name else "anonymous"


def cue_of(text: str, claim: Span, source: Span) -> Span | None:
    """The word that says that a source says a claim: beside the source, outside the claim."""
    for word in prose(text).paragraph_at(source.start).reporting:
        span = Span(word.start, word.end)
        apart = max(span.start - source.end, source.start - span.end)
        is_between = min(claim.end, source.end) <= span.start < max(claim.start, source.start)
        is_outside = not (span.overlaps(claim) or span.overlaps(source))
        if is_outside and (is_between or apart < _FARTHEST):
            return span
    return None


def recorded_cue(text: str, claim: Annotation) -> str:
    """The place of the word that says that a claim is said, as a person has kept it.

    Empty where there is none, or where no such word stands there: the article has changed since.
    """
    said = recorded(claim, FieldName.CUE)
    if not said:
        return ""
    start, end = map(int, said.split("-"))
    words = prose(text).paragraph_at(start).reporting if end <= len(text) else ()
    return said if (start, end) in ((word.start, word.end) for word in words) else ""


def _directness(text: str, claim: Span, source: Annotation | None) -> str:
    if is_quoted(text, claim):
        return "quotation"
    return "paraphrase" if source is not None else "own voice"


def _certainty(text: str, claim: Span, cue: Span | None) -> str | None:
    """What words within the claim say of it: beside it they belong as often to its neighbour."""
    if cue is not None and cue.of(text).lower() in DENYING:
        return "denied"
    words = {token.text for token in tokens_in(text, claim)}  # "may" and not the month
    if words & HEDGES:
        return "hedged"
    is_believed = cue is not None and cue.of(text).lower() in BELIEVING
    return "likely" if words & PROBABLE or is_believed else None
