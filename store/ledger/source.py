"""Bytes in memory or in a file, of which some are looked at at a time."""

from __future__ import annotations

import os
import weakref
import zlib
from typing import IO, TYPE_CHECKING, Protocol

from store.files import PIECE
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator


class Source(Protocol):
    """Bytes, in memory or in a file."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: slice, /) -> bytes: ...
    def find(self, wanted: bytes, start: int, /) -> int:
        """Where a byte stands next, from an offset on; -1 if nowhere."""
        ...


class FileBytes:
    """The bytes of a file from an offset on, read as they are asked for, whatever becomes of the
    file's name. Those that were read last are held, as lines are mostly short."""

    def __init__(self, file: IO[bytes], offset: int = 0) -> None:
        """Take an open file, which is closed when this is let go; raises OSError."""
        self._file = file
        self._offset = offset
        self._length = max(0, file.seek(0, os.SEEK_END) - offset)
        self._at, self._held = 0, b""
        weakref.finalize(self, file.close)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._length)
        if stop - start > PIECE:
            return self._read(start, stop)
        self._hold(start, stop)
        return self._held[start - self._at : max(start, stop) - self._at]

    def _hold(self, start: int, stop: int) -> None:
        if not self._at <= start <= stop <= self._at + len(self._held):
            self._at, self._held = start, self._read(start, start + PIECE)

    def _read(self, start: int, stop: int) -> bytes:
        self._file.seek(self._offset + start)
        return self._file.read(min(stop, self._length) - start)

    def find(self, wanted: bytes, start: int) -> int:
        """Where a byte stands next, from an offset on; -1 if nowhere."""
        while start < self._length:
            self._hold(start, start + 1)
            found = self._held.find(wanted, start - self._at)
            if found >= 0:
                return self._at + found
            start = self._at + len(self._held)
        return -1


class SourceStretch(Frozen):
    """A stretch of bytes that stays where it is, in pieces that are read each time."""

    source: Source
    start: int
    end: int

    def __iter__(self) -> Iterator[bytes]:
        return pieces_of(self.source, self.start, self.end)


def pieces_of(source: Source, start: int, end: int) -> Iterator[bytes]:
    """A stretch of bytes, some at a time."""
    return (source[at : min(at + PIECE, end)] for at in range(start, end, PIECE))


def crc_of(source: Source, start: int, end: int) -> int:
    """The CRC-32 of a stretch of bytes."""
    crc = 0
    for piece in pieces_of(source, start, end):
        crc = zlib.crc32(piece, crc)
    return crc
