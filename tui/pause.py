"""Writes what the TinyDB files lack, once nothing is pressed for a moment, beside what goes on; and
has read what the first dialog would have to wait for."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol, cast

from tui.reading_ahead import DIALOGS, LATE, ReadingAhead

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.timer import Timer
    from textual.worker import Worker

    from store.story.workspace import Workspace

_IDLE: Final = 1.5
"""Seconds without a key after which they are written."""


class TerminalReader(Protocol):
    """What an app has that is told when something is pressed."""

    read_at: float


class Pause:
    """The time in which nothing is pressed, on the screen of one story."""

    def __init__(
        self, workspace: Workspace, screen: Screen[None], show_status: Callable[[], None]
    ) -> None:
        self._workspace = workspace
        self._screen = screen
        self._show_status = show_status
        self._timer: Timer | None = None
        app = cast("TerminalReader", screen.app)
        self._ahead = ReadingAhead(DIALOGS, lambda: app.read_at, LATE)
        # As a function: a coroutine would complain if the screen is left before it begins.
        # If something is missing, a dialog says so.
        self._worker: Worker[bool] = screen.run_worker(self._ahead.done, exit_on_error=False)

    def close(self) -> None:
        """The screen is left: read nothing any more."""
        self._ahead.stop()

    def await_it(self) -> None:
        """Something was edited: write it in the next pause."""
        if self._timer is None:
            self._timer = self._screen.set_timer(_IDLE, self.write)

    def put_off(self) -> None:
        """A key was pressed: the pause begins anew."""
        if self._timer is not None:
            self._timer.reset()

    def write(self) -> None:
        """Write by a thread of its own; once that is done, if one is at it."""
        self._timer = None
        loop = asyncio.get_running_loop()
        if self._workspace.ledger.is_writing_files:
            self.await_it()
            return

        def when_done() -> None:
            with suppress(RuntimeError):  # the screen was left: who closes the story waits for it
                loop.call_soon_threadsafe(self._settle)

        self._workspace.checkpoint(when_done)
        self._show_status()

    def _settle(self) -> None:
        self._workspace.ledger.settle()
        if self._screen.is_attached:  # not while it is left
            self._show_status()
