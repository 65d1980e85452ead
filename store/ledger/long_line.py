"""The chain of a journal that ends in the line of an import, without holding that line."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

from store.files import PIECE
from store.ledger.records import FORMAT, TAIL, chain_of_digest, chain_started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.files import Files

_ENDING: Final = re.compile(rb'"format":(\d+),"on":"([0-9a-f]{32})",("crc":"([0-9a-f]{8})"\}\n)\Z')
"""What a line says last; no text within it can be taken for that, as its quotation marks have a
backslash before them."""


def chain_of_last_line(path: Path, end: int, files: Files) -> str:
    """The chain of a journal's last line; empty if that does not say it, or is damaged.

    Args:
        path: The journal.
        end: Where the line ends, in bytes.
        files: The file system.

    Raises:
        OSError: It cannot be read.
    """
    start = _start(path, end, files)
    said = _ENDING.search(b"".join(_between(path, max(start, end - TAIL), end, files)))
    if said is None or int(said[1]) > FORMAT:
        return ""
    digest, crc = chain_started(said[2].decode()), 0
    left = end - start - len(said[3]) - 1  # without the comma
    for piece in _between(path, start, end, files):
        digest.update(piece)
        crc = zlib.crc32(piece[: max(0, left)], crc)
        left -= len(piece)
    return chain_of_digest(digest) if crc == int(said[4], 16) else ""


def _start(path: Path, end: int, files: Files) -> int:
    """Where the line begins that ends at an offset."""
    last = end - 1
    while last > 0:
        start = max(0, last - PIECE)
        newline = b"".join(_between(path, start, last, files)).rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        last = start
    return 0


def _between(path: Path, start: int, end: int, files: Files) -> Iterator[bytes]:
    """The bytes of a stretch of a file, some at a time."""
    left = end - start
    for piece in files.pieces(path, start):
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return
