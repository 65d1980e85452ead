"""Change the files of an annotator's folder so that it can be cut off at any moment.

A note says that a change is under way before anything is done, and what is replaced is copied into
`repairs/` first, byte for byte. If it is interrupted the story opens to read only, and the next
change puts back the copies and begins again.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.describing import describe
from store.annotations.edits import labels_counted
from store.files import TEMPORARY
from store.ledger.backups import Backups
from store.ledger.checkpoints import ARTICLES, CONFLICTS, LINKS, STATE, STORY, Checkpoints
from store.ledger.conflicts import with_conflicts, write_conflicts
from store.ledger.inspection import REPAIRS
from store.ledger.journal import JOURNAL
from store.ledger.journal_index import JournalIndex
from store.ledger.opening import REPAIRING
from store.ledger.records import BEGINNING, chained_by, sealed, unsealed
from store.ledger.restore_files import FileRestorer, Report
from store.ledger.restore_journal import Rebuilt, state_of
from store.ledger.restore_sources import Sources
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from store.files import Files
    from store.ledger.faults import Fault

_REPLACED_LATER: Final = "-interrupted"
"""Ends the name of the folder for what an interrupted change had made."""


class _Note(msgspec.Struct):
    """Says that a change is under way."""

    copies: str
    """The folder with what was replaced."""
    new: tuple[str, ...]
    """The files that were not there before."""


class Mending:
    """One change of a folder, of which its lock is held."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder
        self._files = files
        self._checkpoints = Checkpoints(folder, files)
        self._backups = Backups(folder, files)
        self._copies = ""
        self.report = Report()
        """What is done."""

    # Beginning, and beginning again --------------------------------------------------------

    def take_up(self) -> None:
        """Put back what a change had replaced that was interrupted, to begin it again."""
        path = self._folder / REPAIRING
        if not self._files.exists(path):
            return
        self.report.done.append(f"{REPAIRING}: a repair that was interrupted was done again")
        note = _read_note(self._files.read(path))
        if note is None:
            self.report.left.append(
                f"{REPAIRING}: it is damaged; what the interrupted repair had replaced stays in "
                f"{REPAIRS}"
            )
            return
        self._copies = note.copies
        copies = self._folder / note.copies
        # A copy that was still being made is none: what it was to be of was not replaced yet.
        there = [n for n in self._files.names(copies, "") if not n.endswith(TEMPORARY)]
        originals = [n for n in there if self._files.is_regular(copies / n)]
        for name in (*originals, *note.new):
            # What stands there now is from the interrupted repair, or by somebody since then.
            self._copy(name, f"{note.copies}{_REPLACED_LATER}")
        for name in originals:
            self._files.make_folder((self._folder / name).parent)
            self._files.replace_in_pieces(self._folder / name, self._files.pieces(copies / name))
        for name in note.new:
            if name not in originals:
                self._remove(name)

    def end(self) -> None:
        """Say that nothing is under way any more."""
        self._files.remove(self._folder / REPAIRING)
        self._files.sync_folder(self._folder)

    def _begin(self, names: set[str]) -> None:
        """Note that a change is under way, and which of the files it will write are not there."""
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        number = 1
        while not self._copies:
            free = f"{REPAIRS}/{stamp}" if number == 1 else f"{REPAIRS}/{stamp}-{number}"
            self._copies = "" if self._files.exists(self._folder / free) else free
            number += 1
        self._files.make_folder(self._folder / self._copies)
        self.report.copies = self._copies
        new = tuple(sorted(n for n in names if not self._files.exists(self._folder / n)))
        note = sealed(msgspec.json.encode(_Note(self._copies, new)))
        self._files.replace(self._folder / REPAIRING, note)

    def _copy(self, name: str, copies: str) -> None:
        original, copy = self._folder / name, self._folder / copies / name
        if self._files.exists(original) and not self._files.exists(copy):
            self._files.make_folder(copy.parent)
            self._files.replace_in_pieces(copy, self._files.pieces(original))

    def change(self, name: str, change: Callable[[], None]) -> None:
        """Change a file, of which a copy is made first."""
        self._copy(name, self._copies)
        change()

    def remove(self, name: str) -> None:
        """Take a file away, of which a copy is made first."""
        self.change(name, partial(self._remove, name))

    def _remove(self, name: str) -> None:
        path = self._folder / name
        if self._files.exists(path):
            self._files.remove(path)
            self._files.sync_folder(path.parent)  # else it may be there again

    # The whole folder ----------------------------------------------------------------------

    def rewrite(
        self, journal: Rebuilt, bad: Mapping[str, Fault]
    ) -> tuple[set[str], Mapping[str, str]]:
        """Put a journal in place, and all that is made from it.

        Args:
            journal: What stands in its file then.
            bad: What is wrong with the files, by their paths in the folder.

        Returns:
            The files of articles, and those that hold one under another name, with its id.
        """
        path = self._folder / JOURNAL
        index = JournalIndex.of(journal.records, journal.fork, journal.chain)
        sources = Sources(self._folder, self._files, index)
        names = sources.names()
        restorer = FileRestorer(sources, index, bad, self.report)
        self._begin({*names.values(), STORY, STATE, JOURNAL, CONFLICTS})
        if not self._holds(path, journal):
            self.change(JOURNAL, partial(self._files.replace_in_pieces, path, journal.pieces))
            if journal.summary:
                self.report.done.append(f"{JOURNAL}: {journal.summary}")
        self._keep_conflicts(journal, bad)
        counts: Counter[str] = Counter()
        seqs: dict[str, int] = {}
        anew = 0
        for article_id, name in sorted(names.items()):
            file = restorer.restored(article_id, name)
            if file is None:
                continue
            if file.is_new:
                anew += name not in bad and not self._files.exists(self._folder / name)
                self.change(name, partial(self._checkpoints.write, article_id, file.content))
            counts.update(labels_counted(file.content.annotations))
            seqs[article_id] = file.content.seq
        if anew:
            self.report.done.append(f"{ARTICLES}: {counted(anew, 'file')} made anew")
        links = restorer.restored(LINKS, STORY)
        if links is not None and links.is_new:
            self.change(STORY, partial(self._checkpoints.write, LINKS, links.content))
        sources.release()
        self._backups.release()
        self._settle_state(journal, dict(counts), seqs, bad)
        return set(names.values()), sources.copies

    def _holds(self, path: Path, journal: Rebuilt) -> bool:
        """Whether a journal's file is already as it has to be."""
        if not self._files.exists(path):
            return not journal.length
        if self._files.size(path) != journal.length:
            return False
        return _hash_of(self._files.pieces(path)) == _hash_of(journal.pieces)

    def _keep_conflicts(self, journal: Rebuilt, bad: Mapping[str, Fault]) -> None:
        path = self._folder / CONFLICTS
        if not journal.conflicts and CONFLICTS not in bad:
            return
        known = self._files.read(path) if self._files.exists(path) else b""
        kept = with_conflicts(known, journal.conflicts)
        self.change(CONFLICTS, partial(write_conflicts, self._folder, kept, self._files))
        self.report.left += [
            f"{describe(each.edit)}: {each.why}, so it stays as it stands in the journal; "
            "{key:review} in the story settles it"
            for each in journal.conflicts
        ]

    def _settle_state(
        self,
        journal: Rebuilt,
        counts: dict[str, int],
        seqs: Mapping[str, int],
        bad: Mapping[str, Fault],
    ) -> None:
        if journal.seq:
            state = state_of(journal, counts, seqs)
            self.change(STATE, partial(self._checkpoints.write_state, state))
        else:
            self.remove(STATE)
        if STATE in bad:
            self.report.done.append(f"{STATE}: made anew")


def _hash_of(pieces: Iterable[bytes]) -> str:
    return chained_by(BEGINNING, pieces)


def _read_note(data: bytes) -> _Note | None:
    """The note of an interrupted change; none if it is damaged, or names what is not below us."""
    body = unsealed(data.rstrip(b"\n"))
    try:
        note = None if body is None else msgspec.json.decode(body, type=_Note)
    except msgspec.DecodeError:
        return None
    if note is None or not note.copies.startswith(f"{REPAIRS}/"):
        return None
    is_below = all(
        not name.startswith("/") and ".." not in name.split("/")
        for name in (note.copies, *note.new)
    )
    return note if is_below else None
