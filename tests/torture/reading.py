"""The n-th read fails: it is said, and nothing is overwritten for lack of what was not read."""

from __future__ import annotations

import errno
import itertools
import os
import random
import shutil
from typing import TYPE_CHECKING, Final

from store.files import Files
from tests.torture.judging import judge, scratch
from tests.torture.person import Moment, Person, changed, one_more
from tests.torture.recorder import write_image
from tests.torture.scenes import left_behind
from tests.torture.subjects import RefusedError, UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from tests.torture.subjects import Subject

SESSIONS: Final = 60
"""Stories in a full campaign in which every read fails once."""


class UnreadingFiles(Files):
    """Fails one read, or all from one on."""

    def __init__(self, at: int = 0, for_ever: bool = False) -> None:
        super().__init__()
        self.count = 0
        """Reads so far."""
        self._at, self._for_ever = at, for_ever

    def _strike(self) -> None:
        self.count += 1
        due = self.count >= self._at if self._for_ever else self.count == self._at
        if self._at and due:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def names(self, folder: Path, ending: str) -> list[str]:
        self._strike()
        return super().names(folder, ending)

    def read(self, path: Path, offset: int = 0) -> bytes:
        self._strike()
        return super().read(path, offset)

    def pieces(self, path: Path, offset: int = 0) -> Iterator[bytes]:
        self._strike()
        return super().pieces(path, offset)

    def read_line(self, path: Path, offset: int, most: int = -1) -> bytes:
        self._strike()
        return super().read_line(path, offset, most)

    def open_to_read(self, path: Path) -> BinaryIO:
        self._strike()
        return super().open_to_read(path)

    def size(self, path: Path) -> int:
        self._strike()
        return super().size(path)


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Fail every read of a visit to some stories, once and for ever."""
    tally = Tally("n-th read fails", subject.name, seed)
    if not subject.links:
        tally.cannot = "it has no call to read by that could be watched"
        return tally
    with scratch() as folder:
        for number in range(max(1, round(SESSIONS * share))):
            own = seed * 1_000 + number
            person = Person(own, links=subject.links, housekeeping=0.1)
            chance = random.Random(own)
            scene = left_behind(subject, person, folder / "story", chance, closed=not number % 2)
            for for_ever in (False, True):
                for at in itertools.count(1):
                    files = UnreadingFiles(at, for_ever)
                    where = f"session {own}, read {at}, {'for ever' if for_ever else 'once'}"
                    past = list(scene.past)
                    write_image(folder / "story", scene.image)
                    with tally.watching(where):
                        _visit(subject, folder / "story", files, past, tally)
                    judge(subject, folder / "story", past, len(past) - 1, tally, where)
                    shutil.rmtree(folder / "story")
                    if files.count < at:
                        break
    return tally


def _visit(
    subject: Subject, folder: Path, files: UnreadingFiles, past: list[Moment], tally: Tally
) -> None:
    """Look, edit and close while reads fail; an edit that is made is added to the past."""
    try:
        session = subject.open(folder, files)
    except UnreadableError:
        tally.refused += 1
        return
    try:
        seen = session.seen()
        if seen.problems:
            tally.refused += 1
        step = one_more(past[-1].state)
        try:
            session.do(step)
        except RefusedError:
            tally.mark("edits refused")
            return
        assert step.edit is not None
        past.append(Moment(changed(past[-1].state, step.edit), past[-1].state))
    finally:
        session.close()
