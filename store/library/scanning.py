"""The one scanner of folders: which stories there are, who has annotated them, and how far.

Nothing is opened: a story is told by the names in its folder, work by its files.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.articles.loading import is_article_name
from store.articles.story import ANNOTATIONS_FOLDER
from store.errors import InputError, unreadable
from store.files import Files
from store.ledger.checkpoints import Checkpoints
from store.ledger.journal import JOURNAL
from store.ledger.rescue import rescued_annotators, rescues
from store.library.places import folder_of, has_work, home_of, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.articles import Story

MOST_FOLDERS: Final = 2_000
"""Folders of a corpus that are looked at where nobody waits for all of them."""


# Stories ------------------------------------------------------------------------------------


def stories_in(path: Path) -> list[str]:
    """The names of the stories in a folder; none if it is a story itself."""
    try:
        if not path.is_dir() or has_articles(path):
            return []
        with os.scandir(path) as entries:
            names = sorted(entry.name for entry in entries if may_be_story(entry))
    except OSError:
        return []  # what is wrong is said when it is opened
    return [name for name in names if has_articles(path / name)]


def has_articles(folder: Path) -> bool:
    """Whether a folder has an article of its own."""
    try:
        return any(is_article_name(each.name) and each.is_file() for each in folder.iterdir())
    except OSError:
        return False  # said when it is opened, if it is named by itself


def may_be_story(entry: os.DirEntry[str]) -> bool:
    """Whether something in a folder may be a story, by its name and kind alone."""
    try:
        is_folder = entry.is_dir()
    except OSError:  # a link that leads to itself, or where one may not look
        return False
    return is_folder and not entry.name.startswith(".") and entry.name != ANNOTATIONS_FOLDER


@dataclass(frozen=True, slots=True)
class AnnotatedStory:
    """A story in which somebody has worked."""

    root: Path
    stamp: tuple[int, int]
    """When its journal was written last, in nanoseconds since 1970, and how long it is."""


def annotated_stories(corpus: Path, annotator: str) -> Iterator[AnnotatedStory]:
    """The stories of a corpus, of the first `MOST_FOLDERS`, that an annotator has worked on."""
    try:
        with os.scandir(corpus) as entries:
            folders = sorted(entry.path for entry in islice(entries, MOST_FOLDERS))
    except OSError:
        return
    for folder in folders:
        journal = os.path.join(folder, ANNOTATIONS_FOLDER, annotator, JOURNAL)
        try:
            status = os.stat(journal)
        except OSError:
            continue
        yield AnnotatedStory(Path(folder), (status.st_mtime_ns, status.st_size))


# Annotators ---------------------------------------------------------------------------------


def annotators(story: Story, data: Path | None = None) -> list[str]:
    """Everybody who has annotated something in a story.

    Args:
        story: The story.
        data: Where annotations lie, if not beside the articles.

    Raises:
        InputError: The folder of annotations cannot be read.
    """
    home = home_of(story.root, data)
    try:
        there = {each.name for each in home.iterdir() if _is_somebodys(each)}
    except (FileNotFoundError, NotADirectoryError):
        there = set()
    except OSError as error:
        raise InputError(unreadable(error), path=home) from error
    return sorted(there | {name for name in rescued_annotators(home) if is_name(name)})


def strangers(home: Path) -> list[str]:
    """The names of what is neither a folder nor a file among the folders of annotators.

    Args:
        home: The folder with a folder for each, which may be gone.
    """
    try:
        with os.scandir(home) as entries:
            return sorted(
                e.name for e in entries if not Path(e.path).is_dir() and not Path(e.path).is_file()
            )
    except OSError:
        return []  # what is wrong with the folder is said by who looks into it for work


def _is_somebodys(folder: Path) -> bool:
    return is_name(folder.name) and (has_work(folder) or bool(rescues(folder)))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is in a story, as of the last checkpoint."""

    annotator: str
    edits: int = 0
    labels: dict[str, int] = field(default_factory=dict)
    """Annotations of each label."""
    articles: int = 0
    """How many articles have been annotated."""

    @property
    def annotations(self) -> int:
        """How many there are, of whatever label."""
        return sum(self.labels.values())


def progress(story: Story, data: Path | None = None, files: Files | None = None) -> list[Progress]:
    """How far everybody is in a story, without opening anybody's work.

    Raises:
        InputError: A folder cannot be read.
    """
    found = []
    for annotator in annotators(story, data):
        folder = folder_of(story, annotator, data)
        checkpoints = Checkpoints(folder, files or Files())
        try:
            state = checkpoints.read_state()
        except OSError as error:
            raise InputError(unreadable(error), path=folder) from error
        found.append(
            Progress(annotator, state.seq, dict(state.counts), len(checkpoints.article_ids()))
        )
    return found
