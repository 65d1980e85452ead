"""Bytes in memory or in a file, of which some are looked at at a time."""

from __future__ import annotations

import os
import weakref
import zlib
from typing import TYPE_CHECKING, Protocol

from store.files import PIECE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.files import Files


class Source(Protocol):
    """Bytes, in memory or in a file."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: slice, /) -> bytes: ...
    def find(self, wanted: bytes, start: int, /) -> int:
        """Where a byte stands next, from an offset on; -1 if nowhere."""
        ...


class FileBytes:
    """The bytes of a file from an offset on, read as they are asked for, whatever becomes of the
    file's name."""

    def __init__(self, path: Path, offset: int, files: Files) -> None:
        """Open the file; raises OSError."""
        self._file = files.open_to_read(path)
        self._offset = offset
        self._length = max(0, self._file.seek(0, os.SEEK_END) - offset)
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._length)
        self._file.seek(self._offset + start)
        return self._file.read(max(0, stop - start))

    def find(self, wanted: bytes, start: int) -> int:
        """Where a byte stands next, from an offset on; -1 if nowhere."""
        for at in range(start, self._length, PIECE):
            found = self[at : at + PIECE].find(wanted)
            if found >= 0:
                return at + found
        return -1


def pieces_of(source: Source, start: int, end: int) -> Iterator[bytes]:
    """A stretch of bytes, some at a time."""
    return (source[at : min(at + PIECE, end)] for at in range(start, end, PIECE))


def crc_of(source: Source, start: int, end: int) -> int:
    """The CRC-32 of a stretch of bytes."""
    crc = 0
    for piece in pieces_of(source, start, end):
        crc = zlib.crc32(piece, crc)
    return crc
