"""A file system of which the n-th call fails, in the ways in which calls do."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from tests.torture.taps import Tapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.torture.taps import Call

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Failure:
    """How a call fails."""

    error: int
    """The system's number of what it says; 0 where a short write says nothing."""
    writes: Literal["nothing", "half", "less"] = "nothing"
    """What of a write reaches the disk before the error, or (less) without one."""
    for_ever: bool = False
    """Whether every later call fails as well."""

    def __str__(self) -> str:
        name = errno.errorcode.get(self.error, "short write")
        return f"{name}{' after half a write' * (self.writes == 'half')}" + (
            " for ever" if self.for_ever else " once"
        )


_ONCE: Final = (
    Failure(errno.ENOSPC, "nothing"),
    Failure(errno.ENOSPC, "half"),
    Failure(errno.EIO, "half"),
    Failure(errno.EACCES, "nothing"),
    Failure(0, "less"),
)
FAILURES: Final = (*_ONCE, *(replace(failure, for_ever=True) for failure in _ONCE))


class FailingFiles(Tapped):
    """Counts the calls and fails one, or all from one on."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        """Calls so far."""
        self.failed: list[Call] = []
        """Those that failed."""
        self._at = 0
        self.failure = FAILURES[0]
        self._only: Callable[[Call], bool] = lambda _: True

    def arm(
        self, at: int, failure: Failure, only: Callable[[Call], bool] = lambda _: True
    ) -> FailingFiles:
        """Fail from the n-th call on that `only` says yes to, counted from 1 and from the start."""
        self._at, self.failure, self._only = at, failure, only
        return self

    def disarm(self) -> None:
        """Work again."""
        self._at = 0

    def tap(self, call: Call, run: Callable[[], T]) -> T:
        if not self._only(call):
            return run()
        self.count += 1
        due = self.count >= self._at if self.failure.for_ever else self.count == self._at
        if not (self._at and due):
            return run()
        return self._fail(call, run)

    def _fail(self, call: Call, run: Callable[[], T]) -> T:
        failure = self.failure
        is_write = call.name == "write_some"
        if failure.writes == "less":
            if not is_write or len(call.data) < 2:
                return run()
            self.failed.append(call)
            most = 3 if failure.for_ever else len(call.data) // 2
            return os.write(call.descriptor, call.data[:most])  # type: ignore[return-value]
        self.failed.append(call)
        if is_write and failure.writes == "half":
            os.write(call.descriptor, call.data[: len(call.data) // 2])
        if call.name == "close":
            run()  # Linux gives the descriptor back all the same
        raise OSError(failure.error, os.strerror(failure.error))
