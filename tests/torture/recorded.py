"""A job that was done once with nothing failing, and what is left if it is ended on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.torture.disk import Disk
from tests.torture.recorder import Done, Recorder

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.files import Files
    from tests.torture.taps import Call

Image = dict[str, bytes | None]
"""What lies in a folder: the bytes of each file, and None for each folder."""
_SEEN_BY_NOBODY: Final = frozenset({"sync", "sync_folder", "close"})
"""Calls after which programs see what they saw before."""


class Recorded:
    """One job.

    Args:
        folder: In which it works; what is in it now is on the disk for good.
        work: Does it.
        without: Says of a call that makes things last that it is left out.
    """

    def __init__(
        self,
        folder: Path,
        work: Callable[[Files], object],
        without: Callable[[Call], bool] | None = None,
    ) -> None:
        recorder = Recorder(folder, without)
        work(recorder)
        self.image = recorder.image
        """What lay there before."""
        self.calls = [event for event in recorder.events if isinstance(event, Done)]

    def killed(self) -> Iterator[tuple[int, Image]]:
        """What is left if the process is killed: each state that differs, with the calls that were
        made by then. Of a write that was under way the first half is there."""
        disk = Disk.of(self.image)
        yield 0, disk.now()
        for number, call in enumerate(self.calls, start=1):
            if call.name == "write_some":
                half = disk.now()
                half[call.path] = (half[call.path] or b"") + call.data[: len(call.data) // 2]
                yield number, half
            disk.take(call)
            if call.name not in _SEEN_BY_NOBODY:
                yield number, disk.now()

    def cut(self, chance: random.Random) -> Iterator[tuple[int, Image]]:
        """What is left if the power fails: a state after each call, with the calls that were made
        by then."""
        disk = Disk.of(self.image)
        for number, call in enumerate(self.calls, start=1):
            disk.take(call)
            yield number, disk.after_power_cut(chance)
