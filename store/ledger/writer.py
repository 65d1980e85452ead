"""Puts records into the journal, and says what stands in the way of that."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from store.errors import InputError, SaveError, system_reason
from store.ledger.journal import JOURNAL, ReplacedError, UnconfirmedError
from store.ledger.rescue import keep
from store.wording import CHECK, counted

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files
    from store.ledger.journal import Journal
    from store.ledger.records import Record
    from store.ledger.status import LedgerStatus


class JournalWriter:
    """The one who writes to a journal, as long as that is the one that was opened."""

    def __init__(self, folder: Path, files: Files, journal: Journal, status: LedgerStatus) -> None:
        self._folder = folder
        self._files = files
        self._journal = journal
        self._status = status
        self._unkept = ""
        """What has become of the journal's file, while what it lacks could be kept nowhere."""

    def look(self) -> None:
        """Make sure, where nothing is being written, that the journal is still ours.

        If it is another the story becomes read-only, and what that one lacks is kept.
        """
        if self._unkept:
            self._lose(self._unkept)
        if self._status.read_only:
            return
        try:
            self._journal.make_sure()
        except ReplacedError as error:
            self._lose(f"THE JOURNAL IS ANOTHER: {JOURNAL} {error.strerror}")
        except OSError:
            return  # said when something is to be written

    def _lose(self, what: str) -> None:
        """Become read-only, and keep the edits that the file at the journal's path lacks."""
        lines = self._journal.lines_that_are_missing()
        lacks = f"what it lacks ({counted(len(lines), 'edit')})"
        self._unkept = ""
        if not lines:
            kept = "it has every edit that was saved"
        else:
            try:
                kept = f"{lacks} is kept in {keep(self._folder, lines, self._files)}"
            except InputError as error:
                self._unkept = what
                kept = f"{lacks} can be kept nowhere ({error.reason}): do not leave before it can"
        self._status.fail(
            f"{what}; {kept}; the story is read-only until it is opened again; {CHECK}"
        )

    def append(self, record: Record) -> int:
        """Put a record on the disk.

        Returns:
            The byte offset at which it stands.

        Raises:
            SaveError: It could not be written.
        """
        try:
            offset = self._journal.append(record)
        except ReplacedError as error:
            self._lose(f"NOT SAVED: {JOURNAL} {error.strerror} and the edit was not made")
            raise SaveError(self._status.trouble) from error
        except UnconfirmedError as error:
            self._status.fail(
                f"LAST EDIT UNCONFIRMED: the disk did not confirm it ({system_reason(error)}); "
                "the story is read-only until it is opened again"
            )
            raise SaveError(self._status.trouble) from error
        except OSError as error:
            self._status.trouble = (
                f"NOT SAVED: {system_reason(error)}; the edit was not made; "
                f"free some space or mend {self._folder}, then repeat it"
            )
            raise SaveError(self._status.trouble) from error
        self._status.trouble = ""
        self._status.saved_at = time.monotonic()
        return offset
