"""One writer at a time: an operating-system lock, and a note of who holds it."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import timestamp
from store.files import open_regular
from store.frozen import Frozen
from store.wording import local_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.files import Files

LOCK: Final = "lock"
LOCK_INFO: Final = "lock.info"
"""Apart from the lock, as Windows lets nobody read a locked file."""


class Holder(Frozen):
    """Who has a story open for writing."""

    pid: int = 0
    host: str = ""
    user: str = ""
    since: str = ""

    def __str__(self) -> str:
        if not self.pid:
            return "another process"
        return f"process {self.pid} on {self.host} ({self.user}, since {local_time(self.since)})"


class WriterLock:
    """The lock of one annotator's folder; the system frees it when its process dies."""

    def __init__(self, folder: Path, files: Files) -> None:
        self._path = folder / LOCK
        self._info = folder / LOCK_INFO
        self._files = files
        self._give_back: Callable[[], None] | None = None
        """Frees the lock, if we have it."""

    def acquire(self) -> Holder | None:
        """Take the lock.

        Returns:
            Nothing if it was free, else who has it.

        Raises:
            OSError: The folder cannot be written to, or something else is in the place of a file.
        """
        try:
            self._give_back = _locked(self._path)
        except BlockingIOError:
            return self.holder()
        mine = Holder(os.getpid(), socket.gethostname(), _user(), timestamp())
        try:
            # It need not outlive the process, so nobody waits until it is on the disk.
            self._files.replace(self._info, msgspec.json.encode(mine) + b"\n", lasts=False)
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
        if self._give_back is not None:
            self._give_back()
            self._give_back = None


def _locked(path: Path) -> Callable[[], None]:
    """Lock a file; call what is returned to free it.

    Raises:
        BlockingIOError: Somebody has locked it.
        OSError: It cannot be opened or locked, or is no regular file.
    """
    if sys.platform == "win32":
        from filelock import FileLock, Timeout

        lock = FileLock(path, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise BlockingIOError from error
        return lock.release
    import fcntl

    descriptor = open_regular(path, os.O_RDWR | os.O_CREAT)
    try:
        # What filelock does too, which takes 6 ms to import.
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return partial(os.close, descriptor)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
