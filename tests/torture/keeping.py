"""All that is not the journal fails, for ever: edits are made and kept all the same."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from tests.torture.failures import FAILURES, FailingFiles
from tests.torture.judging import judge, scratch
from tests.torture.person import Person
from tests.torture.subjects import RefusedError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from tests.torture.failures import Failure
    from tests.torture.subjects import Subject
    from tests.torture.taps import Call

SESSIONS: Final = 40
"""Sessions in a full campaign, each with every failure."""
_STEPS: Final = 22


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """All that is not the journal fails, for ever: every edit must be made and kept."""
    tally = Tally("all but the journal fails", subject.name, seed)
    if not subject.links:
        tally.cannot = "it has no journal"
        return tally
    failures = [f for f in FAILURES if f.for_ever and f.error]
    with scratch() as folder:
        for number in range(max(1, round(SESSIONS * share))):
            own = seed * 1_000 + number
            for failure in failures:
                where = f"session {own}, {failure}"
                scene = folder / "story"
                with tally.watching(where):
                    _keep_on(subject, own, scene, failure, tally, where)
                shutil.rmtree(scene, ignore_errors=True)
    return tally


def _keep_on(
    subject: Subject, seed: int, scene: Path, failure: Failure, tally: Tally, where: str
) -> None:
    subject.prepare(scene)
    files = FailingFiles()
    session = subject.open(scene, files)
    person = Person(seed, links=subject.links, housekeeping=0.2)
    past = [person.moment]
    home = subject.home(scene)
    for number in range(_STEPS):
        step = person.next()
        if step.did == "reopen":
            continue
        if number == 3:
            files.arm(1, failure, lambda call: not _is_of_journal(call, home))
        try:
            session.do(step)
        except RefusedError as error:
            tally.lost += 1
            tally.found(where, f"an edit was refused: {error}")
            continue
        person.did(step)
        if step.is_edit:
            past.append(person.moment)
    tally.mark("calls that failed", len(files.failed))
    session.close()
    judge(subject, scene, past, len(past) - 1, tally, where)


def _is_of_journal(call: Call, home: Path) -> bool:
    """Whether a call writes the journal, or keeps its name and those of the folders it is in."""
    keeps_a_name = call.name == "sync_folder" and call.path in (home, *home.parents[:2])
    return call.path.name == "journal.jsonl" or keeps_a_name
