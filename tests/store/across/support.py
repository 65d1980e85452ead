"""Stories with their annotations as `tests.store.suggest.marked` writes them, for this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.attribution import ArticleSources
from store.across.mention_groups import TaggedMention, groups_of
from store.across.merge_offers import MergeContext, MergeOffer, merge_offers
from store.across.story_ties import ArticleText, StoryTies
from store.annotations.links import Links
from store.annotations.model import Cluster, Mention, RefusedOffer
from store.text.acronyms import definitions_in
from tests.store.suggest.marked import opened, story

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.model import Annotation


def tagged(*marked: str) -> list[TaggedMention]:
    """The annotations of marked articles, in the order of the story."""
    articles = story(*marked).values()
    return [TaggedMention(article.id, each) for article in articles for each in article.annotations]


def context(*marked: str, refused: Iterable[RefusedOffer] = ()) -> MergeContext:
    """What is known of marked articles beside their groups."""
    texts = {each.id: each.article.text for each in story(*marked).values()}
    explained = tuple(one for text in texts.values() for one in definitions_in(text))
    return MergeContext(texts, tuple(refused), explained, frozenset(("location",)))


def offered(*marked: str, clusters: Iterable[Cluster] = ()) -> list[MergeOffer]:
    """What is offered of marked articles."""
    return merge_offers(groups_of(tagged(*marked), clusters), context(*marked))


def pairs_offered(*marked: str) -> list[str]:
    """The offers of marked articles as "Trump = Donald Trump (surname)", in alphabetical order."""
    return sorted(
        f"{' = '.join(sorted(offer.texts))} ({offer.sieve.name.lower()})"
        for offer in offered(*marked)
        if len(offer.groups) > 1
    )


def sources_of(marked: str) -> tuple[ArticleSources, list[Annotation]]:
    """A marked article with its sources, and its claims."""
    article = opened(marked)
    sources = tuple(each for each in article.annotations if each.label == "source")
    claims = [each for each in article.annotations if each.label == "claim"]
    return ArticleSources(article.article.text, sources), claims


def ties_of(*marked: str, links: Links | None = None) -> StoryTies:
    """Marked articles as the matrix takes them."""
    articles = story(*marked).values()
    return StoryTies(
        {each.id: ArticleText(each.article.text, f"sha-{each.id}") for each in articles},
        {Mention(each.id, a.id): a for each in articles for a in each.annotations},
        links or Links(),
    )
