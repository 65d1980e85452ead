"""A program on a real pseudo-terminal: keys go in, and what it paints comes out with the time."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SMAPS: Final = "/proc/{pid}/smaps_rollup"
"""Where Linux says what a process holds."""
SCHEDULED: Final = "/proc/{pid}/task"
"""Where Linux says of each thread how long it has had a processor."""
_READ: Final = 65_536
_PAGE_LINE: Final = re.compile(r"^(Rss|Pss):\s+(\d+) kB$", re.MULTILINE)


class NoAnswerError(Exception):
    """The program wrote nothing, or not what was waited for, in the time it had."""


@dataclass(frozen=True, slots=True)
class Size:
    """The cells of a terminal."""

    columns: int
    rows: int

    def __str__(self) -> str:
        return f"{self.columns}x{self.rows}"


@dataclass(frozen=True, slots=True)
class Sample:
    """What one key press did."""

    first_byte_ms: float
    last_byte_ms: float
    """From writing the key until the last byte of the repaint; the quiet after it is left out."""
    bytes: int
    cpu_ms: float = 0.0
    """Of processor time until it was over, by all threads, also by what goes on meanwhile; 0 where
    the system does not tell it."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process holds, in MB of 1,000,000 bytes."""

    rss: float
    """With every page it shares."""
    pss: float
    """With its part of the pages it shares."""


def memory_of(pid: int) -> Memory:
    """What a process holds now."""
    text = Path(SMAPS.format(pid=pid)).read_text(encoding="ascii")
    found = {name: int(kilobytes) * 1024 / 1e6 for name, kilobytes in _PAGE_LINE.findall(text)}
    return Memory(found["Rss"], found["Pss"])


def cpu_ms_of(pid: int) -> float:
    """The milliseconds of processor time that the threads of a process have taken so far."""
    threads = Path(SCHEDULED.format(pid=pid)).glob("*/schedstat")
    return sum(int(t.read_text(encoding="ascii").split()[0]) for t in threads) / 1e6


class Terminal:
    """Runs a program on a pseudo-terminal and reads all it writes.

    It answers none of the queries Textual sends at its start, as many terminals do not. A program
    is told when its terminal has gone, as when a window is closed: none outlives a killed bench.
    """

    def __init__(
        self,
        command: Sequence[str],
        size: Size,
        environment: Mapping[str, str],
        folder: Path | None = None,
    ) -> None:
        self._master, slave = pty.openpty()
        window = struct.pack("HHHH", size.rows, size.columns, 0, 0)
        fcntl.ioctl(slave, termios.TIOCSWINSZ, window)
        self.output = bytearray()
        """Everything written so far."""
        self.arrivals: list[tuple[float, int]] = []
        """When each piece came, in milliseconds since the start, and where in `output` it ends."""
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def since_start_ms(self) -> float:
        """Milliseconds since the program was started."""
        return (time.perf_counter() - self.started) * 1000

    def send(self, keys: bytes) -> None:
        """Press keys, given as the bytes a terminal sends for them."""
        os.write(self._master, keys)

    def _read(self, timeout: float) -> bytes:
        """What comes within the time, in seconds; nothing if nothing does or the program ended."""
        if not select.select([self._master], [], [], max(0.0, timeout))[0]:
            return b""
        try:
            data = os.read(self._master, _READ)
        except OSError:  # how Linux says that the other end was closed
            return b""
        self.output += data
        self.arrivals.append((self.since_start_ms(), len(self.output)))
        return data

    def wait_for(
        self, wanted: bytes | Callable[[bytearray], bool], timeout: float, start: int = 0
    ) -> float:
        """Read until the output holds something.

        Args:
            wanted: Bytes that are to come, or a test of all output so far.
            timeout: Seconds to wait at most.
            start: Where in the output to look for bytes.

        Returns:
            Milliseconds since the program was started.

        Raises:
            NoAnswerError: It did not come.
        """
        give_up = time.perf_counter() + timeout
        while True:
            if wanted(self.output) if callable(wanted) else wanted in self.output[start:]:
                return self.since_start_ms()
            left = give_up - time.perf_counter()
            if left <= 0 or (not self._read(left) and self._process.poll() is not None):
                what = "a certain output" if callable(wanted) else repr(wanted)
                tail = bytes(self.output[-400:])
                raise NoAnswerError(f"waited in vain for {what}; the output ends in {tail!r}")

    def read_until_quiet(self, quiet_ms: float, most_ms: float = 5_000) -> int:
        """Read until nothing has come for a while; how many bytes came."""
        before = len(self.output)
        give_up = time.perf_counter() + most_ms / 1000
        while time.perf_counter() < give_up and self._read(quiet_ms / 1000):
            pass
        return len(self.output) - before

    def read_for(self, milliseconds: float) -> None:
        """Let the program work for so long, and read what it writes."""
        end = self.since_start_ms() + milliseconds
        while (left := end - self.since_start_ms()) > 0:
            self.read_until_quiet(left, most_ms=left)

    def measure(self, keys: bytes, quiet_ms: float = 40, timeout: float = 5) -> Sample:
        """Press keys, and time the repaint that follows.

        Args:
            keys: What to press.
            quiet_ms: A repaint is over when nothing has come for so long.
            timeout: Seconds the first byte may take.

        Raises:
            NoAnswerError: Nothing was painted.
        """
        self.read_until_quiet(0)
        spent = self.cpu_ms()
        pressed = time.perf_counter()
        os.write(self._master, keys)
        data = self._read(timeout)
        if not data:
            raise NoAnswerError(f"nothing was painted for {keys!r}")
        first = last = time.perf_counter()
        count = len(data)
        while data := self._read(quiet_ms / 1000):
            last = time.perf_counter()
            count += len(data)
        spent = self.cpu_ms() - spent
        return Sample((first - pressed) * 1000, (last - pressed) * 1000, count, spent)

    def memory(self) -> Memory:
        """What the program holds now."""
        return memory_of(self.pid)

    def cpu_ms(self) -> float:
        """The milliseconds of processor time that its threads have taken so far."""
        return cpu_ms_of(self.pid)

    def kill(self) -> None:
        """End the program and all it started, and close the terminal."""
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
            self._process.wait()
        if self._master >= 0:
            os.close(self._master)
            self._master = -1
