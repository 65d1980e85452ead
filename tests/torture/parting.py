"""One person at two machines: what has parted is put together, killed at every call, and again.

Whatever the moment, the story is as it was, or says that it can only be read, or is put together;
and the same journal once more makes it what it would have been. Each is put together once, in
memory; what a kill leaves at each of its calls is taken from there.
"""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from store.annotations.edits import singles
from store.annotations.links import mentions_in
from store.annotations.model import Annotation, Stance
from store.files import Files
from store.ledger import checkpoints, conflicts, journal, lock, mending, storage, taking_in
from store.ledger.inspection import REPAIRS, inspect
from store.ledger.journal import JOURNAL
from store.ledger.ledger import Ledger
from store.ledger.lines import lines_in
from store.ledger.lock import LOCK_INFO
from store.ledger.opening import REPAIRING
from store.ledger.replay import Outcome
from store.ledger.restore_journal import with_history
from store.ledger.scanning import scan
from store.ledger.taking_in import TakenIn, take_in
from tests.torture.judging import scratch
from tests.torture.machines import Machine, after, held
from tests.torture.memory import ROOT, Memory, places, read_once, without_lock
from tests.torture.person import changed
from tests.torture.recorded import Recorded, same_time
from tests.torture.recorder import image_of, write_image
from tests.torture.tally import Progress, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.ledger.records import Record
    from store.ledger.restore_journal import Rebuilt
    from tests.torture.memory import State
    from tests.torture.recorded import Image
    from tests.torture.subjects import Subject

RUNS: Final = 100_000
"""Divergences in a full campaign."""
ON_DISK: Final = 100
"""Of so many one is put together on the disk as well, to be compared with the memory."""
_SELDOM: Final = 50
"""Where it was killed less than once in so many runs, it is whenever it comes by."""
KILLED_AT: Final = "killed at "
"""Begins the count of each call at which it was killed."""
_ROOMS: Final = (checkpoints, conflicts, journal, lock, mending, storage, taking_in)
"""The modules that write when a journal is taken in, and when that is done again."""
_NEVER_THEN: Final = (
    "conflicts.write_conflicts, remove",  # once all are settled
    "journal._cut_torn_end, ",  # as a write has failed
    "journal._take, ",  # the same of a look at the file
    "mending.take_up, make_folder",  # as somebody has removed a folder meanwhile
)
"""Where these write on other occasions only."""
_HOME: Final = "annotations/ana/"
_FOLDER: Final = ROOT / _HOME


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Put together histories that have parted; some on the disk, where the process is killed."""
    tally = Tally("two machines, killed", subject.name, seed)
    if not subject.links:
        tally.cannot = "it has no journal"
        return tally
    runs = max(1, round(RUNS * share))
    progress = Progress(tally, runs)
    with scratch() as folder, same_time(), without_lock(), read_once():
        for number in range(runs):
            own = seed * 1_000_000 + number
            where = f"divergence {own}"
            with tally.watching(where):
                pair = Parted(own)
                tally.runs += 1
                tally.acknowledged += len(pair.ours.records)
                tally.mark("with changed or renamed texts", pair.has_moved)
                tally.mark("with conflicts", bool(pair.both.conflicts))
                for finding in pair.findings():
                    tally.wrong += 1
                    tally.found(where, finding)
                killed = _Killed(pair, tally, where)
                killed.run()
                if number % ON_DISK == 0:
                    killed.compare_with_disk(folder / str(number))
            progress.tell()
    _never_at(tally)
    return tally


def run_without_taking_up(subject: Subject, seed: int, share: float = 1) -> Tally:
    """A hundredth of it, where what an interrupted change has replaced is not put back."""
    with patch.object(mending.Mending, "take_up", lambda _: None):
        tally = run(subject, seed, share / 100)
    tally.fault += ", no putting back"
    return tally


def _never_at(tally: Tally) -> None:
    """Count none where the code has a call at which nothing was killed."""
    met = {name.removeprefix(KILLED_AT).partition(":")[0] for name in tally.marks}
    for place in sorted(places(_ROOMS) - met):
        if not place.startswith(_NEVER_THEN):
            tally.mark(KILLED_AT + place, 0)


class Parted:
    """Two histories with a common beginning, and what comes of both."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = random.Random(seed)
        moves = chance.choice((0, 0, 0.1, 0.3))
        seed *= 3  # ids are made of it, and no two machines make the same
        base = Machine(seed, moves).work(chance.randrange(15))
        self.ours = base.parted(seed + 1).work(chance.randrange(19))
        self.theirs = base.parted(seed + 2).work(chance.randrange(1, 19))
        self.has_moved = any(each.has_moved for each in (base, self.ours, self.theirs))
        self.standing = self.theirs.journal
        self.tail = lines_in(self.ours.journal.data)
        self.both = with_history(self.standing, self.tail)

    def findings(self) -> Iterator[str]:
        """What is not as it has to be, in words."""
        both, standing = self.both, self.standing
        if not both.data.startswith(standing.data):
            yield "what stood there does not stand there any more"
        reading = scan(both.data, 0, None)
        if reading.damages or [e.record for e in reading.entries] != list(both.records):
            yield f"the journal is damaged: {reading.damages}"
        yield from _undone(standing, both.records[len(standing.records) :])
        if len(dangling(both.records)) > len(
            dangling(self.ours.records) + dangling(self.theirs.records)
        ):
            yield "a tie has lost an end"
        if with_history(both, self.tail) != both:
            yield "the same lines once more change something"
        if with_history(both, lines_in(both.data)) != both:
            yield "its own lines change something"


