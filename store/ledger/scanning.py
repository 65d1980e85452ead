"""Read the lines of a journal, and tell what is damaged from what was only cut off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from store.files import PIECE
from store.frozen import Frozen
from store.ledger.records import (
    BEGINNING,
    JournalEntry,
    NewerFormatError,
    chained_between,
    decode_between,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.ledger.records import Record
    from store.ledger.source import Source

_START: Final = rb'\{"seq":\d'
_END: Final = rb',"crc":"[0-9a-f]{8}"\}'
_MARK: Final = rb"(?:<<<<<<< |=======|>>>>>>> |\|\|\|\|\|\|\| )"
"""What git puts at the beginning of a line where two histories meet."""
_LONGEST: Final = 32
"""Bytes that what matches these may have at most."""


class Damage(Frozen):
    """A stretch of the journal that cannot be what was written."""

    offset: int
    length: int
    reason: str
    """What is wrong with it, as a clause."""
    is_of_merge: bool = False
    """Whether git has made it, as it put two histories into one file."""


class JournalScan(Frozen):
    """What a stretch of the journal holds."""

    entries: tuple[JournalEntry, ...]
    damages: tuple[Damage, ...] = ()
    torn: int = 0
    """Bytes at the end that are a last line which was cut off in mid-write, so never
    acknowledged."""
    is_newer: bool = False
    """Whether a line of a newer format ended the reading."""
    chain: str = ""
    """Of the last sound line; empty if that is not known."""

    @property
    def last(self) -> int:
        """The number of the last record; 0 if there is none."""
        return self.entries[-1].record.seq if self.entries else 0


def scan(data: Source, base: int, seq: int | None, chain: str = "") -> JournalScan:
    """Read lines, and tell what is damaged from what was only cut off.

    Args:
        data: Source, the first from its beginning.
        base: Where in the file they begin, in bytes.
        seq: The number of the line before them; none if it is not known.
        chain: Of the line before them; empty if it is not known.
    """
    chain = chain if base else BEGINNING
    entries: list[JournalEntry] = []
    damages: list[Damage] = []
    position, bad = 0, None
    while position < len(data):
        newline = data.find(b"\n", position)
        following = newline + 1 if newline >= 0 else len(data)
        try:
            record = decode_between(data, position, newline) if newline >= 0 else None
        except NewerFormatError:
            return JournalScan(tuple(entries), tuple(damages), is_newer=True)
        if record is None:
            bad = position if bad is None else bad
        else:
            if seq is None and record.before:
                chain = ""  # what came before it is not in the file
            damage = _before(data, base, bad, position, record, seq)
            damage = damage or _elsewhere(base + position, record, chain)
            if damage is not None:
                damages.append(damage)
            if seq is None or record.seq > seq:
                entries.append(JournalEntry(base + position, record))
                seq = record.seq
                chain = record.on or (chain if damage is None else "")
                chain = chain and chained_between(chain, data, position, following)
            bad = None
        position = following
    if bad is None:
        return JournalScan(tuple(entries), tuple(damages), chain=chain)
    if _is_cut_off(data, bad):
        return JournalScan(tuple(entries), tuple(damages), len(data) - bad, chain=chain)
    return JournalScan(tuple(entries), (*damages, _unreadable(data, base, bad, len(data))))


def _is_cut_off(data: Source, start: int) -> bool:
    """Whether what stands from an offset on is a line that was cut off in mid-write.

    One line is in flight at most; if there are more, or a whole one beside others, it is damage.
    A line can lack its newline alone, with zeros where the disk had made room for it.
    """
    if 0 <= data.find(b"\n", start) < len(data) - 1:
        return False
    whole = next(salvaged(data, start, len(data)), None)
    if whole is None:
        return True
    return whole[0] == start and not data[whole[1] : len(data)].strip(b"\0")


def _before(
    data: Source, base: int, bad: int | None, position: int, record: Record, seq: int | None
) -> Damage | None:
    """What is wrong between the line before and a sound one."""
    if bad is not None:
        return _unreadable(data, base, bad, position)
    if seq is None or record.before == seq:
        return None
    if record.seq <= seq:
        reason = f"number {record.seq} stands there twice, as after a merge by git"
        return Damage(base + position, 0, reason, is_of_merge=True)
    missing = record.before - seq
    what = "1 line is" if missing == 1 else f"{missing} lines are"
    return Damage(base + position, 0, f"{what} missing after number {seq}")


def _elsewhere(offset: int, record: Record, chain: str) -> Damage | None:
    """What is wrong with a sound line of the right number that was not written where it stands."""
    if not record.on or not chain or record.on == chain:
        return None
    reason = f"number {record.seq} does not go on from the line before it, as after a merge by git"
    return Damage(offset, 0, reason, is_of_merge=True)


def _unreadable(data: Source, base: int, start: int, end: int) -> Damage:
    is_marked = re.match(_MARK, data[start : min(start + _LONGEST, end)]) is not None
    if is_marked or any(_found(rb"\n" + _MARK, data, start, end)):
        reason = "git left the marks of a conflict in it"
        return Damage(base + start, end - start, reason, is_of_merge=True)
    return Damage(base + start, end - start, f"{end - start:,} bytes are not what was written")


def salvaged(data: Source, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where lines are that are whole, wherever in damaged bytes they begin; without newlines.

    Args:
        data: Where the bytes are.
        start: Where those that are damaged begin.
        end: Where they end.
    """
    while begin := next(_found(_START, data, start, end), None):
        start = begin[1]
        for _, stop in _found(_END, data, begin[0], end):
            try:
                is_whole = decode_between(data, begin[0], stop) is not None
            except NewerFormatError:
                is_whole = False
            if is_whole:
                yield begin[0], stop
                start = stop
                break


def _found(pattern: bytes, data: Source, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a pattern matches in a stretch of bytes, of which some are held at a time."""
    for at in range(start, end, PIECE):
        for match in re.finditer(pattern, data[at : min(at + PIECE + _LONGEST, end)]):
            if match.start() < PIECE:  # else it is found again in the next piece
                yield at + match.start(), at + match.end()
