"""Look at what is kept beside the annotations: annotated texts, backups, what journals lacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import InputError, unreadable
from store.ledger.backups import Backups
from store.ledger.checkpoints import BACKUPS, STATE, STORY
from store.ledger.faults import Fault, FaultKind
from store.ledger.journal import JOURNAL
from store.ledger.lines import lacking, lines_in
from store.ledger.rescue import is_journal_copy, rescues
from store.ledger.texts import CUT, TEXTS, Texts
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.files import Files


def faults_of_texts(folder: Path, files: Files) -> Iterator[Fault]:
    """What is wrong with the copies of annotated articles."""
    texts = Texts(folder, files)
    for sha256 in texts.hashes():
        name = f"{TEXTS}/{texts.path(sha256).name}"
        try:
            texts.read(sha256)
        except InputError as error:
            yield Fault(name, FaultKind.DAMAGED, error.reason)
        except OSError as error:
            yield Fault(name, FaultKind.DAMAGED, unreadable(error))
    for sha256 in texts.cuts():
        if texts.cut(sha256) is None:
            what = "how a text is cut into tokens is not what was written; it is cut as any other"
            yield Fault(f"{TEXTS}/{sha256}{CUT}", FaultKind.DAMAGED, what)


def faults_of_backups(folder: Path, files: Files) -> Iterator[Fault]:
    """What is wrong with the backups."""
    backups = Backups(folder, files)
    for name in backups.names():
        damage = backups.damage(name)
        if damage:
            yield Fault(f"{BACKUPS}/{name}", FaultKind.DAMAGED, damage)
    backups.release()


def last_in_backups(folder: Path, files: Files) -> int:
    """The greatest number of a record that a sound backup has; 0 if there is none."""
    backups = Backups(folder, files)
    sound = [name for name in backups.names() if not backups.damage(name)]
    backups.release()
    return max(map(backups.seq_of, sound), default=0)


def faults_of_rescues(folder: Path, files: Files) -> Iterator[Fault]:
    """What was kept of sessions in which the journal was replaced."""
    journal = folder / JOURNAL
    for path in rescues(folder):
        name = path.name if path.parent == folder else str(path)
        try:
            there = files.read(journal) if files.exists(journal) else b""
            held = files.read(path)
        except OSError as error:
            yield Fault(name, FaultKind.DAMAGED, unreadable(error))
            continue
        missing = lacking(lines_in(held), lines_in(there))
        if missing:
            is_copy = is_journal_copy(path)
            why = "in a copy of it beside it" if is_copy else "kept as that was replaced"
            what = f"{counted(len(missing), 'edit')} that the journal lacks, {why}"
            yield Fault(name, FaultKind.RESCUED, f"{what}; {{option:repair}} brings them in")
        else:
            yield Fault(name, FaultKind.LEFT_OVER, "the journal has all that was kept in it")


def faults_of_copies(folder: Path, files: Files) -> Iterator[Fault]:
    """The copies, under names of their own, of files that are made from the journal."""
    for name in files.names(folder, ".json"):
        for original in (STATE, STORY):
            if name.startswith(original.removesuffix(".json")) and name != original:
                what = f"a copy of {original} under another name; the journal has all of it"
                yield Fault(name, FaultKind.LEFT_OVER, what)
