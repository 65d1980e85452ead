"""Reads on in a journal that another process writes, where this one only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.ledger.scanning import scan

if TYPE_CHECKING:
    from pathlib import Path

    from store.files import Files
    from store.ledger.records import JournalEntry

GONE_ON: str = (
    "The journal is not the one that was opened; what is done elsewhere is shown again once the "
    "story is opened again"
)


class KeepingUp:
    """Up to where a journal has been read, and what stands behind that by now.

    It only looks and reads, so that a thread of its own can do so; see `Ledger.take_in`.
    """

    def __init__(self, path: Path, files: Files, end: int, seq: int, chain: str) -> None:
        """Begin where the journal ended when it was opened.

        Args:
            path: The journal.
            files: The file system.
            end: Where its last whole line ended, in bytes.
            seq: The number of that line; 0 if there was none.
            chain: Of that line; empty if it is not known.
        """
        self._path = path
        self._files = files
        self._end, self._seq, self._chain = end, seq, chain
        self._identity: tuple[int, int] | None = None
        self.problem = ""
        """Why nothing more is read, as a sentence; empty if it is."""
        if end:
            self._is_ours()

    def look(self) -> tuple[JournalEntry, ...]:
        """What has been written since the last look; costs one `stat` where that is nothing."""
        if self.problem:
            return ()
        try:
            if not self._is_ours():
                self.problem = GONE_ON
                return ()
            if self._size == self._end:
                return ()
            data = self._files.read(self._path, self._end)
        except FileNotFoundError:
            self.problem = GONE_ON if self._identity else ""
            return ()
        except OSError:
            return ()  # it may be so for a moment; looked at again
        whole = data[: data.rfind(b"\n") + 1]  # the rest is being written
        reading = scan(whole, self._end, self._seq, self._chain)
        if reading.damages or reading.torn or reading.is_newer:
            self.problem = GONE_ON
            return ()
        if reading.entries:
            self._end += len(whole)
            self._seq, self._chain = reading.last, reading.chain
        return reading.entries

    def _is_ours(self) -> bool:
        """Whether the file at the path is still the one that was read, and no shorter."""
        status = self._files.status(self._path)
        self._size = status.st_size
        identity = (status.st_dev, status.st_ino)
        if self._identity is None:
            self._identity = identity
        return identity == self._identity and self._size >= self._end
