"""Counts the agreement of people on stories, read one after the other without lock or write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.adjudication.compared import compared_articles
from store.agreement.units import continued, units_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.agreement.tallying import AgreementTally
    from store.articles import Story
    from store.story.open_story import OpenStory


def count_story(
    tally: AgreementTally,
    name: str,
    story: Story,
    by_person: Mapping[str, OpenStory],
    *,
    is_done_only: bool,
) -> Iterator[str]:
    """Count what people have annotated in a story, an article at a step.

    Args:
        tally: Where to.
        name: The story's.
        story: The story.
        by_person: What `opened_by_all` gives.
        is_done_only: Whether work counts only in articles that its annotator has marked as done.

    Yields:
        The id of each article, when it has been counted.
    """
    pieces = {who: continued(now.relations) for who, now in by_person.items()}
    for each in compared_articles(story, by_person, is_done_only=is_done_only):
        units = {who: units_of(those, pieces[who]) for who, those in each.annotations.items()}
        tally.add_article(
            (name, each.article), each.text, {who: own.values() for who, own in units.items()}
        )
        yield each.article
