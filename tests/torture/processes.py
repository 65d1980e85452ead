"""Real processes that acknowledge over a pipe what they have done, and can be killed."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CAN_FORK = hasattr(os, "fork")
"""Whether this system can make a process from this one; Windows cannot."""
NO_FORK = "this system has no fork"


class Child:
    """A process that runs a function and then waits to be killed.

    It is forked, so that it begins at once, with everything imported. That is for processes with
    one thread only: run the faults that use it by `tests.torture.campaign.apart`.

    Args:
        work: What it does; it is given a function that acknowledges one thing. What it returns is
            kept until the process is killed.
    """

    def __init__(self, work: Callable[[Callable[[], None]], object]) -> None:
        self._reading, writing = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            self._be_the_child(work, writing)
        os.close(writing)
        os.read(self._reading, 1)  # it has begun

    @staticmethod
    def _be_the_child(work: Callable[[Callable[[], None]], object], writing: int) -> None:
        def acknowledge() -> None:
            os.write(writing, b".")

        try:
            acknowledge()
            held = work(acknowledge)  # what it has open stays so, with its lock
            os.close(writing)  # the end, for who waits for it
            while held is held:
                signal.pause()
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(1)

    def wait_for(self, count: int) -> None:
        """Wait until it has acknowledged so many things more, or can no more."""
        while count and (data := os.read(self._reading, count)):
            count -= len(data)

    def killed(self) -> int:
        """Kill it; how much it had acknowledged that nobody has waited for.

        Raises:
            AssertionError: It had ended by itself, which it does only where it fails.
        """
        os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        left = self._left()
        if os.WIFEXITED(status):
            raise AssertionError("the process failed; what it said of that is above")
        return left

    def finished(self) -> int:
        """Wait until it has done its work, kill it, and say as `killed` does."""
        left = self._left(close=False)
        return left + self.killed()

    def _left(self, close: bool = True) -> int:
        count = 0
        while data := os.read(self._reading, 65_536):
            count += len(data)
        if close:
            os.close(self._reading)
        return count
