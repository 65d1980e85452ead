"""A file system that fails when it is told to."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from store.files import Files

if TYPE_CHECKING:
    from pathlib import Path


def disk_full() -> OSError:
    """What a full disk says."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class FaultyFiles(Files):
    """Counts the calls that change something, by name, and fails those it is told to.

    A call that fails has no effect, but for a write, of which the first half reaches the disk.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        """The names of the calls since the last `arm`, with those that failed."""
        self._names: frozenset[str] | None = frozenset()
        self._first = 0
        self._times = 0
        self._error = disk_full()

    def arm(
        self,
        *names: str,
        first: int = 1,
        times: int = 1_000_000,
        error: OSError | None = None,
    ) -> FaultyFiles:
        """From now on, fail calls of these names (of any name if none is given).

        Args:
            names: Of the methods.
            first: The first such call that fails, from 1.
            times: How many calls fail from there on.
            error: What they raise; a full disk if not given.
        """
        self.calls = []
        self._names = frozenset(names) or None
        self._first, self._times, self._error = first, times, error or disk_full()
        return self

    def disarm(self) -> None:
        """Work again."""
        self.arm("nothing")

    def _fails(self, name: str) -> bool:
        self.calls.append(name)
        if self._names is not None and name not in self._names:
            return False
        count = len([c for c in self.calls if self._names is None or c in self._names])
        return self._first <= count < self._first + self._times

    def _strike(self, name: str) -> None:
        if self._fails(name):
            raise self._error

    def make_folder(self, path: Path) -> None:
        if not path.is_dir():
            self._strike("make_folder")
        super().make_folder(path)

    def open_to_append(self, path: Path, *, must_exist: bool = False) -> int:
        self._strike("open_to_append")
        return super().open_to_append(path, must_exist=must_exist)

    def open_new(self, path: Path, flags: int) -> int:
        self._strike("open_new")
        return super().open_new(path, flags)

    def write_some(self, descriptor: int, data: memoryview) -> int:
        if self._fails("write_some"):
            super().write_some(descriptor, data[: len(data) // 2])
            raise self._error
        return super().write_some(descriptor, data)

    def sync(self, descriptor: int) -> None:
        self._strike("sync")
        super().sync(descriptor)

    def truncate(self, descriptor: int, length: int) -> None:
        self._strike("truncate")
        super().truncate(descriptor, length)

    def close(self, descriptor: int) -> None:
        self._strike("close")
        super().close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        self._strike("rename")
        super().rename(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._strike("sync_folder")
        super().sync_folder(folder)

    def remove(self, path: Path) -> None:
        self._strike("remove")
        super().remove(path)


class ShortWrites(Files):
    """Every write takes at most three bytes, as a system call may."""

    def write_some(self, descriptor: int, data: memoryview) -> int:
        return super().write_some(descriptor, data[:3])
