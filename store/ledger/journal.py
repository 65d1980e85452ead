"""The journal: every edit, one line of JSON each, on disk before it is shown. Never rewritten.

See `store.ledger.records` for what a line holds. Others may put another file in its place, take
it away or write into it while it is open. So the file is looked at before each line and after it
has been synced, and only a line that then stands in the file at the journal's path is acknowledged.

The chain of a line stands for all lines up to it. A line says that of the line before it (`on`), so
that one line is enough to tell it; where lines of older formats say nothing, all have to be read.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import many_edits
from store.errors import InputError, NewerError, unreadable
from store.files import NotRegularError
from store.ledger.records import (
    BEGINNING,
    LONG,
    TAIL,
    NewerFormatError,
    SealedRecord,
    chain_before,
    chained,
    decode_between,
    encode,
)
from store.ledger.rescue import lines_not_in
from store.ledger.scanning import JournalScan, scan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.files import Files
    from store.ledger.records import Record
    from store.ledger.source import Source

JOURNAL = "journal.jsonl"


class ReplacedError(OSError):
    """What stands at the journal's path is not what was written there; its text is a clause."""

    def __init__(self, what: str) -> None:
        super().__init__(None, what)


class UnconfirmedError(OSError):
    """A record was written but fsync failed: whether it will last is unknown."""


