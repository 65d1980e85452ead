"""What is to be decided in a story: its people's work, read without a lock and without a write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.adjudication.compared import compared_articles, opened_by_all
from store.adjudication.items import disputed_spans
from store.annotations.model import SeenWork
from store.errors import InputError
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from store.adjudication.items import DisputedSpans
    from store.annotations.links import Links
    from store.articles import Story
    from store.story.reading import StoryToRead


class StoryItems(Frozen):
    """What several people annotated in a story, joined for decisions."""

    spans: Mapping[str, list[DisputedSpans]]
    """Of each article that two people at least are done with, by its id, in the story's order."""
    unfinished: tuple[tuple[str, str], ...] = ()
    """Who is not done with which article, by its id: what they annotated there does not count."""
    notices: tuple[str, ...] = ()
    """What was noticed as their work was opened, as sentences."""
    texts: Mapping[str, str] = {}
    """Of these articles, by their ids."""
    links: Mapping[str, Links] = {}
    """What each of the people says of the story as a whole."""
    heads: Mapping[str, tuple[int, str]] = {}
    """The number and the chain of the last line of each one's journal."""

    def seen(
        self, people: Iterable[str], had: Mapping[str, tuple[tuple[str, ...], str]]
    ) -> tuple[SeenWork, ...]:
        """What some people have of something, to notice when that changes.

        Args:
            people: All who are asked, in the order of their names.
            had: Of those who have anything its ids, and the hash of what it says (`digest`).
        """
        nothing = (), ""
        return tuple(
            SeenWork(who, *had.get(who, nothing), *self.heads.get(who, ())) for who in people
        )


def items_of_story(
    story: Story,
    people: Iterable[str],
    *,
    data: Path | None = None,
    is_done_only: bool = True,
) -> StoryItems:
    """Join what people annotated in the articles that they are done with.

    Args:
        story: Whose articles.
        people: The annotators, in any order.
        data: Where annotations lie, if not beside the articles.
        is_done_only: Whether work counts only in articles that its annotator has marked as done.

    Raises:
        InputError: Somebody has annotated nothing here, or no article has two people who are done.
    """
    with opened_by_all(story, people, data) as by_person:
        return items_of_all(story, by_person, is_done_only=is_done_only)


def items_of_all(
    story: Story, by_person: Mapping[str, StoryToRead], *, is_done_only: bool
) -> StoryItems:
    """Join what people annotated whose work is open: all that `opened_by_all` gives, or some."""
    spans: dict[str, list[DisputedSpans]] = {}
    texts: dict[str, str] = {}
    unfinished = {(who, ref.id) for who in by_person for ref in story.articles}
    for each in compared_articles(story, by_person, is_done_only=is_done_only):
        unfinished -= {(who, each.article) for who in each.annotations}
        if len(each.annotations) > 1:
            spans[each.article] = disputed_spans(each.annotations)
            texts[each.article] = each.text
    links = {who: now.links() for who, now in by_person.items()}
    heads = {who: now.head for who, now in by_person.items()}
    notices = tuple(each for now in by_person.values() for each in now.status.notices)
    if not spans:
        raise InputError(
            f"in {story.name} no article has two people who are done with it, so there is nothing "
            "to compare; mark articles as done first"
        )
    return StoryItems(spans, tuple(sorted(unfinished)), notices, texts, links, heads)
