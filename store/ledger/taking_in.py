"""Take the journal of another machine into an annotator's folder.

A journal that is a longer history of the one that is there extends it, line for line. Where both
have parted, the one that comes in stands, and the lines of the one that was there are made again
behind it by the three-way rule: so the machine that sent it can take in the result by adding lines.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from store.errors import InputError, system_reason
from store.files import at_fault
from store.frozen import Frozen
from store.ledger.checkpoints import Checkpoints, State
from store.ledger.journal import JOURNAL, Journal
from store.ledger.journal_index import JournalIndex
from store.ledger.lines import EDITS, lacking, lines_in
from store.ledger.lock import WriterLock
from store.ledger.mending import Mending
from store.ledger.restore_journal import Rebuilt, as_it_is, with_history
from store.ledger.scanning import scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from store.files import Files
    from store.ledger.lines import Line


class TakenIn(Frozen):
    """What became of a journal that was taken in."""

    added: int = 0
    """Edits that were not there before."""
    remade: int = 0
    """Edits of the journal that was there that were made again behind them."""
    conflicts: int = 0
    """What both say differently."""
    copies: str = ""
    """The folder, within the annotator's, with what was there before; empty if nothing was
    replaced."""


def take_in(folder: Path, theirs: bytes, files: Files) -> TakenIn:
    """Bring the lines of another journal into a folder; what is there already changes nothing.

    Args:
        folder: The annotator's, which may not be there yet.
        theirs: What the other journal's file holds; a sound one.
        files: The file system.

    Raises:
        InputError: Another process has the story open, the journal that is there is gone, damaged
            or lacks lines, or something cannot be read or written; then all that was there is
            there.
    """
    lock = WriterLock(folder, files)
    try:
        files.make_folder(folder)
        holder = lock.acquire()
        if holder is not None:
            raise InputError(f"the story is open in {holder}; close it there first", path=folder)
        return _taken_in(folder, theirs, files)
    except OSError as error:
        reason = f"it could not be taken in: {system_reason(error)}; do it again"
        raise InputError(reason, path=at_fault(error, folder)) from error
    finally:
        lock.release()


def _taken_in(folder: Path, theirs: bytes, files: Files) -> TakenIn:
    mending = Mending(folder, files)
    mending.take_up()
    mending.end()
    path = folder / JOURNAL
    ours = files.read(path) if files.exists(path) else b""
    reading = scan(ours, 0, None)
    if reading.is_newer:
        raise InputError("it was written by a newer Sidelight; take it in with that one", path=path)
    state = Checkpoints(folder, files).read_state()
    whole = len(ours) - reading.torn
    if reading.damages or (reading.torn and whole < state.offset):
        reason = "it is damaged; mend it first with sidelight check and {option:repair}"
        raise InputError(reason, path=path)
    if not ours and state != State():
        reason = "it is gone; sidelight check names what is wrong"
        raise InputError(reason, path=path)
    if reading.torn:  # what a kill has left, as it may have when lines were being added here
        with closing(Journal(path, files)) as own:
            own.set_aside_torn_end(reading.torn)
        ours = ours[:whole]
    lines, others = lines_in(ours), lines_in(theirs)
    missing = lacking(others, lines)
    added = _edits(missing)
    if theirs.startswith(ours):
        if len(theirs) > len(ours):
            _extend(path, theirs[len(ours) :], files)
        return TakenIn(added)
    if not missing and not _goes_before(others, lines):
        return TakenIn()
    incoming = as_it_is(theirs)
    for journal in (as_it_is(ours, reading), incoming):
        if not _is_whole(journal):
            raise InputError(
                "it has parted from the one that comes in, and lines of one of them are lost: they "
                "cannot be put together",
                path=path,
            )
    both = with_history(incoming, lines)
    mending.rewrite(both, {})
    mending.end()
    remade = sum(record.did in EDITS for record in both.records[len(incoming.records) :])
    return TakenIn(added, remade, len(both.conflicts), mending.report.copies)


def _goes_before(others: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether a journal with the same lines in another order is the one to stand at both machines.

    So it is after each has taken in the other; a rule that is the same at both makes them one.
    """
    if not others or any(line.chain == others[-1].chain for line in lines):
        return False  # ours goes on from theirs
    if lacking(lines, others):
        return False
    return others[-1].chain < lines[-1].chain


def _extend(path: Path, lines: bytes, files: Files) -> None:
    with closing(Journal(path, files)) as journal:
        journal.put(lines)


def _edits(lines: Iterable[Line]) -> int:
    return sum(line.record.did in EDITS for line in lines)


def _is_whole(journal: Rebuilt) -> bool:
    return JournalIndex.of(journal.records).is_complete or not journal.records
