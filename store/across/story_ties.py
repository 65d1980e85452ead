"""What the matrix is made of: the annotations of a story with what ties them, as values."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from store.annotations.links import Links, mentions_in
from store.annotations.model import ArticleState, Cluster, Mention
from store.frozen import Frozen
from store.labels import ATTRIBUTION, CARRIER, COPIED_FROM
from store.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from store.annotations.model import Annotation
    from store.story.open_story import OpenStory


class ArticleText(Frozen):
    """An article as far as the matrix knows it."""

    text: str
    sha256: str = ""
    """Of its file: what was said of another text is not true of it."""
    title: str = ""
    outlet: str = ""
    """Who published it, as a person or its first lines say; empty where nobody knows."""
    date: str = ""
    """As it is written there."""


def read_ties(story: OpenStory) -> StoryTies:
    """The annotations of a story that has been opened, with its links.

    Raises:
        InputError: The file of the links is damaged.
    """
    return Steps(read_ties_in_steps(story), 0).all()


def read_ties_in_steps(story: OpenStory) -> Generator[None, None, StoryTies]:
    """As `read_ties` gives them, an article at a step."""
    articles: dict[str, ArticleText] = {}
    annotations: dict[Mention, Annotation] = {}
    links = story.links()
    for opened in story.every_article():
        article = opened.article
        byline = links.byline_of(article)
        articles[opened.id] = ArticleText(
            article.text, article.sha256, article.title, byline.outlet, byline.date
        )
        annotations |= {Mention(opened.id, each.id): each for each in opened.annotations}
        yield
    return StoryTies(articles, annotations, links)


class StoryTies(Frozen, dict=True):
    """A story's annotations by mention, and its links."""

    articles: Mapping[str, ArticleText]
    """By id, in the order of the story."""
    annotations: Mapping[Mention, Annotation]
    """In the order of the story."""
    links: Links

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {article: number for number, article in enumerate(self.articles)}

    def place_of(self, mention: Mention) -> tuple[int, tuple[int, int, str, str]]:
        """Sorts mentions as the story reads."""
        return self._numbers[mention.article], self.annotations[mention].order

    def in_order(self, mentions: Iterable[Mention]) -> tuple[Mention, ...]:
        """Those of some mentions that are there, each once, in the order of the story."""
        known = {mention for mention in mentions if mention in self.annotations}
        return tuple(sorted(known, key=self.place_of))

    @cached_property
    def _by_article(self) -> dict[str, list[Annotation]]:
        found: dict[str, list[Annotation]] = {article: [] for article in self.articles}
        for mention, annotation in self.annotations.items():
            found[mention.article].append(annotation)
        return found

    def of_article(self, article_id: str) -> Sequence[Annotation]:
        """The annotations of an article."""
        return self._by_article[article_id]

    def is_read(self, article_id: str) -> bool:
        """Whether a person says to have read an article, as it is now."""
        record = self.links.record_of(article_id)
        return record.state_in(self.articles[article_id].sha256) != ArticleState.OPEN

    def speaker_of(self, claim: Mention) -> Mention | None:
        """The source that a claim is tied to as who said it; the first where there are several."""
        return next(self._sources_of(claim, is_carrier=False), None)

    def carrier_of(self, claim: Mention) -> Mention | None:
        """The source that carried a claim."""
        return next(self._sources_of(claim, is_carrier=True), None)

    def _sources_of(self, claim: Mention, *, is_carrier: bool) -> Iterator[Mention]:
        for relation in self.links.relations_of(claim):
            fits = relation.type == ATTRIBUTION and (relation.role == CARRIER) is is_carrier
            if fits and relation.head == claim and relation.tail in self.annotations:
                yield relation.tail

    def opposed_to(self, claim: Mention) -> Iterator[Mention]:
        """The claims that contradict one."""
        tied = self.links.contradictions_of(claim)
        others = (mention for link in tied for mention in mentions_in(link) if mention != claim)
        yield from (mention for mention in dict.fromkeys(others) if mention in self.annotations)

    def copied_from(self, claim: Mention) -> Iterator[Mention]:
        """The annotations that a claim was copied from."""
        for relation in self.links.relations_of(claim):
            if relation.type == COPIED_FROM and relation.head == claim:
                yield relation.tail

    def entity_of(self, mention: Mention) -> Cluster | None:
        """The cluster that says who or what a mention is; of several the first by id."""
        found = (c for c in self.links.clusters_of(mention) if not c.relation)
        return next(found, None)

    def pairs(self, label: str) -> Iterator[tuple[str, Mention, Mention]]:
        """The pairs of claims that contradict each other, each with what it is called, in order.

        Args:
            label: Of claims.
        """
        found: dict[tuple[Mention, ...], str] = {}
        for link in self.links.contradictions:
            both = self.in_order(mentions_in(link))
            name = link.name if isinstance(link, Cluster) else None
            fits = name is not None or any(self.annotations[m].label == label for m in both)
            if len(both) == 2 and fits:
                found.setdefault(both, name or "")
        for one, other in sorted(found, key=lambda both: [self.place_of(each) for each in both]):
            yield found[one, other], one, other
