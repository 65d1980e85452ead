"""The chain of a line of a journal's file, which stands for all lines up to it.

A line says the chain of the line before it (`on`), so that one line is enough to tell it. Lines of
older formats say nothing: then all have to be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.ledger.records import BEGINNING, NewerFormatError, chained, decode

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files

_BLOCK: Final = 16_384
"""Bytes at the end of a file in which the last line is looked for first."""


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
    if offset < end:
        return _on(files.read_line(path, offset))
    line = _last_line(path, end, files)
    on = _on(line.removesuffix(b"\n"))
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


def _on(line: bytes) -> str:
    """The chain of the line before one; empty if that does not say it, or is damaged."""
    try:
        record = decode(line)
    except NewerFormatError:
        return ""
    return "" if record is None else record.on


def _last_line(path: Path, end: int, files: Files) -> bytes:
    """The last line with its newline, and nothing of what may be torn behind it."""
    length = _BLOCK
    while True:
        start = max(0, end - length)
        held = files.read(path, start)[: end - start]
        newline = held.rfind(b"\n", 0, -1)
        if newline >= 0 or not start:
            return held[newline + 1 :]
        length *= 8  # it is that of an import
