"""A sound journal out of a damaged one, or out of two histories.

Two histories come of one person at two machines: git puts both into one file, a program that keeps
folders in step leaves the other one beside, a bundle brings it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from store.annotations.edits import many_edits
from store.annotations.model import timestamp
from store.files import PIECE
from store.frozen import Frozen
from store.ledger.checkpoints import MOST_FILES, Renamed, State
from store.ledger.lines import EDITS, Line, lacking, lines_in
from store.ledger.records import (
    BEGINNING,
    FORMAT,
    NOTHING,
    History,
    JournalEntry,
    Record,
    SealedRecord,
    advance,
    chain_of_digest,
    chain_started,
    encode,
)
from store.ledger.remaking import Conflict, remade
from store.ledger.scanning import scan
from store.ledger.source import SourceStretch
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.ledger.scanning import JournalScan
    from store.ledger.source import Source


class Rebuilt(Frozen):
    """A journal without damage."""

    lines: tuple[Iterable[bytes], ...]
    """What its file holds, in pieces, as there may be much of it."""
    length: int
    """Of that in bytes."""
    records: tuple[Record, ...]
    history: History
    fork: int | None = None
    """Where it was put together from two histories: the last number they have in common."""
    summary: str = ""
    """What was done to it, as a clause; empty if nothing."""
    chain: str = ""
    """Of its last line; empty if that is not known."""
    conflicts: tuple[Conflict, ...] = ()
    """What its histories say differently, for a person to settle."""

    @property
    def seq(self) -> int:
        """The number of its last record."""
        return self.records[-1].seq if self.records else 0

    @property
    def data(self) -> bytes:
        """All of what its file holds."""
        return b"".join(piece for line in self.lines for piece in line)

    @property
    def pieces(self) -> Iterator[bytes]:
        """All of what its file holds, some at a time, as it is written and compared."""
        held = bytearray()
        for line in self.lines:
            for piece in line:
                held += piece
                if len(held) >= PIECE:
                    yield bytes(held)
                    held.clear()
        if held:
            yield bytes(held)


@dataclass(slots=True)
class _Account:
    """What was found wrong on the way."""

    lost: int = 0
    filled: int = 0
    repeated: int = 0
    other: int = 0

    def summary(self) -> str:
        parts = []
        if self.other:
            what = counted(self.other, "line")
            parts.append(f"two histories were put together, with {what} of the second")
        if self.filled:
            parts.append(f"{counted(self.filled, 'line')} taken from a backup")
        if self.lost:
            what = counted(self.lost, "line")
            parts.append(f"{what} could not be saved, and undo does not reach past them")
        if self.repeated:
            parts.append(f"{counted(self.repeated, 'line')} stood in it twice")
        return "; ".join(parts) or "what was damaged in it was taken out, no line was lost"


def rebuilt(data: Source, known: int, spare: Sequence[Record] = ()) -> Rebuilt:
    """The sound journal that can be made of a file's bytes; the same bytes if they are sound.

    Records keep their numbers, so that the TinyDB files still say which of them they hold. What is
    missing is taken from a backup's journal as far as that is of the same history; else a record
    of the loss takes its place. Where git has put two histories into one file, the second is made
    again behind the first.

    Args:
        data: What the file holds.
        known: The greatest number of a record that is known from elsewhere.
        spare: The records of a backup, in order.
    """
    reading = scan(data, 0, None)
    if not reading.entries and spare:
        known = max(known, spare[-1].seq)
    if not reading.damages and not reading.torn and reading.last >= known:
        return as_it_is(data, reading)
    account = _Account()
    begins_with_loss = any(damage.offset == 0 for damage in reading.damages)
    histories = _histories(lines_in(data), account)
    ours, others = histories[0], histories[1:]
    kept = [line.record for line in ours]
    if _is_of(kept, spare) and not others:
        known = max(known, *(r.seq for r in spare), 0)
    if others and known <= max(history[-1].record.seq for history in histories):
        known = 0  # it is the number of one of the histories, not of a line that is missing
    journal = written(_filled(kept, known, spare, account, begins_with_loss=begins_with_loss))
    for tail in others:
        account.other += sum(line.record.did in EDITS for line in tail)
        journal = with_history(journal, tail)
    return msgspec.structs.replace(journal, summary=account.summary())


def as_it_is(data: Source, reading: JournalScan | None = None) -> Rebuilt:
    """A journal that is sound.

    Args:
        data: What its file holds.
        reading: What that is read as, if it was read.
    """
    reading = reading or scan(data, 0, None)
    records = tuple(entry.record for entry in reading.entries)
    lines = (SourceStretch(data, 0, len(data)),)
    history = _history(reading.entries)
    return Rebuilt(lines, len(data), records, history, chain=reading.chain)


def with_history(journal: Rebuilt, tail: Sequence[Line]) -> Rebuilt:
    """A journal behind which the lines of another history are made again, as far as it has neither
    them nor others in their place; the same journal if that is so of all.

    Args:
        journal: What stands.
        tail: Lines of the other history, in order.
    """
    lacks = lacking(tail, lines_in(journal.data))
    if not lacks:
        return journal
    made = remade(journal.records, lacks)
    fork = min(lacks[0].record.before, journal.seq)
    return msgspec.structs.replace(
        written(made.records, journal),
        fork=fork if journal.fork is None else min(fork, journal.fork),
        conflicts=(*journal.conflicts, *made.conflicts),
    )


def _history(entries: Sequence[JournalEntry]) -> History:
    """What undo and redo reach at the end of a sound journal."""
    history = History()
    by_offset = {entry.offset: entry.record for entry in entries}
    for entry in entries:
        target = history.taken_back_by(entry.record)
        history = advance(history, entry, None if target is None else by_offset.get(target))
    return history


def _histories(found: Iterable[Line], account: _Account) -> list[list[Line]]:
    """The lines parted into histories that each only go forward: one, or several after a merge.

    A line continues the history that was being read, or one that ends just before it, if it was
    written on the last line of that. If neither can be it begins a history that left the first one
    before that number.
    """
    histories: list[list[Line]] = [[]]
    seen: dict[int, list[tuple[Record, list[Line]]]] = {}
    current = histories[0]
    for line in found:
        record = line.record
        same = [history for other, history in seen.get(record.seq, ()) if other == record]
        if same:
            account.repeated += 1
            current = same[0]
            continue
        ends_here = [
            history
            for history in (current, *histories)
            if history
            and history[-1].record.seq == record.before
            and _may_follow(record, history[-1].chain)
        ]
        if ends_here:
            current = ends_here[0]
        elif current and current[-1].record.seq >= record.before:
            current = []
            histories.append(current)
        current.append(line)
        seen.setdefault(record.seq, []).append((record, current))
    return histories


def _may_follow(record: Record, chain: str) -> bool:
    """Whether a record was written on a line of a chain, as far as that is known."""
    return not record.on or not chain or record.on == chain


# What is missing ----------------------------------------------------------------------------


def _is_of(history: Sequence[Record], spare: Sequence[Record]) -> bool:
    """Whether a backup's records are of the same history: where both have a line it is one."""
    by_number = {record.seq: _said(record) for record in spare}
    return bool(spare) and all(by_number.get(r.seq, _said(r)) == _said(r) for r in history)


