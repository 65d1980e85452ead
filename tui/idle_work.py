"""Work that can wait: done by one task, in slices, while no key is pressed.

The end of the task is heard of however it comes, so that what goes wrong in it can be said.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from tui import gc_policy

if TYPE_CHECKING:
    from collections.abc import Callable

_REST: Final = 0.2
"""Seconds without a key before anything is done that can wait."""


class IdleWork:
    """Does what can wait, whenever no key was pressed for a moment, until nothing is left."""

    def __init__(
        self,
        do_some: Callable[[], float],
        read_at: Callable[[], float],
        *,
        is_wanted: Callable[[], bool],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Nothing is done before `wake`.

        Args:
            do_some: Does a slice; gives the seconds after which to go on, 0 if nothing is left.
            read_at: When something was last read from the terminal, taken by somebody or not.
            is_wanted: Whether there is anything to do, and somebody to do it for.
            failed: Told what went wrong in a slice; the task has ended then.
        """
        self._do_some = do_some
        self._read_at = read_at
        self._is_wanted = is_wanted
        self._failed = failed
        self._task: asyncio.Task[None] | None = None
        """What does the slices, while there is something to do."""
        self._is_woken = False
        """Whether there may be more to do than the slice that is being done knows of."""
        self._last_key = 0.0
        self._is_set_aside = False
        """Whether what is made by the slices is out of the garbage collector's sight."""

    @property
    def is_busy(self) -> bool:
        """Whether there is something to do still, or to hear of."""
        return self._task is not None

    @property
    def is_resting(self) -> bool:
        """Whether a key was pressed just now, so that what can wait waits."""
        return self._rest_left > 0

    @property
    def _rest_left(self) -> float:
        """Seconds until what can wait goes on."""
        return max(self._last_key, self._read_at()) + _REST - time.monotonic()

    def rest(self) -> None:
        """A key was pressed: what can wait waits."""
        self._last_key = time.monotonic()
        self.wake()

    def wake(self) -> None:
        """Have done what can wait, once there is a pause."""
        self._is_woken = True
        if self._task is None and self._is_wanted():
            self._task = asyncio.create_task(self._work(), name="idle work")
            self._task.add_done_callback(self._ended)

    def stop(self) -> None:
        """Do nothing more."""
        if self._task is not None:
            self._task.cancel()

    async def _work(self) -> None:
        """Do what can wait, in slices, until there is nothing left or nobody to do it for."""
        pause = _REST
        while pause > 0:
            await asyncio.sleep(pause)
            if not self._is_wanted():
                return
            self._is_woken = False
            pause = self._rest_left
            if pause <= 0:
                pause = self._do_some() or (_REST if self._is_woken else 0)
        if not self._is_set_aside:
            self._is_set_aside = True
            gc_policy.set_aside()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """The task has come to its end: tell it if that was no good one."""
        self._task = None
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._failed(error)
