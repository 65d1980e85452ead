"""Somebody looks at a story while another process writes in it: never a mixture, never a crash."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from store.files import Files
from tests.torture.judging import judge, opened, scratch
from tests.torture.person import Person
from tests.torture.processes import CAN_FORK, NO_FORK, Child
from tests.torture.subjects import UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.person import Moment, Step
    from tests.torture.subjects import Session, Subject

    Work = Callable[[Callable[[], None]], Session]

RUNS: Final = 60
"""Writers in a full campaign."""
_LOOKS: Final = 25
"""How often each is looked at."""
_STEPS: Final = 250


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Open a story again and again while a process edits it and writes its files."""
    tally = Tally("read while written", subject.name, seed)
    if not CAN_FORK:
        tally.cannot = NO_FORK
        return tally
    with scratch() as folder:
        for number in range(max(2, round(RUNS * share))):
            own = seed * 1_000 + number
            scene, where = folder / "story", f"session {own}"
            subject.prepare(scene)
            with tally.watching(where):
                _watch(subject, own, scene, tally, where)
            shutil.rmtree(scene)
    return tally


def _work(subject: Subject, seed: int, scene: Path) -> tuple[Work, list[Moment]]:
    person = Person(seed, links=subject.links, housekeeping=0.4)
    steps: list[Step] = []
    past = [person.moment]
    while len(steps) < _STEPS:
        step = person.next()
        if step.did == "reopen":
            continue  # whoever looks might then be the one who may write
        person.did(step)
        steps.append(step)
        if step.is_edit:
            past.append(person.moment)

    def work(acknowledge: Callable[[], None]) -> Session:
        session = subject.open(scene, Files())
        acknowledge()
        for step in steps:
            session.do(step)
            if step.is_edit:
                acknowledge()
        return session

    return work, past


def _watch(subject: Subject, seed: int, scene: Path, tally: Tally, where: str) -> None:
    work, past = _work(subject, seed, scene)
    writer = Child(work)
    writer.wait_for(1)
    said = {
        name: frozenset().union(*(getattr(moment.state, name) for moment in past))
        for name in ("annotations", "relations", "clusters")
    }
    for number in range(_LOOKS):
        with tally.watching(f"{where}, look {number}"):
            tally.runs += 1
            try:
                with opened(subject, scene) as reader:
                    seen = reader.seen()
            except UnreadableError as error:
                tally.unreadable += 1
                tally.found(where, f"look {number}: cannot be opened: {error}")
                continue
            between = len(seen.state.annotations) > 0 and seen.state != past[-1].state
            tally.mark("seen at work", between)
            if not all(getattr(seen.state, name) <= those for name, those in said.items()):
                tally.wrong += 1
                tally.found(where, f"look {number} shows what was never said")
            if seen.troubled:
                tally.unreadable += 1
                tally.found(where, f"look {number}: {seen.problems}")
    writer.finished()
    judge(subject, scene, past, len(past) - 1, tally, where)
