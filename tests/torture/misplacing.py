"""What is no file in the place of one, and outputs in the place of what a story is made of.

To wait for a pipe is to wait without end. So nothing waits here: Python tells of each opening
before it is made, and one of what is no file is counted and prevented.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

from store.articles import find_story
from store.destination import Protected
from store.errors import SidelightError
from store.files import Files
from store.formats.exporting import export_to_file
from store.story.workspace import Workspace
from tests.torture.judging import judge, scratch
from tests.torture.person import Moment, Person, changed, one_more
from tests.torture.recorder import image_of, write_image
from tests.torture.scenes import left_behind
from tests.torture.subjects import ANNOTATOR, RefusedError, UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.torture.subjects import Subject

RUNS: Final = 60
"""Stories in a full campaign, in each of which every file is something else once."""


class _OpenedError(Exception):
    """What is no file was about to be opened."""


class _HarmedError(Exception):
    """What is no file was taken away, or nobody was told of it."""


class _Watch:
    """Prevents that one path is opened, while there is one."""

    path: Path | None = None

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.path is not None and event == "open" and arguments[0] == str(self.path):
            raise _OpenedError(f"{self.path.name} was opened, which is no file")


class HastyFiles(Files):
    """Opens whatever has a name, as any program does: for the negative control."""

    def read(self, path: Path, offset: int = 0) -> bytes:
        with path.open("rb") as file:
            file.seek(offset)
            return file.read()

    def status(self, path: Path) -> os.stat_result:
        return os.stat(path)

    def open_to_append(self, path: Path, *, must_exist: bool = False) -> int:
        return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)

    def open_new(self, path: Path, flags: int) -> int:
        return os.open(path, flags, 0o644)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    # A socket's path may have no more than some hundred characters: it is named from beside it.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(here)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


_KINDS: Final = (_pipe, _socket, _device, Path.mkdir)


def run_strange(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Put a pipe, a socket, a device and a folder in the place of each file."""
    # TinyDB as it comes opens its file by itself, as any program does.
    files = Files() if subject.links else HastyFiles()
    return _run_strange(subject, seed, share, "no file in a file's place", files)


def run_hasty(subject: Subject, seed: int, share: float = 1) -> Tally:
    """The same where nobody looks before they open: here something must be opened."""
    return _run_strange(subject, seed, share, "no file in a file's place, no check", HastyFiles())


def _run_strange(subject: Subject, seed: int, share: float, fault: str, files: Files) -> Tally:
    tally = Tally(fault, subject.name, seed)
    if not hasattr(os, "mkfifo"):
        tally.cannot = "this system has no named pipes"
        return tally
    watch = _Watch()
    sys.addaudithook(watch.hook)
    with scratch() as folder:
        for number in range(max(1, round(RUNS * share))):
            own = seed * 1_000 + number
            person = Person(own, links=subject.links, housekeeping=0.1)
            chance = random.Random(own)
            shutil.rmtree(folder / "s", ignore_errors=True)
            scene = left_behind(subject, person, folder / "s", chance, closed=not number % 2)
            names = [name for name, data in scene.image.items() if data is not None]
            home = subject.home(folder / "s")
            for name in (n for n in names if home in (folder / "s" / n).parents):
                for put in _KINDS:
                    where = f"session {own}, {name}, {put.__name__.strip('_')}"
                    shutil.rmtree(folder / "s", ignore_errors=True)
                    with tally.watching(where):
                        write_image(folder / "s", scene.image)
                        path = folder / "s" / name
                        data = path.read_bytes()
                        path.unlink()
                        put(path)
                        watch.path = path
                        past = scene.past
                        try:
                            past = _use(subject, folder / "s", path, past, files, tally)
                        except (_OpenedError, _HarmedError) as error:
                            tally.wrong += 1
                            tally.found(where, str(error))
                            continue
                        finally:
                            watch.path = None
                        # Whoever put it there takes it away, and puts back what was there.
                        path.rmdir() if put is Path.mkdir else path.unlink()
                        path.write_bytes(data)
                        judge(subject, folder / "s", past, len(past) - 1, tally, where)
    return tally


def _use(
    subject: Subject, folder: Path, path: Path, past: list[Moment], files: Files, tally: Tally
) -> list[Moment]:
    """Open, read, edit and close; what was said then, as far as it was acknowledged."""
    kind = stat.S_IFMT(os.lstat(path).st_mode)
    said = ""
    try:
        session = subject.open(folder, files)
        try:
            seen = session.seen()
            said = " ".join((*seen.problems, *seen.notices, session.told))
            step = one_more(past[-1].state)
            if session.writable and seen.state == past[-1].state:
                assert step.edit is not None
                session.do(step)
                past = [*past, Moment(changed(past[-1].state, step.edit), past[-1].state)]
        except RefusedError as error:
            said += str(error)
        finally:
            session.close()
        said += session.told
    except UnreadableError as error:
        said = str(error)
        if path.name not in said:
            raise _HarmedError(f"what is said does not name it: {said}") from error
    tally.refused += path.name in said
    if stat.S_IFMT(os.lstat(path).st_mode) != kind:
        raise _HarmedError("it was not left alone")
    return past


# Outputs ------------------------------------------------------------------------------------


def run_over(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Export onto every file of a story, by every spelling of its path."""
    return _run_over(subject, seed, share, "export over a story")


def run_over_unprotected(subject: Subject, seed: int, share: float = 1) -> Tally:
    """The same where nothing is protected: here something must be written over."""
    with mock.patch.object(Protected, "refusal", return_value=""):
        return _run_over(subject, seed, share, "export over a story, no refusal")


def _run_over(subject: Subject, seed: int, share: float, fault: str) -> Tally:
    tally = Tally(fault, subject.name, seed)
    if not subject.links:
        tally.cannot = "it has no export"
        return tally
    with scratch() as folder:
        for number in range(max(1, round(RUNS * share / 3))):
            own = seed * 1_000 + number
            person, chance = Person(own), random.Random(own)
            scene = left_behind(subject, person, folder / "s", chance, closed=True)
            for name in [name for name, data in scene.image.items() if data is not None]:
                for spell in _SPELLINGS:
                    write_image(folder / "s", scene.image)
                    where = f"session {own}, {name}, {spell.__name__}"
                    with tally.watching(where):
                        _export_over(folder / "s", spell(folder, folder / "s" / name), tally, where)
                        past = scene.past
                        judge(subject, folder / "s", past, len(past) - 1, tally, where)
                    shutil.rmtree(folder / "s")
                    (folder / "link").unlink(missing_ok=True)
    return tally


def _export_over(story: Path, path: Path, tally: Tally, where: str) -> None:
    before = image_of(story)
    with Workspace.open(find_story([story]), ANNOTATOR, read_only=True) as workspace:
        try:
            export_to_file(workspace, path)
        except SidelightError:
            tally.refused += 1
    if image_of(story) != before:
        tally.wrong += 1
        tally.found(where, "it was written over")


def _plainly(_: Path, path: Path) -> Path:
    return path


def _by_steps_up(_: Path, path: Path) -> Path:
    return path.parent / ".." / path.parent.name / path.name


def _by_link(folder: Path, path: Path) -> Path:
    (folder / "link").symlink_to(path)
    return folder / "link"


def _by_linked_folder(folder: Path, path: Path) -> Path:
    (folder / "link").symlink_to(path.parent)
    return folder / "link" / path.name


_SPELLINGS: Final[tuple[Callable[[Path, Path], Path], ...]] = (
    _plainly, _by_steps_up, _by_link, _by_linked_folder,
)  # fmt: skip
