"""Folders as somebody leaves them, damaged in one way, and what is in them after a repair."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.files import Files
from store.ledger.inspection import inspect
from store.ledger.repair import repair
from tests.stories import open_story
from tests.torture.person import Person, State, changed, one_more
from tests.torture.scenes import Scene, left_behind
from tests.torture.subjects import Sidelight, StorySession

if TYPE_CHECKING:
    from pathlib import Path

    from store.ledger.restore_files import Report

HOME: Final = "annotations/ana"


class QuickFiles(Files):
    """Does not wait for the disk: for tests that look at files and not at a power cut."""

    def fsync(self, descriptor: int) -> None:
        """Nothing."""


QUICK: Final = QuickFiles()


def scene_of(seed: int, folder: Path, *, closed: bool) -> Scene:
    """What a random session leaves."""
    person = Person(seed, housekeeping=0.15)
    return left_behind(Sidelight(), person, folder, random.Random(seed), closed)


def lay_out(folder: Path, image: dict[str, bytes | None]) -> Path:
    """Write files into a folder that has to be new; gives the annotator's folder in it."""
    for name, data in image.items():
        path = folder / name
        if data is None:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return folder / HOME


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but for the lock, which holds nothing."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("lock", "lock.info")
    }


@dataclass(frozen=True)
class Opened:
    """What somebody sees who opens a story."""

    state: State
    read_only: str
    problems: tuple[str, ...]


def opened(folder: Path, *, read_only: bool = False) -> Opened:
    """Open a story, look, and leave."""
    with open_story(folder, read_only=read_only, files=QUICK) as workspace:
        seen = StorySession(workspace).seen()
        assert seen.counts_fit or seen.problems
        return Opened(seen.state, workspace.status.read_only, seen.problems)


def works(folder: Path, state: State) -> None:
    """Make sure that a story can be worked in: undo as far as it goes, redo, and edit."""
    with open_story(folder, files=QUICK) as workspace:
        assert not workspace.status.read_only
        steps = 0
        while workspace.undo() is not None:
            steps += 1
        for _ in range(steps):
            assert workspace.redo() is not None
        assert StorySession(workspace).seen().state == state
        step = one_more(state)
        assert step.edit is not None
        workspace.apply(step.edit)
        state = changed(state, step.edit)
    assert opened(folder).state == state


def repaired(home: Path) -> Report:
    """Repair a folder, and make sure that nothing is left to be found in it."""
    report = repair(home, QUICK)
    left = [str(finding) for finding in inspect(home, QUICK)]
    assert left == [], (left, report)
    again = repair(home, QUICK)
    assert (again.done, again.left, again.copies) == ([], [], "")
    return report
