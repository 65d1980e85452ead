"""Another file takes the place of the one that is open, as by git, Dropbox or Syncthing.

Somebody else renames an older file over it, writes into it, deletes it, or moves its folder; the
person goes on as far as they are let, and then everything is killed. What was acknowledged must be
there after a repair, also what was acknowledged before the change.
"""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING, Final

from store.articles import find_story
from store.files import Files
from store.ledger.journal import JOURNAL
from store.story.repairing import repair_work
from tests.torture.judging import judge, scratch
from tests.torture.person import Person, moments
from tests.torture.processes import CAN_FORK, NO_FORK, Child
from tests.torture.subjects import ANNOTATOR, RefusedError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.person import Step
    from tests.torture.subjects import Session, Subject

RUNS: Final = 400
"""Changes in a full campaign."""
_AFTER: Final = 12
"""Steps that are tried after the change."""


class UnlookingFiles(Files):
    """As if nobody looked which file stands at the journal's path: for the negative control."""

    held: int | None = None

    def open_to_append(self, path: Path, *, must_exist: bool = False) -> int:
        descriptor = super().open_to_append(path, must_exist=must_exist)
        if path.name == JOURNAL:
            self.held = descriptor
        return descriptor

    def status(self, path: Path) -> os.stat_result:
        if path.name == JOURNAL and self.held is not None:
            return os.fstat(self.held)
        return super().status(path)


def _rename_over(path: Path, older: bytes) -> None:
    new = path.with_name("from elsewhere")
    new.write_bytes(older)
    os.replace(new, path)


def _write_over(path: Path, older: bytes) -> None:
    path.write_bytes(older)


def _cut(path: Path, older: bytes) -> None:
    os.truncate(path, len(older))


def _delete(path: Path, older: bytes) -> None:
    path.unlink()


def _move_folder(path: Path, older: bytes) -> None:
    path.parent.rename(path.parents[2] / "moved away")


def _replace_folder(path: Path, older: bytes) -> None:
    _move_folder(path, older)
    path.parent.mkdir()
    path.write_bytes(older)


_OF_FILES: Final = (_rename_over, _write_over, _cut, _delete)
_OF_FOLDERS: Final = (_move_folder, _replace_folder)


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Let another file take the place of the one that is open."""
    return _run(subject, seed, share, "file replaced while open", Files)


def run_unlooking(subject: Subject, seed: int, share: float = 1) -> Tally:
    """The same where nobody looks: here something must be lost."""
    return _run(subject, seed, share, "file replaced while open, no look", UnlookingFiles)


def _run(
    subject: Subject, seed: int, share: float, fault: str, files: Callable[[], Files]
) -> Tally:
    tally = Tally(fault, subject.name, seed)
    if not CAN_FORK:
        tally.cannot = NO_FORK
        return tally
    changes = (*_OF_FILES, *_OF_FOLDERS) if subject.links else _OF_FILES
    with scratch() as folder:
        # What a story that is gone has left of itself is to lie here, too.
        os.environ["XDG_DATA_HOME"] = str(folder / "share")
        for number in range(max(len(changes), round(RUNS * share))):
            own = seed * 1_000 + number
            change = changes[number % len(changes)]
            scene, where = folder / "story", f"session {own}, {change.__name__[1:]}"
            subject.prepare(scene)
            with tally.watching(where):
                _Replaced(subject, own, scene, files).play(change, tally, where)
            shutil.rmtree(scene)
            shutil.rmtree(folder / "share", ignore_errors=True)
    return tally


class _Replaced:
    """One session in which the file becomes another."""

    def __init__(
        self, subject: Subject, seed: int, scene: Path, files: Callable[[], Files]
    ) -> None:
        self.subject, self.seed, self.scene, self.files = subject, seed, scene, files
        chance = random.Random(seed)
        self.earlier = chance.randrange(1, 8)
        """Steps in a session before, which was closed."""
        self.common = chance.randrange(1, 8)
        """Steps after which somebody else takes a copy of the file."""
        self.more = chance.randrange(1, 20)
        """Steps from there to the change."""

    def play(self, change: Callable[[Path, bytes], None], tally: Tally, where: str) -> None:
        """Work, be interfered with, be killed, mend, and look."""
        child = Child(lambda acknowledge: self._work(change, acknowledge))
        acknowledged = child.finished()
        before = sum(step.is_edit for step in self._steps()[: self._changed_at])
        tally.refused += acknowledged == before
        tally.mark(change.__name__[1:])
        if self.subject.links and acknowledged:
            repair_work(find_story([self.scene]), ANNOTATOR)
        past = moments(self._person(), self._changed_at + _AFTER)
        judge(self.subject, self.scene, past, acknowledged, tally, where)

    @property
    def _changed_at(self) -> int:
        return self.earlier + self.common + self.more

    def _person(self) -> Person:
        return Person(self.seed, links=self.subject.links, housekeeping=0.1)

    def _steps(self) -> list[Step]:
        person, steps = self._person(), []
        for _ in range(self._changed_at + _AFTER):
            steps.append(person.next())
            person.did(steps[-1])
        return steps

    def _work(
        self, change: Callable[[Path, bytes], None], acknowledge: Callable[[], None]
    ) -> Session:
        session = self.subject.open(self.scene, self.files())
        older = b""
        for number, step in enumerate(self._steps()):
            path = self._file()
            if number == self.earlier:
                session.close()
                session = self.subject.open(self.scene, self.files())
            if number == self.earlier + self.common:
                older = path.read_bytes() if path.exists() else b""
            if number == self._changed_at:
                change(path, older)
            if step.did == "reopen":
                continue
            try:
                session.do(step)
            except RefusedError:
                break
            if step.is_edit:
                acknowledge()
        return session

    def _file(self) -> Path:
        home = self.subject.home(self.scene)
        return home / (JOURNAL if self.subject.links else "annotations.json")
