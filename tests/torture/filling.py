"""A disk that is really full: a small one of its own, filled until edits are refused."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.files import Files
from tests.torture.judging import judge, scratch
from tests.torture.person import Moment, Person
from tests.torture.processes import Child
from tests.torture.subjects import SUBJECTS, RefusedError, UnconfirmedError, UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from tests.torture.person import Step
    from tests.torture.subjects import Session, Subject

RUNS: Final = 200
"""Times that the disk is filled in a full campaign."""
_SIZE: Final = 1 << 20
_STEPS: Final = 2_000
_AFTER: Final = 12
"""Steps that are tried on a disk that is full."""
_MOUNT: Final = 'mount -t tmpfs -o size="$1" tmpfs "$2" && shift 2 && exec "$@"'


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Fill a disk of one megabyte that only a process of its own can see."""
    tally = Tally("disk full", subject.name, seed)
    key = next(key for key, each in SUBJECTS.items() if each is subject)
    unshare = shutil.which("unshare")
    if unshare is None or sys.platform != "linux":
        tally.cannot = "it takes Linux and the program `unshare` to mount a small disk"
        return tally
    flags = "-m" if os.geteuid() == 0 else "-rm"
    with tempfile.TemporaryDirectory(prefix="sidelight-torture-") as folder:
        program = [
            sys.executable,
            "-m",
            "tests.torture.filling",
            key,
            str(seed),
            str(share),
            folder,
        ]
        done = subprocess.run(
            [unshare, flags, "sh", "-c", _MOUNT, "sh", str(_SIZE), folder, *program],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it did not say why"]
        if "mount" in said[-1] or "unshare" in said[-1]:
            tally.cannot = f"a small disk cannot be mounted here: {said[-1]}"
            return tally
        raise AssertionError(done.stderr)
    return Tally.of(json.loads(done.stdout))


def fill(subject: Subject, seed: int, share: float, disk: Path) -> Tally:
    """Fill a small disk again and again.

    Args:
        subject: What works on it.
        seed: Of all that is left to chance.
        share: Of the full number of times.
        disk: A folder in which nothing else is.
    """
    tally = Tally("disk full", subject.name, seed)
    for number in range(max(2, round(RUNS * share))):
        own = seed * 1_000 + number
        scene, ballast = disk / "story", disk / "ballast"
        subject.prepare(scene)
        chance = random.Random(own)
        free = chance.randrange(4, 40) * 1024
        # The rest is taken by something that can be removed later.
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free - free))
        is_killed = number % 2 == 1
        where = f"session {own}, {free // 1024} KB free" + ", killed" * is_killed
        with tally.watching(where):
            _Full(subject, own, scene, tally, where).fill(ballast, is_killed)
        shutil.rmtree(scene)
        ballast.unlink(missing_ok=True)
    return tally


class _Full:
    """One session on a disk that gets full, with the model of what was acknowledged."""

    def __init__(self, subject: Subject, seed: int, scene: Path, tally: Tally, where: str) -> None:
        self.subject, self.seed, self.scene = subject, seed, scene
        self.tally, self.where = tally, where

    def fill(self, ballast: Path, is_killed: bool) -> None:
        """Work until the disk is full and on; then free it, and everything must be there."""
        if is_killed:
            with scratch() as elsewhere:
                child = Child(lambda _: self._work_apart(elsewhere / "past"))
                child.finished()
                past, begun = pickle.loads((elsewhere / "past").read_bytes())
            try:
                # Still full: it opens or says why not, and destroys nothing.
                self._close(self._open())
            except UnreadableError:
                self.tally.mark("openings refused on the full disk")
            ballast.unlink()
        else:
            session = self._open()
            person, past, unsure = self.work(session)
            begun = unsure is not None
            ballast.unlink()
            while not begun:
                # There is space again: in the same session edits are made again.
                step = self._next(person)
                session.do(step)
                person.did(step)
                if step.is_edit:
                    past.append(person.moment)
                    break
            self._close(session)
        self.tally.refused += 1
        judge(
            self.subject,
            self.scene,
            past,
            len(past) - 1 - begun,
            self.tally,
            self.where,
            begun=begun,
        )

    def _open(self) -> Session:
        return self.subject.open(self.scene, Files())

    def _close(self, session: Session) -> None:
        try:
            session.close()
        except OSError:
            if self.subject.links:
                raise

    def _next(self, person: Person) -> Step:
        while True:
            step = person.next()
            if step.did != "reopen":
                return step

    def work(self, session: Session) -> tuple[Person, list[Moment], Step | None]:
        """Work until edits are refused, and try some more.

        Returns:
            The person, what was said after 0, 1, 2 … edits, and the step that may be there or
            not: TinyDB says of no error whether it has written or not.
        """
        person = Person(self.seed, links=self.subject.links, housekeeping=0.1, most=_STEPS)
        past = [person.moment]
        refusals = 0
        for _ in range(_STEPS):
            step = self._next(person)
            try:
                session.do(step)
            except RefusedError as error:
                refusals += 1
                if not self.subject.links or isinstance(error, UnconfirmedError):
                    maybe = Moment(person.outcome(step), person.state)
                    return person, [*past, maybe], step
                if session.seen().state != person.state or not session.told:
                    raise AssertionError("a refused edit is shown, or nothing is said") from None
                if refusals == _AFTER:
                    return person, past, None
                continue
            person.did(step)
            if step.is_edit:
                past.append(person.moment)
        raise AssertionError("the disk did not get full")

    def _work_apart(self, file: Path) -> None:
        _, past, unsure = self.work(self._open())
        file.write_bytes(pickle.dumps((past, unsure is not None)))


if __name__ == "__main__":
    _subject, _seed, _share, _folder = sys.argv[1:]
    _tally = fill(SUBJECTS[_subject], int(_seed), float(_share), Path(_folder))
    print(json.dumps(asdict(_tally)))
