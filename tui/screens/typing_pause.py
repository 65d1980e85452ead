"""The pause in typing for which a query waits where it takes long to answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump
    from textual.timer import Timer

_SHORT: Final = 0.05
"""Seconds of work that nobody notices after a key."""
_PAUSE: Final = 0.12
"""Seconds without a key after which somebody waits for what is found."""


class TypingPause:
    """Has something done at each key: at once, or where it last took long once no key comes."""

    def __init__(self, timed: MessagePump) -> None:
        """Do nothing yet.

        Args:
            timed: What keeps the time.
        """
        self._timed = timed
        self._took = 0.0
        """Seconds that it last took."""
        self._timer: Timer | None = None
        self._waiting: Callable[[], object] | None = None

    def do(self, work: Callable[[], object]) -> None:
        """Have something done now or in a pause, instead of what has been waiting."""
        self.stop()
        if self._took < _SHORT:
            self._do(work)
        else:
            self._waiting = work
            self._timer = self._timed.set_timer(_PAUSE, self.catch_up)

    def catch_up(self) -> None:
        """Do now what has been waiting, if anything has."""
        work = self._waiting
        self.stop()
        if work is not None:
            self._do(work)

    def stop(self) -> None:
        """Do no more what has been waiting."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._waiting = None

    def _do(self, work: Callable[[], object]) -> None:
        began = time.perf_counter()
        work()
        self._took = time.perf_counter() - began
