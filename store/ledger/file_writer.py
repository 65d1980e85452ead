"""Brings the TinyDB files up to the journal, at once or in a thread of its own.

What is to be written is taken as values at one moment. Edits that are made while it is written are
in the journal, as all are, and in the files the next time: whoever ends in the middle leaves files
of which some hold more of the journal than others, and each says how much. The state comes last.
"""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from store.errors import InputError, system_reason
from store.files import Files
from store.ledger.checkpoints import State
from store.ledger.journal import ReplacedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from store.ledger.checkpoints import Checkpoints
    from store.ledger.contents import DueFile, WritableContents
    from store.ledger.journal import Journal
    from store.ledger.position import Position
    from store.ledger.status import LedgerStatus


class FileWriter:
    """The one who writes the files of one annotator's work."""

    def __init__(
        self,
        checkpoints: Checkpoints,
        contents: WritableContents,
        journal: Journal,
        position: Position,
        status: LedgerStatus,
    ) -> None:
        self._checkpoints = checkpoints
        self._contents = contents
        self._journal = journal
        self._position = position
        self._status = status
        self._thread: Thread | None = None
        self._done: list[DueFile] = []
        """What has been written and is not taken note of yet."""
        self._error: Exception | None = None

    def write(
        self,
        source: Callable[[str, str], bytes | None],
        when_done: Callable[[], None] | None = None,
    ) -> None:
        """Write what the files lack; `settle` must follow. As `Ledger.checkpoint` has it."""
        due = self._contents.due(self._position.seq, source)
        if when_done is None:
            self._write(due, self._state, self._contents.written)
            return
        try:
            taken = list(due)
            state = self._state(taken)
        except (OSError, InputError) as error:
            self._error = error
            when_done()
            return

        def run() -> None:
            self._write(taken, lambda _: state, self._done.append)
            when_done()

        self._thread = Thread(target=run, name="checkpoint")
        self._thread.start()

    def _write(
        self,
        due: Iterable[DueFile],
        state: Callable[[list[DueFile]], State | None],
        note: Callable[[DueFile], None],
    ) -> None:
        try:
            for each in due:
                self._contents.texts.keep_found(each.text)
                self._journal.make_sure()  # never beside a journal that is another
                self._checkpoints.write(each.name, each.file)
                each.text = None  # of many articles they would be much
                note(each)
            found = state(self._done)
            if found is not None:
                self._journal.make_sure()
                self._checkpoints.write_state(found)
        except Exception as error:  # said or raised by who settles it
            self._error = error

    def _state(self, written: list[DueFile]) -> State | None:
        """How things stand once these files are written too; none if some are damaged and are
        not."""
        if not self._contents.are_all(written):
            return None
        counts = {label: count for label, count in self._position.counts.items() if count}
        return State(
            self._journal.end,
            self._position.seq,
            self._position.history,
            counts,
            self._contents.files_with(written),
            dict(self._position.renamed),
            chain=self._journal.chain,
        )

    @property
    def is_busy(self) -> bool:
        """Whether something is being written, or has been and is not settled."""
        return self._thread is not None

    def settle(self) -> bool:
        """Wait until what was begun is written, take note of it, and say what went wrong.

        Returns:
            Whether the journal is still ours, as far as that was noticed.
        """
        if self._thread is not None:
            with Files.watch:
                self._thread.join()
        error, done = self._error, self._done
        self._thread, self._error, self._done = None, None, []
        for each in done:
            self._contents.written(each)
        self._contents.settle()
        if error is None or isinstance(error, ReplacedError):
            return error is None
        if not isinstance(error, OSError | InputError):
            raise error
        reason = system_reason(error) if isinstance(error, OSError) else str(error)
        self._status.trouble = (
            f"The TinyDB files could not be written ({reason}); every edit is safe in the journal"
        )
        return True
