"""Jobs that write a file or mend a folder, each ended after every call: killed, or the power cut.

What a job has begun is then as it was before, or as it was to be, and never half of it. Who does it
again finds it done. What it leaves behind beside that has a name by which it is cleaned up.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol
from unittest.mock import patch

from store import destination
from store.articles import find_story
from store.destination import Destination, Protected
from store.files import TEMPORARY, Files
from store.formats.exporting import export_to_file
from store.formats.matrix.writing import write_matrix
from store.formats.reading import Input
from store.formats.registry import format_named
from store.formats.staging import staging_folder
from store.importing.dataset import import_dataset
from store.ledger import line_writer
from store.ledger.backups import Backups
from store.ledger.checkpoints import BACKUPS
from store.ledger.inspection import REPAIRS
from store.ledger.ledger import Ledger
from store.ledger.lock import LOCK_INFO
from store.ledger.opening import REPAIRING
from store.ledger.repair import repair
from store.story.history import edit_back_to
from store.story.workspace import Workspace
from tests.torture.damage import random_damage
from tests.torture.judging import opened, scratch
from tests.torture.parting import work_in
from tests.torture.person import Person, State, one_more
from tests.torture.recorded import Recorded, same_time
from tests.torture.recorder import image_of, write_image
from tests.torture.scenes import left_behind, record
from tests.torture.subjects import ANNOTATOR, SUBJECTS
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.torture.recorded import Image
    from tests.torture.recorder import Recorder
    from tests.torture.subjects import Subject
    from tests.torture.taps import Call

ROUNDS: Final = 100
"""How often each job is done in a full campaign."""
_OURS: Final = SUBJECTS["sidelight"]
_BASE: Final = datetime(2026, 6, 1, 9, tzinfo=UTC)


class Job(Protocol):
    """Something that is done in a folder, which it has made ready when it is made itself."""

    def work(self, files: Recorder) -> None:
        """Do it."""

    def faults(self, *, done: bool) -> Iterator[str]:
        """What is wrong with what lies in the folder, once it was done undisturbed."""


def run(
    job: Callable[[Path, random.Random], Job],
    subject: Subject,
    seed: int,
    share: float = 1,
    without: Callable[[], Callable[[Call], bool]] | None = None,
    fault: str = "",
    most: int = 1_000_000,
) -> Tally:
    """Do a job, and look at each state in which it can be ended.

    Args:
        job: Makes a folder ready for it.
        subject: What is worked with; only Sidelight has these jobs.
        seed: Of all that is left to chance.
        share: Of the full number of rounds.
        without: Makes what says of a call that it is left out, to prove that this is noticed: of
            the power cuts, the last first, they are looked at until it is.
        fault: As the table names it.
        most: States of a round that are looked at, by chance.
    """
    tally = Tally(fault, subject.name, seed)
    if not subject.links:
        tally.cannot = "it has no such job"
        return tally
    for number in range(max(1, round(ROUNDS * share))):
        own = seed * 1_000 + number
        with scratch() as folder, same_time(), tally.watching(f"round {own}"):
            chance, place = random.Random(own), folder / "place"
            made = job(place, chance)
            recorded = Recorded(place, made.work, without and without())
            tally.mark("calls", len(recorded.calls))
            for fault_there in made.faults(done=True):
                raise AssertionError(f"undisturbed: {fault_there}")
            states = [("power cut", *each) for each in recorded.cut(chance)][::-1]
            states += [("killed", *each) for each in recorded.killed()] * (without is None)
            if most < len(states):
                states = chance.sample(states, most)
            for how, calls, image in states:
                shutil.rmtree(place)
                write_image(place, image)
                where = f"round {own}, {how} after call {calls} of {len(recorded.calls)}"
                tally.mark(how)
                if not _look(made, calls >= recorded.done, tally, where) and without is not None:
                    return tally
    return tally


def _look(job: Job, done: bool, tally: Tally, where: str) -> bool:
    """Whether all is well."""
    tally.runs += 1
    tally.acknowledged += done
    with tally.watching(where):
        for found in job.faults(done=done):
            tally.wrong += not done
            tally.lost += done
            tally.found(where, found)
            return False
    return not tally.crashed


# Files that are written ----------------------------------------------------------------------


class Exporting:
    """An export over an older file, or into a new folder."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        self.story, self.out = place / "story", place / "out"
        record(_OURS, Person(chance.randrange(10**6), housekeeping=0), self.story, steps=12)
        self.out.mkdir()
        self.format = chance.choice(("jsonl", "brat"))
        self.target = self.out / "data"
        if self.format == "jsonl":
            self.target.write_bytes(b"what was exported before\n" * 30)
        self.before, self.kept = image_of(self.out), image_of(self.story)
        self.after: Image = {}

    def work(self, files: Recorder) -> None:
        story = find_story([self.story])
        with Workspace.open(story, ANNOTATOR, read_only=True) as workspace:
            export_to_file(workspace, self.target, files, self.format)
        self.after = image_of(self.out)

    def faults(self, *, done: bool) -> Iterator[str]:
        yield from _left_in(self.out)
        there = image_of(self.out)
        if there != self.after and (done or there != self.before):
            yield f"there is {sorted(there)}, and it is not what was exported"
        if image_of(self.story) != self.kept:
            yield "the story has changed"


