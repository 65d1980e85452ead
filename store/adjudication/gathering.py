"""What is to be decided in a story: its people's work, read without a lock and without a write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.adjudication.items import disputed_spans
from store.adjudication.relations import disputed_relations
from store.annotations.model import ArticleState
from store.errors import InputError
from store.frozen import Frozen
from store.story.progress import state_of
from store.story.reading import open_to_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from store.adjudication.items import DisputedSpans
    from store.adjudication.relations import DisputedRelation
    from store.annotations.model import Annotation, Relation
    from store.articles import Story


class StoryItems(Frozen):
    """What several people annotated in a story, joined for decisions."""

    spans: Mapping[str, list[DisputedSpans]]
    """Of each article that two people at least are done with, by its id, in the story's order."""
    relations: tuple[DisputedRelation, ...]
    """Those between spans of these articles."""
    unfinished: tuple[tuple[str, str], ...]
    """Who is not done with which article, by its id: what they annotated there does not count."""


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
    done: dict[str, dict[str, tuple[Annotation, ...]]] = {ref.id: {} for ref in story.articles}
    relations: dict[str, tuple[Relation, ...]] = {}
    unfinished = []
    for who in sorted(set(people)):
        with open_to_read(story, who, data=data) as annotated:
            for opened in annotated.every_article():
                if not is_done_only or state_of(annotated, opened) is ArticleState.DONE:
                    done[opened.id][who] = tuple(opened.annotations)
                else:
                    unfinished.append((who, opened.id))
            relations[who] = tuple(annotated.relations)
    spans = {
        article: disputed_spans(by_person)
        for article, by_person in done.items()
        if len(by_person) > 1
    }
    if not spans:
        raise InputError(
            f"in {story.name} no article has two people who are done with it, so there is nothing "
            "to compare; mark articles as done first"
        )
    return StoryItems(spans, tuple(disputed_relations(spans, relations)), tuple(unfinished))
