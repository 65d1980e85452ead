"""Writes what the TinyDB files lack, once nothing is pressed for a moment, beside what goes on; and
has read and made what the first dialog, or the first letters, would have to wait for."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol

from msgspec.structs import replace

from tui.reading_ahead import DIALOGS, LATE, ReadingAhead
from tui.sliced_work import BESIDE_TEXT, Asker, SlicedWork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.timer import Timer

    from store.story.workspace import Workspace

_IDLE: Final = 1.5
"""Seconds without a key after which they are written."""
_PREPARING: Final = replace(BESIDE_TEXT, rest=1.0)
"""A step may take twice as long as a slice, so that it waits for a pause in which one reads."""


class Paused(Asker, Protocol):
    """A screen on which nothing is pressed at times."""

    @property
    def read_at(self) -> float:
        """When something was last read from the terminal, though nobody has taken it yet."""

    def set_timer(self, delay: float, callback: Callable[[], object], /) -> Timer:
        """Have something done in so many seconds."""


class Pause:
    """The time in which nothing is pressed, on the screen of one story."""

    def __init__(
        self,
        workspace: Workspace,
        screen: Paused,
        show_status: Callable[[], None],
        prepare: Callable[[], Iterator[bool]],
    ) -> None:
        """Begin to read ahead.

        Args:
            workspace: The story.
            screen: On which it is.
            show_status: Says how it stands with the files.
            prepare: Prepares what a first key would have to wait for, a step at a time, once what
                that takes is read; yields after a step whether it has to wait for others.
        """
        self._workspace = workspace
        self._screen = screen
        self._show_status = show_status
        self._timer: Timer | None = None
        self._ahead = ReadingAhead(DIALOGS, lambda: screen.read_at, LATE)
        self._prepare = prepare
        self._steps: Iterator[bool] = iter(())
        self.is_prepared = False
        """Whether nothing is left to prepare, or it went wrong."""
        self._preparing = SlicedWork(
            screen,
            self._prepare_some,
            pace=lambda: _PREPARING,
            shows=self._end_preparing,
            failed=self._leave_it,
        )
        self._ahead.begin(self._begin_to_prepare, self._leave_it)

    def _begin_to_prepare(self) -> None:
        self._steps = self._prepare()
        self._preparing.wake()

    def _prepare_some(self, seconds: float) -> bool:
        """Prepare for so long, if no key comes meanwhile; whether nothing is left."""
        begun = monotonic()
        return not any(
            has_to_wait or monotonic() > begun + seconds or self._screen.read_at > begun
            for has_to_wait in self._steps
        )

    def _end_preparing(self) -> None:
        self._steps, self.is_prepared = iter(()), True

    def _leave_it(self, _: BaseException) -> None:
        """Prepare nothing more. If something is missing, the key that takes it says so."""
        self._end_preparing()

    def close(self) -> None:
        """The screen is left: read and prepare nothing any more."""
        self._ahead.stop()
        self._preparing.stop()

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