class Reporting(Exporting):
    """A report over an older one, as a page that is staged or as JSON."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        super().__init__(place, chance)
        self.is_page = chance.random() < 0.5
        self.target = self.out / "report"
        self.target.write_bytes(b"what was reported before\n" * 30)
        self.before = image_of(self.out)

    def work(self, files: Recorder) -> None:
        place = Destination.at(self.target, Protected.of([self.story]))
        with patch.object(destination, "Files", lambda: files):
            if self.is_page:
                write_matrix("<p>what is reported</p>\n" * 60, place)
            else:
                place.write(b'{"reported": 1}\n' * 60)
        self.after = image_of(self.out)

    def faults(self, *, done: bool) -> Iterator[str]:
        for left in self.out.glob(f".*{TEMPORARY}"):
            left.unlink()  # of the same name always: the next report writes it anew
        yield from super().faults(done=done)


class Importing:
    """An import of new articles, after an edit of the same session: else that edit's wait for the
    folder would hide that nobody waits for it."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        self.story, self.rows = place / "story", place / "rows.jsonl"
        record(_OURS, Person(chance.randrange(10**6), housekeeping=0), self.story, steps=4)
        self.texts = {
            f"new_{number}": f"Report {number}: {'Moscow sent troops. ' * chance.choice((1, 40))}\n"
            for number in range(chance.randint(1, 3))
        }
        self.at_once = chance.choice((100, 1 << 20))
        """In every second round its line is written in pieces, as that of a large one is."""
        spans = [{"start": 0, "end": 6, "label": "actor"}]
        rows = ({"id": name, "text": text, "spans": spans} for name, text in self.texts.items())
        self.rows.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    def work(self, files: Recorder) -> None:
        with Workspace.open(find_story([self.story]), ANNOTATOR, files=files) as workspace:
            step = one_more(State())
            assert step.edit is not None
            workspace.apply(step.edit)
            with patch.object(line_writer, "_AT_ONCE", self.at_once):
                import_dataset(workspace, format_named("jsonl"), Input(self.rows), files=files)
            files.mark("acknowledged", 1)

    def faults(self, *, done: bool) -> Iterator[str]:
        yield from _left_in(self.story)
        with Workspace.open(find_story([self.story]), ANNOTATOR) as workspace:
            there = {name for name in self.texts if len(workspace.now.kept(name))}
            whole = {
                ref.id
                for ref in workspace.story.articles
                if self.texts.get(ref.id) == workspace.article(ref.id).article.text
            }
        if there - whole or ((there or done) and there != self.texts.keys()):
            yield f"annotated are {sorted(there)}, of which {sorted(whole)} are whole"


