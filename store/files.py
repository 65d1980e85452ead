"""Every call that touches annotation files, in one object that tests can replace.

Only regular files are opened. A pipe, a socket, a device or a folder in the place of one is named
and left as it is: to open a pipe would wait without end, and to open some devices already does
something.

The order of calls here is what durability rests on: data is written and fsynced under a temporary
name, renamed, and the folder fsynced, so that a file is always wholly the old or wholly the new.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import nullcontext
from errno import EINVAL, EISDIR, ENOSYS, ENOTDIR, ENOTSUP, ENOTTY
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from typing import BinaryIO

CONFINED: Final = "SIDELIGHT_CONFINED_TO"
"""The variable that names the one folder out of which nothing is read or written at a person's
word: set where people use this machine from a browser elsewhere."""
TEMPORARY: Final = ".tmp"
"""The ending of a file that is being written and not there yet."""
UTF8_BOM: Final = b"\xef\xbb\xbf"
"""With which some programs begin a text in UTF-8; it is no part of the text."""
PIECE: Final = 1 << 20
"""Bytes of a file that are read at a time, where it may be long."""
_PATIENCE: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds to wait between the tries of a rename that Windows refuses, as a virus scanner or an
editor may have the file open for a moment."""


_NOT_SUPPORTED: Final = (ENOTSUP, EINVAL, ENOTTY, ENOSYS)
_NEVER_WAIT: Final = (
    getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
)
"""What every file is opened with. A pipe may be put in the place of a file between the look at it
and the opening; to open it does not wait then."""


class NotRegularError(OSError):
    """Something else than a file stands in the place of one."""

    def __init__(self, path: Path | None) -> None:
        super().__init__(EINVAL, "It is not a regular file", None if path is None else str(path))


def at_fault(error: OSError, default: Path) -> Path | str:
    """What to name in a sentence: what is no regular file, else what was being done as a whole."""
    is_strange = isinstance(error, NotRegularError | IsADirectoryError)
    return error.filename if is_strange and error.filename else default


def programs_folder() -> Path:
    """Where what belongs to no story is kept: the folder for the data of this program."""
    home = os.environ.get("XDG_DATA_HOME", "")
    if not os.path.isabs(home):  # the specification has others ignored
        home = os.path.expanduser("~/.local/share")
    return Path(home) / "sidelight"


def check_regular(status: os.stat_result, path: Path | None = None) -> None:
    """Refuse what is no regular file.

    Raises:
        IsADirectoryError: It is a folder.
        NotRegularError: It is something else.
    """
    if stat.S_ISDIR(status.st_mode):
        named = () if path is None else (str(path),)
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), *named)
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularError(path)


def open_regular(path: Path, flags: int) -> int:
    """A descriptor of a regular file; never waits, and opens nothing else.

    Raises:
        OSError: It is something else, or as the system says.
    """
    try:
        check_regular(os.stat(path), path)
    except FileNotFoundError:
        if not flags & os.O_CREAT:
            raise
    descriptor = os.open(path, flags | _NEVER_WAIT, 0o644)
    try:
        # Asked again of the open file, as another may have taken its place in between.
        check_regular(os.fstat(descriptor), path)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


