"""The journal: every edit, one line of JSON each, on disk before it is shown. Never rewritten.

A line ends in a CRC-32 of what stands before it. Undo and redo are edits like any other, and each
line says where in the file (in bytes) the edit stands that undoing would reach next. So the whole
history is a linked list through the file: it survives a restart, costs one read per undo, and
nothing of it is held in memory.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from store.annotations.edits import Edit
from store.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from store.database.files import Files

FORMAT: Final = 1
"""The version of the format; a file with a greater one is only read."""


Did = Literal["edit", "undo", "redo"]
"""Whether an edit is new, or one taken back, or one made again."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the journal."""

    seq: int
    """Counts the lines from 1."""
    at: str
    """When: UTC, ISO 8601."""
    did: Did
    edit: Edit
    """What was applied; for an undo, the inverse of what was undone."""
    below: int | None = None
    """For an edit or redo: where the edit before it stands that undo would reach after it. For
    an undo: where the undo before it stands that redo would reach after it."""
    ms: int = 0
    """Milliseconds since the edit before it in the same session, or since the opening."""
    texts: dict[str, str] = {}
    """SHA-256 of the articles' files that are first edited in this session."""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class History:
    """Where in the journal the next undo and the next redo stand, as byte offsets."""

    undo: int | None = None
    redo: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and where it stands."""

    offset: int
    record: Record


_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Record)
_CRC_START: Final = b',"crc":"'
_CRC_LENGTH: Final = len(_CRC_START) + 8 + len(b'"}')


def sealed(document: bytes) -> bytes:
    """A JSON object as a line that ends in the CRC-32 of what stands before it."""
    body = document[:-1]
    return b'%s%s%08x"}\n' % (body, _CRC_START, zlib.crc32(body))


def unsealed(line: bytes) -> bytes | None:
    """The JSON object in a line without its newline; none if the line is damaged."""
    body, ending = line[:-_CRC_LENGTH], line[-_CRC_LENGTH:]
    return body + b"}" if ending == b'%s%08x"}' % (_CRC_START, zlib.crc32(body)) else None


def encode(record: Record) -> bytes:
    """A record as a line with its checksum and a newline."""
    return sealed(_ENCODER.encode(record))


def decode(line: bytes) -> Record | None:
    """The record in a line without its newline; none if the line is damaged.

    Raises:
        NewerFormatError: The line is sound, but not of a format that we know.
    """
    document = unsealed(line)
    if document is None:
        return None
    try:
        record = _DECODER.decode(document)
    except msgspec.DecodeError as error:
        raise NewerFormatError from error
    if record.format > FORMAT:
        raise NewerFormatError
    return record


def advance(history: History, entry: Entry, undone: Record | None = None) -> History:
    """The history after one more record.

    Args:
        history: Before the record.
        entry: The record and its place.
        undone: For an undo or redo, the record that it took back: what `history` named.
    """
    match entry.record.did:
        case "edit":
            return History(undo=entry.offset, redo=None)
        case "undo":
            return History(undo=undone.below if undone else None, redo=entry.offset)
        case "redo":
            return History(undo=entry.offset, redo=undone.below if undone else None)


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

    def entries(self, offset: int) -> tuple[list[Entry], bytes]:
        """Read from an offset to the end.

        Returns:
            The records, and the bytes of a torn last line (empty if there is none).

        Raises:
            InputError: A line before the last is damaged, or of a newer format.
        """
        data = self._files.read(self._path, offset) if self._files.exists(self._path) else b""
        found: list[Entry] = []
        position = 0
        while position < len(data):
            newline = data.find(b"\n", position)
            record = self._decode(data[position:newline]) if newline >= 0 else None
            if record is None:
                if newline < 0 or newline + 1 == len(data):
                    return found, data[position:]
                line = len(found) + 1 if offset == 0 else None
                raise InputError(
                    f"the journal is damaged at byte {offset + position:,} and sound after it; "
                    "nothing is written to it until that is mended (keep a copy of the folder)",
                    path=self._path,
                    line=line,
                )
            found.append(Entry(offset + position, record))
            position = newline + 1
        return found, b""

    def read_at(self, offset: int) -> Record:
        """The record that begins at a byte offset.

        Raises:
            InputError: There is no sound record.
        """
        record = self._decode(self._files.read_line(self._path, offset))
        if record is None:
            raise InputError(f"there is no sound record at byte {offset:,}", path=self._path)
        return record

    def _decode(self, line: bytes) -> Record | None:
        try:
            return decode(line)
        except NewerFormatError:
            reason = "it was written by a newer Sidelight; open the story with that one"
            raise InputError(reason, path=self._path) from None

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
            self._files.sync_folder(self._path.parent)
            self._name_is_kept = True
        return self._descriptor

    def close(self) -> None:
        """Give the file back."""
        if self._descriptor is not None:
            with suppress(OSError):  # every record in it has been synced: nothing can be lost
                self._files.close(self._descriptor)
            self._descriptor = None


class NewerFormatError(ValueError):
    """A record is sound, but of a format that this version does not know."""


class UnconfirmedError(OSError):
    """A record was written but fsync failed: whether it will last is unknown."""
