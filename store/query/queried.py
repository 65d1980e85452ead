"""What a query is asked of: a story as it is now, and all that conditions look up in it.

Each thing is found when it is first asked for, and kept: after an edit another value is made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from store.across.matrix import claim_matrix, mention_matrix
from store.across.mention_form import mention_form
from store.across.story_ties import ArticleText, StoryTies
from store.across.ties import is_claim_label
from store.annotations.links import CONTRADICTS, Links, mentions_in
from store.annotations.model import Annotation, Cluster, Mention
from store.frozen import Frozen
from store.labels import ATTRIBUTION, CARRIER, SAME
from store.library.scanning import annotators
from store.story.annotation_list import ListedAnnotation, ListedKind, rows_of
from store.suggest.candidates.roles import roles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.across.matrix_values import MatrixRow
    from store.story.open_story import OpenStory
    from store.story.workspace import Workspace

_LONGEST_OFFERED: Final = 60
"""Code points of a text that is offered as one way to go on."""
_TEXTS_KEPT: Final = 16
"""Texts that are not read again where one is asked for after another."""
Speakers = Mapping[Mention, list[Mention]]


class QueriedArticle(Frozen):
    """An article as a query may name it."""

    id: str
    title: str
    outlet: str


class QueriedStory:
    """A story at one moment."""

    def __init__(
        self,
        workspace: Workspace,
        rows: Sequence[ListedAnnotation] | None = None,
        ties: StoryTies | None = None,
    ) -> None:
        """Ask of a story.

        Args:
            workspace: The story.
            rows: All of its annotations, where they have been read already; rejected ones too.
            ties: The same with what ties them, where that is known already.
        """
        self._workspace = workspace
        self._rows = rows
        self._ties = ties
        self._matrices: dict[str, Sequence[MatrixRow]] = {}
        self._reaches: dict[Mention, frozenset[str]] = {}
        self.labels = workspace.labels
        self.annotator = workspace.annotator
        self.ids = tuple(ref.id for ref in workspace.story.articles)
        """Of the articles, in order."""
        self.today = datetime.now().astimezone().date()

    # What is there -----------------------------------------------------------------------------

    @cached_property
    def rows(self) -> Sequence[ListedAnnotation]:
        """All annotations, and what was rejected or has no sure place."""
        if self._rows is not None:
            return self._rows
        if self._ties is not None:
            return list(_rows_of_ties(self._ties))
        opened = enumerate(self._workspace.now.every_article(), 1)
        return [
            row
            for number, each in opened
            for row in rows_of(each, number, self.links.record_of(each.id))
        ]

    @cached_property
    def links(self) -> Links:
        """What ties annotations."""
        return self._ties.links if self._ties is not None else self._workspace.now.readable_links()

    @cached_property
    def ties(self) -> StoryTies:
        """The annotations with what ties them."""
        if self._ties is not None:
            return self._ties
        annotations = {
            Mention(row.article, row.annotation.id): row.annotation
            for row in sorted(self.rows, key=lambda row: row.number)
            if row.annotation is not None and row.kind is ListedKind.ANNOTATION
        }
        return StoryTies(_TextsAsNeeded(self._workspace.now, self.ids), annotations, self.links)

    @property
    def annotations(self) -> Mapping[Mention, Annotation]:
        """All annotations by their names."""
        return self.ties.annotations

    @cached_property
    def listed(self) -> Mapping[Mention, ListedAnnotation]:
        """The rows of the annotations by their names."""
        return {
            Mention(row.article, row.annotation.id): row
            for row in self.rows
            if row.annotation is not None and row.kind is ListedKind.ANNOTATION
        }

    @cached_property
    def articles(self) -> Sequence[QueriedArticle]:
        """The articles with what they are called; each is read for that."""
        opened = (self._workspace.now.peek(each).article for each in self.ids)
        outlet_of = self.links.byline_of
        return [QueriedArticle(each.id, each.title, outlet_of(each).outlet) for each in opened]

    def text_of(self, article_id: str) -> str:
        """The text of an article."""
        return self._workspace.now.peek(article_id).article.text

    @cached_property
    def annotators(self) -> Sequence[str]:
        """Everybody who has annotated something here."""
        there = annotators(self._workspace.story, self._workspace.folder.parent)
        return list(dict.fromkeys((self.annotator, *there)))

    # What ties it ------------------------------------------------------------------------------

    @cached_property
    def clusters(self) -> Mapping[Mention, list[Cluster]]:
        """The clusters that mentions are in; what contradicts each other is no cluster here."""
        found: defaultdict[Mention, list[Cluster]] = defaultdict(list)
        for cluster in self.links.clusters.values():
            if cluster.relation != CONTRADICTS:
                for member in cluster.members:
                    found[member].append(cluster)
        return found

    @cached_property
    def speakers(self) -> Speakers:
        """The sources that claims are tied to as who said them."""
        return self._sources(is_carrier=False)

    @cached_property
    def carriers(self) -> Speakers:
        """The sources that carried claims."""
        return self._sources(is_carrier=True)

    def _sources(self, *, is_carrier: bool) -> Speakers:
        found: defaultdict[Mention, list[Mention]] = defaultdict(list)
        for relation in self.links.relations.values():
            if relation.type == ATTRIBUTION and (relation.role == CARRIER) is is_carrier:
                found[relation.head].append(relation.tail)
        return found

    @cached_property
    def tie_types(self) -> Mapping[Mention, set[str]]:
        """Of which types the ties of mentions are."""
        found: defaultdict[Mention, set[str]] = defaultdict(set)
        for relation in self.links.relations.values():
            for mention in mentions_in(relation):
                found[mention].add(relation.type)
        for cluster in self.links.clusters.values():
            type_ = CONTRADICTS if cluster.relation == CONTRADICTS else SAME
            for member in cluster.members if len(cluster.members) > 1 else ():
                found[member].add(type_)
        return found

    @cached_property
    def _of_one_text(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The articles in which mentions of one text stand, by label and text."""
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for mention, each in self.annotations.items():
            if mention not in self.clusters:
                found[each.label, mention_form(each.text).key].add(mention.article)
        return {key: frozenset(articles) for key, articles in found.items()}

    def reach_of(self, row: ListedAnnotation) -> frozenset[str]:
        """The articles in which stands what an annotation is of: its clusters, else its text."""
        here = frozenset((row.article,))
        if row.annotation is None:
            return here
        mention = Mention(row.article, row.annotation.id)
        if mention not in self._reaches:
            clusters = self.clusters.get(mention, ())
            found = here.union(m.article for each in clusters for m in each.members)
            if not clusters:
                found |= self._of_one_text.get((row.label, mention_form(row.text).key), here)
            self._reaches[mention] = found
        return self._reaches[mention]

    # Names -------------------------------------------------------------------------------------

    @property
    def relation_types(self) -> Sequence[str]:
        """What ties can be called."""
        declared = (each.name for each in self.labels.relation_types)
        found = (each.type for each in self.links.relations.values())
        return list(dict.fromkeys((*declared, *found)))

    @cached_property
    def label_names(self) -> Sequence[str]:
        """The labels of the set, and those that annotations have beside them."""
        found = sorted({row.label for row in self.rows} - {*self.labels.names})
        return (*self.labels.names, *found)

    @cached_property
    def cluster_names(self) -> Sequence[str]:
        """What clusters are called."""
        every = self.links.clusters.values()
        names = (each.name for each in every if each.name and each.relation != CONTRADICTS)
        return sorted(set(names))

    @cached_property
    def source_names(self) -> Sequence[str]:
        """What sources are called that something is tied to: by their clusters, by their words."""
        tied = {
            s for some in (self.speakers, self.carriers) for each in some.values() for s in each
        }
        return sorted({name for each in tied for name in self.names_of(each)})

    def names_of(self, mention: Mention) -> Iterator[str]:
        """What a mention is called: by its clusters, and in its own words."""
        yield from (each.name for each in self.clusters.get(mention, ()) if each.name)
        if (found := self.annotations.get(mention)) is not None:
            yield " ".join(found.text.split())

    @cached_property
    def attribute_names(self) -> Sequence[str]:
        """What attributes annotations have."""
        every = (each.attributes for each in self.annotations.values() if each.attributes)
        return sorted({name for attributes in every for name, _ in attributes})

    def texts_of(self, label: str) -> Sequence[str]:
        """What is tagged as a label, the most frequent first."""
        return self._texts.get(label, ())

    @cached_property
    def _texts(self) -> Mapping[str, Sequence[str]]:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in self.rows:
            if row.kind is ListedKind.ANNOTATION and len(row.text) <= _LONGEST_OFFERED:
                counts[row.label][row.text] += 1
        return {label: [text for text, _ in each.most_common()] for label, each in counts.items()}

    # Rows of the matrix ------------------------------------------------------------------------

    @property
    def claim_label(self) -> str:
        """The label of claims; empty if there is none."""
        return roles_of(self.labels).claim

    def matrix_rows(self, label: str) -> Sequence[MatrixRow]:
        """The rows of what has a label."""
        if label not in self._matrices:
            make = claim_matrix if is_claim_label(self.labels, label) else mention_matrix
            self._matrices[label] = make(self.ties, label).rows
        return self._matrices[label]


class _TextsAsNeeded(Mapping[str, ArticleText]):
    """The texts of a story, each read when it is asked for."""

    def __init__(self, now: OpenStory, ids: Sequence[str]) -> None:
        self._ids = dict.fromkeys(ids)
        self._read = lru_cache(maxsize=_TEXTS_KEPT)(lambda each: now.peek(each).article)

    def __getitem__(self, article_id: str) -> ArticleText:
        if article_id not in self._ids:
            raise KeyError(article_id)
        article = self._read(article_id)
        return ArticleText(article.text, article.sha256, article.title)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def _rows_of_ties(ties: StoryTies) -> Iterator[ListedAnnotation]:
    """The annotations as rows; in which line they stand is not looked at."""
    numbers = {article: number for number, article in enumerate(ties.articles, 1)}
    for mention, each in ties.annotations.items():
        yield ListedAnnotation(
            ListedKind.ANNOTATION, numbers[mention.article], mention.article, 0, each.start,
            each.end, each.label, each.text, each.note, each.origin, each.created, each.updated,
            each,
        )  # fmt: skip