def _said(record: Record) -> Record:
    """A record without what it says of the lines before it, which a repair writes anew."""
    return msgspec.structs.replace(record, on="", below=None)


def _filled(
    history: Sequence[Record],
    known: int,
    spare: Sequence[Record],
    account: _Account,
    *,
    begins_with_loss: bool,
) -> list[Record]:
    """The history without gaps: what is missing from a backup, else a record of the loss."""
    spare = spare if _is_of(history, spare) else ()
    kept: list[Record] = []
    for record in history:
        _bridge(kept, record.before, spare, account, begins_late=not begins_with_loss)
        kept.append(record)
    _bridge(kept, known, spare, account, begins_late=False)
    return kept


def _bridge(
    kept: list[Record], until: int, spare: Sequence[Record], account: _Account, *, begins_late: bool
) -> None:
    """Add what is missing between the last record that is kept and a number."""
    last = kept[-1].seq if kept else 0
    if until <= last:
        return
    for record in spare:
        before = record.before
        if last <= before and record.seq <= until:
            if before > last and (kept or not begins_late):
                kept.append(_loss(before, last, account))
            kept.append(record)
            account.filled += 1
            last = record.seq
    if until > last and (kept or not begins_late):
        kept.append(_loss(until, last, account))


def _loss(seq: int, last: int, account: _Account) -> Record:
    account.lost += seq - last
    return Record(seq, timestamp(), "lost", NOTHING, lost=seq - last - 1, format=FORMAT)


# Writing ------------------------------------------------------------------------------------


def written(records: Iterable[Record], begun: Rebuilt | None = None) -> Rebuilt:
    """The records as lines, each saying anew on which it follows and where in the file stands what
    undo reaches next.

    Args:
        records: In order.
        begun: The journal behind which they stand; none if they are all.
    """
    begun = begun or Rebuilt((), 0, (), History(), chain=BEGINNING)
    history, chain = begun.history, begun.chain
    by_offset: dict[int, Record] = {}
    lines = list(begun.lines)
    offset = begun.length
    for record in records:
        target = history.taken_back_by(record)
        undone = None if target is None else by_offset[target]
        if record.did in ("undo", "redo") and undone is None:
            record = msgspec.structs.replace(record, did="edit")  # what it took back is lost
        below = history.redo if record.did == "undo" else history.undo
        if record.did not in EDITS:
            below = None
        record = msgspec.structs.replace(record, below=below, on=chain)
        is_long = many_edits(record.edit) is not None
        line: Iterable[bytes] = SealedRecord(record) if is_long else (encode(record),)
        digest, length = chain_started(chain), 0
        for piece in line:
            digest.update(piece)
            length += len(piece)
        chain = chain_of_digest(digest)
        by_offset[offset] = record
        history = advance(history, JournalEntry(offset, record), undone)
        lines.append(line)
        offset += length
    made = (*begun.records, *by_offset.values())
    return Rebuilt(tuple(lines), offset, made, history, chain=chain)


def state_of(journal: Rebuilt, counts: dict[str, int], files: Mapping[str, int]) -> State:
    """The state file for a journal that the TinyDB files hold wholly."""
    renamed = {
        old: Renamed(new, record.seq)
        for record in journal.records
        for old, new in record.renamed.items()
    }
    newest = dict(list(files.items())[-MOST_FILES:])
    return State(
        journal.length,
        journal.seq,
        journal.history,
        counts,
        newest,
        renamed,
        chain=journal.chain,
    )
