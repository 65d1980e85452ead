"""Kill -9 of a real process at any moment, again and again."""

from __future__ import annotations

import random
import shutil
import time
from typing import TYPE_CHECKING, Final

from store.files import Files
from tests.torture.judging import judge, scratch
from tests.torture.person import Person, moments
from tests.torture.processes import CAN_FORK, NO_FORK, Child
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.subjects import Subject

RUNS: Final = 3_000
"""Processes killed in a full campaign."""
_STEPS: Final = 120
_REHEARSALS: Final = 3
HOUSEKEEPING: Final = (0.02, 0.2, 0.7)
"""Shares of the steps that are checkpoints, the last so that most kills hit one."""


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Kill processes at moments that are uniformly random within their work."""
    tally = Tally("kill -9", subject.name, seed)
    if not CAN_FORK:
        tally.cannot = NO_FORK
        return tally
    chance = random.Random(seed)
    with scratch() as folder:
        # How long a session takes, so that the moments are spread over all of it.
        lasting = [
            max(
                _rehearse(subject, seed, share_of, folder / f"rehearsal-{n}-{i}")
                for i in range(_REHEARSALS)
            )
            for n, share_of in enumerate(HOUSEKEEPING)
        ]
        for number in range(max(3, round(RUNS * share))):
            kind = number % len(HOUSEKEEPING)
            own = seed * 100_000 + number
            person = Person(own, links=subject.links, housekeeping=HOUSEKEEPING[kind])
            scene = folder / "story"
            subject.prepare(scene)
            delay = chance.uniform(0, lasting[kind] * 1.1)
            where = f"run {own}, killed after {delay * 1000:.1f} ms"
            with tally.watching(where):
                acknowledged = _killed(subject, person, scene, delay)
                past = moments(Person(own, subject.links, HOUSEKEEPING[kind]), _STEPS)
                begun = acknowledged < len(past) - 1
                tally.mark("killed at work" if begun else "killed at the end")
                tally.mark("killed while a file was replaced", len(list(scene.rglob("*.tmp"))))
                judge(subject, scene, past, acknowledged, tally, where, begun=begun)
            shutil.rmtree(scene)
    return tally


def _rehearse(subject: Subject, seed: int, housekeeping: float, folder: Path) -> float:
    subject.prepare(folder)
    started = time.perf_counter()
    _work(
        subject, Person(seed, links=subject.links, housekeeping=housekeeping), folder, lambda: None
    )
    return time.perf_counter() - started


def _killed(subject: Subject, person: Person, folder: Path, delay: float) -> int:
    """Kill a process that works in a folder; how many edits it acknowledged."""
    child = Child(lambda acknowledge: _work(subject, person, folder, acknowledge))
    time.sleep(delay)
    return child.killed()


def _work(subject: Subject, person: Person, folder: Path, acknowledge: Callable[[], None]) -> None:
    session = subject.open(folder, Files())
    for _ in range(_STEPS):
        step = person.next()
        person.did(step)
        if step.did == "reopen":
            session.close()
            session = subject.open(folder, Files())
            continue
        session.do(step)
        if step.is_edit:
            acknowledge()
    session.close()
