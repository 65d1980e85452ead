"""Clocks that stand still, go back, jump ahead, or have never been set."""

from __future__ import annotations

import os
import random
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from store.annotations import model
from tests.torture.judging import judge, opened, scratch
from tests.torture.person import Person, Step
from tests.torture.scenes import record
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.torture.subjects import Subject

RUNS: Final = 350
"""Sessions in a full campaign."""
_YEAR: Final = 365 * 86_400.0
_START: Final = datetime(2026, 6, 1, tzinfo=UTC).timestamp()
BEHAVIOURS: Final[dict[str, tuple[float, Callable[[random.Random], float]]]] = {
    "stands still": (_START, lambda _: 0),
    "goes back a second": (_START, lambda _: -1),
    "jumps back a year": (_START, lambda chance: -_YEAR if chance.random() < 0.05 else 0.01),
    "jumps ahead a year": (_START, lambda chance: _YEAR if chance.random() < 0.05 else 0.01),
    "jumps both ways": (_START, lambda chance: chance.choice((-_YEAR, -1, 0, 0, 1, _YEAR))),
    "was never set": (0.0, lambda _: 0.001),
    "is a century ahead": (_START + 124 * _YEAR, lambda _: 1),
}
"""What a clock does: where it begins in seconds since 1970, and how it goes on at each look."""


@dataclass(slots=True)
class Clock:
    """Seconds since 1970, as a bad clock tells them."""

    now: float
    step: Callable[[random.Random], float]
    chance: random.Random
    looks: int = field(default=0, init=False)

    def time(self) -> float:
        """What it shows now; never before 1970, which systems do not tell."""
        self.looks += 1
        self.now = max(0.0, self.now + self.step(self.chance))
        return self.now

    def time_ns(self) -> int:
        """The same in nanoseconds."""
        return int(self.time() * 1e9)


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Work by bad clocks; nothing may be lost, and undo must go back in the order of the edits.

    Every clock of the process is replaced meanwhile: run it in a process of its own.
    """
    tally = Tally("clock that jumps", subject.name, seed)
    with scratch() as folder:
        for number in range(max(len(BEHAVIOURS), round(RUNS * share))):
            own, name = seed * 1_000 + number, list(BEHAVIOURS)[number % len(BEHAVIOURS)]
            start, step = BEHAVIOURS[name]
            clock = Clock(start, step, random.Random(own))
            where = f"session {own}, the clock {name}"
            with tally.watching(where):
                _work(subject, own, clock, folder / "story", tally, where)
            tally.mark("looks at the clock", clock.looks)
            shutil.rmtree(folder / "story")
    return tally


def _work(subject: Subject, seed: int, clock: Clock, scene: Path, tally: Tally, where: str) -> None:
    with replaced(clock):
        person = Person(
            seed,
            links=subject.links,
            housekeeping=0.2,
            new_id=model.new_id,
            stamp=model.timestamp,
        )
        _, past = record(subject, person, scene)
        judge(subject, scene, past, len(past) - 1, tally, where)
        if not subject.links:
            return
        with opened(subject, scene) as session:
            session.do(Step("undo"))  # what the judge has added
            for number in range(person.here - 1, -1, -1):
                session.do(Step("undo"))
                if session.seen().state != person.states[number]:
                    tally.wrong += 1
                    tally.found(where, f"undo does not lead back to edit {number}")
                    return


@contextmanager
def replaced(clock: Clock) -> Iterator[None]:
    """All clocks that the store looks at are this one."""

    class JumpingDatetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> JumpingDatetime:
            return cls.fromtimestamp(clock.time(), tz)

    with (
        patch.object(model, "datetime", JumpingDatetime),
        patch.object(time, "time", clock.time),
        patch.object(time, "time_ns", clock.time_ns),
        patch.object(time, "monotonic", clock.time),
    ):
        yield


@contextmanager
def steady() -> Iterator[None]:
    """A clock that begins at the same moment each time, and is a millisecond later at each look.

    The number of the process is always the same as well, as the lock's note has it in decimal:
    then the same seed writes the same bytes.
    """
    clock = Clock(_START, lambda _: 0.001, random.Random(0))
    with replaced(clock), patch.object(os, "getpid", lambda: 4711):
        yield
