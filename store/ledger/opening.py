"""Read the state of a ledger and what the journal has behind it; say what is wrong with them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.edits import labels_counted
from store.errors import InputError, system_reason
from store.ledger.checkpoints import LINKS, Checkpoints, State
from store.ledger.journal import JOURNAL, ReplacedError, chain_at
from store.ledger.records import FORMAT, History
from store.ledger.rescue import rescues
from store.wording import CHECK

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files
    from store.ledger.contents import Contents
    from store.ledger.journal import Journal
    from store.ledger.position import Position
    from store.ledger.records import JournalEntry
    from store.ledger.scanning import JournalScan
    from store.ledger.status import LedgerStatus

REPAIRING = "repair.json"
"""Is there from the first to the last step of a repair."""


class Opening:
    """One opening of a folder; what it finds is put into what it is given."""

    def __init__(
        self,
        folder: Path,
        files: Files,
        *,
        journal: Journal,
        contents: Contents,
        status: LedgerStatus,
        position: Position,
    ) -> None:
        self._folder = folder
        self._files = files
        self._journal = journal
        self._contents = contents
        self._status = status
        self._position = position
        self._checkpoints = Checkpoints(folder, files)
        self.end = 0
        """Where the last whole line of the journal ends, in bytes."""
        self.chain = ""
        """Of that line; empty if it is not known."""

    def read(self) -> None:
        """Read the state and what the journal has behind it.

        Raises:
            InputError: An article's file is damaged where all have to be read.
            OSError: Something cannot be read.
        """
        state = self._known_state()
        self._position.seq, self._position.history = state.seq, state.history
        self._position.renamed, self._contents.files_at = dict(state.renamed), dict(state.files)
        seq = state.seq if state != State() else None
        reading = self._journal.read(state.offset, seq, state.chain)
        self._compare_with_files(state, reading)
        self._make_sound(reading, state.offset)
        for entry in reading.entries:
            replay(entry, self._journal, self._contents, self._status, self._position)
        self._contents.know(self._position.seq, reading.chain)
        self.end = self._journal.end - reading.torn
        self.chain = reading.chain
        if not self._status.read_only:  # who only reads may see files newer than the journal was
            self._contents.last = self._position.seq
        starts_late = bool(reading.entries) and reading.entries[0].record.seq > 1
        if state == State() and (starts_late or self._contents.is_damaged):
            self._recount()
        else:
            self._position.counts.update(state.counts)

    def _known_state(self) -> State:
        """What the state file says, as far as it is of this journal."""
        if self._files.exists(self._folder / REPAIRING):
            self._status.forbid(f"A repair of {self._folder} was interrupted; {CHECK}")
        state = self._checkpoints.read_state()
        if state.format > FORMAT:
            self._status.forbid_newer()
            state = State()
        if self._journal.end < state.offset:
            if self._journal.end:
                self._status.forbid(
                    f"The journal in {self._folder} is shorter than it was; {CHECK}"
                )
            else:
                self._status.notices.add(
                    f"The journal in {self._folder} is gone: what the TinyDB files hold is shown, "
                    f"and what was done before cannot be undone; {CHECK}"
                )
            # All that was before its end is in the TinyDB files.
            state = replace(state, offset=self._journal.end, history=History(), chain="")
        if not self._journal.has_start_at(state.offset):
            # It is of another journal: one that was put in its place, or one that git has merged.
            if state.chain and self._is_sound():
                self._distrust_files()
            state = State()
        elif state.chain and self._chain_at(state.offset) not in ("", state.chain):
            self._distrust_files()
            state = State()
        if not self._journal.end:
            state = self._without_journal(state)
        return state

    def _distrust_files(self) -> None:
        self._contents.distrust_files()
        self._status.notices.add(
            f"The journal in {self._folder} is not the one that the TinyDB files were made "
            "from; what it says is shown, and they are made anew from it"
        )

    def _is_sound(self) -> bool:
        reading = self._journal.read(0, None)
        return bool(reading.entries) and not reading.damages

    def _chain_at(self, offset: int) -> str:
        return chain_at(self._folder / JOURNAL, offset, self._journal.end, self._files)

    def _make_sound(self, reading: JournalScan, offset: int) -> None:
        """Set aside what was cut off, make sure of the rest, and say what is damaged.

        Args:
            reading: What the journal holds behind the state.
            offset: Where it begins, in bytes.
        """
        if reading.torn and not (self._status.read_only or reading.damages or reading.is_newer):
            copy = self._journal.set_aside_torn_end(reading.torn)
            self._status.notices.add(
                f"The last line of the journal was cut off in mid-write; it is kept in {copy.name}"
            )
        if reading.is_newer:
            self._status.forbid_newer()
        if not self._status.read_only:
            self._hold()
            self._confirm(offset)
            self._tell_of_rescues()
        if reading.damages:
            first = reading.damages[0]
            self._contents.is_damaged = True
            self._status.forbid(
                f"The journal in {self._folder} is damaged at byte {first.offset:,} "
                f"({first.reason}); the story can only be read; {CHECK}"
            )

    def _compare_with_files(self, state: State, reading: JournalScan) -> None:
        """Without a state, make sure that the journal has all that the files hold.

        Else a last line that is damaged would be taken for one that was never acknowledged.
        """
        if state != State() or not self._journal.end or self._contents.of_another:
            return
        if self._recounted().seq > reading.last:
            self._contents.is_damaged = True
            self._status.forbid(
                f"The journal in {self._folder} lacks lines that the TinyDB files hold; the story "
                f"can only be read; {CHECK}"
            )

    def _hold(self) -> None:
        """Hold the journal's file from now on.

        Raises:
            ReplacedError: It is not what was read.
        """
        try:
            self._journal.hold()
        except ReplacedError:
            raise
        except OSError:
            return  # said when something is to be written

    def _tell_of_rescues(self) -> None:
        """Say which files have edits that the journal may lack."""
        for path in rescues(self._folder):
            self._status.notices.add(
                f"Edits that were kept beside the journal are in {path}; {CHECK}"
            )

    def _confirm(self, offset: int) -> None:
        """Make sure of what the files do not hold yet, before it is shown."""
        try:
            self._journal.confirm(offset)
        except OSError as error:
            self._status.forbid(
                f"The last edits could not be confirmed ({system_reason(error)}); the story can "
                "only be read until it is opened again"
            )

    def _without_journal(self, state: State) -> State:
        """The state where the journal is gone; kept, so that a new one is read from its start."""
        if state == State():
            state = self._recounted()
        if state != State() and not self._status.read_only:
            self._checkpoints.write_state(state)
        return state

    def _recounted(self) -> State:
        """The state where neither journal nor state file is there: from the files themselves."""
        seq, counts = 0, Counter[str]()
        for article_id in (LINKS, *self._checkpoints.article_ids()):
            try:
                file = self._checkpoints.read(article_id)
            except InputError:
                continue  # said when it is shown
            seq = max(seq, file.seq)
            counts.update(labels_counted(file.annotations))
        return State(seq=seq, counts=dict(counts))

    def _recount(self) -> None:
        """Count what is there, as the journal does not say it from its beginning."""
        self._position.counts.clear()
        for article_id in self._contents.annotated_ids():
            try:
                self._position.counts.update(labels_counted(self._contents.collection(article_id)))
            except InputError:
                continue  # said when the article is shown
            self._contents.forget(article_id)


def replay(
    entry: JournalEntry,
    journal: Journal,
    contents: Contents,
    status: LedgerStatus,
    position: Position,
) -> None:
    """Go past a record that stands in the journal, and remember what the files lack of it."""
    record = entry.record
    target = position.history.taken_back_by(record)
    undone = None
    if target is not None and not contents.is_damaged:
        try:
            undone = journal.read_at(target)
        except InputError as error:
            contents.is_damaged = True
            status.forbid(f"{error}; the story can only be read")
    position.advance(entry.offset, record, undone)
    contents.queue(record)
