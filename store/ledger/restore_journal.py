"""A sound journal out of a damaged one, or out of two that git has put into one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from store.annotations.edits import Batch, singles
from store.annotations.model import timestamp
from store.ledger.checkpoints import MOST_FILES, Renamed, State
from store.ledger.records import (
    BEGINNING,
    FORMAT,
    NOTHING,
    History,
    JournalEntry,
    NewerFormatError,
    Record,
    advance,
    chained,
    decode,
    encode,
    salvaged,
    scan,
)
from store.ledger.replay import Outcome, home_of
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from store.annotations.edits import Edit, SingleEdit
    from store.ledger.replay import Key


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A journal without damage."""

    data: bytes
    records: tuple[Record, ...]
    history: History
    fork: int | None = None
    """Where it was put together from two histories: the last number they have in common."""
    summary: str = ""
    """What was done to it, as a clause; empty if nothing."""
    chain: str = ""
    """Of its last line; empty if that is not known."""

    @property
    def seq(self) -> int:
        """The number of its last record."""
        return self.records[-1].seq if self.records else 0


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


def rebuilt(data: bytes, known: int, spare: Sequence[Record] = ()) -> Rebuilt:
    """The sound journal that can be made of a file's bytes; the same bytes if they are sound.

    Records keep their numbers, so that the TinyDB files still say which of them they hold. What is
    missing is taken from a backup's journal as far as that is of the same history; else a record
    of the loss takes its place. Where git has put two histories into one file, the second follows
    the first, its records as new edits of what is there then.

    Args:
        data: What the file holds.
        known: The greatest number of a record that is known from elsewhere.
        spare: The records of a backup, in order.
    """
    reading = scan(data, 0, None)
    last = reading.entries[-1].record.seq if reading.entries else 0
    if not reading.entries and spare:
        known = max(known, spare[-1].seq)
    if not reading.damages and not reading.torn and last >= known:
        records = tuple(entry.record for entry in reading.entries)
        return Rebuilt(data, records, _history(reading.entries), chain=reading.chain)
    account = _Account()
    begins_with_loss = any(damage.offset == 0 for damage in reading.damages)
    histories = _histories(_rescued(data), account)
    ours, others = histories[0], histories[1:]
    fork = min(h[0].before for h in others) if others else None
    known = max(known, *(r.seq for r in spare), 0) if _is_of(ours, spare) and not others else known
    if others and known <= max(history[-1].seq for history in histories):
        known = 0  # it is the number of one of the histories, not of a line that is missing
    kept = _filled(ours, known, spare, account, begins_with_loss=begins_with_loss)
    for history in others:
        kept += _as_new_edits(history, kept, account)
    return _written(kept, fork, account.summary())


def _history(entries: Sequence[JournalEntry]) -> History:
    """What undo and redo reach at the end of a sound journal."""
    history = History()
    by_offset = {entry.offset: entry.record for entry in entries}
    for entry in entries:
        target = history.taken_back_by(entry.record)
        history = advance(history, entry, None if target is None else by_offset.get(target))
    return history


def _rescued(data: bytes) -> list[tuple[Record, str]]:
    """Every record that is whole, in the order of the file, with the chain of its line."""
    lines: list[bytes] = []
    position = 0
    bad: list[bytes] = []
    while position < len(data):
        newline = data.find(b"\n", position)
        end = len(data) if newline < 0 else newline + 1
        line = data[position:end]
        if newline >= 0 and _decoded(line[:-1]) is not None:
            lines += salvaged(b"".join(bad)) if bad else []
            lines.append(line[:-1])
            bad = []
        else:
            bad.append(line)
        position = end
    lines += salvaged(b"".join(bad)) if bad else []
    found = ((_decoded(line), line) for line in lines)
    return [(r, chained(r.on, line + b"\n") if r.on else "") for r, line in found if r is not None]


def _decoded(line: bytes) -> Record | None:
    try:
        return decode(line)
    except NewerFormatError:
        return None


