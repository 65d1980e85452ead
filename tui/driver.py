"""The terminal as Textual sees it, for one that goes away, is shared with a shell, or sends noise.

Textual's own driver handles SIGTSTP and SIGCONT within whatever they interrupt, starts a second
reader after SIGSTOP, and neither its reader nor its writer survives a terminal that was closed:
the one goes round in circles at the end of the input, the other dies and lets the app wait for it.
"""

from __future__ import annotations

import errno
import os
import select
import selectors
import signal
import sys
import termios
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Protocol, TextIO, cast

from textual.drivers.linux_driver import LinuxDriver

from tui import signals
from tui.input.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

_RESTORED: Final = (
    b"\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)
"""What turns off everything that an app turns on."""
_READ: Final = 4096
_WAIT: Final = 0.1
"""Seconds after which the reader looks whether it should end."""
_SWITCH: Final = 0.001
"""Seconds after which the program gives way to the threads that read and write; Python's own number
is 5 ms, which a key that comes while something is worked out would wait, and its paint again."""


class _Own(Protocol):
    """An app that says which keys mean something with Alt, and whether it shows the cursor."""

    shows_cursor: bool
    read_at: float
    key_at: float

    def takes_alt(self, key: str) -> bool: ...


class _Output:
    """Where the screen is written to. Once that has gone, writing does nothing."""

    def __init__(self, file: TextIO, gone: Callable[[], None]) -> None:
        self._descriptor = file.fileno()
        self._encoding, self._errors = file.encoding, file.errors or "backslashreplace"
        self._gone = gone
        self._is_gone = False
        self._pending: list[str] = []

    def fileno(self) -> int:
        return self._descriptor

    def write(self, text: str) -> int:
        self._pending.append(text)
        return len(text)

    def flush(self) -> None:
        data = memoryview("".join(self._pending).encode(self._encoding, self._errors))
        self._pending.clear()
        while data and not self._is_gone:
            try:
                data = data[os.write(self._descriptor, data) :]
            except BlockingIOError:  # whoever shares the terminal has made it so
                select.select([], [self._descriptor], [])
            except OSError:
                self._is_gone = True
                self._gone()


class TerminalDriver(LinuxDriver):
    """Textual's driver with an orderly end, and a shell to go back to."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.was_stopped = True
        """Whether the last suspension was one: without a shell, nothing can be suspended."""
        self._has_screen = False
        error, output = sys.__stderr__, sys.__stdout__
        assert error is not None
        assert output is not None
        self._output = _Output(error if error.isatty() else output, self._hung_up)
        self._file = cast("Any", self._output)
        sys.setswitchinterval(_SWITCH)
        self._handle_stops()
        signals.at_last(self._restore_by_force)

    def _get_terminal_size(self) -> tuple[int, int]:
        """The size of what is written to, also where standard output is a file."""
        output = sys.__stdout__
        if output is not None and output.isatty():
            return super()._get_terminal_size()
        with suppress(OSError):
            return os.get_terminal_size(self._output.fileno())
        return super()._get_terminal_size()

    def _handle_stops(self) -> None:
        self._loop.add_signal_handler(signal.SIGTSTP, self._suspend)
        self._loop.add_signal_handler(signal.SIGCONT, self._redraw)

    # The terminal goes away ----------------------------------------------------------------

    def _hung_up(self) -> None:
        """End the program; called in the threads that read and write."""
        with suppress(RuntimeError):  # the loop has ended by itself meanwhile
            self._loop.call_soon_threadsafe(signals.hang_up)

    def run_input_thread(self) -> None:
        """Read keys until the app or the terminal has gone; bytes that are no text are no end."""
        own = cast("_Own", self._app)
        reader = Reader(own.takes_alt, debug=self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                wait = reader.wait(time.monotonic())
                if selector.select(_WAIT if wait is None else min(wait, _WAIT)):
                    try:
                        data = os.read(self.fileno, _READ)
                    except BlockingIOError:
                        continue
                    except OSError:
                        data = b""
                    if not data:
                        self._hung_up()
                        break
                    own.read_at = own.key_at = time.monotonic()
                    found = reader.feed(data, own.read_at)
                else:  # only if nothing is there to be read, however late it has become
                    found = reader.expire(time.monotonic())
                for message in found:
                    self.process_message(message)

    def _restore_by_force(self) -> None:
        """Restore the terminal as far as that can be done without waiting for it."""
        if not self._has_screen:
            return
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        output = self._output.fileno()
        if select.select([], [output], [], 0)[1]:
            os.write(output, _RESTORED)

    # Having the screen and giving it back --------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the screen, once the shell has let us into the foreground."""
        if self._wait_for_foreground():
            self._has_screen = True
            super().start_application_mode()  # type: ignore[no-untyped-call]
            # Kitty's protocol: with Ctrl and Alt also tell the key of a Latin keyboard there, and
            # what text a key writes, as AltGr is Ctrl and Alt on some systems.
            self.write("\x1b[=21u")
            if cast("_Own", self._app).shows_cursor:
                self.write("\x1b[?25h")  # Textual has just hidden it

    def stop_application_mode(self) -> None:
        """Give the screen back, if we have it."""
        if self._has_screen:
            self.write("\x1b[?1016l")  # on with in-band sizes, and never turned off by Textual
            super().stop_application_mode()
            self._has_screen = False

    def disable_input(self) -> None:
        """Stop reading; a terminal that a shell has by now is left alone."""
        if self._has_screen:
            super().disable_input()

    def write(self, data: str) -> None:
        """Write to the screen, if we have it."""
        if self._has_screen:
            super().write(data)

    def _wait_for_foreground(self) -> bool:
        """Sleep until we are in the foreground; whether that came, and not the end."""
        try:
            while os.tcgetpgrp(self.fileno) != os.getpgrp():
                if signals.is_ending():
                    return False
                os.kill(os.getpid(), signal.SIGSTOP)
        except OSError as error:
            if error.errno != errno.ENOTTY:  # some terminals have no foreground: nobody waits there
                self._hung_up()
                return False
        return True

    # Stopping and going on -----------------------------------------------------------------

    def _suspend(self) -> None:
        """Give the screen back, stop until the shell lets us go on, and take it again."""
        had_screen = self._has_screen
        if had_screen:
            self.suspend_application_mode()
        self._stop()
        if had_screen and not signals.is_ending():
            self._must_signal_resume = True
            self.resume_application_mode()

    def _stop(self) -> None:
        """Stop the whole job: a shell waits for each of its processes.

        This is SIGTSTP with what the system does at it, not SIGSTOP: with no shell that could
        let us go on, it does nothing.
        """
        self._loop.remove_signal_handler(signal.SIGTSTP)
        self.was_stopped = False
        signal.set_wakeup_fd(-1)  # else the loop would hear of this SIGCONT too, and redraw again
        signal.signal(signal.SIGCONT, self._went_on)
        os.killpg(os.getpgrp(), signal.SIGTSTP)
        self._handle_stops()

    def _went_on(self, *_: object) -> None:
        self.was_stopped = True

    def _redraw(self) -> None:
        """SIGCONT after a SIGSTOP, before which nothing could be given back: begin again."""
        if self._has_screen:
            if not self._wait_for_foreground():
                return
            self.suspend_application_mode()
            self.was_stopped = self._must_signal_resume = True
            self.resume_application_mode()
