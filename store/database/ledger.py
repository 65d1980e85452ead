"""One annotator's work as it lies on the disk: journal, TinyDB files and lock, held together.

The journal is the truth; the TinyDB files hold it up to some record. Opening reads the state file
and what the journal has behind it, and nothing else: each article's file is read when it is asked
for, and what the journal adds to it is applied then.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from store.annotations.collection import Annotations
from store.annotations.edits import EditOfAnnotation, singles
from store.annotations.links import Links
from store.annotations.model import timestamp
from store.database.checkpoints import ArticleFile, Checkpoints, State, StoryFile
from store.database.journal import Entry, History, Journal, Record, UnconfirmedError, advance
from store.database.lock import WriterLock
from store.errors import InputError, SaveError, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.annotations.edits import Edit
    from store.database.files import Files
    from store.database.journal import Did
    from store.database.lock import Holder


class Ledger:
    """The folder of one annotator."""

    def __init__(self, folder: Path, files: Files) -> None:
        self.folder = folder
        self.read_only = ""
        """Why nothing can be written, as a sentence; empty if it can."""
        self.holder: Holder | None = None
        """Who has the folder open for writing, if it is not us."""
        self.notices: list[str] = []
        """What the person should know, as sentences."""
        self.trouble = ""
        """What is wrong with writing now, as a sentence."""
        self.saved_at: float | None = None
        """When the last edit was on the disk, on the `time.monotonic` clock in seconds."""
        self.counts: Counter[str] = Counter()
        """Annotations of each label."""
        self._files = files
        self._lock = WriterLock(folder, files)
        self._journal = Journal(folder / "journal.jsonl", files)
        self._checkpoints = Checkpoints(folder, files)
        self._seq = 0
        self._history = History()
        self._pending: dict[str, list[Record]] = {}
        self._pending_links: list[Record] = []
        self._article_files: dict[str, ArticleFile] = {}
        self._dirty: set[str] = set()
        self._links_dirty = False
        self._texts: dict[str, str] = {}
        self._said_texts: set[str] = set()
        self._last_edit = time.monotonic()

    # Opening and closing -------------------------------------------------------------------

    def take_lock(self) -> None:
        """Be the one who writes; if somebody else is, only read.

        Raises:
            InputError: The folder cannot be written to.
        """
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

    def read(self) -> None:
        """Read the state and what the journal has behind it.

        Raises:
            InputError: The journal is damaged, or something cannot be read.
        """
        try:
            self._read()
        except OSError as error:
            reason = f"the annotations cannot be read: {system_reason(error)}"
            raise InputError(reason, path=self.folder) from error

    def _read(self) -> None:
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
        target = {"undo": self._history.undo, "redo": self._history.redo}.get(record.did)
        undone = None if target is None else self._journal.read_at(target)
        self._advance(entry, undone)
        articles = {e.article for e in singles(record.edit) if isinstance(e, EditOfAnnotation)}
        for article_id in articles:
            self._pending.setdefault(article_id, []).append(record)
        if self._links_dirty:
            self._pending_links.append(record)

    def _advance(self, entry: Entry, undone: Record | None) -> None:
        """Take note of a record that is on the disk."""
        record = entry.record
        self._history = advance(self._history, entry, undone)
        self._seq = record.seq
        self._texts |= record.texts
        for single in singles(record.edit):
            if not isinstance(single, EditOfAnnotation):
                self._links_dirty = True
                continue
            self._dirty.add(single.article)
            if single.before is not None:
                self.counts[single.before.label] -= 1
            if single.after is not None:
                self.counts[single.after.label] += 1

    def close(self) -> None:
        """Give the journal and the lock back."""
        self._journal.close()
        self._lock.release()

    # Reading -------------------------------------------------------------------------------

    def collection(self, article_id: str) -> Annotations:
        """All annotations of an article, also those that do not fit its text any more.

        Raises:
            InputError: The article's file is damaged.
        """
        file = self._checkpoints.read_article(article_id)
        annotations = Annotations.of(file.annotations)
        for record in self._pending.get(article_id, ()):
            if record.seq > file.seq:
                for single in singles(record.edit):
                    if isinstance(single, EditOfAnnotation) and single.article == article_id:
                        annotations = edited(annotations, single)
        self._article_files[article_id] = file
        return annotations

    def links(self) -> Links:
        """The story's relations and clusters.

        Raises:
            InputError: Their file is damaged.
        """
        file = self._checkpoints.read_story()
        links = Links({r.id: r for r in file.relations}, {c.id: c for c in file.clusters})
        for record in self._pending_links:
            if record.seq > file.seq:
                for single in singles(record.edit):
                    links.apply(single)
        return links

    def annotated_sha256(self, article_id: str) -> str:
        """Of an article's file as it was annotated; empty if it never was."""
        file = self._article_files.get(article_id)
        return self._texts.get(article_id) or (file.sha256 if file else "")

    def annotated_ids(self) -> set[str]:
        """The articles that have been annotated, whether the story still has them or not."""
        return {*self._checkpoints.article_ids(), *self._pending}

    def is_dirty(self, article_id: str) -> bool:
        """Whether the journal has something that the article's file lacks."""
        return article_id in self._dirty

    def forget(self, article_id: str) -> None:
        """Let go of what was read of an article."""
        self._article_files.pop(article_id, None)

    # Writing -------------------------------------------------------------------------------

    def to_undo(self) -> Record | None:
        """The record that undo takes back next."""
        target = self._history.undo
        return None if target is None else self._journal.read_at(target)

    def to_redo(self) -> Record | None:
        """The undo that redo takes back next."""
        target = self._history.redo
        return None if target is None else self._journal.read_at(target)

    def write(self, edit: Edit, did: Did, undone: Record | None, texts: dict[str, str]) -> None:
        """Put an edit on the disk.

        Args:
            edit: What is being done.
            did: Whether it is a new edit, or one taken back or made again.
            undone: What `to_undo` or `to_redo` gave, for one of those.
            texts: SHA-256 of the files of the articles it touches.

        Raises:
            SaveError: It could not be written.
        """
        now = time.monotonic()
        new_texts = {i: s for i, s in texts.items() if i not in self._said_texts}
        record = Record(
            seq=self._seq + 1,
            at=timestamp(),
            did=did,
            edit=edit,
            below=self._history.redo if did == "undo" else self._history.undo,
            ms=int((now - self._last_edit) * 1000),
            texts=new_texts,
        )
        offset = self._append(record)
        self._last_edit = now
        self._said_texts |= new_texts.keys()
        self._advance(Entry(offset, record), undone)

    def _append(self, record: Record) -> int:
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

    def checkpoint(
        self, collection: Callable[[str], Annotations], links: Callable[[], Links]
    ) -> None:
        """Bring the TinyDB files up to the journal. A failure is said and harms no edit.

        Args:
            collection: Gives all annotations of an article as they are now.
            links: Gives the relations and clusters as they are now.
        """
        if self.read_only or not (self._dirty or self._links_dirty):
            return
        try:
            left = self._write_articles(collection)
            if self._links_dirty:
                now = links()
                relations, clusters = tuple(now.relations.values()), tuple(now.clusters.values())
                self._checkpoints.write_story(StoryFile(relations, clusters, self._seq))
                self._links_dirty = False
                self._pending_links.clear()
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

    def _write_articles(self, collection: Callable[[str], Annotations]) -> bool:
        """Write the articles that changed; whether some had to be left."""
        left = False
        for article_id in sorted(self._dirty):
            try:
                annotations = collection(article_id)
            except InputError:
                left = True  # its file is damaged: said when it is shown, and never overwritten
                continue
            old = self._article_files[article_id]
            sha256 = self._texts.get(article_id, old.sha256)
            file = ArticleFile(tuple(annotations), self._seq, sha256, dict(old.rows))
            self._checkpoints.write_article(article_id, file)
            self._article_files[article_id] = file
            self._pending.pop(article_id, None)
            self._dirty.discard(article_id)
        return left


def edited(annotations: Annotations, edit: EditOfAnnotation) -> Annotations:
    """The annotations after an edit.

    Raises:
        ConflictError: The edit does not fit what is there.
    """
    if edit.before is not None:
        annotations = annotations.removed(edit.before)
    if edit.after is not None:
        annotations = annotations.added(edit.after)
    return annotations
