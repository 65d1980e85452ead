"""The chains of a journal at the line of an import, without holding that line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from store.files import PIECE
from store.ledger.records import FORMAT, TAIL, chained_by
from store.ledger.source import FileBytes, crc_of, pieces_of

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files
    from store.ledger.source import Source

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
    held = FileBytes(files.open_to_read(path))
    start = _start(held, end)
    on = _on(held, start, end)
    return on and chained_by(on, pieces_of(held, start, end))


def chain_before_long(path: Path, offset: int, files: Files) -> str:
    """The chain that the line at an offset stands on; as `chain_of_last_line`."""
    held = FileBytes(files.open_to_read(path))
    return _on(held, offset, held.find(b"\n", offset) + 1)


def _on(source: Source, start: int, end: int) -> str:
    """The chain that a line stands on; empty if it says none, or is damaged."""
    said = _ENDING.search(source[max(start, end - TAIL) : end])
    if said is None or int(said[1]) > FORMAT:
        return ""
    is_sound = crc_of(source, start, end - len(said[3]) - 1) == int(said[4], 16)  # to the comma
    return said[2].decode() if is_sound else ""


def _start(source: Source, end: int) -> int:
    """Where the line begins that ends at an offset."""
    last = end - 1
    while last > 0:
        start = max(0, last - PIECE)
        newline = source[start:last].rfind(b"\n")
        if newline >= 0:
            return start + newline + 1
        last = start
    return 0
