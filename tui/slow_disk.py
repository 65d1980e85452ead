"""Says that the disk is waited for, while it is.

An edit is shown once it is on the disk, and until then nothing else is done: keys that come
meanwhile wait. The files that are made from the journal are written beside (`tui.pause`) and waited
for only when a story is left. Where that takes long whoever waits can say nothing, so a thread of
its own says it. It sleeps as long as nothing is written.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from tui.render.lines import line_strip

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.driver import Driver

    from tui.render.palette import Palette

_AFTER: Final = 0.5
"""Seconds after which it is said."""
_LOOK_EVERY: Final = 0.25
"""Seconds between two looks, while something is written or was a moment ago."""
_LOOKS: Final = 8
"""Looks after which the thread sleeps until something is written again."""
_ONE_WAIT: Final = 0.05
"""Seconds between two waits that count as one, as those of a journal and of its folders do, and
those of two keys that are pressed one after the other do not."""


def waiting(seconds: float) -> str:
    """What is said."""
    return f"WAITING FOR THE DISK: {seconds:.0f} s; keys are kept"


def watch_for(app: App[Any], palette: Callable[[], Palette], driver: Driver) -> DiskWatch:
    """Says it in the first row of the terminal, past what the app knows to stand there."""
    loop = asyncio.get_running_loop()

    def say(seconds: float) -> None:
        style, width = palette().warning, app.size.width
        line = line_strip([(f" {waiting(seconds)}", style)], [], width, style)
        driver.write(f"\x1b7\x1b[1;1H{line.render(app.console)}\x1b[0m\x1b8")
        driver.flush()

    def has_ended() -> None:
        loop.call_soon_threadsafe(partial(app.refresh, layout=True))

    return DiskWatch(say, has_ended)


def watch_at_the_end() -> DiskWatch:
    """Says it on standard error, once the screen has been left, if that is a terminal."""

    def say(seconds: float) -> None:
        if sys.stderr.isatty():
            print(f"\r{waiting(seconds)}", end="", file=sys.stderr, flush=True)

    def has_ended() -> None:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    return DiskWatch(say, has_ended)


class DiskWatch:
    """Entered by `Files` while it waits for the disk; only the thread that has made it counts."""

    def __init__(self, say: Callable[[float], None], has_ended: Callable[[], None]) -> None:
        """Nothing is waited for yet.

        Args:
            say: Shows for how many seconds the disk has been waited for; called by a thread.
            has_ended: Called by who has waited, if that was said.
        """
        self._say, self._has_ended = say, has_ended
        self._owner = threading.get_ident()
        self._changed = threading.Condition()
        self._since: float | None = None
        self._ended = self._before = 0.0
        self._is_said = self._sleeps = self._is_over = False
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        if threading.get_ident() != self._owner:
            return
        with self._changed:
            self._since = time.monotonic()
            if self._since - self._ended > _ONE_WAIT:
                self._before = 0.0
            if self._thread is None and not self._is_over:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif self._sleeps:
                self._changed.notify()

    def __exit__(self, *_: object) -> None:
        if threading.get_ident() != self._owner:
            return
        with self._changed:
            self._before, self._since, self._ended = self.waited, None, time.monotonic()
            was_said, self._is_said = self._is_said, False
        if was_said:
            self._has_ended()

    @property
    def waited(self) -> float:
        """Seconds for which the disk has been waited for; nothing in between is counted."""
        since = self._since
        return self._before if since is None else self._before + time.monotonic() - since

    def close(self) -> None:
        """Say nothing any more."""
        with self._changed:
            self._is_over = True
            self._changed.notify()

    def _run(self) -> None:
        looks = 0
        with self._changed:
            while not self._is_over:
                if self._since is not None:
                    looks = 0
                    if (waited := self.waited) >= _AFTER:
                        self._is_said = True
                        self._say(waited)
                looks += 1
                self._sleeps = looks > _LOOKS
                self._changed.wait(None if self._sleeps else _LOOK_EVERY)
                looks = 0 if self._sleeps else looks
