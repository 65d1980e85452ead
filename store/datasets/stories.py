"""The stories that a dataset is made of: one, or those of a corpus, read one after the other.

Where several people count, each of them is read in each story in which they have worked.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from store.annotations.model import DIGITS
from store.articles import find_story
from store.articles.story import told_name
from store.destination import Protected
from store.errors import InputError
from store.formats.collecting import story_rows
from store.formats.provenance import with_provenance
from store.formats.rows import with_ids
from store.labels import DEFAULT_LABELS, Label, LabelSet, own_labels
from store.labels_file import load_labels
from store.library.places import folder_of, has_work
from store.library.scanning import annotators, stories_in
from store.story.progress import done_ids
from store.story.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from store.articles import Story
    from store.formats.collecting import Chosen
    from store.formats.rows import ArticleRow


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
    """Stories, as one annotator or several have annotated them."""

    stories: tuple[Named, ...]
    people: tuple[str, ...]
    """Whose work; of several, each counts in the stories in which there is some."""
    is_corpus: bool = False
    """Whether ids of articles begin with the name of their story."""
    is_done_only: bool = False
    """Whether only articles are wanted that the annotator has marked as done."""
    has_provenance: bool = False
    """Whether what adjudicators have decided on says where it comes from."""
    labels: Path | None = None
    """A label set other than the stories' own."""
    opened: Callable[[Workspace], None] = lambda _: None
    """Is called with each story before it is read."""
    read: Callable[[Workspace], None] = lambda _: None
    """Is called with each story when all its articles have been read."""

    @property
    def sizes(self) -> dict[str, int]:
        """By story: its articles, each as often as somebody's work on it counts."""
        return {
            each.name: len(each.story.articles) * len(self._people_of(each))
            for each in self.stories
        }

    @property
    def articles(self) -> int:
        """How many rows there are."""
        return sum(self.sizes.values())

    def _people_of(self, story: Named) -> tuple[str, ...]:
        if len(self.people) == 1:
            return self.people
        return tuple(
            who for who in self.people if has_work(folder_of(story.story, who, story.data))
        )

    def by(self, people: Iterable[str]) -> Collection:
        """These stories by other people.

        Args:
            people: Their names; none for everybody who has annotated something in a story.

        Raises:
            InputError: Somebody has annotated nothing in any of them.
        """
        there = {name for each in self.stories for name in annotators(each.story, each.data)}
        wanted = tuple(dict.fromkeys(people)) or tuple(sorted(there))
        if strange := [name for name in wanted if name not in there]:
            raise InputError(f"{', '.join(strange)} has annotated nothing here")
        if not wanted:
            raise InputError("nobody has annotated anything here")
        return replace(self, people=wanted)

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
            own = own_labels(each.story.root)
            for label in load_labels(own) if own else DEFAULT_LABELS:
                found.setdefault(label.name, label)
        return LabelSet(tuple(found.values()))

    def one_by_one(self) -> Iterator[Collection]:
        """Each story alone, as what cannot be read of one says nothing of the others."""
        return (replace(self, stories=(each,)) for each in self.stories)

    def workspaces(self) -> Iterator[tuple[str, Workspace]]:
        """Each story with its name, opened to read as each of the people; one is open at a time.

        Raises:
            SidelightError: A story cannot be opened.
        """
        for each in self.stories:
            for who in self._people_of(each):
                with Workspace.open(
                    each.story, who, labels=self.labels, data=each.data, read_only=True
                ) as workspace:
                    self.opened(workspace)
                    yield each.name, workspace
                    self.read(workspace)

    def rows(
        self, names: Iterable[str] | None = None, *, says_whose: bool = True
    ) -> Iterator[ArticleRow]:
        """The articles of the stories, or of those of some names; one story is open at a time.

        Args:
            names: Of the stories; all if not given.
            says_whose: Whether what is made of the rows has a place for whose they are. Else, and
                if they are those of several, the ids of articles begin with it.

        Raises:
            SidelightError: A story cannot be opened, or an annotation does not fit its text.
        """
        wanted = None if names is None else set(names)
        some = (each for each in self.stories if wanted is None or each.name in wanted)
        apart = _Apart()
        for name, workspace in replace(self, stories=tuple(some)).workspaces():
            chosen = dict.fromkeys(done_ids(workspace.now)) if self.is_done_only else None
            whose = workspace.annotator if len(self.people) > 1 else ""
            if not self.is_corpus and not whose:
                yield from self._rows_of(workspace, chosen)
                continue
            story = name if self.is_corpus else ""
            within = [each for each in (story, "" if says_whose else whose) if each]
            for row in self._rows_of(workspace, chosen):
                named = apart.row(row, "\n".join(filter(None, (story, whose))))
                meta = msgspec.structs.replace(row.meta, story=name)
                yield msgspec.structs.replace(named, id="/".join((*within, row.id)), meta=meta)
            apart.end()

    def _rows_of(self, workspace: Workspace, chosen: Chosen | None) -> Iterable[ArticleRow]:
        rows = story_rows(workspace, chosen)
        if not self.has_provenance:
            return rows
        return (with_provenance(row, workspace.now.links()) for row in rows)


class _Apart:
    """Makes ids unique: a story that was copied has those of the other, and two people who have
    imported the same have the same ones."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        """Hashes of the ids before; the ids themselves would need twice as much."""
        self._here: set[int] = set()

    def row(self, row: ArticleRow, where: str) -> ArticleRow:
        """A row with ids that nothing before has.

        Args:
            row: An article.
            where: What tells it from those before: its story, or whose it is.
        """
        self._here.update(hash(span.id) for span in row.spans)
        self._here.update(hash(relation.id) for relation in row.relations)
        self._here.update(hash(cluster.id) for cluster in row.clusters)
        if not self._taken or self._taken.isdisjoint(_ids(row)):
            return row
        own, changed = partial(self._own, where), msgspec.structs.replace
        row = with_ids(row, own)
        return changed(
            row,
            relations=[changed(relation, id=own(relation.id)) for relation in row.relations],
            clusters=[changed(cluster, id=own(cluster.id)) for cluster in row.clusters],
        )

    def _own(self, where: str, id_: str) -> str:
        """An id, or if it was there before another one, always the same."""
        if hash(id_) not in self._taken:
            return id_
        digest = hashlib.sha256(f"{where}\n{id_}".encode("utf-8", "surrogatepass")).digest()
        return "0" + "".join(DIGITS[byte & 31] for byte in digest[:25])

    def end(self) -> None:
        """What comes now is of the next story, or of somebody else."""
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
        return Collection((Named(story.name, story, data),), (annotator,))
    stories = (
        Named(told_name(name), find_story([path / name]), None if data is None else data / name)
        for name in names
    )
    return Collection(tuple(stories), (annotator,), is_corpus=True)
