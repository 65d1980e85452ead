"""Counts the agreement of people on stories, read one after the other without lock or write."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.adjudication.compared import compared_articles
from store.adjudication.tied_questions import meant_role
from store.agreement.cells import claim_rows, count_cells
from store.agreement.clusters import count_clusters, shared_clusters, with_singles
from store.agreement.relations import TiedUnits, count_relations
from store.agreement.tallying import Subject
from store.agreement.units import ComparedUnit, continued, units_of
from store.agreement.values import count_values
from store.annotations.claim_record import FIELDS, recorded
from store.annotations.links import CONTRADICTS, mentions_in
from store.annotations.model import Mention
from store.labels import CONTINUES, RELATION_TYPES, LabelSet, own_labels
from store.labels_file import load_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.across.matrix_values import MatrixRow
    from store.agreement.confusions import LabelConfusions
    from store.agreement.gamma import GammaArticles
    from store.agreement.tallying import AgreementTally, Group
    from store.annotations.model import Annotation, Cluster, Relation
    from store.articles import Story
    from store.story.open_story import OpenStory

PlacedUnit = tuple[str, ComparedUnit]
"""An article's id, and what is annotated in it."""


@dataclass(frozen=True, slots=True)
class Also:
    """What can be wanted of articles besides counts."""

    confusions: LabelConfusions | None = None
    """Where labels that are taken for each other are counted."""
    gamma: GammaArticles | None = None


def count_story(
    tally: AgreementTally,
    name: str,
    story: Story,
    by_person: Mapping[str, OpenStory],
    *,
    is_done_only: bool,
    also: Also | None = None,
) -> Iterator[str]:
    """Count what people have annotated in a story, an article at a step.

    Args:
        tally: Where to.
        name: The story's.
        story: The story.
        by_person: What `opened_by_all` gives.
        is_done_only: Whether work counts only in articles that its annotator has marked as done.
        also: What else is wanted of each article.

    Yields:
        The id of each article, when it has been counted.

    Raises:
        InputError: Somebody's ties, or the story's label set, cannot be read.
    """
    pieces = {who: continued(now.relations) for who, now in by_person.items()}
    tied = _TiedStory(name, story, by_person)
    tally.articles.update(dict.fromkeys(by_person, len(story.articles)))
    for each in compared_articles(story, by_person, is_done_only=is_done_only):
        units = {who: units_of(those, pieces[who]) for who, those in each.annotations.items()}
        said = {who: own.values() for who, own in units.items()}
        tally.add_article((name, each.article), each.text, said)
        for pair in tally.pairs:
            if units.keys() >= set(pair):
                tied.add_values(tally, pair, each.article, each.annotations, units)
                if also is not None and also.confusions is not None:
                    place = (name, each.article)
                    also.confusions.add(pair, place, each.text, *(said[who] for who in pair))
        if also is not None and also.gamma is not None:
            also.gamma.add((name, each.article), said)
        tied.add_article(each.article, units)
        yield each.article
    for pair in tally.pairs:
        if by_person.keys() >= set(pair):
            tied.count(tally, pair)


