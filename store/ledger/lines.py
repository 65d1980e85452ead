"""The lines of a journal as pieces that can be taken from one journal to another.

Where the same person has worked at two machines, or git or a program that keeps folders in step has
put another journal in the place of one, there are two histories with a common beginning. A line is
known by its chain in both, also where it was made again as another line (`Record.remade`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from store.ledger.records import (
    BEGINNING,
    NewerFormatError,
    Record,
    chained,
    decode,
    salvaged,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

EDITS: Final = ("edit", "undo", "redo")
"""What a person has done; all else in a journal is done by the program, and again if need be."""


class Line(Frozen):
    """A sound line of a journal, whatever stands before it."""

    record: Record
    data: bytes
    """With its newline."""
    chain: str
    """Of all lines up to it; empty if that is not known."""


def lines_in(data: bytes) -> list[Line]:
    """Every line that is whole, in the order of the file, also within damaged bytes."""
    found: list[Line] = []
    chain, last = BEGINNING, 0
    for raw, record in _whole_lines(data):
        known = record.on or (chain if record.before == last else "")
        chain = chained(known, raw) if known else ""
        last = record.seq
        found.append(Line(record, raw, chain))
    return found


def _whole_lines(data: bytes) -> Iterator[tuple[bytes, Record]]:
    bad: list[bytes] = []
    for line in data.splitlines(keepends=True):
        record = _decoded(line)
        if record is None:
            bad.append(line)
            continue
        yield from _salvaged(bad)
        yield line, record
        bad = []
    yield from _salvaged(bad)


def _salvaged(bad: list[bytes]) -> Iterator[tuple[bytes, Record]]:
    for raw in salvaged(b"".join(bad)) if bad else ():
        line = raw + b"\n"
        record = _decoded(line)
        if record is not None:
            yield line, record


def _decoded(line: bytes) -> Record | None:
    """The record in a line; none if it is damaged, newer, or lacks its newline."""
    try:
        return decode(line[:-1]) if line.endswith(b"\n") else None
    except NewerFormatError:
        return None


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
