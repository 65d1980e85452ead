"""Somebody's program: a process with a pseudo-terminal of its own, and a folder for its files.

The page in the browser is that terminal. So the program is what it is elsewhere, with the same
reader of keys, and when the page has gone its terminal has gone: it leaves in order.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import shutil
import stat
import struct
import termios
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_READ: Final = 65_536
_PATIENCE: Final = 7.0
"""Seconds after which a program that was asked to leave is ended; it ends itself after five."""
_SMALLEST: Final = (20, 5)
_LARGEST: Final = (500, 300)
_LONGEST_NAME: Final = 100
"""Characters of the name of a file that is uploaded."""


def _sized(columns: int, rows: int) -> bytes:
    columns = min(max(columns, _SMALLEST[0]), _LARGEST[0])
    rows = min(max(rows, _SMALLEST[1]), _LARGEST[1])
    return struct.pack("HHHH", rows, columns, 0, 0)


class Seat:
    """What one tab of one person's browser has. Made by `taken`."""

    def __init__(self, person: str, tab: str, folder: Path) -> None:
        self.person = person
        self.tab = tab
        """The tab, as its page calls itself."""
        self.folder = folder
        """Where exports are written and uploads put, and nothing else."""
        self.last_key = time.monotonic()
        """When the person last did something."""
        self.gives_way = False
        """Whether it was ended because its tab came back."""
        self._master = -1
        self._process: asyncio.subprocess.Process | None = None
        self._ending: asyncio.Task[None] | None = None
        self._waits: set[asyncio.Future[None]] = set()
        """Who waits for the terminal to take or to give something."""
        self._known: dict[str, tuple[int, int]] = {}
        """Size and time of the files that the person has, or has given."""

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self._process is not None
        return self._process.pid

    @property
    def is_leaving(self) -> bool:
        """Whether its program was asked to leave."""
        return self._ending is not None

    @property
    def exit_code(self) -> int | None:
        """How the process ended, once it has."""
        return None if self._process is None else self._process.returncode

    async def begin(
        self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int]
    ) -> None:
        """Start the program.

        Args:
            command: What is started.
            env: Its environment.
            size: Columns and rows of the terminal.
        """
        self.folder.mkdir()
        self._master, slave = pty.openpty()
        try:
            fcntl.ioctl(slave, termios.TIOCSWINSZ, _sized(*size))
            settings = termios.tcgetattr(slave)
            settings[3] &= ~termios.ECHO  # what is typed before the first screen is not shown
            termios.tcsetattr(slave, termios.TCSANOW, settings)
            os.set_blocking(self._master, False)

            def take_terminal() -> None:
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=slave, stdout=slave, stderr=slave, env=env,
                start_new_session=True, preexec_fn=take_terminal,
            )  # fmt: skip
        finally:
            os.close(slave)

    # The terminal --------------------------------------------------------------------------

    async def read(self) -> bytes:
        """What was written to the screen, as much as is there; nothing at the end."""
        while self._master >= 0:
            parts: list[bytes] = []
            with suppress(BlockingIOError):
                while sum(map(len, parts)) < _READ:
                    try:
                        part = os.read(self._master, _READ)
                    except OSError as error:
                        if isinstance(error, BlockingIOError):
                            raise
                        part = b""  # Linux says so when the last process has let go of it
                    if not part:
                        return b"".join(parts)
                    parts.append(part)
            if parts:
                return b"".join(parts)
            loop = asyncio.get_running_loop()
            await self._ready(loop.add_reader, loop.remove_reader)
        return b""

    async def write(self, data: bytes) -> None:
        """Type something."""
        self.last_key = time.monotonic()
        left = memoryview(data)
        while left and self._master >= 0:
            try:
                left = left[os.write(self._master, left) :]
            except BlockingIOError:
                loop = asyncio.get_running_loop()
                await self._ready(loop.add_writer, loop.remove_writer)
            except OSError:
                return  # it has ended, which whoever reads finds out

    async def _ready(self, add: Callable[..., object], remove: Callable[[int], object]) -> None:
        master = self._master
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waits.add(waiting)

        def is_ready() -> None:
            if not waiting.done():
                waiting.set_result(None)

        add(master, is_ready)
        try:
            await waiting
        finally:
            self._waits.discard(waiting)
            if self._master >= 0:
                remove(master)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told."""
        if self._master >= 0:
            with suppress(OSError):
                fcntl.ioctl(self._master, termios.TIOCSWINSZ, _sized(columns, rows))

    async def end(self) -> None:
        """Take the terminal away, and wait until the program has left; asked again, wait too."""
        if self._ending is None:
            self._ending = asyncio.create_task(self._end())
        await asyncio.shield(self._ending)

    async def _end(self) -> None:
        if self._master >= 0:
            master, self._master = self._master, -1
            loop = asyncio.get_running_loop()
            loop.remove_reader(master)
            loop.remove_writer(master)
            for waiting in self._waits:
                if not waiting.done():
                    waiting.set_result(None)
            os.close(master)  # SIGHUP to all that have this terminal
        if self._process is not None:
            try:
                await asyncio.wait_for(self._process.wait(), _PATIENCE)
            except TimeoutError:
                with suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()
        await asyncio.to_thread(shutil.rmtree, self.folder, ignore_errors=True)

    # Files ---------------------------------------------------------------------------------

    def new_files(self) -> list[str]:
        """The names of what was exported since the last time; folders among them."""
        found = []
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                stamp = status.st_size, status.st_mtime_ns
                if entry.name[0] != "." and self._known.get(entry.name) != stamp:
                    self._known[entry.name] = stamp
                    found.append(entry.name)
        return found

    def file(self, name: str) -> Path | None:
        """A file or folder of the seat by its name; none if that is no name in the folder."""
        with suppress(OSError):
            if name in os.listdir(self.folder):  # so it has no slash, and is not `..`
                path = self.folder / name
                mode = path.lstat().st_mode
                if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
                    return path
        return None

    def place_for(self, name: str) -> Path:
        """Where something that is uploaded is put.

        Args:
            name: As the browser calls it.

        Raises:
            InputError: Nothing can be called so.
        """
        kept = name.replace("\\", "/").rpartition("/")[2].strip(" .")
        if not kept or not kept.isprintable() or len(kept) > _LONGEST_NAME:
            raise InputError("the file needs a name that can be shown, of at most 100 characters")
        path, number = self.folder / kept, 1
        while path.exists():
            number += 1
            path = self.folder / f"{number}-{kept}"
        return path

    def has_given(self, path: Path) -> None:
        """Something was uploaded: it is not offered as an export."""
        status = path.stat()
        self._known[path.name] = status.st_size, status.st_mtime_ns
