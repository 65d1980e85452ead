"""The process in which regular expressions are compiled and found, so that it can be ended.

An expression can take any time and memory: `(a+)+b`, or thousands of alternatives. The process is
killed when it takes longer than it may, when what is searched for is something else by now, or when
nobody wants to know any more. Any thread may ask and any other may stop it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from bisect import bisect_left
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import msgspec

import store
from store.errors import InputError
from store.search import StoppedError
from store.search_worker import READY, TIMEOUT, TOO_SLOW, Asked, FoundInText
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.search import Query

_GRACE: Final = 0.5
"""Seconds that are left to the process to say by itself that it takes too long."""


class RegexProcess:
    """A process that finds regular expressions; started when first asked, and kept."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._command = [sys.executable, "-P", "-m", "store.search_worker"]
        self._state = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_asked = False
        self._is_stopped = False
        self._is_slow = False

    @property
    def is_free(self) -> bool:
        """Whether it can be asked something else without waiting."""
        with self._state:
            return not (self._is_asked or self._is_stopped or self._is_slow)

    @property
    def is_there(self) -> bool:
        """Whether there is a process, at work or waiting for more."""
        return self._process is not None

    def stop(self) -> None:
        """End the process; whoever waits for an answer is told."""
        with self._state:
            self._is_stopped = True
            self._kill()

    def find(self, query: Query, text: str) -> list[Span]:
        """Where a regular expression stands in a text, in order; without empty matches.

        Raises:
            InputError: It is none, or takes too much time or memory.
            StoppedError: It was stopped.
        """
        return self._find(query, Asked(query.pattern, query.flags, text))

    def find_in_each(self, query: Query, texts: Sequence[str]) -> list[int]:
        """The numbers of those texts, from 0, in which a regular expression stands.

        Raises:
            InputError: As for one text.
            StoppedError: It was stopped.
        """
        if not texts:
            return []
        ends = tuple(end - 1 for end in accumulate(len(text) + 1 for text in texts))
        found = self._find(query, Asked(query.pattern, query.flags, "\n".join(texts), ends))
        return [bisect_left(ends, span.end) for span in found]

    def _find(self, query: Query, asked: Asked) -> list[Span]:
        with self._state:
            self._is_asked = True
        try:
            found = self._exchange(self._started(), asked)
        except (OSError, EOFError, msgspec.MsgspecError) as error:
            self._end(query, error)
        finally:
            with self._state:
                self._is_asked = False
        if found.problem:
            raise InputError(f"{query.shown} {found.problem}")
        starts, ends = found.places[::2], found.places[1::2]
        return [Span(start, end) for start, end in zip(starts, ends, strict=True)]

    def _exchange(self, process: subprocess.Popen[bytes], asked: Asked) -> FoundInText:
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(TIMEOUT + _GRACE, self._end_slow)
        timer.daemon = True
        timer.start()
        try:
            process.stdin.write(msgspec.json.encode(asked) + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        finally:
            timer.cancel()
        if not line:
            raise EOFError
        return msgspec.json.decode(line, type=FoundInText)

    def _end_slow(self) -> None:
        with self._state:
            if self._is_asked:
                self._is_slow = True
                self._kill()

    def _end(self, query: Query, error: Exception) -> NoReturn:
        """Say why there is no answer; the process has ended, or is of no use."""
        with self._state:
            self._kill()
            was_stopped, self._is_stopped = self._is_stopped, True
            process, self._process = self._process, None
        if process is not None:
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
        if was_stopped:
            raise StoppedError from error
        ended_by_alarm = process is not None and process.returncode == -14
        if self._is_slow or ended_by_alarm:
            raise InputError(f"{query.shown} {TOO_SLOW}") from error
        raise InputError(
            f"{query.shown} could not be searched for: the process that does it has ended "
            f"({str(error) or 'it may have taken too much memory'})"
        ) from error

    def _kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._process.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, started and ready."""
        with self._state:
            if self._is_stopped:
                raise EOFError
            if self._process is not None:
                return self._process
            # `-P` and this: what the story's folder holds is never taken for a module.
            root = str(Path(store.__file__).resolve().parent.parent)
            known = os.environ.get("PYTHONPATH", "")
            path = os.pathsep.join(each for each in (root, known) if each)
            process = self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                close_fds=True,
                env={**os.environ, "PYTHONPATH": path},
                creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
            )
        assert process.stdout is not None
        if process.stdout.readline() != READY:
            raise EOFError
        return process
