"""One writer at a time: an operating-system lock, and a note of who holds it."""

from __future__ import annotations

import getpass
import os
import socket
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import timestamp
from store.values import Value

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import BaseFileLock

    from store.files import Files

LOCK: Final = "lock"
LOCK_INFO: Final = "lock.info"
"""Apart from the lock, as Windows lets nobody read a locked file."""


class Holder(Value):
    """Who has a story open for writing."""

    pid: int = 0
    host: str = ""
    user: str = ""
    since: str = ""

    def __str__(self) -> str:
        if not self.pid:
            return "another process"
        return f"process {self.pid} on {self.host} ({self.user}, since {self.since})"


class WriterLock:
    """The lock of one annotator's folder; the system frees it when its process dies."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._path = folder / LOCK
        self._info = folder / LOCK_INFO
        self._files = files
        self._lock: BaseFileLock | None = None

    def acquire(self) -> Holder | None:
        """Take the lock.

        Returns:
            Nothing if it was free, else who has it.

        Raises:
            OSError: The folder cannot be written to, or something else is in the place of a file.
        """
        from filelock import FileLock, Timeout

        if self._files.exists(self._path):
            self._files.status(self._path)  # the lock of a pipe would be no lock
        lock = FileLock(self._path, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            return self.holder()
        self._lock = lock
        mine = Holder(os.getpid(), socket.gethostname(), _user(), timestamp())
        try:
            self._files.replace(self._info, msgspec.json.encode(mine) + b"\n")
        except BaseException:
            self.release()
            raise
        return None

    def holder(self) -> Holder:
        """Who the note says has the lock; an unreadable note names nobody."""
        try:
            return msgspec.json.decode(self._files.read(self._info), type=Holder)
        except (OSError, msgspec.DecodeError):
            return Holder()

    def release(self) -> None:
        """Give the lock back."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