def _left_in(folder: Path) -> Iterator[str]:
    """What an ended job has left beside what it was to make, and the next does not take away."""
    staged = [path for path in folder.iterdir() if path.name.startswith(".sidelight-")]
    for path in staged:
        os.utime(path, (0, 0))
    with staging_folder(folder / "next"):
        yield from (f"{path.name} is never cleaned up" for path in staged if path.exists())


# A folder that is changed --------------------------------------------------------------------


class Repairing:
    """A repair of one damaged file, or of several."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        person = Person(chance.randrange(10**6), housekeeping=0.2)
        scene = left_behind(_OURS, person, place, chance, closed=chance.random() < 0.7)
        write_image(place, scene.image)
        self.home = _OURS.home(place)
        for _ in range(chance.choice((1, 1, 3))):
            kept = {name: data for name, data in image_of(self.home).items() if data}
            damage = random_damage({n: d for n, d in kept.items() if n != LOCK_INFO}, chance)
            assert damage is not None
            (self.home / damage.path).write_bytes(damage.data)
        self.before = work_in(self.home)
        self.after: Image = {}
        self.is_writable = False

    def work(self, files: Recorder) -> None:
        repair(self.home, files)
        self.after = work_in(self.home)
        self.is_writable = self._is_writable()

    def _is_writable(self) -> bool:
        with Ledger.to_write(self.home, Files()) as ledger:
            return not ledger.status.read_only

    def faults(self, *, done: bool) -> Iterator[str]:
        is_under_way = (self.home / REPAIRING).exists()
        if done and is_under_way:
            yield "it was done, and is not any more"
        there = image_of(self.home)
        if done and work_in(self.home) != self.after:
            yield f"of {_differing(work_in(self.home), self.after)} it is not what was done"
        copies = {(n.split("/", 2)[2], d) for n, d in there.items() if n.startswith(f"{REPAIRS}/20")
                  and n.count("/") > 1}  # fmt: skip
        for name, data in self.before.items():
            if data is not None and there.get(name) != data and (name, data) not in copies:
                yield f"{name} as it was before is gone"
        with Ledger.to_read(self.home, Files()) as ledger:
            if is_under_way and "interrupted" not in " ".join(ledger.status.notices):
                yield "nobody is told that it was interrupted"
        report = repair(self.home, Files())
        if any(said.startswith(REPAIRING) for said in report.left):
            yield "its note is half written"
        if work_in(self.home) != self.after or self._is_writable() != self.is_writable:
            differing = _differing(work_in(self.home), self.after)
            yield f"done again {differing} is not what it was to be"


def _differing(one: Image, other: Image) -> list[str]:
    return sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))


class GoingBack:
    """An undo to an earlier step, as one edit."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        self.place = place
        person = Person(chance.randrange(10**6), housekeeping=0)
        _, past = record(_OURS, person, place, steps=14)
        self.step = chance.randrange(len(past) - 1)
        self.before = past[-1].state
        self.after = past[self.step].state

    def work(self, files: Recorder) -> None:
        with Workspace.open(find_story([self.place]), ANNOTATOR, files=files) as workspace:
            edit, _ = edit_back_to(workspace, f"#{self.step}")
            if edit is not None:
                workspace.apply(edit)
            files.mark("acknowledged", 1)
        assert self._state() == self.after

    def _state(self) -> State | None:
        with opened(_OURS, self.place) as session:
            seen = session.seen()
            return None if seen.problems or not session.writable else seen.state

    def faults(self, *, done: bool) -> Iterator[str]:
        if self._state() not in ((self.after,) if done else (self.before, self.after)):
            yield "it shows neither what was before nor what was to be"


