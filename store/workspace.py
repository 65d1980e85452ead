"""The one mutable object: a story, its annotations in memory, and their way to the disk.

An edit is checked, then written to the journal and fsynced, and only then applied in memory and
told to those who subscribed. So nothing is ever shown that is not kept.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from store.annotations.collection import Annotations
from store.annotations.edits import (
    Edit,
    EditOfAnnotation,
    EditOfCluster,
    EditOfRelation,
    Place,
    SingleEdit,
    place_of,
    singles,
)
from store.annotations.model import Annotation, Cluster, Relation, timestamp
from store.articles import Article, Story, load_article
from store.articles.story import ANNOTATIONS_FOLDER
from store.database.checkpoints import ArticleFile, Checkpoints, State, StoryFile
from store.database.files import Files
from store.database.journal import Entry, History, Journal, Record, UnconfirmedError, advance
from store.database.lock import Holder, WriterLock
from store.errors import (
    ConflictError,
    InputError,
    ReadOnlyError,
    SaveError,
    SidelightError,
    system_reason,
)
from store.labels import DEFAULT_LABELS, LABELS_FILE, LabelSet, load_labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_Link = TypeVar("_Link", Relation, Cluster)
Did = Literal["edit", "undo", "redo"]
_FORBIDDEN_IN_NAMES: Final = '<>:"/\\|?*'


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was done and is on the disk."""

    edit: Edit
    did: Did
    place: Place | None
    """Where it happened."""


@dataclass(slots=True)
class OpenArticle:
    """An article that has been read, and its annotations as they are now."""

    id: str
    article: Article
    """With an empty text where it could not be read."""
    annotations: Annotations = field(default_factory=Annotations)
    """Those that fit the text."""
    displaced: tuple[Annotation, ...] = ()
    """Those whose text is not at their place any more; kept, but not shown."""
    problem: str = ""
    """Why the article cannot be shown or annotated, as a sentence; empty if it can."""
    revision: int = 0
    """Counts the changes of `annotations`."""


@dataclass(slots=True)
class _Links:
    relations: dict[str, Relation]
    clusters: dict[str, Cluster]


