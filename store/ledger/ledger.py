"""One annotator's work as it lies on the disk: journal, TinyDB files and lock, held together.

The journal is the truth; the TinyDB files hold it up to some record. Opening reads the state file
and what the journal has behind it, and nothing else: each article's file is read when it is asked
for, and what the journal adds to it is applied then.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from store.annotations.edits import by_article
from store.annotations.model import timestamp
from store.errors import InputError, system_reason, unreadable
from store.files import at_fault
from store.ledger.checkpoints import Checkpoints
from store.ledger.contents import GrowingContents, Staged
from store.ledger.journal import JOURNAL, Journal
from store.ledger.lock import WriterLock
from store.ledger.opening import Opening, replay
from store.ledger.position import Position
from store.ledger.records import FORMAT, Record
from store.ledger.status import LedgerStatus
from store.ledger.writer import JournalWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from store.annotations.edits import Edit
    from store.files import Files
    from store.ledger.file_writer import FileWriter
    from store.ledger.keeping_up import KeepingUp
    from store.ledger.records import Did, JournalEntry


class Ledger:
    """The folder of one annotator."""

    def __init__(self, folder: Path, files: Files) -> None:
        self.folder = folder
        self.status = LedgerStatus()
        self.position = Position()
        self._files = files
        self._lock = WriterLock(folder, files)
        self._journal = Journal(folder / JOURNAL, files)
        self.contents = GrowingContents(folder, files, self._journal, self.status.notices)
        """The annotations and links themselves."""
        self._writer = JournalWriter(folder, files, self._journal, self.status)
        self._file_writer: FileWriter | None = None
        self._last_edit = time.monotonic()
        self.keeping_up: KeepingUp | None = None
        """Reads what another process writes, where this one only reads."""

    # Opening and closing -------------------------------------------------------------------

    @classmethod
    def to_read(cls, folder: Path, files: Files) -> Ledger:
        """Open a folder to read: without the lock, and without writing anything.

        Raises:
            InputError: It cannot be read.
        """
        return cls._open(folder, files, writes=False)

    @classmethod
    def to_write(cls, folder: Path, files: Files) -> Ledger:
        """Open a folder and take its lock; where somebody else has that, it is only read.

        Raises:
            InputError: It cannot be read, or not be written to.
        """
        return cls._open(folder, files, writes=True)

    @classmethod
    def _open(cls, folder: Path, files: Files, *, writes: bool) -> Ledger:
        with ExitStack() as on_failure:
            try:
                ledger = cls(folder, files)
                on_failure.callback(ledger.close)  # without a checkpoint: not all has been read
                if writes:
                    ledger._take_lock()
                else:
                    ledger.status.read_only = "The story was opened to read only"
                opening = Opening(
                    folder, files, journal=ledger._journal, contents=ledger.contents,
                    status=ledger.status, position=ledger.position,
                )  # fmt: skip
                opening.read()
                if ledger.status.read_only and not ledger.contents.is_damaged:
                    from store.ledger.keeping_up import KeepingUp  # few stories are only read

                    end = opening.end, ledger.position.seq, opening.chain
                    ledger.keeping_up = KeepingUp(folder / JOURNAL, files, *end)
            except OSError as error:
                reason = unreadable(error, "the annotations")
                raise InputError(reason, path=at_fault(error, folder)) from error
            on_failure.pop_all()
        return ledger

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take_lock(self) -> None:
        """Be the one who writes; if somebody else is, only read.

        Raises:
            InputError: The folder cannot be written to.
        """
        try:
            self._files.make_folder(self.folder)
            self.status.holder = self._lock.acquire()
        except OSError as error:
            raise InputError(
                f"annotations cannot be kept here: {system_reason(error)}; "
                "name another folder with {option:data} DIR, "
                "or open the story with {option:read-only}",
                path=at_fault(error, self.folder),
            ) from error
        if self.status.holder is not None:
            self.status.read_only = f"The story is open in {self.status.holder}"
            self.status.notices.add(
                f"{self.status.read_only}; you can read it here, and edit it there; "
                "what is saved there is shown here"
            )

    def close(self) -> None:
        """Give the journal and the lock back, once nothing is written any more."""
        self.settle()
        self._journal.close()
        self._lock.release()

    @property
    def head(self) -> tuple[int, str]:
        """The number and the chain of the last line; without a chain if it cannot be read."""
        try:
            return self.position.seq, self._journal.chain
        except OSError:
            return self.position.seq, ""

    # Writing -------------------------------------------------------------------------------

    def to_undo(self) -> Record | None:
        """The record that undo takes back next.

        Raises:
            ReadOnlyError: Nothing can be taken back.
            InputError: It cannot be read.
        """
        target = self.position.history.undo
        return None if target is None else self._to_take_back(target)

    def to_redo(self) -> Record | None:
        """The undo that redo takes back next; raises as `to_undo`."""
        target = self.position.history.redo
        return None if target is None else self._to_take_back(target)

    def _to_take_back(self, offset: int) -> Record:
        """The record at a byte offset, if the journal is still the one in which it stands there."""
        self.look()
        self.status.make_sure()
        return self._journal.read_at(offset)

    def write(self, staged: Staged, did: Did, undone: Record | None, texts: dict[str, str]) -> None:
        """Put an edit on the disk, and then into what the ledger holds.

        Args:
            staged: What is being done, as `contents` gives it.
            did: Whether it is a new edit, or one taken back or made again.
            undone: What `to_undo` or `to_redo` gave, for one of those.
            texts: SHA-256 of the files of the articles it touches.

        Raises:
            SaveError: It could not be written.
        """
        now = time.monotonic()
        record = Record(
            seq=self.position.seq + 1,
            at=timestamp(),
            did=did,
            edit=staged.edit,
            below=self.position.history.redo if did == "undo" else self.position.history.undo,
            ms=max(0, int((now - self._last_edit) * 1000)),
            texts=texts,
            format=FORMAT,
        )
        offset = self._writer.append(record)
        self._last_edit = now
        self._hold(offset, record, undone, staged)

    def follow(
        self, edit: Edit, texts: dict[str, str], renamed: Mapping[str, str] | None = None
    ) -> None:
        """Move annotations with the text of an article that has changed or has another name.

        On the disk if the story can be written, else only here.

        Raises:
            ConflictError: It does not fit what is there.
            SaveError: It could not be written.
        """
        made = {n: self.contents.staged(n, each) for n, each in by_article(edit).items()}
        staged = Staged(edit, made, self.contents.staged_links(edit))
        record = Record(
            seq=self.position.seq + 1,
            at=timestamp(),
            did="follow",
            edit=edit,
            texts=texts,
            renamed=dict(renamed or {}),
            format=FORMAT,
        )
        offset = self._journal.end if self.status.read_only else self._writer.append(record)
        self._hold(offset, record, None, staged)

    def _hold(self, offset: int, record: Record, undone: Record | None, staged: Staged) -> None:
        """Take in a record that is on the disk."""
        self.position.advance(offset, record, undone)
        self.contents.accept(staged, record)

    def take_in(self, entry: JournalEntry) -> dict[str, bool]:
        """Take in what another process has written; what `Contents.take_in` says of it."""
        replay(entry, self._journal, self.contents, self.status, self.position)
        return self.contents.take_in(entry.record)

    def look(self) -> None:
        """Make sure, where nothing is being written, that the journal is still ours.

        If it is another the story becomes read-only, and what that one lacks is kept.
        """
        self._writer.look()

    # Checkpoints ---------------------------------------------------------------------------

    def checkpoint(
        self,
        source: Callable[[str, str], bytes | None],
        when_done: Callable[[], None] | None = None,
    ) -> None:
        """Bring the TinyDB files up to the journal. A failure is said and harms no edit.

        Args:
            source: Gives the bytes of an article's file that have a SHA-256, if it can.
            when_done: Called by a thread that writes them, as it ends; `settle` must follow.
        """
        self.settle()
        self.look()
        if self.status.read_only or not self.contents.is_dirty:
            return
        if self._file_writer is None:
            from store.ledger.file_writer import FileWriter  # not before something was edited

            parts = self.contents, self._journal, self.position, self.status
            self._file_writer = FileWriter(Checkpoints(self.folder, self._files), *parts)
        self._file_writer.write(source, when_done)
        if when_done is None:
            self.settle()

    @property
    def is_writing_files(self) -> bool:
        """Whether a thread writes files, or has done so and `settle` was not called."""
        return self._file_writer is not None and self._file_writer.is_busy

    def settle(self) -> None:
        """Wait until the files are written that are being written, and take note of it."""
        if self._file_writer is not None and not self._file_writer.settle():
            self.look()

    def back_up(self) -> None:
        """Make a backup if one is due. A failure is said and harms no edit."""
        if self.status.read_only or self.status.trouble:
            return
        from store.ledger.backups import Backups  # 10 ms to import: paid on leaving

        try:
            problem = Backups(self.folder, self._files).make_if_due(self.position.seq)
        except InputError as error:
            problem = str(error)
        except OSError as error:
            problem = f"The backup could not be made: {system_reason(error)}; nothing else is wrong"
        if problem:
            self.status.notices.add(problem)