class Journal:
    """The journal file of one annotator's work on a story."""

    def __init__(self, path: Path, files: Files) -> None:
        self._path = path
        self._files = files
        self._descriptor: int | None = None
        self._name_is_kept = False
        self._has_torn_end = False
        self._torn_most = 0
        """How many bytes of half a line may stand behind the end."""
        status = files.status(path) if files.exists(path) else None
        self.end = status.st_size if status else 0
        """Up to where the file holds whole records, in bytes."""
        self._identity: tuple[int, int] | None = None
        """Device and inode of the file that is held; as long as it is, no other has its inode."""
        self._time = status.st_mtime_ns if status else 0
        """When the file was last changed, as the system says it."""
        self._tail = files.read(path, max(0, self.end - TAIL)) if self.end else b""
        """The end of the file: compared where its time has changed but not its length."""
        self._chain = ""
        """Of the last line; empty as long as that has not been asked for."""
        self._lines: list[Iterable[bytes]] = []
        """Lines written since it was opened, in pieces: who writes over the file has them."""
        self._lock = RLock()  # so that who looks does not take half a line for another program's

    def read(self, offset: int, seq: int | None, chain: str = "") -> JournalScan:
        """Read from an offset to the end.

        Args:
            offset: Where a record begins, in bytes.
            seq: The number of the record before it; none if it is not known.
            chain: Of that record; empty if it is not known.

        Raises:
            OSError: The file cannot be read.
        """
        if not self._files.exists(self._path):
            return JournalScan(())
        return scan(source_of(self._path, offset, self._files), offset, seq, chain)

    @property
    def chain(self) -> str:
        """The chain of the last line; raises OSError if it cannot be read."""
        self._chain = self._chain or chain_of(self._path, self.end, self._files)
        return self._chain

    def has_start_at(self, offset: int) -> bool:
        """Whether a line begins, or may begin, at a byte offset within the file."""
        return not offset or not self._files.read_line(self._path, offset - 1, 1)

    def read_at(self, offset: int) -> Record:
        """The record that begins at a byte offset; raises as `record_at`."""
        return record_at(self._path, offset, self._files)

    # Is it still ours? ---------------------------------------------------------------------

    def hold(self) -> None:
        """Hold the file, if there is one, so that its lines can be read whatever becomes of it.

        Raises:
            ReplacedError: It is not what was read.
            OSError: It cannot be opened to write.
        """
        if self.end and self._descriptor is None:
            self._take(self._files.open_to_append(self._path, must_exist=True))

    def _take(self, descriptor: int) -> None:
        """Hold a file, if it is the one that was read."""
        status = self._files.status_of(descriptor)
        self._identity = (status.st_dev, status.st_ino)
        try:
            self.make_sure()
        except OSError:
            self._identity = None
            self._files.close(descriptor)
            raise
        self._descriptor = descriptor

    def make_sure(self) -> None:
        """Make sure that the file at the path is the one that is held, as it was written.

        Raises:
            ReplacedError: It is not.
            OSError: It cannot be told.
        """
        with self._lock:
            self._look(self.end, self.end + self._torn_most)

    def _look(self, least: int, most: int) -> int:
        """Make sure, as `make_sure`, for a length; gives the time of the file's last change."""
        try:
            status = self._files.status(self._path)
        except (FileNotFoundError, NotADirectoryError):
            if not self.end and self._identity is None:
                return 0  # it was never there
            raise ReplacedError("is gone") from None
        except (NotRegularError, IsADirectoryError):
            raise ReplacedError("is no file any more") from None
        if self._identity not in (None, (status.st_dev, status.st_ino)):
            raise ReplacedError("was replaced by another file")
        if not least <= status.st_size <= most:
            how = "cut" if status.st_size < least else "written to"
            raise ReplacedError(f"was {how} by another program")
        if status.st_mtime_ns != self._time and most == self.end:
            start = self.end - len(self._tail)
            if self._files.read(self._path, start) != self._tail:
                raise ReplacedError("was written to by another program")
            self._time = status.st_mtime_ns
        return status.st_mtime_ns

    def _note_time(self, descriptor: int) -> None:
        """Take note of the time that a change of our own has set."""
        self._time = self._files.status_of(descriptor).st_mtime_ns

    def lines_that_are_missing(self) -> list[bytes]:
        """What was acknowledged and does not stand in the file at the path, as whole lines."""
        there = b""
        with suppress(OSError):
            there = self._files.read(self._path)
        held = b"" if self._descriptor is None else self._files.read_open(self._descriptor)
        # What stands behind the end was never acknowledged; another program may have put it there.
        lines = held[: self.end].splitlines(keepends=True)
        return lines_not_in(there, (*lines, *map(b"".join, self._lines)))

    # Writing -------------------------------------------------------------------------------

    def set_aside_torn_end(self, length: int) -> Path:
        """Keep a copy of a torn last line in a file of its own, and cut it from the journal."""
        whole = self.end - length
        copy = self._path.with_name(f"{self._path.name}.torn-{whole}")
        self._files.replace_in_pieces(copy, self._files.pieces(self._path, whole))
        descriptor = self._open()  # which makes sure of it
        self.end = whole
        self._files.truncate(descriptor, self.end)
        self._files.sync(descriptor)
        self._tail = self._tail[: max(0, len(self._tail) - length)]
        self._note_time(descriptor)
        return copy

    def append(self, record: Record) -> int:
        """Write one record and wait until it is on the disk; as `put`."""
        record = replace(record, on=self.chain)
        is_long = many_edits(record.edit) is not None
        with self._lock:
            return self._put([SealedRecord(record) if is_long else (encode(record),)])

    def put(self, lines: bytes) -> int:
        """Write lines that go on from the last one, and wait until they are on the disk.

        Args:
            lines: One or more, each with its newline.

        Returns:
            The byte offset at which they stand.

        Raises:
            OSError: They could not be written; what was written of them is cut off again.
            ReplacedError: The file at the path is another, or another program has changed it.
            UnconfirmedError: They were written, but the disk did not confirm it.
        """
        with self._lock:
            return self._put([(line,) for line in lines.splitlines(keepends=True)])

    def _put(self, lines: list[Iterable[bytes]]) -> int:
        """Write lines in pieces, made each time they are asked for; as `put`."""
        from store.ledger.line_writer import LineWriter  # not before something is written

        writer = LineWriter(self.chain)
        if self._descriptor is not None:
            self.make_sure()
        descriptor = self._open()
        if self._has_torn_end:
            self._cut_torn_end(descriptor)
        try:
            writer.write(lines, partial(self._files.write, descriptor))
        except OSError:
            self._has_torn_end, self._torn_most = True, writer.length
            self._cut_torn_end(descriptor)
            raise
        try:
            self._files.sync(descriptor)
        except OSError as error:
            raise UnconfirmedError(error.errno, error.strerror) from error
        # It may have been replaced since the look before: then this line is in no file of a name.
        end = self.end + writer.length
        try:
            self._time = self._look(end, end)
        except ReplacedError:
            raise
        except OSError as error:
            raise UnconfirmedError(error.errno, error.strerror) from error
        offset, self.end = self.end, end
        self._lines += lines
        self._chain = writer.chain
        self._tail = (self._tail + writer.tail)[-TAIL:]
        return offset

    def _cut_torn_end(self, descriptor: int) -> None:
        # Tried again before the next line: none is ever written behind half of another.
        self._files.truncate(descriptor, self.end)
        self._files.sync(descriptor)
        self._has_torn_end, self._torn_most = False, 0
        self._note_time(descriptor)

    def _open(self) -> int:
        if self._descriptor is None:
            try:
                descriptor = self._files.open_to_append(self._path, must_exist=self.end > 0)
            except FileNotFoundError:
                self.make_sure()
                raise
            self._take(descriptor)
        assert self._descriptor is not None
        if not self._name_is_kept:
            _keep_name(self._path, self._files)
            self._name_is_kept = True
        return self._descriptor

    def confirm(self, offset: int) -> None:
        """Write what stands from an offset on once more, and wait until it is on the disk.

        Who wrote it may have been killed before `fsync`, or been told that it failed: then the
        system may have forgotten that these bytes are not on the disk yet, and a later `fsync`
        alone would not write them (see "fsyncgate", PostgreSQL 2018).

        Raises:
            OSError: It could not be written.
        """
        if offset >= self.end:
            return
        descriptor = self._files.open_new(self._path, os.O_WRONLY)
        try:
            self.make_sure()
            self._files.seek(descriptor, offset)
            for piece in self._files.pieces(self._path, offset):
                self._files.write(descriptor, piece)
            self._files.sync(descriptor)
            self._note_time(descriptor)
        finally:
            self._files.close(descriptor)
        _keep_name(self._path, self._files)
        self._name_is_kept = True

    def close(self) -> None:
        """Give the file back."""
        if self._descriptor is not None:
            with suppress(OSError):  # every record in it has been synced: nothing can be lost
                self._files.close(self._descriptor)
            self._descriptor = None


