"""A job that was done once with nothing failing, and what is left if it is ended on the way."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from unittest.mock import Mock, patch

from store.ledger import mending, remaking, restore_journal
from tests.torture.disk import Disk
from tests.torture.recorder import Done, Mark, Recorder

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.torture.taps import Call

Image = dict[str, bytes | None]
"""What lies in a folder: the bytes of each file, and None for each folder."""
_SEEN_BY_NOBODY: Final = frozenset({"sync", "sync_folder", "close"})
"""Calls after which programs see what they saw before."""
_AT_THE_END: Final = 12
"""States that are looked at after a power cut when all is done."""


@contextmanager
def same_time() -> Iterator[None]:
    """For who makes lines again and copies it is always the same time: then they are the same
    bytes, by the same names."""
    with (
        patch.object(mending, "datetime", Mock(now=lambda _: datetime(2026, 1, 2, tzinfo=UTC))),
        patch.object(remaking, "timestamp", lambda: "2026-01-02T00:00:00.000Z"),
        patch.object(restore_journal, "timestamp", lambda: "2026-01-02T00:00:00.000Z"),
    ):
        yield


class Recorded:
    """One job.

    Args:
        folder: In which it works; what is in it now is on the disk for good.
        work: Does it. It is done when it returns, or where it sets a mark before.
        without: Says of a call that makes things last that it is left out.
    """

    def __init__(
        self,
        folder: Path,
        work: Callable[[Recorder], object],
        without: Callable[[Call], bool] | None = None,
    ) -> None:
        recorder = Recorder(folder, without)
        work(recorder)
        recorder.mark("acknowledged", 1)
        self.image = recorder.image
        """What lay there before."""
        events = recorder.events
        self.calls = [event for event in events if isinstance(event, Done)]
        self.done = next(n for n, event in enumerate(events) if isinstance(event, Mark))
        """After how many calls it was done."""

    def killed(self) -> Iterator[tuple[int, Image]]:
        """What is left if the process is killed: each state that differs, with the calls that were
        made by then. Of a write that was under way the first half is there."""
        disk = Disk.of(self.image)
        yield 0, disk.now()
        for number, call in enumerate(self.calls, start=1):
            if call.name == "write_some":
                half = disk.now()
                half[call.path] = (half[call.path] or b"") + call.data[: len(call.data) // 2]
                yield number - 1, half
            disk.take(call)
            if call.name not in _SEEN_BY_NOBODY:
                yield number, disk.now()
        yield len(self.calls), disk.now()

    def cut(self, chance: random.Random) -> Iterator[tuple[int, Image]]:
        """What is left if the power fails: a state after each call, with the calls that were made
        by then, and some when all is done."""
        disk = Disk.of(self.image)
        for number, call in enumerate(self.calls, start=1):
            disk.take(call)
            for _ in range(_AT_THE_END if number in (self.done, len(self.calls)) else 1):
                yield number, disk.after_power_cut(chance)