def _undone(standing: Rebuilt, made: tuple[Record, ...]) -> Iterator[str]:
    """Make what was made again, strictly, and take it back."""
    begun = now = after(standing.records)
    for record in made:
        for single in singles(record.edit):
            if single.before is not None and single.before not in held(now):
                yield f"line {record.seq} does not fit what is there"
            now = changed(now, single)
    for record in reversed(made):
        now = changed(now, record.edit.inverse())
    if now != begun:
        yield "undo does not lead back to what stood there"


def dangling(records: list[Record] | tuple[Record, ...]) -> list[object]:
    """What is tied, and is not there."""
    values = Outcome(records).values
    linked = [value for value in values.values() if not isinstance(value, Annotation)]
    ends = [m for value in linked for m in mentions_in(value)]
    clusters = {value.id for value in linked}
    lost = [s for s in linked if isinstance(s, Stance) and s.cluster not in clusters]
    return [*(m for m in ends if (m.article, m.id) not in values), *lost]


# Killed ------------------------------------------------------------------------------------


class _Killed:
    """One divergence in a folder, whose files hold the journal up to some line."""

    def __init__(self, pair: Parted, tally: Tally, where: str) -> None:
        self._pair, self._tally, self._where = pair, tally, where
        self._is_opened_first = pair.chance.random() < 0.5
        """Whether somebody opens the story after the kill, before it is done again."""
        self._begun = self._beginning()
        self._job = Memory(self._begun, keeps=True)
        self._whole: Image = {}
        self._known: list[Memory] = []
        """How it was done again, from states that differ in what is looked at."""

    def run(self) -> None:
        """Put it together undisturbed, and again after a kill at each call; once it is killed in
        that too."""
        job, tally = self._job, self._tally
        self._judge(take_in(_FOLDER, self._pair.standing.data, job))
        self._whole = _work_of(job.now)
        for state in job.states:
            self._kill(state)
        tally.mark("killed", len(job.states))
        marks, chance = tally.marks, self._pair.chance

        def count(state: State) -> int:
            return marks.get(KILLED_AT + state.place, 0)

        first = min(job.states, key=count) if chance.random() < 0.5 else chance.choice(job.states)
        again = self._begun_again(first.image, keeps=True)
        few = 1 + tally.runs // _SELDOM
        rare = [state for state in again.states if count(state) < few]
        for state in (*rare, *chance.choices(again.states, k=2)):
            self._kill(state)
            tally.mark("killed a second time")

    def _beginning(self) -> Image:
        """What is there where the person has worked, has had files made at some line, and was
        killed."""
        lines = self._pair.ours.journal.data.splitlines(keepends=True)
        if not lines:
            return {}
        cut = self._pair.chance.randrange(len(lines) + 1)
        files = Memory({"annotations": None, _HOME[:-1]: None})
        if cut:
            files.replace(_FOLDER / JOURNAL, b"".join(lines[:cut]))
            with Ledger.to_write(_FOLDER, files) as ledger:
                ledger.checkpoint(lambda _article, _sha256: None)
        files.replace(_FOLDER / JOURNAL, b"".join(lines))
        return files.now

    def _kill(self, state: State) -> None:
        """Do it again from what a kill has left."""
        self._tally.mark(KILLED_AT + state.place)
        files = next((each for each in self._known[::-1] if each.does_the_same(state.image)), None)
        if files is None:
            files = self._begun_again(state.image)
            self._known.append(files)
            self._tally.mark("done again")
        if _work_of(files.done_to(state.image)) != self._whole:
            self._find(f"killed at {state.place} and done again it is not what it was to be")

    def _begun_again(self, image: Image, *, keeps: bool = False) -> Memory:
        files = Memory(image, keeps=keeps)
        self._look(files)
        take_in(_FOLDER, self._pair.standing.data, files)
        return files

    def _look(self, files: Memory) -> None:
        """What is there after the kill, and what somebody meets who opens it."""
        path, was = _FOLDER / JOURNAL, self._begun.get(_HOME + JOURNAL) or b""
        data = files.read(path) if files.exists(path) else b""
        is_under_way = files.exists(_FOLDER / REPAIRING)
        if self._is_opened_first:
            with Ledger.to_write(_FOLDER, files) as ledger:
                if bool(ledger.status.read_only) != is_under_way and not scan(data, 0, None).torn:
                    self._find(f"killed: {ledger.status.read_only or 'nothing is said'}")
            self._tally.refused += is_under_way
        if data not in (was, self._pair.both.data) and not data.startswith(was):
            now = scan(data, 0, None)
            if now.damages or now.torn:
                self._tally.lost += 1
                self._find("killed: the journal is half written")
        if is_under_way and data != was:
            kept = _FOLDER / REPAIRS
            copies = [kept / name for name in files.names(kept, f"/{JOURNAL}")]
            if not any(files.read(copy) == was for copy in copies):
                self._tally.lost += 1
                self._find("killed: the journal that was there is gone")

    def _judge(self, taken: TakenIn) -> None:
        """Nothing is wrong, what is shown is what the journal says, and once more does nothing."""
        pair, files = self._pair, Memory(self._job.now)
        was = self._begun.get(_HOME + JOURNAL)
        if taken.copies and files.read(_FOLDER / taken.copies / JOURNAL) != was:
            self._find("what was there before is not kept")
        if taken.copies and taken.conflicts != len(pair.both.conflicts):
            self._find("conflicts are not told")
        bad = [str(f) for f in inspect(_FOLDER, files) if f.is_bad]
        if bad:
            self._find(str(bad))
        data = files.read(_FOLDER / JOURNAL) if files.exists(_FOLDER / JOURNAL) else b""
        if data not in (pair.both.data, pair.ours.journal.data):
            self._find("the journal is another than what comes of both")
        with Ledger.to_read(_FOLDER, files) as ledger:
            values = Outcome(entry.record for entry in scan(data, 0, None).entries).values
            shown = {
                (article, a.id): a
                for article in ledger.contents.annotated_ids()
                for a in ledger.contents.collection(article)
            }
            shown_links = {("", value.id): value for value in ledger.contents.links()}
            if shown | shown_links != values:
                self._find("what is shown is not what the journal says")
        if take_in(_FOLDER, pair.standing.data, files) != TakenIn():
            self._find("the same journal once more changes something")

    def compare_with_disk(self, root: Path) -> None:
        """Do the same in a folder on the disk: what a kill leaves there is what it leaves here."""
        write_image(root, self._begun)
        theirs = self._pair.standing.data
        job = Recorded(root, lambda files: take_in(root / _HOME, theirs, files))
        states = [_without_holder(image) for _, image in job.killed()]
        if _each_once(states) != _each_once([_without_holder(s.image) for s in self._job.states]):
            self._find("on the disk a kill leaves something else than in memory")
        take_in(root / _HOME, theirs, Files())
        if work_in(root / _HOME) != self._whole:
            self._find("on the disk it becomes something else than in memory")
        self._tally.mark("done on the disk")
        shutil.rmtree(root)

    def _find(self, what: str) -> None:
        self._tally.wrong += 1
        self._tally.found(self._where, what)


def _each_once(states: list[Image]) -> list[Image]:
    """States in their order, without those that are as the one before."""
    return [each for each, before in zip(states, [None, *states], strict=False) if each != before]


def _without_holder(image: Image) -> Image:
    """All that is there but the note of who has had it open, which has a time."""
    return {name: held for name, held in image.items() if LOCK_INFO not in name}


def work_in(folder: Path) -> Image:
    """What lies in a folder, but for copies of what was replaced, half a line that was set aside,
    and who has had it open."""
    return {name: data for name, data in image_of(folder).items() if _is_work(name)}


def _work_of(image: Image) -> Image:
    """The same of an annotator's folder in memory."""
    below = {n[len(_HOME) :]: held for n, held in image.items() if n.startswith(_HOME)}
    return {name: held for name, held in below.items() if _is_work(name)}


def _is_work(name: str) -> bool:
    return name != LOCK_INFO and name.partition("/")[0] != REPAIRS and ".torn-" not in name