def _keep_name(path: Path, files: Files) -> None:
    """Wait until a file's name is on the disk, and the names of the folders it is in.

    A process that was killed may have made them without having waited for that.
    """
    own, *above = path.parents[:3]
    files.sync_folder(own)
    for folder in above:
        with suppress(PermissionError):  # of a folder that may not be listed: not made by us
            files.sync_folder(folder)


def source_of(path: Path, offset: int, files: Files) -> Source:
    """The bytes of a file from an offset on, in memory unless they are many; raises OSError."""
    if files.size(path) - offset <= LONG:
        return files.read(path, offset)
    from store.ledger.source import FileBytes  # few journals have so much behind their files

    return FileBytes(files.open_to_read(path), offset)


def record_at(path: Path, offset: int, files: Files) -> Record:
    """The record of a journal that begins at a byte offset.

    Raises:
        InputError: There is no sound record, or it cannot be read.
    """
    try:
        line = files.read_line(path, offset, LONG)
        held = line if len(line) < LONG else source_of(path, offset, files)
        end = len(line) if held is line else held.find(b"\n", 0)
        record = decode_between(held, 0, end)
    except OSError as error:
        raise InputError(unreadable(error), path=path) from error
    except NewerFormatError:
        reason = "it was written by a newer Sidelight; open the story with that one"
        raise NewerError(reason, path=path) from None
    if record is None:
        raise InputError(
            f"the line at byte {offset:,} is damaged; sidelight check names what is wrong",
            path=path,
        )
    return record


# The chain ------------------------------------------------------------------------------------


def chain_at(path: Path, offset: int, end: int, files: Files) -> str:
    """The chain of the line that ends at an offset; empty if the lines there do not say it.

    Args:
        path: The journal.
        offset: Where a line ends, in bytes.
        end: Where the last whole line ends.
        files: The file system.

    Raises:
        OSError: It cannot be read.
    """
    if not offset:
        return BEGINNING
    if offset < end and len(line := files.read_line(path, offset, LONG)) < LONG:
        return chain_before(line)
    if offset < end:
        from store.ledger.long_line import chain_before_long  # it is that of an import

        return chain_before_long(path, offset, files)
    held = files.read(path, max(0, end - TAIL))[: min(end, TAIL)]
    start = held.rfind(b"\n", 0, -1) + 1
    if not start and end > TAIL:
        from store.ledger.long_line import chain_of_last_line  # it is that of an import

        return chain_of_last_line(path, end, files)
    line = held[start:]
    on = chain_before(line.removesuffix(b"\n"))
    return chained(on, line) if on else ""


def chain_of(path: Path, end: int, files: Files) -> str:
    """The chain of the last whole line of a journal, which ends at an offset; raises as above."""
    chain = chain_at(path, end, end, files)
    if chain:
        return chain
    chain = BEGINNING
    for line in files.read(path)[:end].splitlines(keepends=True):
        chain = chained(chain, line)
    return chain
