"""How far an annotator is with each article of a story.

new      nothing was done in it
begun    it has annotations, or was read to its last row
read     the person said so; of another text it is not true
done     the same, and nothing is left to annotate
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from store.annotations.model import ArticleState

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from store.story.open_article import OpenArticle
    from store.story.open_story import OpenStory


class ArticleProgress(StrEnum):
    """How far an annotator is with an article."""

    NEW = "new"
    BEGUN = "begun"
    READ = "read"
    DONE = "done"


def state_of(now: OpenStory, opened: OpenArticle) -> ArticleState:
    """How far a person says to be with an article, as it is now."""
    record = now.readable_links().articles.get(opened.id)
    return ArticleState.OPEN if record is None else record.state_in(opened.article.sha256)


def progress_of(now: OpenStory, opened: OpenArticle, ended: Container[str]) -> ArticleProgress:
    """How far an annotator is with an article.

    Args:
        now: The story.
        opened: The article.
        ended: The ids of those that were read to their last row.
    """
    state = state_of(now, opened)
    if state:
        return ArticleProgress(state)
    is_begun = opened.id in ended or any(opened.everything)
    return ArticleProgress.BEGUN if is_begun else ArticleProgress.NEW


def is_done(now: OpenStory, article_id: str) -> bool:
    """Whether an article is done; it is read only where somebody has said so."""
    return done_article(now, article_id) is not None


def done_article(now: OpenStory, article_id: str) -> OpenArticle | None:
    """An article that is done; none if it is not. It is read only where somebody has said so."""
    record = now.readable_links().articles.get(article_id)
    if record is None or record.state is not ArticleState.DONE:
        return None
    opened = now.peek(article_id)
    return opened if state_of(now, opened) is ArticleState.DONE else None


def next_to_do(now: OpenStory, article_id: str, by: int = 1) -> str:
    """The next article that is not done, round the story; empty if every other one is.

    Args:
        now: The story.
        article_id: The article to go on from.
        by: 1 to go on, -1 to go back.
    """
    ids = [ref.id for ref in now.story.articles]
    here = ids.index(article_id)
    ring = (ids[(here + step * by) % len(ids)] for step in range(1, len(ids)))
    return next((each for each in ring if not is_done(now, each)), "")


def done_ids(now: OpenStory) -> Iterator[str]:
    """The articles that are done, in the order of the story."""
    return (ref.id for ref in now.story.articles if is_done(now, ref.id))


def count_done(now: OpenStory) -> int:
    """How many articles of the story are done."""
    return sum(1 for _ in done_ids(now))
