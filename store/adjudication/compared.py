"""The work of several people on a story, article by article, read without a lock or a write."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from store.errors import InputError
from store.frozen import Frozen
from store.story.progress import done_article
from store.story.reading import open_to_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from store.annotations.model import Annotation
    from store.articles import Story
    from store.story.open_story import OpenStory
    from store.story.reading import StoryToRead


class ComparedArticle(Frozen):
    """An article with the annotations of everybody whose work on it counts."""

    article: str
    """Its id."""
    text: str
    annotations: Mapping[str, tuple[Annotation, ...]]
    """By annotator; without what was rejected or has lost its place."""


def adjudicators(story: Story, people: Iterable[str], data: Path | None) -> set[str]:
    """Those of some people who have decided on the work of others in a story: what they have is a
    gold, and no opinion beside those it was made of.

    Args:
        story: The story.
        people: Who has annotated something in it.
        data: Where annotations lie, if not beside the articles.
    """
    found = set()
    for who in people:
        # What cannot be read is said where it is compared.
        with suppress(InputError), open_to_read(story, who, data=data) as work:
            if is_gold(work):
                found.add(who)
    return found


def is_gold(work: OpenStory) -> bool:
    """Whether somebody has decided on the work of others."""
    return bool(work.readable_links().decisions)


@contextmanager
def opened_by_all(
    story: Story, people: Iterable[str], data: Path | None
) -> Iterator[Mapping[str, StoryToRead]]:
    """A story as each of several people has annotated it, by their names in alphabetical order.

    Args:
        story: The story.
        people: The annotators.
        data: Where annotations lie, if not beside the articles.

    Raises:
        InputError: Somebody has annotated nothing here, or their work cannot be read.
    """
    with ExitStack() as stack:
        yield {
            who: stack.enter_context(open_to_read(story, who, data=data))
            for who in sorted(set(people))
        }


def compared_articles(
    story: Story, by_person: Mapping[str, OpenStory], *, is_done_only: bool
) -> Iterator[ComparedArticle]:
    """The articles of a story with what people have annotated in them, each read when it is due.

    Args:
        story: The story.
        by_person: What `opened_by_all` gives.
        is_done_only: Whether work counts only in articles that its annotator has marked as done.
    """
    for ref in story.articles:
        read = {
            who: done_article(now, ref.id) if is_done_only else now.peek(ref.id)
            for who, now in by_person.items()
        }
        counting = {who: opened for who, opened in read.items() if opened is not None}
        if counting:
            text = next(iter(counting.values())).article.text
            found = {who: tuple(opened.annotations) for who, opened in counting.items()}
            yield ComparedArticle(ref.id, text, found)