class Workspace:
    """One annotator's work on one story."""

    def __init__(self, story: Story, annotator: str, labels: LabelSet, folder: Path, files: Files):
        """Use `Workspace.open`, which also takes the lock and reads what is there."""
        self.story = story
        self.annotator = annotator
        self.labels = labels
        self.folder = folder
        self.read_only = ""
        """Why nothing can be edited, as a sentence; empty if it can."""
        self.holder: Holder | None = None
        """Who has the story open for writing, if it is not us."""
        self.notices: list[str] = []
        """What the person should know of the opening, as sentences."""
        self.trouble = ""
        """What is wrong with keeping annotations now, as a sentence."""
        self.saved_at: float | None = None
        """When the last edit was on the disk, on the `time.monotonic` clock in seconds."""
        self.counts: Counter[str] = Counter()
        """Annotations of each label in the whole story."""
        self._files = files
        self._lock = WriterLock(folder, files)
        self._journal = Journal(folder / "journal.jsonl", files)
        self._checkpoints = Checkpoints(folder, files)
        self._seq = 0
        self._history = History()
        self._pending: dict[str, list[Entry]] = {}
        self._pending_links: list[Entry] = []
        self._articles: dict[str, OpenArticle] = {}
        self._article_files: dict[str, ArticleFile] = {}
        self._collections: dict[str, Annotations] = {}
        self._links: _Links | None = None
        self._story_seq = 0
        self._dirty: set[str] = set()
        self._links_dirty = False
        self._texts: dict[str, str] = {}
        self._said_texts: set[str] = set()
        self._subscribers: list[Callable[[Change], None]] = []
        self._last_edit = time.monotonic()

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
        folder = (data or story.root / ANNOTATIONS_FOLDER) / annotator
        workspace = cls(story, annotator, label_set, folder, files or Files())
        if read_only:
            workspace.read_only = "The story was opened to read only"
        else:
            workspace._take_lock()
        try:
            workspace._read_history()
        except (OSError, SidelightError) as error:
            workspace._release()  # what was read of the journal so far must not be written
            if isinstance(error, OSError):
                reason = f"the annotations cannot be read: {system_reason(error)}"
                raise InputError(reason, path=folder) from error
            raise
        return workspace

    def _take_lock(self) -> None:
        try:
            self._files.make_folder(self.folder)
            self.holder = self._lock.acquire()
        except OSError as error:
            raise InputError(
                f"annotations cannot be kept here: {system_reason(error)}; "
                "name another folder with --data DIR, or open the story with --read-only",
                path=self.folder,
            ) from error
        if self.holder is not None:
            self.read_only = f"The story is open in {self.holder}"
            self.notices.append(f"{self.read_only}; you can read it here, and edit it there")

    def _read_history(self) -> None:
        state = self._checkpoints.read_state()
        if state.format > State().format:
            self._forbid(
                "The story was written by a newer Sidelight; it can be read here, "
                "and edited with that one"
            )
        if self._journal.end < state.offset:
            if self._journal.end:
                self._forbid(
                    f"The journal in {self.folder} is shorter than it was; "
                    "put it back from a backup to edit the story again"
                )
            # All that was before its end is in the TinyDB files.
            state = State(offset=self._journal.end, seq=state.seq, counts=state.counts)
        if not self._journal.end:
            state = self._without_journal(state)
        self._seq = state.seq
        self._history = state.history
        self.counts.update(state.counts)
        entries, torn = self._journal.entries(min(state.offset, self._journal.end))
        if torn and not self.read_only:
            copy = self._journal.set_aside_torn_end(torn)
            self.notices.append(
                f"The last line of the journal was cut off in mid-write; it is kept in {copy.name}"
            )
        for entry in entries:
            self._replay(entry)

    def _forbid(self, reason: str) -> None:
        self.read_only = reason
        self.notices.append(reason)

    def _without_journal(self, state: State) -> State:
        """The state where the journal is gone; kept, so that a new one is read from its start."""
        if state == State():
            state = self._recounted()
        if state != State() and not self.read_only:
            self._checkpoints.write_state(state)
        return state

    def _recounted(self) -> State:
        """The state where neither journal nor state file is there: from the files themselves."""
        seq, counts = self._checkpoints.read_story().seq, Counter[str]()
        for article_id in self._checkpoints.article_ids():
            file = self._checkpoints.read_article(article_id)
            seq = max(seq, file.seq)
            counts.update(a.label for a in file.annotations)
        return State(seq=seq, counts=dict(counts))

    def _replay(self, entry: Entry) -> None:
        record = entry.record
        self._advance(entry)
        for article_id, sha256 in record.texts.items():
            self._texts[article_id] = sha256
        links = False
        for single in singles(record.edit):
            if isinstance(single, EditOfAnnotation):
                entries = self._pending.setdefault(single.article, [])
                if not entries or entries[-1] is not entry:
                    entries.append(entry)
                self._dirty.add(single.article)
                self._count(single)
            else:
                links = True
        if links:
            self._pending_links.append(entry)
            self._links_dirty = True

    def _advance(self, entry: Entry) -> None:
        undone = None
        target = {"undo": self._history.undo, "redo": self._history.redo}.get(entry.record.did)
        if target is not None:
            undone = self._journal.read_at(target)
        self._history = advance(self._history, entry, undone)
        self._seq = entry.record.seq

    def _count(self, edit: EditOfAnnotation) -> None:
        if edit.before is not None:
            self.counts[edit.before.label] -= 1
        if edit.after is not None:
            self.counts[edit.after.label] += 1

    def close(self) -> None:
        """Write what the TinyDB files lack, and give the lock back."""
        self.checkpoint()
        self._release()

    def _release(self) -> None:
        self._journal.close()
        self._lock.release()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
        try:
            article = load_article(ref)
            problem = "" if article.text else f"{ref.path.name} is empty; there is nothing to read"
        except InputError as error:
            article, problem = Article(ref.id, ref.path, "", ""), str(error)
        opened = OpenArticle(article_id, article, problem=problem)
        try:
            everything = self._collection(article_id)
        except InputError as error:
            opened.problem = opened.problem or f"{error}; it was left as it is"
            return opened
        opened.annotations, opened.displaced = _fitting(article.text, everything)
        known = self._texts.get(article_id) or self._article_files[article_id].sha256
        changed = bool(article.sha256 and known and known != article.sha256)
        if changed or (opened.displaced and article.text):
            self._notice(_changed_sentence(opened))
        if article.encoding not in ("utf-8", ""):
            self._notice(f"{ref.path.name} is not UTF-8; it was read as {article.encoding}")
        return opened

    def _notice(self, sentence: str) -> None:
        """Say something of an article, once also where the article is opened again."""
        if sentence not in self.notices:
            self.notices.append(sentence)

    def _collection(self, article_id: str) -> Annotations:
        """All annotations of an article, also those that do not fit its text any more."""
        if article_id not in self._collections:
            file = self._checkpoints.read_article(article_id)
            annotations = Annotations.of(file.annotations)
            for entry in self._pending.pop(article_id, ()):
                if entry.record.seq <= file.seq:
                    continue
                for single in singles(entry.record.edit):
                    if isinstance(single, EditOfAnnotation) and single.article == article_id:
                        annotations = _edited(annotations, single)
            self._article_files[article_id] = file
            self._collections[article_id] = annotations
        return self._collections[article_id]

    def _story_links(self) -> _Links:
        if self._links is None:
            file = self._checkpoints.read_story()
            links = _Links({r.id: r for r in file.relations}, {c.id: c for c in file.clusters})
            for entry in self._pending_links:
                if entry.record.seq > file.seq:
                    for single in singles(entry.record.edit):
                        _edit_links(links, single)
            self._pending_links = []
            self._story_seq = file.seq
            self._links = links
        return self._links

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The story's relations, by id."""
        return tuple(sorted(self._story_links().relations.values(), key=lambda r: r.id))

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """The story's clusters, by id."""
        return tuple(sorted(self._story_links().clusters.values(), key=lambda c: c.id))

    def missing_articles(self) -> list[str]:
        """Articles that have annotations but are not among those opened."""
        known = {ref.id for ref in self.story.articles}
        annotated = {*self._checkpoints.article_ids(), *self._pending}
        return sorted(annotated - known)

    # Editing -------------------------------------------------------------------------------

    def apply(self, edit: Edit) -> Change:
        """Make an edit: on the disk first, then in memory, then told to the subscribers.

        Raises:
            ReadOnlyError: The story or the article may only be read.
            ConflictError: The edit does not fit what is there.
            SaveError: It could not be written; nothing has changed.
        """
        return self._commit(edit, "edit", below=self._history.undo)

    def undo(self) -> Change | None:
        """Take the last edit back, however long ago it was; nothing if there is none.

        Raises:
            SidelightError: As `apply`.
        """
        if self._history.undo is None:
            return None
        undone = self._journal.read_at(self._history.undo)
        return self._commit(undone.edit.inverse(), "undo", self._history.redo, undone)

    def redo(self) -> Change | None:
        """Make the edit again that was last taken back; nothing if there is none.

        Raises:
            SidelightError: As `apply`.
        """
        if self._history.redo is None:
            return None
        undone = self._journal.read_at(self._history.redo)
        return self._commit(undone.edit.inverse(), "redo", self._history.undo, undone)

    def _commit(
        self, edit: Edit, did: Did, below: int | None, undone: Record | None = None
    ) -> Change:
        if self.read_only:
            raise ReadOnlyError(f"{self.read_only}; nothing was changed")
        staged, links = self._staged(edit)
        now = time.monotonic()
        texts = {
            article_id: self.article(article_id).article.sha256
            for article_id in staged
            if article_id not in self._said_texts
        }
        record = Record(
            seq=self._seq + 1,
            at=timestamp(),
            did=did,
            edit=edit,
            below=below,
            ms=int((now - self._last_edit) * 1000),
            texts=texts,
        )
        offset = self._write(record)
        self._last_edit = now
        self._history = advance(self._history, Entry(offset, record), undone)
        self._seq = record.seq
        self._said_texts |= texts.keys()
        self._texts.update(texts)
        for article_id, collection in staged.items():
            self._collections[article_id] = collection
            opened = self.article(article_id)
            opened.annotations, opened.displaced = _without(collection, opened.displaced)
            opened.revision += 1
            self._dirty.add(article_id)
        if links is not None:
            self._links = links
            self._links_dirty = True
        for single in singles(edit):
            if isinstance(single, EditOfAnnotation):
                self._count(single)
        change = Change(edit, did, place_of(edit))
        for subscriber in tuple(self._subscribers):
            subscriber(change)
        return change

    def _staged(self, edit: Edit) -> tuple[dict[str, Annotations], _Links | None]:
        """What the edit makes of the collections and links it touches, without keeping it."""
        staged: dict[str, Annotations] = {}
        links: _Links | None = None
        for single in singles(edit):
            if isinstance(single, EditOfAnnotation):
                if self.story.ref(single.article) is None:
                    raise ConflictError(f"The article {single.article} is not open here")
                opened = self.article(single.article)
                if opened.problem:
                    raise ReadOnlyError(f"Nothing was changed: {opened.problem}")
                if single.after is not None:
                    _check_text(opened.article, single.after)
                collection = staged.get(single.article, self._collection(single.article))
                staged[single.article] = _edited(collection, single)
            else:
                if links is None:
                    current = self._story_links()
                    links = _Links(dict(current.relations), dict(current.clusters))
                _edit_links(links, single)
        return staged, links

    def _write(self, record: Record) -> int:
        try:
            offset = self._journal.append(record)
        except UnconfirmedError as error:
            self.trouble = (
                f"LAST EDIT UNCONFIRMED: the disk did not confirm it ({system_reason(error)}); "
                "the story is read-only until it is opened again"
            )
            self.read_only = self.trouble
            raise SaveError(self.trouble) from error
        except OSError as error:
            self.trouble = (
                f"NOT SAVED: {system_reason(error)}; the edit was not made; "
                f"free some space or mend {self.folder}, then repeat it"
            )
            raise SaveError(self.trouble) from error
        self.trouble = ""
        self.saved_at = time.monotonic()
        return offset

    def subscribe(self, subscriber: Callable[[Change], None]) -> Callable[[], None]:
        """Be told of every change from now on; call what is returned to stop that."""
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    # Checkpoints ---------------------------------------------------------------------------

    def checkpoint(self) -> None:
        """Bring the TinyDB files up to the journal. A failure is said and harms no edit."""
        if self._read_only_for_good() or not (self._dirty or self._links_dirty):
            return
        try:
            left = self._write_articles()
            if self._links_dirty:
                links = self._story_links()
                file = StoryFile(self.relations, self.clusters, self._seq)
                self._checkpoints.write_story(file)
                self._story_seq = self._seq
                self._links_dirty = False
                self._links = links
            if not left:
                counts = {label: count for label, count in self.counts.items() if count}
                self._checkpoints.write_state(
                    State(self._journal.end, self._seq, self._history, counts)
                )
        except (OSError, InputError) as error:
            reason = system_reason(error) if isinstance(error, OSError) else str(error)
            self.trouble = (
                f"The TinyDB files could not be written ({reason}); "
                "every edit is safe in the journal"
            )

    def _write_articles(self) -> bool:
        """Write the articles that changed; whether some had to be left."""
        left = False
        for article_id in sorted(self._dirty):
            try:
                collection = self._collection(article_id)
            except InputError:
                left = True  # its file is damaged: said when it is shown, and never overwritten
                continue
            old = self._article_files[article_id]
            opened = self._articles.get(article_id)
            displaced = opened is not None and bool(opened.displaced)
            sha256 = old.sha256 if displaced else self._texts.get(article_id, old.sha256)
            file = ArticleFile(tuple(collection), self._seq, sha256, old.rows)
            self._checkpoints.write_article(article_id, file)
            self._article_files[article_id] = file
            self._dirty.discard(article_id)
        return left

    def _read_only_for_good(self) -> bool:
        return bool(self.read_only)

    def every_article(self) -> Iterator[OpenArticle]:
        """Every article of the story in order; those that were not open are not kept in memory."""
        for ref in self.story.articles:
            known = ref.id in self._articles
            yield self.article(ref.id)
            if not known and ref.id not in self._dirty:
                del self._articles[ref.id]
                self._collections.pop(ref.id, None)
                self._article_files.pop(ref.id, None)


