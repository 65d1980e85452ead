"""What the same annotator has tagged in the other stories of a corpus, to learn from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.articles.story import ANNOTATIONS_FOLDER, find_story
from store.errors import SidelightError
from store.story.workspace import Workspace
from store.suggest.learning.examples import LONGEST_TEXT, TaggedText

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from store.articles import Story

MOST_STORIES: Final = 5
"""Other stories that are read at most: those that were worked on last."""
MOST_ARTICLES: Final = 8
"""Annotated articles that are read of each."""
MOST_FOLDERS: Final = 2_000
"""Folders of a corpus that are looked at."""


def corpus_of(story: Story, annotator: str) -> Path | None:
    """The folder in which the annotator has worked on other stories too; none if there is none."""
    folder = story.root.parent
    try:
        with os.scandir(folder) as entries:
            others = [e.path for e in islice(entries, MOST_FOLDERS) if e.path != str(story.root)]
    except OSError:
        return None
    journals = (os.path.join(o, ANNOTATIONS_FOLDER, annotator, "journal.jsonl") for o in others)
    return folder if any(map(os.path.isfile, journals)) else None


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
        for folder, stamp in sorted(self._annotated(), key=lambda found: -found[1][0]):
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

    def _annotated(self) -> Iterator[tuple[Path, tuple[int, int]]]:
        """The stories with a journal of this annotator, and when and how long it was written."""
        try:
            with os.scandir(self._corpus) as entries:
                folders = [Path(entry.path) for entry in islice(entries, MOST_FOLDERS)]
        except OSError:
            return
        for folder in sorted(folders):
            journal = folder / ANNOTATIONS_FOLDER / self._annotator / "journal.jsonl"
            try:
                status = journal.stat()
            except OSError:
                continue
            yield folder, (status.st_mtime_ns, status.st_size)

    def _read(self, folder: Path) -> Iterator[_OtherArticle]:
        try:
            story = find_story([folder])
            with Workspace.open(story, self._annotator, read_only=True) as workspace:
                found = 0
                for opened in workspace.every_article():
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
