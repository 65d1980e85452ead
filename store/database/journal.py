"""The journal: every edit, one line of JSON each, on disk before it is shown. Never rewritten.

See `store.database.records` for what a line holds.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from store.database.records import NewerFormatError, Reading, decode, encode, scan
from store.errors import InputError, system_reason

if TYPE_CHECKING:
    from pathlib import Path

    from store.database.records import Record
    from store.files import Files

JOURNAL = "journal.jsonl"


class Journal:
    """The journal file of one annotator's work on a story."""

    def __init__(self, path: Path, files: Files) -> None:
        self._path = path
        self._files = files
        self._descriptor: int | None = None
        self._name_is_kept = False
        self._has_torn_end = False
        self.end = files.size(path) if files.exists(path) else 0
        """Up to where the file holds whole records, in bytes."""

    def read(self, offset: int, seq: int | None) -> Reading:
        """Read from an offset to the end.

        Args:
            offset: Where a record begins, in bytes.
            seq: The number of the record before it; none if it is not known.

        Raises:
            OSError: The file cannot be read.
        """
        if not self._files.exists(self._path):
            return Reading(())
        return scan(self._files.read(self._path, offset), offset, seq)

    def has_start_at(self, offset: int) -> bool:
        """Whether a line begins, or may begin, at a byte offset within the file."""
        return not offset or not self._files.read_line(self._path, offset - 1)

    def read_at(self, offset: int) -> Record:
        """The record that begins at a byte offset.

        Raises:
            InputError: There is no sound record, or it cannot be read.
        """
        try:
            record = decode(self._files.read_line(self._path, offset))
        except OSError as error:
            reason = f"it cannot be read: {system_reason(error)}"
            raise InputError(reason, path=self._path) from error
        except NewerFormatError:
            reason = "it was written by a newer Sidelight; open the story with that one"
            raise InputError(reason, path=self._path) from None
        if record is None:
            raise InputError(
                f"the line at byte {offset:,} is damaged; sidelight check names what is wrong",
                path=self._path,
            )
        return record

    def set_aside_torn_end(self, torn: bytes) -> Path:
        """Keep a copy of a torn last line in a file of its own, and cut it from the journal."""
        copy = self._path.with_name(f"{self._path.name}.torn-{self.end - len(torn)}")
        self._files.replace(copy, torn)
        descriptor = self._open()
        self.end -= len(torn)
        self._files.truncate(descriptor, self.end)
        self._files.sync(descriptor)
        return copy

    def append(self, record: Record) -> int:
        """Write one record and wait until it is on the disk.

        Returns:
            The byte offset at which it stands.

        Raises:
            OSError: It could not be written; what was written of it is cut off again.
            UnconfirmedError: It was written, but the disk did not confirm it.
        """
        line = encode(record)
        descriptor = self._open()
        if self._has_torn_end:
            self._cut_torn_end(descriptor)
        try:
            self._files.write(descriptor, line)
        except OSError:
            self._has_torn_end = True
            self._cut_torn_end(descriptor)
            raise
        try:
            self._files.sync(descriptor)
        except OSError as error:
            raise UnconfirmedError(error.errno, error.strerror) from error
        offset, self.end = self.end, self.end + len(line)
        return offset

    def _cut_torn_end(self, descriptor: int) -> None:
        # Where this fails too it is tried again before the next line, so that none is ever
        # written behind half of another.
        self._files.truncate(descriptor, self.end)
        self._files.sync(descriptor)
        self._has_torn_end = False

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = self._files.open_to_append(self._path)
        if not self._name_is_kept:
            self._keep_name()
            self._name_is_kept = True
        return self._descriptor

    def _keep_name(self) -> None:
        """Wait until the file's name is on the disk, and the names of the folders it is in.

        A process that was killed may have made them without having waited for that.
        """
        own, *above = self._path.parents[:3]
        self._files.sync_folder(own)
        for folder in above:
            with suppress(PermissionError):  # of a folder that may not be listed: not made by us
                self._files.sync_folder(folder)

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
        data = self._files.read(self._path, offset)[: self.end - offset]
        descriptor = self._files.open_new(self._path, os.O_WRONLY)
        try:
            os.lseek(descriptor, offset, os.SEEK_SET)
            self._files.write(descriptor, data)
            self._files.sync(descriptor)
        finally:
            self._files.close(descriptor)
        self._keep_name()
        self._name_is_kept = True

    def close(self) -> None:
        """Give the file back."""
        if self._descriptor is not None:
            with suppress(OSError):  # every record in it has been synced: nothing can be lost
                self._files.close(self._descriptor)
            self._descriptor = None


class UnconfirmedError(OSError):
    """A record was written but fsync failed: whether it will last is unknown."""
