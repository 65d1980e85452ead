"""The n-th call that changes something fails, for every n of a whole session."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from tests.torture.failures import FAILURES, FailingFiles
from tests.torture.judging import count_what_is_missing, difference, judge, scratch
from tests.torture.person import Person
from tests.torture.subjects import RefusedError, UnconfirmedError, UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from tests.torture.failures import Failure
    from tests.torture.person import Moment, Step
    from tests.torture.subjects import Session, Subject

STEPS: Final = 22
"""Steps of the session in which every call fails once."""
SESSIONS: Final = 5
"""Different sessions in a full campaign."""


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Fail every call of some sessions, in every way; a small share takes only some of them."""
    tally = Tally("n-th call fails", subject.name, seed)
    sessions = max(1, round(SESSIONS * share))
    stride = max(1, round(sessions / (SESSIONS * share)))
    with scratch() as folder:
        for number in range(sessions):
            own = seed * 1_000 + number
            calls = _count_calls(subject, own, folder / "rehearsal")
            shutil.rmtree(folder / "rehearsal")
            tally.mark("calls that failed at least once", calls)
            for which, failure in enumerate(FAILURES):
                for at in range(1 + (which + own) % stride, calls + 1, stride):
                    where = f"session {own}, call {at} of {calls}, {failure}"
                    scene = folder / "story"
                    with tally.watching(where):
                        _Run(subject, own, scene, tally, where).fail(at, failure)
                    shutil.rmtree(scene, ignore_errors=True)
    return tally


def _count_calls(subject: Subject, seed: int, folder: Path) -> int:
    files = FailingFiles()
    _Run(subject, seed, folder, Tally("rehearsal", subject.name, seed), "").work(files)
    return files.count


class _Run:
    """One session in which something fails, with the model of what may be there after it."""

    def __init__(self, subject: Subject, seed: int, folder: Path, tally: Tally, where: str) -> None:
        self.subject, self.folder, self.tally, self.where = subject, folder, tally, where
        self.person = Person(seed, links=subject.links, housekeeping=0.3)
        self.past: list[Moment] = [self.person.moment]
        self.unsure: Step | None = None
        """A step that may have been made or not."""
        self.refused = 0
        subject.prepare(folder)

    def fail(self, at: int, failure: Failure) -> None:
        """Work while calls fail, then look at what is left."""
        files = FailingFiles().arm(at, failure)
        self.work(files)
        files.disarm()
        begun = self.unsure is not None
        if self.unsure is not None:
            self._made(self.unsure)
        self.tally.refused += bool(self.refused)
        judge(
            self.subject,
            self.folder,
            self.past,
            len(self.past) - 1 - begun,
            self.tally,
            self.where,
            begun=begun,
        )

    def work(self, files: FailingFiles) -> None:
        """Take the steps of the session; what is refused is tried no more."""
        session = self._open(files)
        for _ in range(STEPS):
            step = self.person.next()
            if step.did == "reopen" or session is None:
                if session is not None:
                    self._close(session)
                session = self._open(files)
                if session is not None:
                    self._look_after_opening(session)
                continue
            if self.unsure is not None:
                # The story is read-only until somebody opens it again.
                self._close(session)
                session = self._open(files)
                if session is not None:
                    self._look_after_opening(session)
                continue
            self._take(session, step, files)
        if session is not None:
            self._close(session)

    def _take(self, session: Session, step: Step, files: FailingFiles) -> None:
        failed = len(files.failed)
        try:
            session.do(step)
        except UnconfirmedError:
            self.unsure = step
            self.refused += 1
            self.tally.mark("edits unconfirmed")
            self._say(not session.writable, "an unconfirmed edit left the story writable")
        except RefusedError:
            self.refused += 1
            self.tally.mark("edits refused")
            if not self.subject.links:
                self.unsure = step  # TinyDB says of no error whether it has written or not
            elif step.is_edit and session.writable:
                synced = [c for c in files.failed[failed:] if c.name == "sync"]
                journal = [c for c in synced if c.path.name == "journal.jsonl"]
                only = len(files.failed) - failed == len(journal) > 0
                self._say(not only, "a failed fsync of the journal was not called unconfirmed")
        else:
            if step.is_edit:
                self._made(step)
            elif len(files.failed) > failed and self.subject.links:
                names = {c.name for c in files.failed[failed:]} - {"close", "remove"}
                if names and files.failure.writes != "less":
                    self.tally.mark("checkpoints that failed")
                    self._say(bool(session.told), "a checkpoint failed and nothing was said")
        if self.subject.links:
            seen = session.seen()
            if seen.state != self.person.state:
                self.tally.wrong += 1
                what = difference(self.person.state, seen.state)
                self.tally.found(self.where, f"after {step.did} shows what is not so\n{what}")

    def _say(self, fits: object, what: str) -> None:
        if not fits:
            self.tally.wrong += 1
            self.tally.found(self.where, what)

    def _made(self, step: Step) -> None:
        self.person.did(step)
        self.past.append(self.person.moment)

    def _open(self, files: FailingFiles) -> Session | None:
        try:
            return self.subject.open(self.folder, files)
        except UnreadableError:
            self.refused += 1
            self.tally.mark("openings refused")
            return None

    def _close(self, session: Session) -> None:
        try:
            session.close()
        except (OSError, ValueError) as error:
            if self.subject.links:
                raise AssertionError(f"closing raised {error!r}") from error

    def _look_after_opening(self, session: Session) -> None:
        """Settle what was unsure, and compare while calls may still fail."""
        try:
            seen = session.seen()
        except UnreadableError:
            return  # said by the judge, when nothing fails any more
        unsure, self.unsure = self.unsure, None
        if unsure is not None and seen.state == self.person.outcome(unsure):
            self._made(unsure)
        elif seen.state != self.person.state and not seen.problems and self.subject.links:
            count_what_is_missing(self.past, seen.state, self.tally, self.where)
