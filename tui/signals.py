"""Signals that end the program: once, in order, and within a few seconds whatever happens.

SIGTERM, SIGHUP and SIGINT mean the same here: leave. While the command line runs they raise
`Ended`, which unwinds like any exception; while the screen is open, and with it an event loop, the
app is asked instead (`given_to`), so that it leaves between two edits and not within one. Where
neither comes to an end, because the disk or the terminal takes nothing any more, a thread ends the
process: the journal holds every edit.
"""

from __future__ import annotations

import _thread
import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

PATIENCE: Final = 5.0
"""Seconds in which the program must have ended by itself."""
_NAMES: Final = ("SIGTERM", "SIGHUP", "SIGINT")
_HANGUP: Final = 1
"""The number of SIGHUP, which Windows does not have."""


class Ended(SystemExit):
    """A signal has asked the program to end; its exit code is 128 and the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number

    @property
    def sentence(self) -> str:
        """What is said of it."""
        return f"ended by {name_of(self.number)}"


def name_of(number: int) -> str:
    """What a signal is called, such as SIGTERM."""
    return "SIGHUP" if number == _HANGUP else signal.Signals(number).name


def _raise(number: int) -> None:
    raise Ended(number)


class _State:
    """What is known of signals while somebody listens."""

    def __init__(self) -> None:
        self.got: int | None = None
        """The signal that came first; later ones change nothing."""
        self.ask: Callable[[int], None] = _raise
        self.last_resort: Callable[[], None] | None = None
        self.over = _thread.allocate_lock()
        """Held as long as somebody listens."""


_state = _State()


@contextmanager
def listening() -> Iterator[None]:
    """End in order when a signal asks for it; a signal that was ignored before still is.

    Raises:
        Ended: A signal came, and `given_to` and `held` did not say otherwise.
    """
    global _state
    _state = state = _State()
    state.over.acquire()
    before = {}
    for name in _NAMES:
        number = getattr(signal, name, None)
        # Ignored by nohup, or by a shell that put the program in the background.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            before[number] = signal.signal(number, _receive)
    try:
        yield
    except Exception as error:
        if state.got is None:
            raise
        # Where a class is being made, Python 3.11 turns every exception into a RuntimeError.
        raise Ended(state.got) from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        state.over.release()


def _receive(number: int, _: FrameType | None = None) -> None:
    if _state.got is not None:
        return
    _state.got = number
    # The module `threading` takes locks that what was interrupted may hold.
    _thread.start_new_thread(_end_at_last, (_state, number))
    _state.ask(number)


def _end_at_last(state: _State, number: int) -> None:
    if state.over.acquire(timeout=PATIENCE):
        return
    try:
        if state.last_resort is not None:
            state.last_resort()
    finally:
        os._exit(128 + number)


def hang_up() -> None:
    """Do what SIGHUP does: the terminal has gone, whether or not the system has said so."""
    _receive(_HANGUP)


def is_ending() -> bool:
    """Whether a signal has come."""
    return _state.got is not None


@contextmanager
def given_to(ask: Callable[[int], None]) -> Iterator[None]:
    """Have signals handed to a function, which is called between any two steps of the program."""
    before, _state.ask = _state.ask, ask
    try:
        if _state.got is not None:
            ask(_state.got)  # an exception can be lost, as in what runs when an object is deleted
        yield
    finally:
        _state.ask = before


@contextmanager
def held() -> Iterator[None]:
    """Put signals off while something is done that must not be left half-way.

    Raises:
        Ended: A signal came meanwhile.
    """
    with given_to(lambda _: None):
        yield
    if _state.got is not None:
        raise Ended(_state.got)


def at_last(last_resort: Callable[[], None]) -> None:
    """Have a function called, in a thread of its own, before the process is ended by force."""
    _state.last_resort = last_resort
