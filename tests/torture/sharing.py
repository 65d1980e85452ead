"""Two processes at one story: one writes, the other is told so and loses nothing."""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING, Final

from store.annotations.edits import EditOfAnnotation
from store.annotations.model import Annotation
from store.files import Files
from tests.torture.judging import judge, opened, scratch
from tests.torture.person import TEXTS, Person, Step, moments, one_more
from tests.torture.processes import CAN_FORK, NO_FORK, Child
from tests.torture.recorder import image_of
from tests.torture.subjects import RefusedError, UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.subjects import Session, Subject

RUNS: Final = 200
"""Pairs of processes in a full campaign."""
_INSERTS: Final = 50
"""What each of two processes adds at the same time."""


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Let two processes add annotations at the same time, with no word between them."""
    tally = Tally("two processes at once", subject.name, seed)
    if not CAN_FORK:
        tally.cannot = NO_FORK
        return tally
    with scratch() as folder:
        for number in range(max(2, round(RUNS * share))):
            scene, where = folder / "story", f"pair {number}"
            subject.prepare(scene)
            # So that both find a file, and neither has to make it.
            subject.open(scene, Files()).close()
            with tally.watching(where):
                _both_at_once(subject, scene, tally, where)
            shutil.rmtree(scene)
    return tally


def _both_at_once(subject: Subject, scene: Path, tally: Tally, where: str) -> None:
    waiting, start = os.pipe()
    children = [Child(_adding(subject, scene, which, waiting)) for which in range(2)]
    os.write(start, b"..")  # one for each: they begin together
    counts = [child.finished() for child in children]
    os.close(waiting)
    os.close(start)
    tally.runs += 1
    tally.acknowledged += sum(counts)
    tally.refused += counts.count(0)
    said = {made.id for which in range(2) for made in _annotations(which)[: counts[which]]}
    try:
        with opened(subject, scene) as session:
            seen = session.seen()
    except UnreadableError as error:
        tally.unreadable += 1
        tally.found(where, f"cannot be opened: {error}")
        return
    there = {annotation.id for _, annotation in seen.state.annotations}
    tally.lost += len(said - there)
    if said - there:
        tally.found(where, f"{len(said - there)} of {len(said)} that were acknowledged are lost")
    if subject.links and there - said:
        tally.wrong += 1
        tally.found(where, f"{len(there - said)} are there that nobody acknowledged")


def _annotations(which: int) -> list[Annotation]:
    text = TEXTS["1_wire"]
    return [
        Annotation(f"01{'AB'[which]}{n:023}", 0, n % 30 + 1, "actor", text[: n % 30 + 1])
        for n in range(_INSERTS)
    ]


def _adding(
    subject: Subject, scene: Path, which: int, waiting: int
) -> Callable[[Callable[[], None]], None]:
    def work(acknowledge: Callable[[], None]) -> None:
        os.read(waiting, 1)
        try:
            session = subject.open(scene, Files())
        except UnreadableError:
            return  # the other one was in the middle of writing
        for made in _annotations(which):
            try:
                session.do(Step("edit", EditOfAnnotation("1_wire", None, made)))
            except RefusedError:
                continue
            acknowledge()
        session.close()

    return work


def run_handover(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Open what another process has open: it can be read; kill that one, and it can be edited."""
    tally = Tally("second opener, first killed", subject.name, seed)
    if not subject.links or not CAN_FORK:
        tally.cannot = NO_FORK if subject.links else "it has no lock: anybody can write at any time"
        return tally
    chance = random.Random(seed)
    with scratch() as folder:
        for number in range(max(2, round(RUNS * share))):
            own, edits = seed * 1_000 + number, chance.randrange(1, 30)
            scene, where = folder / "story", f"session {own}, killed after {edits} edits"
            subject.prepare(scene)
            with tally.watching(where):
                _hand_over(subject, own, edits, scene, tally, where)
            shutil.rmtree(scene)
    return tally


def _hand_over(
    subject: Subject, seed: int, edits: int, scene: Path, tally: Tally, where: str
) -> None:
    past = moments(Person(seed, housekeeping=0), edits)

    def work(acknowledge: Callable[[], None]) -> Session:
        person, session = Person(seed, housekeeping=0), subject.open(scene, Files())
        for _ in range(edits):
            step = person.next()
            session.do(step)
            person.did(step)
            acknowledge()
        return session

    holder = Child(work)
    holder.wait_for(edits)
    before = image_of(scene)
    with opened(subject, scene) as second:
        seen = second.seen()
        if second.writable or not any(str(holder.pid) in each for each in seen.notices):
            tally.wrong += 1
            tally.found(where, f"the second was not told who writes: {seen.notices}")
        try:
            second.do(one_more(past[-1].state))
        except RefusedError:
            tally.refused += 1
        else:
            tally.wrong += 1
            tally.found(where, "the second could write")
    if seen.state != past[-1].state or image_of(scene) != before:
        tally.wrong += 1
        tally.found(where, "the second did not see what was there, or changed it")
    holder.killed()
    judge(subject, scene, past, edits, tally, where)