def _edited(annotations: Annotations, edit: EditOfAnnotation) -> Annotations:
    if edit.before is not None:
        annotations = annotations.removed(edit.before)
    if edit.after is not None:
        annotations = annotations.added(edit.after)
    return annotations


def _edit_links(links: _Links, edit: SingleEdit) -> None:
    if isinstance(edit, EditOfRelation):
        _swap(links.relations, edit.before, edit.after)
    elif isinstance(edit, EditOfCluster):
        _swap(links.clusters, edit.before, edit.after)


def _swap(values: dict[str, _Link], before: _Link | None, after: _Link | None) -> None:
    if before is not None:
        if values.get(before.id) != before:
            raise ConflictError(f"The link {before.id} is not there any more as it was")
        del values[before.id]
    if after is not None:
        if after.id in values:
            raise ConflictError(f"There is a link {after.id} already")
        values[after.id] = after


def _check_text(article: Article, annotation: Annotation) -> None:
    if annotation.span.of(article.text) != annotation.text or not len(annotation.span):
        raise ConflictError(
            f"{article.id} does not say “{annotation.text[:40]}” at "
            f"{annotation.start}-{annotation.end}; nothing was changed"
        )


def _fitting(text: str, everything: Annotations) -> tuple[Annotations, tuple[Annotation, ...]]:
    """Part the annotations that fit a text from those that do not."""
    displaced = tuple(a for a in everything if a.span.of(text) != a.text)
    return _without(everything, displaced)


def _without(
    everything: Annotations, displaced: tuple[Annotation, ...]
) -> tuple[Annotations, tuple[Annotation, ...]]:
    fitting = everything
    still = tuple(a for a in displaced if a in everything)
    for annotation in still:
        fitting = fitting.removed(annotation)
    return fitting, still


def _changed_sentence(opened: OpenArticle) -> str:
    name = opened.article.path.name
    if not opened.displaced:
        return f"{name} has changed since it was annotated; every annotation still fits its text"
    count = len(opened.displaced)
    what = "1 annotation does" if count == 1 else f"{count} annotations do"
    return (
        f"{name} has changed since it was annotated: {what} not fit its text any more; "
        "kept, but not shown"
    )


def _check_name(annotator: str) -> None:
    bad = not annotator or annotator.strip(" .") != annotator or not annotator.isprintable()
    if bad or any(c in _FORBIDDEN_IN_NAMES for c in annotator) or len(annotator.encode()) > 100:
        raise InputError(
            f"the annotator's name {annotator!r} cannot name a folder; "
            "choose another with --annotator"
        )
