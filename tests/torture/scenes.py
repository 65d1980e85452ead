"""Folders as a session leaves them: closed, or killed right after an acknowledged edit."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.torture.disk import Disk
from tests.torture.recorder import Mark, Recorder

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.person import Moment, Person
    from tests.torture.subjects import Subject
    from tests.torture.taps import Call

STEPS: Final = 40
"""Steps of a session, edits and housekeeping together."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What lies in a folder, and what was said by then."""

    image: dict[str, bytes | None]
    past: list[Moment]
    """After 0, 1, 2 … acknowledged edits; the last is what must be there."""


def record(
    subject: Subject,
    person: Person,
    folder: Path,
    without: Callable[[Call], bool] | None = None,
    steps: int = STEPS,
) -> tuple[Recorder, list[Moment]]:
    """Let somebody work with nothing failing, and write down all that is done to the disk.

    Returns:
        What was done, and what was said after 0, 1, 2 … edits.
    """
    subject.prepare(folder)
    recorder = Recorder(folder, without)
    session = subject.open(folder, recorder)
    past = [person.moment]
    for _ in range(steps):
        step = person.next()
        if step.did == "reopen":
            session.close()
            session = subject.open(folder, recorder)
            continue
        if step.is_edit:
            recorder.mark("begun", len(past))
        session.do(step)
        person.did(step)
        if step.is_edit:
            recorder.mark("acknowledged", len(past))
            past.append(person.moment)
    session.close()
    return recorder, past


def left_behind(
    subject: Subject, person: Person, folder: Path, chance: random.Random, closed: bool
) -> Scene:
    """What a session leaves: all in order, or killed while the journal has more than the files.

    Args:
        subject: What is worked with.
        person: Who works.
        folder: Where; it is not there before and not after.
        chance: Picks the moment of the kill.
        closed: Whether the session came to its end.
    """
    recorder, past = record(subject, person, folder)
    shutil.rmtree(folder)
    disk, acknowledged = Disk.of(recorder.image), len(past) - 1
    idle = [
        (number + 1, event.number)
        for number, event in enumerate(recorder.events)
        if isinstance(event, Mark) and event.name == "acknowledged" and event.number > 5
    ]
    end = len(recorder.events)
    if not closed:
        end, acknowledged = chance.choice(idle)
    for event in recorder.events[:end]:
        disk.take(event)
    return Scene(disk.now(), past[: acknowledged + 1])
