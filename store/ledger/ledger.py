"""One annotator's work as it lies on the disk: journal, TinyDB files and lock, held together.

The journal is the truth; the TinyDB files hold it up to some record. Opening reads the state file
and what the journal has behind it, and nothing else: each article's file is read when it is asked
for, and what the journal adds to it is applied then.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from store.annotations.edits import change_of_counts, labels_counted
from store.annotations.model import timestamp
from store.errors import InputError, ReadOnlyError, SaveError, SidelightError, system_reason
from store.files import at_fault
from store.ledger.checkpoints import (
    Checkpoints,
    Renamed,
    State,
)
from store.ledger.contents import Contents
from store.ledger.journal import JOURNAL, Journal, ReplacedError, UnconfirmedError
from store.ledger.lock import WriterLock
from store.ledger.records import FORMAT, History, JournalEntry, JournalScan, Record, advance
from store.ledger.rescue import keep, rescues
from store.notices import Notices
from store.wording import CHECK, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from store.annotations.collection import Annotations
    from store.annotations.edits import Edit
    from store.annotations.links import Links
    from store.files import Files
    from store.ledger.lock import Holder
    from store.ledger.records import Did

REPAIRING = "repair.json"
"""Is there from the first to the last step of a repair."""


class Ledger:
    """The folder of one annotator."""

    def __init__(self, folder: Path, files: Files) -> None:
        self.folder = folder
        self.read_only = ""
        """Why nothing can be written, as a sentence; empty if it can."""
        self.holder: Holder | None = None
        """Who has the folder open for writing, if it is not us."""
        self.notices = Notices()
        """What the person should know, as sentences."""
        self.trouble = ""
        """What is wrong with writing now, as a sentence."""
        self.saved_at: float | None = None
        """When the last edit was on the disk, on the `time.monotonic` clock in seconds."""
        self.counts: Counter[str] = Counter()
        """Annotations of each label."""
        self.renamed: dict[str, Renamed] = {}
        """Articles whose file has another name now, by their old id."""
        self._files = files
        self._lock = WriterLock(folder, files)
        self._journal = Journal(folder / JOURNAL, files)
        self._checkpoints = Checkpoints(folder, files)
        self._seq = 0
        self._is_newer = False
        """Whether some of it is of a format that we do not know."""
        self._history = History()
        self.contents = Contents(folder, files, self._journal, self.notices)
        """The annotations and links themselves."""
        self._last_edit = time.monotonic()
        self._unkept = ""
        """What has become of the journal's file, while what it lacks could be kept nowhere."""

    # Opening and closing -------------------------------------------------------------------

    @classmethod
    def to_read(cls, folder: Path, files: Files) -> Ledger:
        """Open a folder to read: without the lock, and without writing anything.

        Raises:
            InputError: It cannot be read.
        """
        ledger = cls._at(folder, files)
        ledger.read_only = "The story was opened to read only"
        ledger.read()
        return ledger

    @classmethod
    def to_write(cls, folder: Path, files: Files) -> Ledger:
        """Open a folder and take its lock; where somebody else has that, it is only read.

        Raises:
            InputError: It cannot be read, or not be written to.
        """
        ledger = cls._at(folder, files)
        ledger.take_lock()
        try:
            ledger.read()
        except SidelightError:
            ledger.close()  # without a checkpoint: what was read so far is not all there is
            raise
        return ledger

    @classmethod
    def _at(cls, folder: Path, files: Files) -> Ledger:
        try:
            return cls(folder, files)
        except OSError as error:
            reason = f"the annotations cannot be read: {system_reason(error)}"
            raise InputError(reason, path=at_fault(error, folder)) from error

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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
                "name another folder with {option:data} DIR, "
                "or open the story with {option:read-only}",
                path=at_fault(error, self.folder),
            ) from error
        if self.holder is not None:
            self.read_only = f"The story is open in {self.holder}"
            self.notices.add(f"{self.read_only}; you can read it here, and edit it there")

    def read(self) -> None:
        """Read the state and what the journal has behind it.

        Raises:
            InputError: Something cannot be read.
        """
        try:
            self._read()
        except OSError as error:
            reason = f"the annotations cannot be read: {system_reason(error)}"
            raise InputError(reason, path=at_fault(error, self.folder)) from error

    def _read(self) -> None:
        if self._files.exists(self.folder / REPAIRING):
            self._forbid(f"A repair of {self.folder} was interrupted; {CHECK}")
        state = self._checkpoints.read_state()
        if state.format > FORMAT:
            self._forbid_newer()
            state = State()
        if self._journal.end < state.offset:
            if self._journal.end:
                self._forbid(f"The journal in {self.folder} is shorter than it was; {CHECK}")
            else:
                self.notices.add(
                    f"The journal in {self.folder} is gone: what the TinyDB files hold is shown, "
                    f"and what was done before cannot be undone; {CHECK}"
                )
            # All that was before its end is in the TinyDB files.
            state = replace(state, offset=self._journal.end, history=History())
        if not self._journal.has_start_at(state.offset):
            state = State()  # it is of another journal, as after a merge by git
        if not self._journal.end:
            state = self._without_journal(state)
        self._seq, self._history = state.seq, state.history
        self.renamed, self.contents.files_at = dict(state.renamed), dict(state.files)
        reading = self._journal.read(state.offset, state.seq if state != State() else None)
        self._compare_with_files(state, reading)
        if reading.torn and not (self.read_only or reading.damages or reading.is_newer):
            copy = self._journal.set_aside_torn_end(reading.torn)
            self.notices.add(
                f"The last line of the journal was cut off in mid-write; it is kept in {copy.name}"
            )
        if reading.is_newer:
            self._forbid_newer()
        if not self.read_only:
            self._hold()
            self._confirm(state.offset)
            self._tell_of_rescues()
        if reading.damages:
            first = reading.damages[0]
            self.contents.is_damaged = True
            self._forbid(
                f"The journal in {self.folder} is damaged at byte {first.offset:,} "
                f"({first.reason}); the story can only be read; {CHECK}"
            )
        for entry in reading.entries:
            self._replay(entry)
        if not self.read_only:  # who only reads may see files that are newer than the journal was
            self.contents.last = self._seq
        starts_late = bool(reading.entries) and reading.entries[0].record.seq > 1
        if state == State() and (starts_late or self.contents.is_damaged):
            self._recount()
        else:
            self.counts.update(state.counts)

    def _compare_with_files(self, state: State, reading: JournalScan) -> None:
        """Without a state, make sure that the journal has all that the files hold.

        Else a last line that is damaged would be taken for one that was never acknowledged.
        """
        if state != State() or not self._journal.end:
            return
        last = reading.entries[-1].record.seq if reading.entries else 0
        if self._recounted().seq > last:
            self.contents.is_damaged = True
            self._forbid(
                f"The journal in {self.folder} lacks lines that the TinyDB files hold; the story "
                f"can only be read; {CHECK}"
            )

    def _hold(self) -> None:
        """Hold the journal's file from now on.

        Raises:
            ReplacedError: It is not what was read.
        """
        try:
            self._journal.hold()
        except ReplacedError:
            raise
        except OSError:
            return  # said when something is to be written

    def _tell_of_rescues(self) -> None:
        """Say which files have edits that the journal may lack."""
        for path in rescues(self.folder):
            self.notices.add(f"Edits that were kept beside the journal are in {path}; {CHECK}")

    def _confirm(self, offset: int) -> None:
        """Make sure of what the files do not hold yet, before it is shown."""
        try:
            self._journal.confirm(offset)
        except OSError as error:
            self._forbid(
                f"The last edits could not be confirmed ({system_reason(error)}); the story can "
                "only be read until it is opened again"
            )

    def _forbid(self, reason: str) -> None:
        self.read_only = self.read_only or reason
        self.notices.add(reason)

    def _forbid_newer(self) -> None:
        if not self._is_newer:
            self._is_newer = True
            self._forbid(
                "The story was written by a newer Sidelight; what can be understood of it is shown "
                "to read, and it can be edited with that one"
            )

    def _without_journal(self, state: State) -> State:
        """The state where the journal is gone; kept, so that a new one is read from its start."""
        if state == State():
            state = self._recounted()
        if state != State() and not self.read_only:
            self._checkpoints.write_state(state)
        return state

    def _recounted(self) -> State:
        """The state where neither journal nor state file is there: from the files themselves."""
        seq, counts = 0, Counter[str]()
        try:
            seq = self._checkpoints.read_story().seq
        except InputError:
            counts.clear()  # said when the links are asked for
        for article_id in self._checkpoints.article_ids():
            try:
                file = self._checkpoints.read_article(article_id)
            except InputError:
                continue  # said when the article is shown
            seq = max(seq, file.seq)
            counts.update(labels_counted(file.annotations))
        return State(seq=seq, counts=dict(counts))

    def _recount(self) -> None:
        """Count what is there, as the journal does not say it from its beginning."""
        self.counts.clear()
        for article_id in self.contents.annotated_ids():
            try:
                self.counts.update(labels_counted(self.contents.collection(article_id)))
            except InputError:
                continue  # said when the article is shown

    def _replay(self, entry: JournalEntry) -> None:
        record = entry.record
        target = {"undo": self._history.undo, "redo": self._history.redo}.get(record.did)
        undone = None
        if target is not None and not self.contents.is_damaged:
            try:
                undone = self._journal.read_at(target)
            except InputError as error:
                self.contents.is_damaged = True
                self._forbid(f"{error}; the story can only be read")
        self._advance(entry.offset, record, undone)
        self.contents.queue(record)

    def _advance(self, offset: int, record: Record, undone: Record | None) -> None:
        """Take note of a record that is on the disk."""
        self._history = advance(self._history, JournalEntry(offset, record), undone)
        self._seq = record.seq
        self.contents.note(record)
        for old, new in record.renamed.items():
            self.renamed[old] = Renamed(new, record.seq)
        for label, change in change_of_counts(record.edit).items():
            self.counts[label] += change

    def close(self) -> None:
        """Give the journal and the lock back."""
        self._journal.close()
        self._lock.release()

    # Writing -------------------------------------------------------------------------------

    def to_undo(self) -> Record | None:
        """The record that undo takes back next.

        Raises:
            ReadOnlyError: Nothing can be taken back.
            InputError: It cannot be read.
        """
        target = self._history.undo
        return None if target is None else self._to_take_back(target)

    def to_redo(self) -> Record | None:
        """The undo that redo takes back next; raises as `to_undo`."""
        target = self._history.redo
        return None if target is None else self._to_take_back(target)

    def _to_take_back(self, offset: int) -> Record:
        """The record at a byte offset, if the journal is still the one in which it stands there."""
        self.look()
        if self.read_only:
            raise ReadOnlyError(f"{self.read_only}; nothing was changed")
        return self._journal.read_at(offset)

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
        record = Record(
            seq=self._seq + 1,
            at=timestamp(),
            did=did,
            edit=edit,
            below=self._history.redo if did == "undo" else self._history.undo,
            ms=max(0, int((now - self._last_edit) * 1000)),
            texts=texts,
            format=FORMAT,
        )
        offset = self._append(record)
        self._last_edit = now
        self._advance(offset, record, undone)

    def follow(
        self, edit: Edit, texts: dict[str, str], renamed: Mapping[str, str] | None = None
    ) -> None:
        """Move annotations with the text of an article that has changed or has another name.

        On the disk if the story can be written, else only here.

        Raises:
            SaveError: It could not be written.
        """
        record = Record(
            seq=self._seq + 1,
            at=timestamp(),
            did="follow",
            edit=edit,
            texts=texts,
            renamed=dict(renamed or {}),
            format=FORMAT,
        )
        offset = self._journal.end if self.read_only else self._append(record)
        self._advance(offset, record, None)
        self.contents.queue(record)

    def look(self) -> None:
        """Make sure, where nothing is being written, that the journal is still ours.

        If it is another the story becomes read-only, and what that one lacks is kept.
        """
        if self._unkept:
            self._lose(self._unkept)
        if self.read_only:
            return
        try:
            self._journal.make_sure()
        except ReplacedError as error:
            self._lose(f"THE JOURNAL IS ANOTHER: {JOURNAL} {error.strerror}")
        except OSError:
            return  # said when something is to be written

    def _lose(self, what: str) -> None:
        """Become read-only, and keep the edits that the file at the journal's path lacks."""
        lines = self._journal.lines_that_are_missing()
        lacks = f"what it lacks ({counted(len(lines), 'edit')})"
        self._unkept = ""
        if not lines:
            kept = "it has every edit that was saved"
        else:
            try:
                kept = f"{lacks} is kept in {keep(self.folder, lines, self._files)}"
            except InputError as error:
                self._unkept = what
                kept = f"{lacks} can be kept nowhere ({error.reason}): do not leave before it can"
        self.trouble = f"{what}; {kept}; the story is read-only until it is opened again; {CHECK}"
        self.read_only = self.trouble

    def _append(self, record: Record) -> int:
        try:
            offset = self._journal.append(record)
        except ReplacedError as error:
            self._lose(f"NOT SAVED: {JOURNAL} {error.strerror} and the edit was not made")
            raise SaveError(self.trouble) from error
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

    # Checkpoints ---------------------------------------------------------------------------

    def checkpoint(
        self,
        collection: Callable[[str], Annotations],
        links: Callable[[], Links],
        source: Callable[[str, str], bytes | None],
    ) -> None:
        """Bring the TinyDB files up to the journal. A failure is said and harms no edit.

        Args:
            collection: Gives all annotations of an article as they are now.
            links: Gives the relations and clusters as they are now.
            source: Gives the bytes of an article's file that have a SHA-256, if it can.
        """
        self.look()
        if self.read_only or not (self.contents.dirty or self.contents.links_dirty):
            return
        try:
            if self.contents.write(self._seq, collection, links, source):
                self._journal.make_sure()
                self._checkpoints.write_state(self.state())
        except ReplacedError:
            self.look()
        except (OSError, InputError) as error:
            reason = system_reason(error) if isinstance(error, OSError) else str(error)
            self.trouble = (
                f"The TinyDB files could not be written ({reason}); "
                "every edit is safe in the journal"
            )

    def state(self) -> State:
        """How things stand, as the state file says it."""
        counts = {label: count for label, count in self.counts.items() if count}
        return State(
            self._journal.end,
            self._seq,
            self._history,
            counts,
            self.contents.files_at,
            self.renamed,
        )

    def back_up(self) -> None:
        """Make a backup if one is due. A failure is said and harms no edit."""
        if self.read_only or self.trouble:
            return
        from store.ledger.backups import Backups  # 10 ms to import: paid on leaving

        try:
            problem = Backups(self.folder, self._files).make_if_due(self._seq)
        except InputError as error:
            problem = str(error)
        except OSError as error:
            problem = f"The backup could not be made: {system_reason(error)}; nothing else is wrong"
        if problem:
            self.notices.add(problem)