def _histories(found: Iterable[tuple[Record, str]], account: _Account) -> list[list[Record]]:
    """The records parted into histories that each only go forward: one, or several after a merge.

    A record continues the history that was being read, or one that ends just before it, if it was
    written on the last line of that. If neither can be it begins a history that left the first one
    before that number.
    """
    histories: list[list[Record]] = [[]]
    chains = {id(histories[0]): ""}
    """Of the last line of each history, by the identity of that."""
    seen: dict[int, list[tuple[Record, list[Record]]]] = {}
    current = histories[0]
    for record, chain in found:
        same = [history for other, history in seen.get(record.seq, ()) if other == record]
        if same:
            account.repeated += 1
            current = same[0]
            continue
        ends_here = [
            history
            for history in (current, *histories)
            if history
            and history[-1].seq == record.before
            and _may_follow(record, chains[id(history)])
        ]
        if ends_here:
            current = ends_here[0]
        elif current and current[-1].seq >= record.before:
            current = []
            histories.append(current)
        current.append(record)
        chains[id(current)] = chain
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


# Two histories ------------------------------------------------------------------------------


def _fitted(edit: Edit, there: Outcome, as_before: Container[Key]) -> Edit | None:
    """An edit of another history as one of what is there; none if it changes nothing now.

    Args:
        edit: The edit.
        there: What is there; the edit is made there too.
        as_before: What the other history has left as it was in the end, and so does not touch.
    """
    fitting: list[SingleEdit] = []
    for single in singles(edit):
        value = single.before or single.after
        if value is None or (home_of(single), value.id) in as_before:
            continue
        now = there.values.get((home_of(single), value.id))
        if now != single.after:
            fitting.append(msgspec.structs.replace(single, before=now))
            there.make_single(single)
    if isinstance(edit, Batch):
        return msgspec.structs.replace(edit, edits=tuple(fitting)) if fitting else None
    return fitting[0] if fitting else None


def _left_as_it_was(history: Sequence[Record], before: Outcome) -> set[Key]:
    """What a history has changed, but in the end is as it was before, as after an undo."""
    touched = {
        (home_of(single), value.id)
        for record in history
        for single in singles(record.edit)
        for value in (single.before, single.after)
        if value is not None
    }
    was = {key: before.values.get(key) for key in touched}
    for record in history:
        before.make(record)
    return {key for key in touched if before.values.get(key) == was[key]}


def _as_new_edits(
    history: Sequence[Record], kept: Sequence[Record], account: _Account
) -> list[Record]:
    """The records of another history, to follow those that are kept."""
    # Where lines are lost nobody knows what is there: then what a record says after it counts.
    is_known = kept[0].seq == 1 and not any(record.did == "lost" for record in kept)
    there = Outcome(kept)
    parted = history[0].before + 1
    as_before = _left_as_it_was(history, Outcome(r for r in kept if r.seq < parted))
    added: list[Record] = []
    seq = kept[-1].seq
    for record in history:
        account.other += 1
        edit = _fitted(record.edit, there, as_before) if is_known else record.edit
        if edit is None and record.did != "follow" and record.did != "lost":
            continue  # the other side has done the same
        did = record.did if record.did in ("follow", "lost") else "edit"
        seq += 1
        added.append(
            msgspec.structs.replace(
                record, seq=seq, did=did, edit=edit or NOTHING, lost=0, format=FORMAT
            )
        )
    return added


# Writing ------------------------------------------------------------------------------------


def _written(records: list[Record], fork: int | None, summary: str) -> Rebuilt:
    """The records as lines, each saying anew on which it follows and where in the file stands what
    undo reaches next."""
    history, chain = History(), BEGINNING
    by_offset: dict[int, Record] = {}
    lines: list[bytes] = []
    offset = 0
    for record in records:
        target = history.taken_back_by(record)
        undone = None if target is None else by_offset[target]
        if record.did in ("undo", "redo") and undone is None:
            record = msgspec.structs.replace(record, did="edit")  # what it took back is lost
        below = history.redo if record.did == "undo" else history.undo
        if record.did in ("follow", "lost"):
            below = None
        record = msgspec.structs.replace(record, below=below, on=chain)
        line = encode(record)
        chain = chained(chain, line)
        by_offset[offset] = record
        history = advance(history, JournalEntry(offset, record), undone)
        lines.append(line)
        offset += len(line)
    return Rebuilt(b"".join(lines), tuple(by_offset.values()), history, fork, summary, chain)


def state_of(journal: Rebuilt, counts: dict[str, int], files: Mapping[str, int]) -> State:
    """The state file for a journal that the TinyDB files hold wholly."""
    renamed = {
        old: Renamed(new, record.seq)
        for record in journal.records
        for old, new in record.renamed.items()
    }
    newest = dict(list(files.items())[-MOST_FILES:])
    return State(
        len(journal.data),
        journal.seq,
        journal.history,
        counts,
        newest,
        renamed,
        chain=journal.chain,
    )
