"""Long work done a step at a time, so that it can be shown how far it is, and stopped."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Generator

T = TypeVar("T")


class Steps(Generic[T]):
    """Work that yields after each step, and returns what it made."""

    def __init__(self, steps: Generator[None, None, T], total: int) -> None:
        """Nothing is done yet.

        Args:
            steps: The work.
            total: How many steps it has at the most.
        """
        self._steps = steps
        self.total = total
        self.done = 0
        """Steps that have been made."""
        self.is_finished = False
        self._result: T | None = None

    def work(self, seconds: float) -> bool:
        """Go on for so long; a step that is begun is made, and the last one finishes the work.

        Returns:
            Whether all is done.

        Raises:
            SidelightError: What the work raises; it has ended then.
        """
        end = time.perf_counter() + seconds
        while not self.is_finished:
            try:
                next(self._steps)
            except StopIteration as stop:
                self._result, self.is_finished = stop.value, True
            else:
                self.done += 1
                if time.perf_counter() >= end and self.done != self.total:
                    break
        return self.is_finished

    def stop(self) -> None:
        """Make no more steps."""
        self._steps.close()

    @property
    def result(self) -> T:
        """What the work made; only once it is finished."""
        assert self.is_finished
        return cast("T", self._result)

    def all(self) -> T:
        """Do it all now.

        Raises:
            SidelightError: What the work raises.
        """
        self.work(float("inf"))
        return self.result
