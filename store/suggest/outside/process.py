"""A process that is asked a line and answers a line, and ends when it is told to, or is of no use.

Each exchange is done by a thread of its own, so that one that never ends can be left: reading from
a pipe cannot be given a time on every system.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from store.errors import system_reason
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

MOST_BYTES: Final = 64 * 1024 * 1024
"""A longer answer is none."""
_GRACE: Final = 0.5
"""Seconds between asking a process to end and ending it."""
_NICENESS: Final = 10
_SAID_LINES: Final = 20
_LONGEST_SAID: Final = 160


class ProcessError(Exception):
    """A process could not be started, did not answer in time, or has ended."""


class LineProcess:
    """A process and its pipes; `ask` is for one thread, `close` for any."""

    def __init__(self, argv: Sequence[str], folder: str | None = None) -> None:
        """Start it, with a low priority and in a session of its own.

        Args:
            argv: The program and its arguments.
            folder: Where it runs; else where this process does.

        Raises:
            ProcessError: It cannot be started.
        """
        # Many a Python script forgets to flush, and would never be heard.
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        try:
            self._process = subprocess.Popen(
                argv,
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                env=environment,
            )
        except OSError as error:
            raise ProcessError(f"it cannot be started: {system_reason(error)}") from error
        except ValueError as error:  # a NUL in an argument
            raise ProcessError(f"it cannot be started: {error}") from error
        if sys.platform != "win32":
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICENESS)
        self._said: deque[bytes] = deque(maxlen=_SAID_LINES)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        self._listener = _started(self._listen, self._process.stderr)
        self._exchange: threading.Thread | None = None
        self._lock = threading.Lock()
        self._is_ended = False

    def ask(self, line: bytes, seconds: float) -> bytes:
        """Say a line, with its newline, and wait for the line that answers it.

        Raises:
            ProcessError: There was none within so many seconds, it was too long, or the process
                has ended; it is ended in any case.
        """
        answers: list[bytes] = []
        self._exchange = _started(self._talk, line, answers)
        self._exchange.join(seconds)
        if self._exchange.is_alive():
            self.close()
            raise ProcessError(f"it did not answer within {counted(round(seconds), 'second')}")
        answer = answers[0] if answers else b""
        if len(answer) > MOST_BYTES:
            self.close()
            raise ProcessError(f"its answer is longer than {MOST_BYTES // 1024**2} MB")
        if not answer:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE)  # it has closed its output: most likely it is ending
            code = self._process.returncode
            self.close()
            raise ProcessError(_end_of(code) + self._last_words())
        return answer

    def close(self) -> None:
        """End it and the processes that it has started; takes a second at most."""
        with self._lock:
            if self._is_ended:
                return
            self._is_ended = True
            self._signal(is_last=False)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE)
            self._signal(is_last=True)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE)
            self._listener.join(_GRACE)
            if self._exchange is not None:
                self._exchange.join(_GRACE)
            # A child of its that has left the session may hold the pipes, and a thread with them.
            if self._exchange is None or not self._exchange.is_alive():
                with suppress(OSError):
                    self._input.close()
                self._output.close()

    def _talk(self, line: bytes, answers: list[bytes]) -> None:
        try:
            self._input.write(line)
            self._input.flush()
        except OSError:  # it has ended, or does not read; what it has said before still counts
            pass
        answers.append(self._output.readline(MOST_BYTES + 1))

    def _listen(self, stream: IO[bytes]) -> None:
        """Keep the last of what it says to a person; if nobody read it, it would wait for that."""
        with stream:
            while line := stream.readline(4096):
                self._said.append(line)

    def _last_words(self) -> str:
        self._listener.join(_GRACE)
        lines = [line.decode(errors="replace").strip() for line in tuple(self._said)]
        words = next((line for line in reversed(lines) if line), "")
        return f" and said “{words[:_LONGEST_SAID]}”" if words else ""

    def _signal(self, *, is_last: bool) -> None:
        with suppress(OSError):  # there may be nobody left
            if sys.platform == "win32":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL if is_last else signal.SIGTERM)


def _end_of(code: int | None) -> str:
    if code is None:
        return "it closed its output"
    return f"it was ended by signal {-code}" if code < 0 else f"it ended with exit code {code}"


def _started(target: Callable[..., object], *args: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=args, daemon=True)
    thread.start()
    return thread
