"""What is written stands beside its place until it is whole, and is put there in one step."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import InputError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_PREFIX: Final = ".sidelight-"
_OURS: Final = re.compile(re.escape(_PREFIX) + r"[a-z0-9_]{8}")
"""The names that `mkdtemp` makes of it."""
_ABANDONED: Final = 600
"""Seconds after which a folder that no process here holds is nobody's. Another machine that shares
the disk may hold one, of which nothing is seen here."""


@contextlib.contextmanager
def staging_folder(beside: Path | None, said: Path | None = None) -> Iterator[Path]:
    """A temporary folder on the file system of a path; gone at the end with what is left in it.

    What a process that was killed has left beside the path is taken away first.

    Args:
        beside: The path; none for the system's own place for temporary files.
        said: How the person named the path.

    Raises:
        InputError: It cannot be made.
    """
    where = None if beside is None else beside.parent
    try:
        _take_abandoned_away(Path(tempfile.gettempdir()) if where is None else where)
        folder = tempfile.mkdtemp(prefix=_PREFIX, dir=where)
    except OSError as error:
        reason = f"it cannot be written: {system_reason(error)}"
        named = said or beside
        if named is not None and where is not None and not where.exists():
            reason += f"; make the folder {named.parent} first"
        raise InputError(reason, path=named) from error
    held = _hold(folder)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def _hold(folder: str) -> int | None:
    """A descriptor by which a folder is held as long as this process lives; none where another
    has it, or where the system cannot do that."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    descriptor = None
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if descriptor is not None:
            os.close(descriptor)
        return None
    return descriptor


def _take_abandoned_away(where: Path) -> None:
    for name in os.listdir(where):
        if not _OURS.fullmatch(name):
            continue
        with contextlib.suppress(FileNotFoundError):  # its owner has ended meanwhile
            if time.time() - os.lstat(where / name).st_mtime < _ABANDONED:
                continue
            held = _hold(str(where / name))
            if held is not None:
                shutil.rmtree(where / name, ignore_errors=True)
                os.close(held)


def copy_to(made: Path, stream: BinaryIO) -> None:
    """Write what is in a file to a stream."""
    with made.open("rb") as source:
        for line in source:  # whole lines, so that no character is cut
            left = memoryview(line)
            while left:  # an unbuffered stream may take a part only
                left = left[stream.write(left) :]
    stream.flush()