class BackingUp:
    """A backup, for which an older one is dropped."""

    def __init__(self, place: Path, chance: random.Random) -> None:
        person = Person(chance.randrange(10**6), housekeeping=0)
        record(_OURS, person, place, steps=chance.randrange(4, 16))
        self.home = _OURS.home(place)
        shutil.rmtree(self.home / BACKUPS)
        for number in range(1, 4):
            self._make(Files(), number)
        (self.home / BACKUPS / f".left{TEMPORARY}").write_bytes(b"of one that was killed")
        self.before = self._names()
        self.after: set[str] = set()

    def _make(self, files: Files, number: int) -> None:
        now = _BASE + timedelta(days=number, hours=number)
        assert not Backups(self.home, files, lambda: now).make_if_due(100 + number)

    def _names(self) -> set[str]:
        return set(Backups(self.home, Files()).names())

    def work(self, files: Recorder) -> None:
        with patch("store.ledger.backups._NEWEST", 1), patch("store.ledger.backups._DAYS", 2):
            self._make(files, 4)
        self.after = self._names()
        assert self.before - self.after

    def faults(self, *, done: bool) -> Iterator[str]:
        backups, there = Backups(self.home, Files()), self._names()
        yield from (f"{n}: {why}" for n in there if (why := backups.damage(n)))
        backups.release()
        if there != self.before and not self.after <= there:
            yield f"of {sorted(self.before)} there are {sorted(there)}"
        if done and not self.after <= there:
            yield "the backup is gone"
        self._make(Files(), 5)
        if left := Files().names(self.home / BACKUPS, TEMPORARY):
            yield f"{left} is never cleaned up"


# What is left out ----------------------------------------------------------------------------


def _is_staged(call: Call) -> bool:
    return any(part.startswith(".sidelight-") for part in call.path.parts)


class _AtTheEnd:
    """The fsync of the folder after the note of a repair was taken away."""

    def __init__(self) -> None:
        self._has_ended = False

    def __call__(self, call: Call) -> bool:
        self._has_ended |= call.name == "remove" and call.path.name == REPAIRING
        return self._has_ended and call.name == "sync_folder"


def _of_file(*ends: str) -> Callable[[Call], bool]:
    return lambda call: call.name == "sync" and call.path.name.endswith(ends)


def _of_folder(name: str) -> Callable[[Call], bool]:
    return lambda call: call.name == "sync_folder" and call.path.name == name


def _of_copies(name: str) -> Callable[[Call], bool]:
    return lambda call: call.name == name and REPAIRS in call.path.parts


JOBS: Final[dict[str, tuple[str, Callable[[Path, random.Random], Job]]]] = {
    "export": ("export", Exporting),
    "report": ("report", Reporting),
    "import": ("import", Importing),
    "repair": ("repair", Repairing),
    "undo-to": ("undo to a step", GoingBack),
    "backup": ("backup", BackingUp),
}
"""By the name that `--only` takes, each as the table names it."""
CONTROLS: Final[dict[str, dict[str, Callable[[], Callable[[Call], bool]]]]] = {
    "export": {
        "fsync of what is exported": lambda: lambda call: call.name == "sync",
        "fsync of names in a new folder": lambda: (
            lambda call: call.name == "sync_folder" and _is_staged(call)
        ),
        "fsync of the folder it is put in": lambda: _of_folder("out"),
    },
    "report": {
        "fsync of what is reported": lambda: lambda call: call.name == "sync",
        "fsync of its folder": lambda: _of_folder("out"),
    },
    "import": {
        "fsync of its articles": lambda: _of_file(".txt"),
        "fsync of its folder": lambda: _of_folder("story"),
    },
    "repair": {
        "fsync of its note": lambda: _of_file(f".{REPAIRING}{TEMPORARY}"),
        "fsync of the copies": lambda: _of_copies("sync"),
        "fsync of the copies' names": lambda: _of_copies("sync_folder"),
        "fsync of mended files": lambda: (
            lambda call: (
                call.name == "sync"
                and REPAIRS not in call.path.parts
                and REPAIRING not in call.path.name
            )
        ),
        "fsync of the annotator's folder": lambda: _of_folder(ANNOTATOR),
        "fsync of the folder of articles": lambda: _of_folder("articles"),
        "fsync at its end": _AtTheEnd,
    },
    "undo-to": {"fsync of the journal": lambda: _of_file("journal.jsonl")},
    "backup": {
        "fsync of the backup": lambda: _of_file(f".zip{TEMPORARY}"),
        "fsync of its folder": lambda: _of_folder(BACKUPS),
    },
}
"""By job: what is left out to prove that its absence is noticed, for each `fsync` that it has."""
