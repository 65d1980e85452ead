"""Look at every file in an annotator's folder, and say what is wrong with it; change nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from store.annotations.edits import change_of_counts, labels_counted
from store.errors import InputError, NewerError, unreadable
from store.files import TEMPORARY
from store.ledger.checkpoints import (
    ARTICLES,
    CONFLICTS,
    LINKS,
    STATE,
    STORY,
    Checkpoints,
    TableFile,
    table_file,
)
from store.ledger.conflicts import read_conflicts
from store.ledger.copies import (
    faults_of_backups,
    faults_of_copies,
    faults_of_rescues,
    faults_of_texts,
    last_in_backups,
)
from store.ledger.faults import Fault, FaultKind
from store.ledger.journal import JOURNAL, Journal
from store.ledger.journal_index import JournalIndex
from store.ledger.lock import LOCK, LOCK_INFO
from store.ledger.manual_edits import hand_edited
from store.ledger.opening import REPAIRING
from store.ledger.records import FORMAT
from store.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files
    from store.ledger.scanning import JournalScan

REPAIRS: Final = "repairs"
"""The folder with what repairs have replaced."""
_CONFLICT_MARKS: Final = (b"<<<<<<< ", b">>>>>>> ")
_NEWER: Final = "it was written by a newer Sidelight"
_STRANGE: Final = "it is not a regular file; it is left alone, move it away"
_PLAIN: Final = (JOURNAL, STATE, STORY, CONFLICTS, REPAIRING, LOCK, LOCK_INFO)
"""What stands in the folder itself as a file."""


def inspect(folder: Path, files: Files) -> list[Fault]:
    """Everything that is wrong in an annotator's folder.

    Raises:
        OSError: The folder cannot be read.
    """
    return _Inspection(folder, files).run()


class _Inspection:
    """One look at a folder."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._folder = folder
        self._files = files
        self._checkpoints = Checkpoints(folder, files)
        self._found: list[Fault] = []
        self._index: JournalIndex | None = None
        """What the journal says, where it is sound."""
        self._last = 0
        """The number of its last line."""
        self._known = 0
        """The greatest number that something else than the journal knows of."""
        self._counts: Counter[str] | None = None
        """How many annotations of each label the state file and the journal behind it make."""

    def run(self) -> list[Fault]:
        self._strange()
        if self._files.exists(self._folder / REPAIRING):
            what = "a repair was interrupted; {option:repair} does it again"
            self._say(REPAIRING, FaultKind.DAMAGED, what)
        reading = self._journal()
        contained = self._state(reading)
        self._articles(contained)
        self._links()
        self._conflicts()
        self._found += faults_of_texts(self._folder, self._files)
        self._found += faults_of_backups(self._folder, self._files)
        self._found += faults_of_rescues(self._folder, self._files)
        self._found += faults_of_copies(self._folder, self._files)
        if not self._last:
            # Only where there is no journal at all: a person may have gone back on purpose.
            self._known = max(self._known, last_in_backups(self._folder, self._files))
        if self._known > self._last:
            self._cut_off()
        for name in self._files.names(self._folder, TEMPORARY):
            if not name.startswith(f"{REPAIRS}/"):  # there are copies of what was found before
                what = "this was being written when the program was ended"
                self._say(name, FaultKind.LEFT_OVER, what)
        strange = {f.file for f in self._found if f.kind is FaultKind.STRANGE}
        found = (f for f in self._found if f.kind is FaultKind.STRANGE or f.file not in strange)
        return list(dict.fromkeys(found))

    def _say(self, file: str, kind: FaultKind, what: str) -> None:
        self._found.append(Fault(file, kind, what))

    def _strange(self) -> None:
        """Say what is no regular file, before anything of it is read."""
        names = self._files.others(self._folder)
        names += [n for n in _PLAIN if (self._folder / n).is_dir()]
        within = sorted((self._folder / ARTICLES).glob("*.json"))
        names += [f"{ARTICLES}/{path.name}" for path in within if path.is_dir()]
        for name in names:
            self._say(name, FaultKind.STRANGE, _STRANGE)

    def _conflicts(self) -> None:
        try:
            is_sound = read_conflicts(self._folder, self._files) is not None
        except OSError as error:
            self._say(CONFLICTS, FaultKind.DAMAGED, unreadable(error))
            return
        if not is_sound:
            what = f"it is not what was written; what it was made from is in {REPAIRS}"
            self._say(CONFLICTS, FaultKind.DAMAGED, what)

    # The journal and the state -------------------------------------------------------------

    def _journal(self) -> JournalScan | None:
        try:
            reading = Journal(self._folder / JOURNAL, self._files).read(0, None)
        except OSError as error:
            self._say(JOURNAL, FaultKind.DAMAGED, unreadable(error))
            return None
        for damage in reading.damages:
            kind = FaultKind.MERGED if damage.is_of_merge else FaultKind.DAMAGED
            self._say(JOURNAL, kind, f"at byte {damage.offset:,}: {damage.reason}")
        if reading.torn:
            what = (
                "the last line was cut off in mid-write; the next opening keeps a copy of it and "
                "goes on"
            )
            self._say(JOURNAL, FaultKind.LEFT_OVER, what)
        if reading.is_newer:
            self._say(JOURNAL, FaultKind.NEWER, _NEWER)
        if reading.entries:
            self._last = reading.last
        if not reading.damages and not reading.is_newer:
            self._index = JournalIndex.of(
                [entry.record for entry in reading.entries], chain=reading.chain
            )
        return reading

    def _cut_off(self) -> None:
        if any(f.file == JOURNAL and f.is_bad for f in self._found):
            return  # said already, in another way
        missing = counted(self._known - self._last, "line")
        if self._last:
            what = f"it is shorter than it was: {missing} cut off"
        else:
            what = f"it is gone, with {missing}"
        self._say(JOURNAL, FaultKind.DAMAGED, what)

    def _state(self, reading: JournalScan | None) -> int:
        """Look at the state file; gives up to which record the TinyDB files hold the journal."""
        if not self._files.exists(self._folder / STATE):
            return 0
        try:
            state = self._checkpoints.read_state()
        except OSError as error:
            self._say(STATE, FaultKind.DAMAGED, unreadable(error))
            return 0
        if state.format > FORMAT:
            self._say(STATE, FaultKind.NEWER, _NEWER)
            return 0
        if not state.seq:
            self._say(STATE, FaultKind.DAMAGED, "its checksum does not fit; it is made anew")
            return 0
        self._known = max(self._known, state.seq)
        if reading is None or self._index is None or state.seq > self._last or not state.offset:
            return state.seq
        ends = [entry.offset for entry in reading.entries[1:]]
        path = self._folder / JOURNAL
        ends.append(self._files.size(path) - reading.torn)
        numbers = (entry.record.seq for entry in reading.entries)
        known = self._index.chain_at(state.seq)
        is_other = bool(known) and state.chain not in ("", known)
        if is_other or dict(zip(ends, numbers, strict=True)).get(state.offset) != state.seq:
            what = "it belongs to another journal, as after a merge by git; it is made anew"
            self._say(STATE, FaultKind.MERGED, what)
            return state.seq
        self._counts = Counter(state.counts)
        for entry in reading.entries:
            if entry.record.seq > state.seq:
                self._counts.update(change_of_counts(entry.record.edit))
        return state.seq

    # TinyDB files --------------------------------------------------------------------------

    def _articles(self, contained: int) -> None:
        """Look at the article files, and at what they hold with what the journal has behind it."""
        owners: dict[str, str] = {}
        present: set[str] = set()
        counts: Counter[str] = Counter()
        for name in self._files.names(self._folder / ARTICLES, ".json"):
            file = f"{ARTICLES}/{name}"
            found = self._tables(file)
            if found is None:
                continue
            article_id, held = found
            if self._checkpoints.name(article_id) != file:
                what = "it is a copy, under another name, of the file of an article"
                self._say(file, FaultKind.EDITED, f"{what}: {article_id}")
                continue
            present.add(article_id)
            self._compare(file, article_id, held)
            now = held if self._index is None else self._index.brought_up(article_id, held)
            if len(held.rows) != len(held.annotations):
                self._say(file, FaultKind.EDITED, "an id stands in it more than once")
            counts.update(labels_counted(now.annotations))
            for annotation in now.annotations:
                other = owners.setdefault(annotation.id, file)
                if other != file:
                    what = f"the id {annotation.id} stands in {other} too"
                    self._say(file, FaultKind.EDITED, what)
        self._missing(present, contained)
        self._compare_counts(present, counts)

    def _compare_counts(self, present: set[str], counts: Counter[str]) -> None:
        """Compare the state file's counts with what is there, where nothing else is wrong."""
        if self._counts is None or self._index is None or any(f.is_bad for f in self._found):
            return
        for article_id in self._index.articles - present:
            now = self._index.brought_up(article_id, TableFile())
            counts.update(labels_counted(now.annotations))
        if +self._counts != +counts:
            self._say(STATE, FaultKind.DAMAGED, "it counts what is not there; it is made anew")

    def _compare(self, file: str, article_id: str, held: TableFile) -> None:
        """Compare a file with what the journal says that it has to hold."""
        self._known = max(self._known, held.seq)
        index = self._index
        if index is None or held.seq > self._last or not index.is_complete:
            return
        written = index.brought_up(article_id, TableFile(), until=held.seq)
        if index.is_of_another(held):
            self._say(file, FaultKind.MERGED, "it was made from another journal")
        elif written.values != held.values:
            self._say(file, FaultKind.EDITED, "it holds something else than the journal says")

    def _missing(self, present: set[str], contained: int) -> None:
        """Say which files are not there though the journal is said to be in them."""
        if self._index is None:
            return
        for article_id, records in sorted(self._index.records.items()):
            if article_id not in present and records[0].seq <= contained:
                name = self._checkpoints.name(article_id)
                if not self._files.exists(self._folder / name):
                    self._say(name, FaultKind.DAMAGED, "it is gone")
                elif not self._files.is_regular(self._folder / name):
                    self._say(name, FaultKind.STRANGE, _STRANGE)

    def _links(self) -> None:
        found = self._tables(STORY) if self._files.exists(self._folder / STORY) else None
        if found is not None:
            self._compare(STORY, LINKS, found[1])

    def _tables(self, name: str) -> tuple[str, TableFile] | None:
        """Of which article a TinyDB file is, and what it holds; nothing, and said why, if that is
        not what was written."""
        path = self._folder / name
        try:
            data = self._files.read(path)
        except OSError as error:
            self._say(name, FaultKind.DAMAGED, unreadable(error))
            return None
        try:
            return table_file(data, path)
        except NewerError:
            self._say(name, FaultKind.NEWER, _NEWER)
        except InputError:
            if any(mark in data for mark in _CONFLICT_MARKS):
                self._say(name, FaultKind.MERGED, "git left the marks of a conflict in it")
            else:
                self._say_of_unreadable(name, data)
        return None

    def _say_of_unreadable(self, name: str, data: bytes) -> None:
        edited = hand_edited(data)
        if edited is None:
            self._say(name, FaultKind.DAMAGED, "it cannot be read")
        elif edited.repeated:
            twice = ", ".join(edited.repeated[:3])
            what = f"its checksum does not fit, and {twice} stands in it more than once"
            self._say(name, FaultKind.EDITED, what)
        else:
            what = "its checksum does not fit, but it can be read: damaged, or changed by hand"
            self._say(name, FaultKind.EDITED, what)
