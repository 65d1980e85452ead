"""Compiles and finds regular expressions, in a process of its own: `python -m store.search_worker`.

A line of JSON comes in with what to find and a text, and one goes out with where it stands. The
process bounds its own time and memory where the system lets it, so that none is left behind at work
when the program that asked is killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec
import regex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

TIMEOUT: Final = 2.0
"""Seconds in which a regular expression must be compiled and found in one article."""
MOST_MEMORY: Final = 1 << 30
"""Bytes of memory that it may take."""
MOST_MATCHES: Final = 100_000
"""Matches in one article; more help nobody, and take time to hand over."""
TOO_SLOW: Final = "takes too long; make the expression simpler"
TOO_LARGE: Final = "takes too much memory; make the expression simpler"
READY: Final = b"ready\n"
"""What goes out first, once all is imported."""


class Asked(msgspec.Struct, array_like=True):
    """What to find."""

    pattern: str
    flags: int
    text: str
    ends: tuple[int, ...] = ()
    """Where the pieces end that the text is made of, a code point apart: then only one place is
    wanted of each in which it stands."""


class FoundInText(msgspec.Struct, array_like=True):
    """What was found."""

    places: list[int]
    """The start and the end of each match that is not empty, in code points, one after another."""
    problem: str = ""
    """Why nothing was found, as the end of a sentence that begins with the expression."""


def find(asked: Asked) -> FoundInText:
    """Find a regular expression in a text."""
    try:
        compiled = _compiled(asked.pattern, asked.flags)
    except regex.error as error:
        return FoundInText([], f"is no regular expression: {error}")
    except RecursionError:
        return FoundInText([], "is nested too deeply")
    except MemoryError:
        return FoundInText([], TOO_LARGE)
    places: list[int] = []
    try:
        for match in _matches(compiled, asked):
            if match.end() > match.start():
                places += match.span()
            if len(places) > 2 * MOST_MATCHES:
                return FoundInText([], f"stands more than {MOST_MATCHES:,} times in one article")
    except TimeoutError:
        return FoundInText([], TOO_SLOW)
    except MemoryError:
        return FoundInText([], TOO_LARGE)
    return FoundInText(places)


def _matches(compiled: regex.Pattern[str], asked: Asked) -> Iterator[regex.Match[str]]:
    if not asked.ends:
        yield from compiled.finditer(asked.text, timeout=TIMEOUT)
    at = 0
    for end in asked.ends:
        every = compiled.finditer(asked.text, at, end, timeout=TIMEOUT)
        yield from islice((match for match in every if match.end() > match.start()), 1)
        at = end + 1


_last: tuple[tuple[str, int], regex.Pattern[str]] | None = None


def _compiled(pattern: str, flags: int) -> regex.Pattern[str]:
    """An expression, compiled once for all articles that are searched one after another."""
    global _last
    if _last is None or _last[0] != (pattern, flags):
        _last = None
        _last = ((pattern, flags), regex.compile(pattern, flags, cache_pattern=False))
    return _last[1]


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until there are no more questions."""
    answers.write(READY)
    answers.flush()
    for line in questions:
        _end_in(TIMEOUT + 1)
        found = find(msgspec.json.decode(line, type=Asked))
        _end_in(0)
        answers.write(msgspec.json.encode(found) + b"\n")
        answers.flush()


def _end_in(seconds: float) -> None:
    """Have the system end this process after some time, whatever it is at; never if 0."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _bound() -> None:
    """Take no more memory than is allowed, and let the program that asks go first."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(5)
    with contextlib.suppress(ValueError, OSError):  # a system that knows no such bound
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _bound()
    serve(sys.stdin.buffer, sys.stdout.buffer)
