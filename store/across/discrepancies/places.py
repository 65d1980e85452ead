"""Places that claims name as where something is, where it goes, or where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.across.discrepancies.model import NamedPlace
from store.across.discrepancies.values import TextValue, ValueKind
from store.across.mention_form import mention_form
from store.annotations.model import Mention
from store.suggest.candidates.gazetteer import PlaceKind, place, places_in
from store.text.lexicon import DETERMINERS
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.across.story_ties import StoryTies
    from store.suggest.candidates.gazetteer import GazetteerEntry
    from store.text.span import Span
    from store.text.tokens import Token

_ROLES: Final = {
    **dict.fromkeys(("in", "at", "near", "outside", "inside", "off", "around"), "in"),
    **dict.fromkeys(("to", "into", "toward", "towards"), "to"),
    "from": "from",
}
"""What a place is to what is said of it, by the word before it."""
_TOWNS: Final = (PlaceKind.CITY, PlaceKind.CAPITAL)


def places_of(ties: StoryTies, article: str, within: Span, label: str) -> Iterator[NamedPlace]:
    """The places in a claim that stand behind a word such as "in" or "from".

    Args:
        ties: Of the story.
        article: The id of the claim's article.
        within: Where the claim stands.
        label: Of places.
    """
    text = ties.articles[article].text
    tokens = tokens_in(text, within)
    spans: dict[Span, frozenset[str]] = {}
    for annotation in ties.of_article(article):
        if annotation.label == label and within.covers(annotation.span):
            clusters = ties.links.clusters_of(Mention(article, annotation.id))
            spans[annotation.span] = frozenset(c.id for c in clusters if not c.relation)
    for span, entry in places_in(text, tokens):
        is_place = entry.kind is not PlaceKind.DEMONYM and not entry.is_ambiguous
        if is_place and not any(span.overlaps(other) for other in spans):
            spans[span] = frozenset()
    for span, entities in sorted(spans.items(), key=lambda each: each[0].start):
        role = _role_before(tokens, span.start)
        said = span.of(text)
        if role:
            told = " ".join(said.split())
            value = TextValue(ValueKind.PLACE, span.start, span.end, 0, 0, told, unit=role)
            yield NamedPlace(value, entities, said)


def _role_before(tokens: Sequence[Token], start: int) -> str:
    before = [each.lower for each in tokens if each.start < start]
    while before and before[-1] in DETERMINERS:
        before.pop()
    return _ROLES.get(before[-1], "") if before else ""


def may_be_one(one: NamedPlace, other: NamedPlace) -> bool:
    """Whether two may be the same place, or one within the other, as far as is known."""
    if one.entities & other.entities:
        return True
    forms = mention_form(one.text), mention_form(other.text)
    if not all(form.name for form in forms) or set(forms[0].words) & set(forms[1].words):
        return True
    here, there = (place(form.written) for form in forms)
    if here is not None and there is not None:
        return not _are_apart(here, there)
    return here is not there  # of one that is on no list nobody knows where it lies


def _are_apart(one: GazetteerEntry, other: GazetteerEntry) -> bool:
    """Whether two known places lie beside each other."""
    if one.country and other.country:
        return one.country != other.country or one.kind is other.kind
    return one.kind in _TOWNS and other.kind in _TOWNS
