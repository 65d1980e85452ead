"""What the same annotator has tagged in the other stories of a corpus, to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.articles import find_story
from store.errors import SidelightError
from store.library.scanning import annotated_stories
from store.story.reading import open_to_read
from store.suggest.learning.examples import LONGEST_TEXT, TaggedText

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from store.articles import Story

MOST_STORIES: Final = 5
"""Other stories that are read at most: those that were worked on last."""
MOST_ARTICLES: Final = 8
"""Annotated articles that are read of each."""


def corpus_of(story: Story, annotator: str) -> Path | None:
    """The folder in which the annotator has worked on other stories too; none if there is none."""
    folder = story.root.parent
    others = (each for each in annotated_stories(folder, annotator) if each.root != story.root)
    return folder if next(others, None) is not None else None


@dataclass(frozen=True, slots=True)
class _OtherArticle:
    """An article that was read."""

    text: str
    """All of it."""
    example: TaggedText


class OtherStories:
    """Reads the stories of a corpus, each again only when its journal has grown."""

    def __init__(self, corpus: str, annotator: str) -> None:
        self._corpus = Path(corpus)
        self._annotator = annotator
        self._known: dict[Path, tuple[tuple[int, int], list[_OtherArticle]]] = {}

    def examples(self, own: Set[str]) -> list[list[TaggedText]]:
        """The examples of each story that was annotated, but for the one with these texts.

        Args:
            own: Texts of articles of this story, or the beginnings of such.
        """
        stories: list[list[TaggedText]] = []
        found = annotated_stories(self._corpus, self._annotator)
        for each in sorted(found, key=lambda story: -story.stamp[0]):
            folder, stamp = each.root, each.stamp
            if len(stories) >= MOST_STORIES:
                break
            if folder not in self._known or self._known[folder][0] != stamp:
                self._known[folder] = (stamp, list(self._read(folder)))
            known = self._known[folder][1]
            if known and not any(
                one.text.startswith(text) for one in known for text in own if text
            ):
                stories.append([one.example for one in known])
        return stories

    def _read(self, folder: Path) -> Iterator[_OtherArticle]:
        try:
            story = find_story([folder])
            with open_to_read(story, self._annotator) as annotated:
                found = 0
                for opened in annotated.every_article():
                    spans = tuple((a.start, a.end, a.label) for a in opened.annotations)
                    if not spans or opened.problem:
                        continue
                    rejected = tuple(
                        (a.start, a.end, a.label) for a in getattr(opened, "rejected", ())
                    )
                    # What stands after the last annotation has perhaps not been read yet.
                    text = opened.article.text
                    last = text.find("\n", max(end for _, end, _ in spans))
                    read = text[: last if last >= 0 else len(text)][:LONGEST_TEXT]
                    yield _OtherArticle(text, TaggedText(opened.id, read, spans, rejected))
                    found += 1
                    if found >= MOST_ARTICLES:
                        return
        except (SidelightError, OSError):
            return  # a story that is damaged or gone teaches nothing; its owner is told elsewhere