class Files:
    """The file system. Every method raises `OSError` as the system does."""

    platform: str = sys.platform
    """What system this is; tests say another."""
    watch: ClassVar[AbstractContextManager[object]] = nullcontext()
    """Entered while the disk is waited for, by whatever files: who shows a screen sets it."""

    def make_folder(self, path: Path) -> None:
        """Make a folder and those above it; one that is there already is fine."""
        if path.is_dir():
            return
        self.make_folder(path.parent)
        try:
            path.mkdir(exist_ok=True)
        except FileExistsError as error:
            # "File exists" would not say that the file is in the way of a folder.
            raise NotADirectoryError(ENOTDIR, os.strerror(ENOTDIR), str(path)) from error
        self.sync_folder(path.parent)

    def exists(self, path: Path) -> bool:
        """Whether there is a file or folder of that name."""
        return path.exists()

    def is_regular(self, path: Path) -> bool:
        """Whether there is a regular file of that name."""
        return path.is_file()

    def others(self, folder: Path) -> list[str]:
        """What is no regular file and no folder below a folder, nor leads to one, as paths relative
        to it."""
        names = self.names(folder, "")
        return [n for n in names if os.path.lexists(folder / n) and not (folder / n).is_file()]

    def names(self, folder: Path, ending: str) -> list[str]:
        """The files below a folder with that ending, as sorted paths relative to it."""
        if not folder.is_dir():
            return []
        found = []
        for here, _, names in os.walk(folder, onerror=_raised):  # much faster than `Path.rglob`
            below = os.path.relpath(here, folder).replace(os.sep, "/")
            before = "" if below == "." else f"{below}/"
            found += [before + name for name in names if name.endswith(ending)]
        return sorted(found)

    def read(self, path: Path, offset: int = 0) -> bytes:
        """The bytes of a file from an offset on."""
        with open(open_regular(path, os.O_RDONLY), "rb") as file:
            file.seek(offset)
            return file.read()

    def pieces(self, path: Path, offset: int = 0) -> Iterator[bytes]:
        """The bytes of a file from an offset on, some at a time."""
        with open(open_regular(path, os.O_RDONLY), "rb") as file:
            file.seek(offset)
            while piece := file.read(PIECE):
                yield piece

    def read_line(self, path: Path, offset: int, most: int = -1) -> bytes:
        """The line of a file that begins at an offset, without its newline, up to a length."""
        with open(open_regular(path, os.O_RDONLY), "rb") as file:
            file.seek(offset)
            return file.readline(most).rstrip(b"\n")

    def open_to_read(self, path: Path) -> BinaryIO:
        """A file to be read here and there."""
        return open(open_regular(path, os.O_RDONLY), "rb")

    def size(self, path: Path) -> int:
        """The length of a file in bytes."""
        return self.status(path).st_size

    def status(self, path: Path) -> os.stat_result:
        """What the system says of the file that has a name now."""
        status = os.stat(path)
        check_regular(status, path)
        return status

    def status_of(self, descriptor: int) -> os.stat_result:
        """What the system says of an open file, whatever name it has now, if any."""
        return os.fstat(descriptor)

    def read_open(self, descriptor: int) -> bytes:
        """All bytes of an open file, also of one that has no name any more."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        pieces = []
        while piece := os.read(descriptor, PIECE):
            pieces.append(piece)
        return b"".join(pieces)

    def open_to_append(self, path: Path, *, must_exist: bool = False) -> int:
        """A descriptor that reads, and writes at the end of a file.

        Args:
            path: The file.
            must_exist: Whether a file that is not there is an error; else it is made.
        """
        return open_regular(path, os.O_RDWR | os.O_APPEND | (0 if must_exist else os.O_CREAT))

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of `data`; a short write goes on where it stopped."""
        view = memoryview(data)
        while view:
            view = view[self.write_some(descriptor, view) :]

    def write_some(self, descriptor: int, data: memoryview) -> int:
        """One write call; returns how many bytes it took."""
        return os.write(descriptor, data)

    def seek(self, descriptor: int, offset: int) -> None:
        """Write from an offset on."""
        os.lseek(descriptor, offset, os.SEEK_SET)

    def sync(self, descriptor: int) -> None:
        """Wait until what was written is on the disk."""
        if self.platform != "darwin" or not self.full_fsync(descriptor):
            self.fsync(descriptor)

    def fsync(self, descriptor: int) -> None:
        """One call of the system's `fsync`."""
        with Files.watch:
            os.fsync(descriptor)

    def full_fsync(self, descriptor: int) -> bool:
        """Wait until the drive itself has emptied its cache; whether the file system can do that.

        On macOS `fsync` returns when the drive has the data, not when the data would outlive a
        power cut (`man 2 fsync` there).
        """
        import fcntl

        try:
            # 51 is F_FULLFSYNC in macOS's <sys/fcntl.h>; Python names it only there.
            with Files.watch:
                fcntl.fcntl(descriptor, getattr(fcntl, "F_FULLFSYNC", 51))
        except OSError as error:
            if error.errno in _NOT_SUPPORTED:
                return False
            raise
        return True

    def truncate(self, descriptor: int, length: int) -> None:
        """Cut a file to a length in bytes."""
        os.ftruncate(descriptor, length)

    def close(self, descriptor: int) -> None:
        """Give a descriptor back."""
        os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Put a file in the place of another in one step."""
        for seconds in _PATIENCE if self.platform == "win32" else ():
            try:
                self.move(source, target)
            except PermissionError:
                self.pause(seconds)
            else:
                return
        self.move(source, target)

    def link(self, source: Path, target: Path) -> None:
        """Give a file one more name, which must be free: unlike a rename it replaces nothing."""
        os.link(source, target)

    def move(self, source: Path, target: Path) -> None:
        """One call of the system's rename."""
        os.replace(source, target)

    def pause(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in a folder are on the disk, where the system can do that."""
        if self.platform == "win32":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            self.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """Remove a file or a link; one that is not there is fine."""
        self._check_removable(path)
        path.unlink(missing_ok=True)

    def _check_removable(self, path: Path) -> None:
        """Refuse to remove a pipe, a socket, a device or a folder."""
        if os.path.lexists(path) and not path.is_symlink():
            self.status(path)

    # What is built from them ---------------------------------------------------------------

    def replace(self, path: Path, data: bytes, *, lasts: bool = True) -> None:
        """Give a file new content so that it is never half written, then make that last.

        Args:
            path: The file.
            data: All that it holds then.
            lasts: Whether to wait until it would outlive a power cut.
        """
        self.replace_by(path, lambda descriptor: self.write(descriptor, data), lasts=lasts)

    def replace_by(self, path: Path, write: Callable[[int], None], *, lasts: bool = True) -> None:
        """As `replace`, with content that a function writes to a descriptor piece by piece."""
        self._check_replaceable(path)
        temporary = path.with_name(f".{path.name}{TEMPORARY}")
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        descriptor = self.open_new(temporary, flags)
        try:
            try:
                write(descriptor)
                if lasts:
                    self.sync(descriptor)
            finally:
                self.close(descriptor)
            self.rename(temporary, path)
        except BaseException:  # also a signal or Ctrl+C that breaks in
            self._discard(temporary)
            raise
        if lasts:
            self.sync_folder(path.parent)

    def replace_in_pieces(self, path: Path, pieces: Iterable[bytes]) -> None:
        """As `replace`, with content of which some is held at a time."""

        def write(descriptor: int) -> None:
            for piece in pieces:
                self.write(descriptor, piece)

        self.replace_by(path, write)

    def open_new(self, path: Path, flags: int) -> int:
        """A descriptor to write a file from its start."""
        return open_regular(path, flags)

    def _check_replaceable(self, path: Path) -> None:
        """Refuse to put a file in the place of a pipe, a socket, a device or a folder."""
        try:
            self.status(path)
        except FileNotFoundError:
            return

    def _discard(self, path: Path) -> None:
        try:
            self.remove(path)
        except OSError:
            return  # the first error is the one to report; a left-over file does no harm


def _raised(error: OSError) -> None:
    """A folder that cannot be looked into is not one without files."""
    raise error
