"""Things of which several articles say a value: tied claims, mentions of one cluster, a noun.

What is put together here says nothing of whether the values differ (`tables`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import regex
from msgspec.structs import replace

from store.across.discrepancies.dates import date_of, dates_in, times_in
from store.across.discrepancies.lexicon import hedges, numbers, words
from store.across.discrepancies.model import PlacedValue, ThingSource
from store.across.discrepancies.places import places_of
from store.across.discrepancies.quantities import (
    counts_several,
    is_generic,
    is_of_people,
    quantities_in,
)
from store.across.discrepancies.values import TextValue, ValueKind
from store.across.mention_form import mention_form
from store.annotations.model import Mention
from store.frozen import Frozen
from store.labels import SUPPORTS
from store.suggest.candidates.roles import roles_of
from store.text.lexicon import BODIES, DETERMINERS, INDEFINITE
from store.text.passages import passages
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from store.across.story_ties import StoryTies
    from store.annotations.links import Links
    from store.annotations.model import Annotation, Cluster
    from store.labels import LabelSet
    from store.text.tokens import Token

_BEHIND: Final = 48
"""Code points behind a mention in which the noun of a bare number, or an age, stands."""
_HEDGE: Final = 24
"""Code points before a mention in which a hedge of its number stands."""
_AROUND: Final = 90
"""Code points around a value that is in no annotation which are told with it."""
_OPENS: Final = DETERMINERS | INDEFINITE | {"of", "with", "to", "both"}
_OF_MENTIONS: Final = (ValueKind.COUNT, ValueKind.AGE, ValueKind.MONEY)
_SENTENCE_END: Final = regex.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?\p{Lu})")


class Thing(Frozen):
    """Something of which values are said."""

    name: str
    source: ThingSource
    label: str
    """Of its annotations; empty for a noun."""
    values: tuple[PlacedValue, ...]
    is_single: bool = False
    """Of a cluster: whether it is one person or thing, so that any age is of it."""
    is_group: bool = False
    """Of a cluster: whether most of its mentions are of several, so that any count is of it."""


class StoryValues:
    """The values in the articles of a story; those of an annotation are read once."""

    def __init__(self, ties: StoryTies, labels: LabelSet) -> None:
        self.ties = ties
        roles = roles_of(labels)
        self.claim_label, self._place_label = roles.claim, roles.location
        self._read: dict[Mention, list[PlacedValue]] = {}
        self._counts: dict[str, list[tuple[str, PlacedValue]]] = {}

    def take_links(self, links: Links) -> None:
        """Go on with other links; the texts and annotations are the same."""
        self.ties = replace(self.ties, links=links)
        self._read.clear()  # places know their clusters

    @cached_property
    def _written(self) -> Mapping[str, date | None]:
        return {each: date_of(article.date) for each, article in self.ties.articles.items()}

    # Claims ------------------------------------------------------------------------------------

    def claim_things(self) -> Iterator[Thing]:
        """The rows of claims with those that contradict them, and pairs that are in no row."""
        ties, told = self.ties, set[Mention]()
        for cluster in ties.links.clusters.values():
            members = ties.in_order(cluster.members)
            if cluster.relation == SUPPORTS and cluster.label == self.claim_label and members:
                against = (other for claim in members for other in ties.opposed_to(claim))
                claims = ties.in_order((*members, *against))
                told.update(members)
                yield self._claims(cluster.name or ties.annotations[members[0]].text, claims)
        for name, one, other in ties.pairs(self.claim_label):
            if one not in told and other not in told:
                yield self._claims(name or ties.annotations[one].text, (one, other))

    def _claims(self, name: str, claims: Iterable[Mention]) -> Thing:
        values = tuple(value for claim in claims for value in self._of_claim(claim))
        return Thing(_in_one_line(name), ThingSource.CLAIMS, self.claim_label, values)

    def _of_claim(self, claim: Mention) -> list[PlacedValue]:
        known = self._read.get(claim)
        if known is None:
            annotation = self.ties.annotations[claim]
            known = self._read[claim] = list(self._values_in(claim, annotation))
        return known

    def _values_in(self, claim: Mention, annotation: Annotation) -> Iterator[PlacedValue]:
        article, span = claim.article, annotation.span
        text = self.ties.articles[article].text
        dates = list(dates_in(text, span.start, span.end, self._written[article]))
        dates += times_in(text, span.start, span.end)
        taken = [Span(each.start, each.end) for each in dates]
        counted = [
            value
            for value in quantities_in(tokens_in(text, span))
            if not any(each.overlaps(Span(value.start, value.end)) for each in taken)
        ]
        said = _in_one_line(annotation.text)
        for value in sorted((*dates, *counted), key=lambda each: each.start):
            yield PlacedValue(article, value, span, said, claim, (claim,))
        for place in places_of(self.ties, article, span, self._place_label):
            yield PlacedValue(article, place.value, span, said, claim, (claim,), place)

    # Clusters ----------------------------------------------------------------------------------

    def cluster_things(self) -> Iterator[Thing]:
        """The clusters of what is tagged, with the counts their mentions begin with, and ages."""
        for cluster in self.ties.links.clusters.values():
            if not cluster.relation:
                yield self._cluster(cluster)

    def _cluster(self, cluster: Cluster) -> Thing:
        ties = self.ties
        members = ties.in_order(cluster.members)
        values = tuple(value for each in members for value in self._of_mention(each))
        texts = [ties.annotations[each].text for each in members]
        names = {form.name[-1] for text in texts if (form := mention_form(text)).name}
        several = sum(counts_several(tokens_in(text, Span(0, len(text)))) for text in texts)
        return Thing(
            _in_one_line(cluster.name), ThingSource.CLUSTER, cluster.label, values,
            len(names) == 1, 2 * several >= len(texts),
        )  # fmt: skip

    def _of_mention(self, mention: Mention) -> Iterator[PlacedValue]:
        """The value that a mention begins with, and the age behind it."""
        annotation = self.ties.annotations[mention]
        text = self.ties.articles[mention.article].text
        line_end = text.find("\n", annotation.end)
        end = min(annotation.end + _BEHIND, line_end if line_end >= 0 else len(text))
        tokens = tokens_in(text, Span(annotation.start, end))
        own = [each for each in tokens if each.end <= annotation.end]
        found = [*quantities_in(tokens), *quantities_in(own)]
        form = mention_form(annotation.text)
        leads = (v for v in found if v.start < annotation.end and _leads(own, v))
        value = next(leads, None)
        if value is not None and value.kind in _OF_MENTIONS:
            yield self._placed(mention, annotation, _hedged(text, annotation.start, end, value))
        for age in found[:2]:
            is_behind = annotation.end <= age.start <= annotation.end + 2
            if age.kind is ValueKind.AGE and is_behind and form.name:
                yield self._placed(mention, annotation, replace(age, noun=form.name[-1]))

    def _placed(self, mention: Mention, annotation: Annotation, value: TextValue) -> PlacedValue:
        words_ = Span(min(annotation.start, value.start), max(annotation.end, value.end))
        said = _in_one_line(words_.of(self.ties.articles[mention.article].text))
        claims = self._claims_around(mention.article, value)
        return PlacedValue(mention.article, value, words_, said, mention, claims)

    def _claims_around(self, article: str, value: TextValue) -> tuple[Mention, ...]:
        around = [
            each
            for each in self.ties.of_article(article)
            if each.label == self.claim_label and each.start <= value.start < each.end
        ]
        around.sort(key=lambda each: each.end - each.start)
        return tuple(Mention(article, each.id) for each in around)

    # Nouns -------------------------------------------------------------------------------------

    def counts_in_steps(
        self, article: str
    ) -> Generator[None, None, Sequence[tuple[str, PlacedValue]]]:
        """The counts anywhere in an article, each with what is counted, a line at a step."""
        if article in self._counts:
            return self._counts[article]
        text = self.ties.articles[article].text
        found: list[tuple[str, PlacedValue]] = []
        for passage in passages(text, Span(0, len(text))):
            line = passage.of(text).lower()
            if not any(c.isdigit() for c in line) and _NUMBER_WORDS.isdisjoint(line.split()):
                continue
            for value in quantities_in(tokens_in(text, passage)):
                noun = counted_noun(value)
                if value.kind is ValueKind.COUNT and noun:
                    near = _near(text, passage, value)
                    claims = self._claims_around(article, value)
                    said = _in_one_line(near.of(text))
                    found.append((noun, PlacedValue(article, value, near, said, None, claims)))
            yield
        self._counts[article] = found
        return found


_NUMBER_WORDS: Final = (
    frozenset(numbers("numbers"))
    | frozenset(word for word in numbers("scales") if len(word) > 2)
    | frozenset(("dozens", "scores", "hundreds", "thousands", "millions", "several", "few"))
    | (words("none") - {"no"})
)


def counted_noun(value: TextValue) -> str:
    """What a count is of, in a word: what became of people, else the noun."""
    if value.state and (is_generic(value) or is_of_people(value)):
        return value.state
    return value.noun


def _leads(tokens: Sequence[Token], value: TextValue) -> bool:
    """Whether a value is what a mention begins with: "a group of about 150 migrants"."""
    before = [each for each in tokens if each.end <= value.start and each.is_word]
    if all(each.lower in _OPENS for each in before):
        return True
    group, of = (each.lower for each in before[-2:]) if len(before) > 1 else ("", "")
    return len(before) <= 3 and of == "of" and (group in BODIES or group == "total")


def _hedged(text: str, start: int, end: int, value: TextValue) -> TextValue:
    """The value with which a mention begins, with the "about" that stands before the mention."""
    if value.start > start:
        return value
    first = max(text.rfind("\n", 0, start) + 1, start - _HEDGE)
    if first and not text[first - 1].isspace():
        first = text.find(" ", first, start) + 1 or first
    for each in quantities_in(tokens_in(text, Span(first, end))):
        before = tokens_in(text, Span(min(each.start, start), start))
        found = hedges().before(before, len(before))
        if (each.kind, each.end) == (value.kind, value.end) and found and not found[1]:
            return each
    return value


def _near(text: str, passage: Span, value: TextValue) -> Span:
    """The sentence around a value, or what of it is near."""
    start, end = max(passage.start, value.start - _AROUND), min(passage.end, value.end + _AROUND)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, value.start)]
    if ends:
        start = ends[-1]
    elif start > passage.start:
        start = text.find(" ", start, value.start) + 1 or start
    after = _SENTENCE_END.search(text, value.end, end)
    if after is not None:
        end = after.end()
    elif end < passage.end:
        end = max(value.end, text.rfind(" ", value.end, end))
    return Span(start, end).trimmed(text)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
