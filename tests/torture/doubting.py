"""An fsync that fails, and a power cut later: what was written then may never reach the disk."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from tests.torture.cutting import CUTS, Cuts
from tests.torture.judging import scratch
from tests.torture.person import Person
from tests.torture.recorder import Recorder
from tests.torture.scenes import STEPS
from tests.torture.subjects import RefusedError, UnconfirmedError, UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from tests.torture.person import Moment
    from tests.torture.subjects import Session, Subject
    from tests.torture.taps import Call

STATES: Final = 6_000
"""Disk states that are looked at in a full campaign."""


class _FailsOnce:
    """Says yes at the n-th time that it is asked."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, call: Call) -> bool:
        self._left -= 1
        return not self._left


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Fail one fsync of a session; open again, go on, and cut the power at any time after.

    An edit that was said to be unconfirmed may be there or not. What is shown when the story is
    opened again, and what is acknowledged from then on, must last.
    """
    tally = Tally("fsync fails, then power cut", subject.name, seed)
    for number in range(max(1, round(STATES * share / CUTS))):
        own = seed * 1_000 + number
        with scratch() as folder, tally.watching(f"session {own}"):
            chance = random.Random(own)
            person = Person(own, links=subject.links, housekeeping=chance.choice((0.05, 0.3)))
            recorder, past = _record(subject, person, folder / "story", chance, tally)
            Cuts(subject, recorder, past, chance, folder, tally, f"session {own}").cut(Cuts.judge)
    return tally


def _record(
    subject: Subject, person: Person, folder: Path, chance: random.Random, tally: Tally
) -> tuple[Recorder, list[Moment]]:
    subject.prepare(folder)
    recorder = Recorder(folder, failing=_FailsOnce(chance.randrange(2, STEPS)))
    session, past = _open(subject, folder, recorder), [person.moment]
    for _ in range(STEPS):
        step = person.next()
        if step.did == "reopen":
            _close(session, subject)
            session = _open(subject, folder, recorder)
            continue
        if step.is_edit:
            recorder.mark("begun", len(past))
        try:
            session.do(step)
            made = step.is_edit
        except RefusedError as error:
            _close(session, subject)
            session = _open(subject, folder, recorder)
            made = _state(session) == person.outcome(step)
            tally.mark("unconfirmed" if isinstance(error, UnconfirmedError) else "refused")
            if not made:
                recorder.mark("acknowledged", len(past) - 1)
        if made:
            person.did(step)
            recorder.mark("acknowledged", len(past))
            past.append(person.moment)
    _close(session, subject)
    return recorder, past


def _open(subject: Subject, folder: Path, recorder: Recorder) -> Session:
    try:
        return subject.open(folder, recorder)
    except UnreadableError:  # here the fsync failed; it does so only once
        return subject.open(folder, recorder)


def _state(session: Session) -> object:
    try:
        return session.seen().state
    except UnreadableError:
        return None


def _close(session: Session, subject: Subject) -> None:
    try:
        session.close()
    except (OSError, ValueError):
        if subject.links:
            raise