class _TiedStory:
    """What people tie in a story, with the annotations that they tie."""

    def __init__(self, name: str, story: Story, by_person: Mapping[str, OpenStory]) -> None:
        self._name = name
        self._by_person = by_person
        links = {who: now.links() for who, now in by_person.items()}
        self._relations: dict[str, list[Relation]] = {}
        self._clusters: dict[str, list[Cluster]] = {}
        for who, those in links.items():
            self._relations[who] = [r for r in those.relations.values() if r.type != CONTINUES]
            self._clusters[who] = list(those.clusters.values())
        self._tied: dict[str, set[Mention]] = {}
        for who in by_person:
            ties: list[Relation | Cluster] = [*self._relations[who], *self._clusters[who]]
            self._tied[who] = {mention for tie in ties for mention in mentions_in(tie)}
        self._units: dict[str, dict[Mention, PlacedUnit]] = {who: {} for who in by_person}
        self._having: dict[PlacedUnit, set[str]] = defaultdict(set)
        """Who has exactly what is tied by anybody."""
        self._done: dict[str, set[str]] = {who: set() for who in by_person}
        own = own_labels(story.root)
        labels = load_labels(own) if own else LabelSet((), RELATION_TYPES)
        self._symmetric = {each.name for each in labels.relation_types if each.is_symmetric}
        self._document_values = {each.name: each.values for each in labels.document_labels}
        self._rows: dict[str, list[MatrixRow]] = {}

    def add_article(self, article: str, units: Mapping[str, Mapping[str, ComparedUnit]]) -> None:
        """Remember what is tied in an article."""
        here: set[ComparedUnit] = set()
        for who, own in units.items():
            self._done[who].add(article)
            if self._tied[who]:
                for id_, unit in own.items():
                    mention = Mention(article, id_)
                    if mention in self._tied[who]:
                        self._units[who][mention] = (article, unit)
                        here.add(unit)
        if here:
            for who, own in units.items():
                for unit in here & set(own.values()):
                    self._having[article, unit].add(who)

    def add_values(
        self,
        tally: AgreementTally,
        pair: Group,
        article: str,
        annotations: Mapping[str, Iterable[Annotation]],
        units: Mapping[str, Mapping[str, ComparedUnit]],
    ) -> None:
        """Count what two people say of an article, and of the spans that both have."""
        place = (self._name, article)
        first, second = (dict(self._said_of(who, article)) for who in pair)
        tally.add(Subject.ARTICLES, pair, place, count_values(_values(first, second)))
        records = [
            {units[who][each.id]: _record(each) for each in annotations[who] if each.attributes}
            for who in pair
        ]
        own = [set(units[who].values()) for who in pair] if any(records) else []
        said = (
            each
            for unit in records[0].keys() | records[1].keys()
            if all(unit in those for those in own)
            for each in _values(*(those.get(unit, {}) for those in records))
        )
        tally.add(Subject.RECORDS, pair, place, count_values(said))

    def _said_of(self, who: str, article: str) -> Iterator[tuple[str, str]]:
        """The labels of an article as a whole, as far as the label set has them."""
        for name, value in self._by_person[who].links().record_of(article).labels:
            if value in self._document_values.get(name, ()):
                yield name, value

    def count(self, tally: AgreementTally, pair: Group) -> None:
        """Count what two people have tied, once all articles have been added."""
        articles = self._done[pair[0]] & self._done[pair[1]]
        if not articles:
            return
        self._count_relations(tally, pair, articles)
        self._count_clusters(tally, pair, articles)
        self._count_cells(tally, pair, articles)

    def _count_relations(self, tally: AgreementTally, pair: Group, articles: set[str]) -> None:
        by_article: dict[str, tuple[list[TiedUnits], list[TiedUnits]]] = {
            article: ([], []) for article in articles
        }
        for number, who in enumerate(pair):
            for tied in self._tied_units(who):
                if tied.head_article in articles and tied.tail_article in articles:
                    by_article[tied.head_article][number].append(tied)
        for article, (first, second) in by_article.items():
            counts = count_relations(first, second, lambda *unit: self._having[unit] >= {*pair})
            tally.add(Subject.RELATIONS, pair, (self._name, article), counts)

    def _tied_units(self, who: str) -> Iterator[TiedUnits]:
        """A person's relations, and the claims that contradict each other."""
        units = self._units[who]
        tied = [(r.type, meant_role(r), r.head, r.tail) for r in self._relations[who]]
        for cluster in self._clusters[who]:
            if cluster.relation == CONTRADICTS and len(cluster.members) == 2:
                tied.append((CONTRADICTS, "", *cluster.members))
        for type_, role, head, tail in tied:
            if head in units and tail in units:
                found = TiedUnits(type_, role, *units[head], *units[tail])
                yield min(found, found.turned()) if type_ in self._symmetric else found

    def _count_clusters(self, tally: AgreementTally, pair: Group, articles: set[str]) -> None:
        shared = frozenset(
            u for u, who in self._having.items() if who >= {*pair} and u[0] in articles
        )
        one, other = (shared_clusters(self._members(who), shared) for who in pair)
        tally.add(Subject.CLUSTERS, pair, (self._name, ""), {})
        for label in one.keys() | other.keys():
            mentions = sorted(frozenset().union(*one.get(label, ()), *other.get(label, ())))
            first, second = (with_singles(those.get(label, ()), mentions) for those in (one, other))
            counts = count_clusters(label, first, second)
            tally.add(Subject.CLUSTERS, pair, (self._name, ""), counts)

    def _members(self, who: str) -> dict[str, list[list[PlacedUnit]]]:
        """What a person takes for the same, by label; claims that support each other apart."""
        found: dict[str, list[list[PlacedUnit]]] = defaultdict(list)
        units = self._units[who]
        for cluster in self._clusters[who]:
            if cluster.relation != CONTRADICTS:
                label = f"{cluster.label} {cluster.relation}".rstrip()
                found[label].append([units[m] for m in cluster.members if m in units])
        return found

    def _count_cells(self, tally: AgreementTally, pair: Group, articles: set[str]) -> None:
        for who in pair:
            if who not in self._rows:
                self._rows[who] = claim_rows(self._by_person[who])
        first, second = (self._rows[who] for who in pair)
        if first or second:
            both = {*pair}
            one, other = (
                [
                    frozenset(
                        unit
                        for member in row.members
                        if (unit := self._units[who].get(member)) and self._having[unit] >= both
                    )
                    for row in self._rows[who]
                ]
                for who in pair
            )
            counts = count_cells((first, one), (second, other), articles)
            tally.add(Subject.CELLS, pair, (self._name, ""), counts)


def _record(annotation: Annotation) -> dict[str, str]:
    """What the record of a claim says that can only be one of a few values."""
    return {
        name.value: said
        for name, each in FIELDS.items()
        if each.values and (said := recorded(annotation, name))
    }


def _values(one: Mapping[str, str], other: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What two people say, by name; empty where one says nothing of what the other says."""
    for name in one.keys() | other.keys():
        yield name, one.get(name, ""), other.get(name, "")
