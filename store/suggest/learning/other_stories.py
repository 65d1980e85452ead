"""What the same annotator has tagged in the other stories of a corpus, to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.articles import find_story
from store.errors import SidelightError
from store.library.scanning import annotated_stories
from store.story.reading import open_to_read
from store.suggest.learning.examples import example_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.articles import Story
    from store.suggest.learning.examples import TaggedText

MOST_STORIES: Final = 5
"""Other stories that are read at most: those that were worked on last."""
MOST_ARTICLES: Final = 8
"""Annotated articles that are read of each."""


def others_of(story: Story, annotator: str) -> OtherStories:
    """The other stories in the folder that a story lies in."""
    return OtherStories(story.root.parent, annotator, story.root)


class OtherStories:
    """Reads what an annotator has tagged in the other stories of a corpus."""

    def __init__(self, corpus: Path, annotator: str, own: Path) -> None:
        """Nothing is read yet.

        Args:
            corpus: The folder of the stories.
            annotator: Whose annotations.
            own: The folder of the story that is open, which is left out.
        """
        self._corpus = corpus
        self._annotator = annotator
        self._own = own

    def examples(self) -> Iterator[TaggedText | None]:
        """The annotated articles of the stories that were worked on last, one a step, or none."""
        found = annotated_stories(self._corpus, self._annotator)
        others = [each for each in found if each.root != self._own]
        latest = sorted(others, key=lambda story: (-story.stamp[0], story.root))
        for folder in sorted(each.root for each in latest[:MOST_STORIES]):
            yield None
            yield from self._read(folder)

    def _read(self, folder: Path) -> Iterator[TaggedText]:
        try:
            story = find_story([folder])
            with open_to_read(story, self._annotator) as annotated:
                found = 0
                for opened in annotated.every_article():
                    if not len(opened.annotations) or opened.problem:
                        continue
                    yield example_of(opened)
                    found += 1
                    if found >= MOST_ARTICLES:
                        return
        except (SidelightError, OSError):
            return  # a story that is damaged or gone teaches nothing; its owner is told elsewhere
