"""What is written stands beside its place until it is whole, and is put there in one step."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import InputError, unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_PREFIX: Final = ".sidelight-"
_OURS: Final = re.compile(re.escape(_PREFIX) + r"(?:([0-9a-f]{8})-)?[a-z0-9_]{8}")
"""The names that `mkdtemp` makes of it, and those once they are held, with this machine's sign."""
_ABANDONED: Final = 600
"""Seconds after which a folder that no process here holds is nobody's, if another machine that
shares the disk may hold it, of which nothing is seen here."""


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
        folder, held = _make_held(where)
    except OSError as error:
        reason = unwritable(error)
        named = said or beside
        if named is not None and where is not None and not where.exists():
            reason += f"; make the folder {named.parent} first"
        raise InputError(reason, path=named) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def _make_held(where: Path | None) -> tuple[Path, int | None]:
    """A new folder and what holds it; it has this machine's sign in its name once it is held."""
    made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=where))
    held = _hold(str(made))
    if held is None:
        return made, None
    signed = made.with_name(f"{_PREFIX}{_machine()}-{made.name.removeprefix(_PREFIX)}")
    made.rename(signed)
    return signed, held


def _machine() -> str:
    """The sign of this machine since it was started, so that a name says who can hold a folder."""
    started = b""
    with contextlib.suppress(OSError):
        started = Path("/proc/sys/kernel/random/boot_id").read_bytes()
    return hashlib.sha256(platform.node().encode() + started).hexdigest()[:8]


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
        match = _OURS.fullmatch(name)
        if match is None:
            continue
        with contextlib.suppress(FileNotFoundError):  # its owner has ended meanwhile
            is_new = time.time() - os.lstat(where / name).st_mtime < _ABANDONED
            if is_new and match[1] != _machine():
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
