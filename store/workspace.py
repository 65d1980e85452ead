"""The one mutable object: a story, its annotations in memory, and their way to the disk.

An edit is checked, then written to the journal and fsynced, and only then applied in memory and
told to those who subscribed. So nothing is ever shown that is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.annotated import OpenArticle, check_text, fit, read_article, remarks
from store.annotations.edits import Edit, EditOfAnnotation, Place, place_of, singles
from store.articles.story import ANNOTATIONS_FOLDER
from store.database.files import Files
from store.database.ledger import Ledger, edited
from store.errors import ConflictError, InputError, ReadOnlyError, SidelightError
from store.labels import DEFAULT_LABELS, LABELS_FILE, LabelSet, load_labels

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.annotations.collection import Annotations
    from store.annotations.links import Links
    from store.annotations.model import Cluster, Relation
    from store.articles import Story
    from store.database.journal import Did, Record
    from store.database.lock import Holder

__all__ = ["Change", "OpenArticle", "Workspace"]

_FORBIDDEN_IN_NAMES: Final = '<>:"/\\|?*'
_LONGEST_NAME: Final = 100
"""Bytes of an annotator's name, which is a folder's name."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was done and is on the disk."""

    edit: Edit
    did: Did
    place: Place | None
    """Where it happened."""


class Workspace:
    """One annotator's work on one story."""

    def __init__(self, story: Story, annotator: str, labels: LabelSet, ledger: Ledger) -> None:
        """Use `Workspace.open`, which also takes the lock and reads what is there."""
        self.story = story
        self.annotator = annotator
        self.labels = labels
        self._ledger = ledger
        self._articles: dict[str, OpenArticle] = {}
        self._collections: dict[str, Annotations] = {}
        self._links: Links | None = None
        self._subscribers: list[Callable[[Change], None]] = []

    # Opening and closing -------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        story: Story,
        annotator: str,
        *,
        labels: Path | None = None,
        data: Path | None = None,
        read_only: bool = False,
        files: Files | None = None,
    ) -> Workspace:
        """Open a story for one annotator.

        Args:
            story: What to open.
            annotator: Whose work; it names the folder the work is kept in.
            labels: A label set other than the story's own `labels.toml`.
            data: Where annotations lie, if not in `annotations/` beside the articles.
            read_only: Do not take the lock and never write.
            files: The file system, for tests.

        Raises:
            InputError: The annotator's name, the label set or the journal cannot be used, or the
                folder cannot be written to.
        """
        _check_name(annotator)
        own_labels = story.root / LABELS_FILE
        label_set = DEFAULT_LABELS
        if labels is not None or own_labels.exists():
            label_set = load_labels(labels or own_labels)
        ledger = Ledger((data or story.root / ANNOTATIONS_FOLDER) / annotator, files or Files())
        if read_only:
            ledger.read_only = "The story was opened to read only"
        else:
            ledger.take_lock()
        try:
            ledger.read()
        except SidelightError:
            ledger.close()  # without a checkpoint: what was read so far is not all there is
            raise
        return cls(story, annotator, label_set, ledger)

    def close(self) -> None:
        """Write what the TinyDB files lack, and give the lock back."""
        self.checkpoint()
        self._ledger.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def checkpoint(self) -> None:
        """Bring the TinyDB files up to the journal. A failure is said and harms no edit."""
        self._ledger.checkpoint(self._collection, self._story_links)

    # How things stand ----------------------------------------------------------------------

    @property
    def folder(self) -> Path:
        """Where the annotations lie."""
        return self._ledger.folder

    @property
    def read_only(self) -> str:
        """Why nothing can be edited, as a sentence; empty if it can."""
        return self._ledger.read_only

    @property
    def holder(self) -> Holder | None:
        """Who has the story open for writing, if it is not us."""
        return self._ledger.holder

    @property
    def notices(self) -> list[str]:
        """What the person should know, as sentences; grows as articles are opened."""
        return self._ledger.notices

    @property
    def trouble(self) -> str:
        """What is wrong with keeping annotations now, as a sentence; empty if nothing is."""
        return self._ledger.trouble

    @property
    def saved_at(self) -> float | None:
        """When the last edit was on the disk, on the `time.monotonic` clock in seconds."""
        return self._ledger.saved_at

    @property
    def counts(self) -> Counter[str]:
        """Annotations of each label in the whole story."""
        return self._ledger.counts

    # Reading -------------------------------------------------------------------------------

    def article(self, article_id: str) -> OpenArticle:
        """An article of the story with its annotations, read at the first call.

        Never raises for a bad file: `problem` says what is wrong with it.
        """
        if article_id not in self._articles:
            self._articles[article_id] = self._open_article(article_id)
        return self._articles[article_id]

    def _open_article(self, article_id: str) -> OpenArticle:
        ref = self.story.ref(article_id)
        if ref is None:
            raise KeyError(article_id)
        opened = read_article(ref)
        try:
            everything = self._collection(article_id)
        except InputError as error:
            problem = f"{error}; it was left as it is, and the article can only be read"
            opened.problem = opened.problem or problem
            self._notice(problem)
            return opened
        fit(opened, everything)
        for remark in remarks(opened, self._ledger.annotated_sha256(article_id)):
            self._notice(remark)
        return opened

    def _notice(self, sentence: str) -> None:
        """Say something of an article, once also where the article is opened again."""
        if sentence not in self.notices:
            self.notices.append(sentence)

    def every_article(self) -> Iterator[OpenArticle]:
        """Every article of the story in order; those that were not open are not kept in memory."""
        for ref in self.story.articles:
            known = ref.id in self._articles
            yield self.article(ref.id)
            if not known and not self._ledger.is_dirty(ref.id):
                del self._articles[ref.id]
                self._collections.pop(ref.id, None)
                self._ledger.forget(ref.id)

    def missing_articles(self) -> list[str]:
        """Articles that have annotations but are not among those opened."""
        return sorted(self._ledger.annotated_ids() - {ref.id for ref in self.story.articles})

    def _collection(self, article_id: str) -> Annotations:
        """All annotations of an article, also those that do not fit its text any more."""
        if article_id not in self._collections:
            self._collections[article_id] = self._ledger.collection(article_id)
        return self._collections[article_id]

    def _story_links(self) -> Links:
        if self._links is None:
            self._links = self._ledger.links()
        return self._links

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The story's relations, by id."""
        return tuple(sorted(self._story_links().relations.values(), key=lambda r: r.id))

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """The story's clusters, by id."""
        return tuple(sorted(self._story_links().clusters.values(), key=lambda c: c.id))

    # Editing -------------------------------------------------------------------------------

    def subscribe(self, subscriber: Callable[[Change], None]) -> Callable[[], None]:
        """Be told of every change from now on; call what is returned to stop that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def apply(self, edit: Edit) -> Change:
        """Make an edit: on the disk first, then in memory, then told to the subscribers.

        Raises:
            ReadOnlyError: The story or the article may only be read.
            ConflictError: The edit does not fit what is there.
            SaveError: It could not be written; nothing has changed.
        """
        return self._commit(edit, "edit", None)

    def undo(self) -> Change | None:
        """Take the last edit back, however long ago it was; nothing if there is none.

        Raises:
            SidelightError: As `apply`.
        """
        undone = self._ledger.to_undo()
        return None if undone is None else self._commit(undone.edit.inverse(), "undo", undone)

    def redo(self) -> Change | None:
        """Make the edit again that was last taken back; nothing if there is none.

        Raises:
            SidelightError: As `apply`.
        """
        undone = self._ledger.to_redo()
        return None if undone is None else self._commit(undone.edit.inverse(), "redo", undone)

    def _commit(self, edit: Edit, did: Did, undone: Record | None) -> Change:
        if self.read_only:
            raise ReadOnlyError(f"{self.read_only}; nothing was changed")
        staged, links = self._staged(edit)
        touched = {article_id: self.article(article_id) for article_id in staged}
        # An article with annotations that do not fit keeps the hash of the text that they fitted.
        texts = {i: opened.article.sha256 for i, opened in touched.items() if not opened.displaced}
        self._ledger.write(edit, did, undone, texts)
        for article_id, collection in staged.items():
            self._collections[article_id] = collection
            touched[article_id].update(collection)
        self._links = links or self._links
        change = Change(edit, did, place_of(edit))
        for subscriber in tuple(self._subscribers):
            subscriber(change)
        return change

    def _staged(self, edit: Edit) -> tuple[dict[str, Annotations], Links | None]:
        """What the edit makes of the collections and links it touches, without keeping it."""
        staged: dict[str, Annotations] = {}
        links: Links | None = None
        for single in singles(edit):
            if isinstance(single, EditOfAnnotation):
                opened = self._editable(single.article)
                if single.after is not None:
                    check_text(opened.article, single.after)
                collection = staged.get(single.article, self._collection(single.article))
                staged[single.article] = edited(collection, single)
            else:
                links = links or self._story_links().copy()
                links.apply(single)
        return staged, links

    def _editable(self, article_id: str) -> OpenArticle:
        if self.story.ref(article_id) is None:
            raise ConflictError(f"The article {article_id} is not open here")
        opened = self.article(article_id)
        if opened.problem:
            raise ReadOnlyError(f"Nothing was changed: {opened.problem}")
        return opened


def _check_name(annotator: str) -> None:
    bad = not annotator or annotator.strip(" .") != annotator or not annotator.isprintable()
    too_long = len(annotator.encode("utf-8", "surrogatepass")) > _LONGEST_NAME
    if bad or too_long or any(character in _FORBIDDEN_IN_NAMES for character in annotator):
        raise InputError(
            f"the annotator's name {annotator!r} cannot name a folder; "
            "choose another with --annotator"
        )
