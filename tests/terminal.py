"""The real command on a real pseudo-terminal, whose screen is read as a person would."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

PATIENCE: Final = 60.0
"""Seconds after which something that has not happened never will."""
ROOT: Final = Path(__file__).parents[1]
COMMAND: Final = (sys.executable, "-m", "tui.cli")
"""The program, as it is in this folder."""
KEYS: Final = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "right": "\x1b[C",
    "down": "\x1b[B",
    "ctrl+c": "\x03",
    "ctrl+e": "\x05",
    "ctrl+p": "\x10",
}
ENTERING: Final = b"\x1b[?1049h"
"""What takes the alternate screen."""
_LAST: Final = b"\x1b[?1004l"
"""What is written last when the screen is given back."""
_READ: Final = 65_536


class _Screen(pyte.Screen):
    """A screen that can be read also where one half of a wide character was written over."""

    @property
    def display(self) -> list[str]:
        return [
            "".join(self.buffer[y][x].data for x in range(self.columns)) for y in range(self.lines)
        ]


class Terminal:
    """A terminal in which Sidelight runs."""

    def __init__(
        self,
        arguments: list[str],
        home: Path,
        columns: int,
        rows: int,
        *,
        command: Sequence[str] = COMMAND,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        errors: Path | None = None,
        under: Sequence[str] = (),
        ignoring: Sequence[signal.Signals] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """Start the command in a terminal of its own, which controls it.

        Args:
            arguments: Of the command.
            home: The home folder.
            columns: The terminal's width.
            rows: Its height.
            command: What is started, with these arguments.
            cwd: The working folder; the home folder if none is given.
            env: The environment, if it is to be another than that of a terminal.
            errors: A file that standard error goes to, if it is not to go to the terminal.
            under: A command that starts the command, such as a shell.
            ignoring: Signals that are ignored from the start, as nohup has it.
            settings: What the environment has besides.
        """
        self.output = b""
        """All that the program has written."""
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.settings = termios.tcgetattr(slave)
        """How the terminal was before."""
        self._slave = slave

        def begin() -> None:
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            # Whoever runs the tests in the background ignores SIGINT, and hands that on.
            for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGTSTP):
                signal.signal(number, signal.SIG_IGN if number in ignoring else signal.SIG_DFL)

        with errors.open("wb") if errors is not None else nullcontext() as written:
            self._process = subprocess.Popen(
                [*under, *command, *arguments],
                stdin=slave,
                stdout=slave,
                stderr=slave if written is None else written,
                cwd=cwd or home,
                env={**(environment(home) if env is None else env), **(settings or {})},
                start_new_session=True,
                preexec_fn=begin,
            )

    # What is shown -------------------------------------------------------------------------

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self._screen.display)

    def text_of(self, output: bytes) -> str:
        """What would stand on the screen after some output and nothing before it."""
        screen = _Screen(self._screen.columns, self._screen.lines)
        pyte.ByteStream(screen).feed(output)
        return "\n".join(screen.display)

    @property
    def status(self) -> str:
        """The first line of the screen."""
        return str(self._screen.display[0])

    @property
    def cursor(self) -> tuple[int, int, bool]:
        """The column and the row of the cursor, and whether it is seen."""
        cursor = self._screen.cursor
        return cursor.x, cursor.y, not cursor.hidden

    @property
    def inspector(self) -> str:
        """The two lines below the panes, which say what keys mean."""
        return "\n".join(self._screen.display[-3:-1])

    @property
    def keys(self) -> str:
        """The last line of the screen, which says what can be pressed."""
        return str(self._screen.display[-1])

    @property
    def exit_code(self) -> int | None:
        return self._process.poll()

    # What one does -------------------------------------------------------------------------

    def press(self, keys: str) -> None:
        """Press keys, parted by spaces."""
        for key in keys.split():
            os.write(self._master, KEYS.get(key, key).encode())

    def type(self, text: str) -> None:
        """Give a text to the program in one piece."""
        os.write(self._master, text.encode())

    def type_bytes(self, data: bytes) -> None:
        """Give bytes to the program, be they text or not."""
        os.write(self._master, data)

    def send(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self._process.send_signal(number)

    def send_job(self, number: signal.Signals) -> None:
        """Send a signal to what is in the foreground of the terminal."""
        os.kill(os.tcgetpgrp(self._master), number)

    def is_stopped(self) -> bool:
        """Whether a signal has stopped the program."""
        found = os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT)
        return found is not None

    def wait_without_reading(self) -> int:
        """Wait until the program has ended, and let it find that nobody reads what it writes."""
        return self._process.wait(PATIENCE)

    def hang_up(self) -> None:
        """Take the terminal away, as when its window is closed."""
        os.close(self._master)
        self._master = -1

    def forget(self) -> None:
        """Clear the screen behind the program's back, and forget what it has written."""
        self._screen.reset()
        self.output = b""

    def kill(self) -> None:
        """End the program as a power cut would: it gets no chance to do anything."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(PATIENCE)

    def until(self, predicate: Callable[[], object], description: str) -> None:
        """Let the program run until something is so; fail with the screen if it never is."""
        end = time.monotonic() + PATIENCE
        while not predicate():
            if time.monotonic() > end:
                raise AssertionError(
                    f"this did not happen within {PATIENCE:.0f} s: {description}; "
                    f"the screen shows\n{self.text()}"
                )
            self._read(0.05)

    def until_shown(self, text: str) -> None:
        """Wait until a text is on the screen."""
        self.until(lambda: text in self.text(), f"{text!r} is on the screen")

    def until_status(self, text: str) -> None:
        """Wait until the first line says something."""
        self.until(lambda: text in self.status, f"{text!r} is in the status line")

    def until_left(self) -> int:
        """Wait until the program has ended and all that it wrote has been read."""
        self.until(lambda: self.exit_code is not None, "the program has ended")
        while self._read(0):
            pass
        assert self.exit_code is not None
        return self.exit_code

    def until_gone(self, text: str) -> None:
        """Wait until a text is on the screen no more."""
        self.until(lambda: text not in self.text(), f"{text!r} is gone")

    def until_past(self, seconds: float) -> None:
        """Let the program run for a time, or until it ends."""
        end = time.monotonic() + seconds
        while self.exit_code is None and (left := end - time.monotonic()) > 0:
            self._read(min(left, 0.05))

    def settings_now(self) -> list[object]:
        """How the terminal is set."""
        return termios.tcgetattr(self._slave)

    def assert_restored(self) -> None:
        """Fail unless the terminal is as it was before."""
        assert modes_left_on(self.output) == set()
        assert self.settings_now() == self.settings
        assert b"Traceback" not in self.output, self.output[-3_000:].decode(errors="replace")

    @property
    def last_words(self) -> str:
        """What was written after the screen had been given back."""
        return self.output.rpartition(_LAST)[2].decode(errors="replace")

    @property
    def first_words(self) -> str:
        """What was written before the screen was taken."""
        return self.output.partition(ENTERING)[0].decode(errors="replace")

    def close(self) -> None:
        """End what still runs, and give the terminal back."""
        if self._process.poll() is None:
            self.kill()
        os.close(self._slave)
        if self._master >= 0:
            os.close(self._master)

    def _read(self, seconds: float) -> bool:
        masters = [self._master] if self._master >= 0 else []
        readable, _, _ = select.select(masters, [], [], seconds)
        if not readable:
            return False
        try:
            data = os.read(self._master, _READ)
        except OSError as error:
            if error.errno == errno.EIO:  # nobody has the other end any more
                return False
            raise
        self.output += data
        self._stream.feed(data)
        return bool(data)


def modes_left_on(output: bytes) -> set[str]:
    """What the output turned on and not off again; the cursor and wrapping are on by themselves."""
    last = {"25": b"h", "7": b"h"}
    for mode, how in re.findall(rb"\x1b\[\?([0-9]+)([hl])", output):
        last[mode.decode()] = how
    on = {mode for mode, how in last.items() if how == b"h"}
    on ^= {"25", "7"}
    if len(re.findall(rb"\x1b\[>[0-9]+u", output)) > output.count(b"\x1b[<u"):
        on.add("kitty keys")
    return on


def environment(home: Path) -> dict[str, str]:
    """No more than a terminal gives, so that nobody's own settings are in the way."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }


@contextmanager
def terminal(
    *arguments: str | Path,
    home: Path,
    columns: int = 160,
    rows: int = 50,
    command: Sequence[str] = COMMAND,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    errors: Path | None = None,
    under: Sequence[str] = (),
    ignoring: Sequence[signal.Signals] = (),
    settings: Mapping[str, str] | None = None,
) -> Iterator[Terminal]:
    """Run the command in a terminal."""
    running = Terminal(
        [str(argument) for argument in arguments],
        home,
        columns,
        rows,
        command=command,
        cwd=cwd,
        env=env,
        errors=errors,
        under=under,
        ignoring=ignoring,
        settings=settings,
    )
    try:
        yield running
    finally:
        running.close()
