"""The stories that a dataset is made of: one, or those of a corpus, read one after the other."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from store.articles import find_story
from store.destination import Protected
from store.formats.collecting import story_rows
from store.formats.rows import with_ids
from store.labels import DEFAULT_LABELS, LABELS_FILE, Label, LabelSet
from store.labels_file import load_labels
from store.library.scanning import stories_in
from store.story.progress import done_ids
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from store.articles import Story
    from store.formats.rows import ArticleRow

_BASE32: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Named:
    """A story, and what it is called in the dataset."""

    name: str
    """Of its folder."""
    story: Story
    data: Path | None
    """Where its annotations lie, if not beside the articles."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Stories, as one annotator has annotated them."""

    stories: tuple[Named, ...]
    annotator: str
    is_corpus: bool = False
    """Whether ids of articles begin with the name of their story."""
    is_done_only: bool = False
    """Whether only articles are wanted that the annotator has marked as done."""
    labels: Path | None = None
    """A label set other than the stories' own."""
    opened: Callable[[Workspace], None] = lambda _: None
    """Is called with each story before it is read."""
    read: Callable[[Workspace], None] = lambda _: None
    """Is called with each story when all its articles have been read."""

    @property
    def articles(self) -> int:
        """How many there are."""
        return sum(len(each.story.articles) for each in self.stories)

    def protected(self, settings: Iterable[Path] = ()) -> Protected:
        """What nothing is written over.

        Args:
            settings: Files besides those of the stories.
        """
        folders = {ref.path.parent for each in self.stories for ref in each.story.articles}
        roots = {each.story.root for each in self.stories}
        homes = (each.data for each in self.stories if each.data is not None)
        labels = () if self.labels is None else (self.labels,)
        return Protected(tuple(sorted(folders | roots)), tuple(homes), (*labels, *settings))

    def label_set(self) -> LabelSet:
        """The labels of all stories; of two of one name that of the first story.

        Raises:
            InputError: A label set cannot be read.
        """
        if self.labels is not None:
            return load_labels(self.labels)
        found: dict[str, Label] = {}
        for each in self.stories:
            own = each.story.root / LABELS_FILE
            for label in load_labels(own) if own.exists() else DEFAULT_LABELS:
                found.setdefault(label.name, label)
        return LabelSet(tuple(found.values()))

    def workspaces(self) -> Iterator[tuple[str, Workspace]]:
        """Each story with its name, opened to read; one is open at a time.

        Raises:
            SidelightError: A story cannot be opened.
        """
        for each in self.stories:
            with Workspace.open(
                each.story, self.annotator, labels=self.labels, data=each.data, read_only=True
            ) as workspace:
                self.opened(workspace)
                yield each.name, workspace
                self.read(workspace)

    def rows(self, names: Iterable[str] | None = None) -> Iterator[ArticleRow]:
        """The articles of the stories, or of those of some names; one story is open at a time.

        Raises:
            SidelightError: A story cannot be opened, or an annotation does not fit its text.
        """
        wanted = None if names is None else set(names)
        some = (each for each in self.stories if wanted is None or each.name in wanted)
        apart = _Apart()
        for name, workspace in replace(self, stories=tuple(some)).workspaces():
            chosen = dict.fromkeys(done_ids(workspace.now)) if self.is_done_only else None
            if self.is_corpus:
                for row in story_rows(workspace, chosen):
                    yield apart.row(row, name)
                apart.end_story()
            else:
                yield from story_rows(workspace, chosen)


class _Apart:
    """Makes the ids of a corpus unique: a story that was copied has the ids of the other."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        """Hashes of the ids of the stories before; the ids themselves would need twice as much."""
        self._here: set[int] = set()

    def row(self, row: ArticleRow, story: str) -> ArticleRow:
        """An article of a story, with the story's name in its id."""
        self._here.update(hash(span.id) for span in row.spans)
        self._here.update(hash(relation.id) for relation in row.relations)
        self._here.update(hash(cluster.id) for cluster in row.clusters)
        named = msgspec.structs.replace(
            row,
            id=f"{story}/{row.id}",
            meta=msgspec.structs.replace(row.meta, story=story),
        )
        if not self._taken or self._taken.isdisjoint(_ids(row)):
            return named
        own, changed = partial(self._own, story), msgspec.structs.replace
        named = with_ids(named, own)
        return changed(
            named,
            relations=[changed(relation, id=own(relation.id)) for relation in named.relations],
            clusters=[changed(cluster, id=own(cluster.id)) for cluster in named.clusters],
        )

    def _own(self, story: str, id_: str) -> str:
        """An id, or if an earlier story has it another one, always the same."""
        if hash(id_) not in self._taken:
            return id_
        digest = hashlib.sha256(f"{story}\n{id_}".encode("utf-8", "surrogatepass")).digest()
        return "0" + "".join(_BASE32[byte & 31] for byte in digest[:25])

    def end_story(self) -> None:
        """What comes now is of the next story."""
        self._taken |= self._here
        self._here.clear()


def _ids(row: ArticleRow) -> Iterator[int]:
    """Hashes of all ids that a row names."""
    yield from (hash(span.id) for span in row.spans)
    for relation in row.relations:
        yield from map(hash, (relation.id, relation.head, relation.tail))
    for cluster in row.clusters:
        yield from map(hash, (cluster.id, *cluster.members))


def find_collection(path: Path, annotator: str, data: Path | None = None) -> Collection:
    """What a path names: a story, or a corpus, which is a folder of stories.

    Args:
        path: An article, a folder of articles, or a folder of such folders.
        annotator: Whose work.
        data: Where annotations lie, if not beside the articles; of a corpus a folder with one for
            each story.

    Raises:
        InputError: There is neither.
    """
    names = stories_in(path)
    if not names:
        story = find_story([path])
        return Collection((Named(story.name, story, data),), annotator)
    stories = (
        Named(name, find_story([path / name]), None if data is None else data / name)
        for name in names
    )
    return Collection(tuple(stories), annotator, is_corpus=True)
