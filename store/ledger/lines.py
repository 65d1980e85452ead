"""The lines of a journal as pieces that can be taken from one journal to another.

Where the same person has worked at two machines, or git or a program that keeps folders in step has
put another journal in the place of one, there are two histories with a common beginning. A line is
known by its chain in both, also where it was made again as another line (`Record.remade`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.files import PIECE
from store.frozen import Frozen
from store.ledger.records import (
    BEGINNING,
    LONG,
    NewerFormatError,
    Record,
    chained_by,
    decode,
    decode_between,
)
from store.ledger.scanning import salvaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.ledger.source import Source

EDITS: Final = ("edit", "undo", "redo")
"""What a person has done; all else in a journal is done by the program, and again if need be."""


class Line(Frozen):
    """A sound line of a journal, whatever stands before it."""

    record: Record
    data: bytes
    """With its newline; of a long one the hash of that."""
    chain: str
    """Of all lines up to it; empty if that is not known."""
    start: int
    """Where it stands in what it was read from."""
    end: int
    """Where it ends there, without its newline."""


def lines_in(data: Source) -> list[Line]:
    """Every line that is whole, in the order of the file, also within damaged bytes."""
    found: list[Line] = []
    chain, last = BEGINNING, 0
    for start, end, record in _whole_lines(data):
        known = record.on or (chain if record.before == last else "")
        raw = data[start:end] + b"\n" if end - start <= LONG else _hash_of(data, start, end)
        chain = _chain_of(known, data, start, end) if known else ""
        last = record.seq
        found.append(Line(record, raw, chain, start, end))
    return found


def _whole_lines(data: Source) -> Iterator[tuple[int, int, Record]]:
    """Where each begins and ends, without its newline."""
    position, bad = 0, None
    while position < len(data):
        newline = data.find(b"\n", position)
        record = _decoded(data, position, newline) if newline >= 0 else None
        if record is None:
            bad = position if bad is None else bad
        else:
            if bad is not None:
                yield from _salvaged(data, bad, position)
            yield position, newline, record
            bad = None
        position = newline + 1 if newline >= 0 else len(data)
    if bad is not None:
        yield from _salvaged(data, bad, len(data))


def _salvaged(data: Source, start: int, end: int) -> Iterator[tuple[int, int, Record]]:
    for first, last in salvaged(data, start, end):
        record = _decoded(data, first, last)
        if record is not None:
            yield first, last, record


def _decoded(data: Source, start: int, end: int) -> Record | None:
    """The record in a line; none if it is damaged, or newer."""
    try:
        if end - start <= LONG:
            return decode(data[start:end])
        return decode_between(data, start, end)
    except NewerFormatError:
        return None


def _line(data: Source, start: int, end: int) -> Iterator[bytes]:
    """A line in pieces, with the newline that it has, or lacks in damaged bytes."""
    yield from (data[at : min(at + PIECE, end)] for at in range(start, end, PIECE))
    yield b"\n"


def _chain_of(chain: str, data: Source, start: int, end: int) -> str:
    return chained_by(chain, _line(data, start, end))


def _hash_of(data: Source, start: int, end: int) -> bytes:
    return bytes.fromhex(chained_by(BEGINNING, _line(data, start, end)))


def lacking(tail: Sequence[Line], journal: Iterable[Line]) -> list[Line]:
    """The lines of another history that a journal neither has nor has made again; none if nothing
    that a person did is among them.

    Args:
        tail: Of the other history, in order.
        journal: Of the journal.
    """
    there: set[str] = set()
    made_up_to: set[str] = set()
    data: set[bytes] = set()
    for line in journal:
        there.add(line.chain)
        data.add(line.data)
        if line.record.remade is not None:
            (made_up_to if line.record.did == "rebase" else there).add(line.record.remade[1])
    there.discard("")
    first = max(
        (i + 1 for i, line in enumerate(tail) if line.chain in made_up_to - {""}), default=0
    )
    lacks: list[Line] = []
    is_looked_at = False
    for line in reversed(tail[first:]):
        stands_for = line.record.remade
        if line.record.did == "rebase":
            # What was made again before it was looked at here as well, and left if it is not there.
            is_looked_at = stands_for is not None and stands_for[1] in made_up_to | there
        is_there = line.chain in there or line.data in data
        if stands_for is not None and (is_looked_at or stands_for[1] in there):
            is_there = True
        if not is_there:
            lacks.append(line)
    lacks.reverse()
    return lacks if any(line.record.did in EDITS for line in lacks) else []
