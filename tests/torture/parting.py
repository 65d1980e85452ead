"""One person at two machines: what has parted is put together, killed at every call, and again.

Whatever the moment, the story is as it was, or says that it can only be read, or is put together;
and the same journal once more makes it what it would have been.
"""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING, Final

from store.annotations.edits import singles
from store.annotations.links import mentions_in
from store.annotations.model import Annotation, Stance
from store.files import Files
from store.ledger.inspection import REPAIRS, inspect
from store.ledger.journal import JOURNAL
from store.ledger.ledger import Ledger
from store.ledger.lines import lines_in
from store.ledger.lock import LOCK_INFO
from store.ledger.opening import REPAIRING
from store.ledger.records import scan
from store.ledger.replay import Outcome
from store.ledger.restore_journal import with_history
from store.ledger.taking_in import TakenIn, take_in
from tests.torture.judging import scratch
from tests.torture.machines import Machine, after, held
from tests.torture.person import changed
from tests.torture.recorded import Recorded, same_time
from tests.torture.recorder import image_of, write_image
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.ledger.records import Record
    from store.ledger.restore_journal import Rebuilt
    from tests.torture.recorded import Image
    from tests.torture.subjects import Subject

RUNS: Final = 100_000
"""Divergences in a full campaign."""
ON_DISK: Final = 2
"""Of so many one is put together on the disk as well, and killed at some calls."""
EVERY_CALL: Final = 200
"""Of so many of these one is killed at every call, the others at one by chance."""


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Put together histories that have parted; some on the disk, where the process is killed."""
    tally = Tally("two machines, killed", subject.name, seed)
    if not subject.links:
        tally.cannot = "it has no journal"
        return tally
    with scratch() as folder, same_time():
        for number in range(max(1, round(RUNS * share))):
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
                if number % ON_DISK == 0:
                    every = number % (ON_DISK * EVERY_CALL) == 0
                    _OnDisk(pair, folder / "story", tally, where).run(every_call=every)
            shutil.rmtree(folder / "story", ignore_errors=True)
    return tally


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


# On the disk -------------------------------------------------------------------------------


class _OnDisk:
    """One divergence in a folder, whose files hold the journal up to some line."""

    def __init__(self, pair: Parted, folder: Path, tally: Tally, where: str) -> None:
        self._pair, self._folder = pair, folder
        self._tally, self._where = tally, where

    def run(self, *, every_call: bool) -> None:
        """Put it together undisturbed, then with a kill, each time from the same beginning."""
        folder, theirs = self._folder, self._pair.standing.data
        self._begin()
        taken: list[TakenIn] = []
        job = Recorded(folder, lambda files: taken.append(take_in(folder, theirs, files)))
        whole = work_in(folder)
        self._judge(taken[0], job.image)
        states = list(job.killed())
        self._tally.mark("calls", len(job.calls))
        for made, image in states if every_call else [self._pair.chance.choice(states)]:
            shutil.rmtree(folder)
            write_image(folder, image)
            self._tally.mark("killed")
            self._look(made, job.image)
            take_in(folder, theirs, Files())
            if work_in(folder) != whole:
                self._find(f"killed after {made} calls and done again it is not what it was to be")

    def _begin(self) -> None:
        """Make a folder in which the person has worked, checkpointed at some line, and was
        killed."""
        folder, lines = self._folder, self._pair.ours.journal.data.splitlines(keepends=True)
        folder.mkdir(parents=True)
        cut = self._pair.chance.randrange(len(lines) + 1)
        if cut:
            (folder / JOURNAL).write_bytes(b"".join(lines[:cut]))
            with Ledger.to_write(folder, Files()) as ledger:
                ledger.checkpoint(lambda _article, _sha256: None)
        (folder / JOURNAL).write_bytes(b"".join(lines))

    def _look(self, made: int, before: Image) -> None:
        """What somebody meets who opens it after the kill."""
        folder = self._folder
        data = (folder / JOURNAL).read_bytes()
        was = before[JOURNAL]
        assert was is not None
        is_under_way = (folder / REPAIRING).exists()
        with Ledger.to_write(folder, Files()) as ledger:
            if bool(ledger.status.read_only) != is_under_way and scan(data, 0, None).torn == b"":
                self._find(f"after {made} calls: {ledger.status.read_only or 'nothing is said'}")
            if is_under_way:
                self._tally.refused += 1
        if data not in (was, self._pair.both.data) and not data.startswith(was):
            now = scan(data, 0, None)
            if now.damages or now.torn:
                self._tally.lost += 1
                self._find(f"killed after {made} calls the journal is half written")
        if is_under_way:
            copies = list((folder / REPAIRS).rglob(JOURNAL))
            if data != was and not any(copy.read_bytes() == was for copy in copies):
                self._tally.lost += 1
                self._find(f"killed after {made} calls the journal that was there is gone")

    def _judge(self, taken: TakenIn, before: Image) -> None:
        """Nothing is wrong, what is shown is what the journal says, and once more does nothing."""
        folder, pair = self._folder, self._pair
        if taken.copies and (folder / taken.copies / JOURNAL).read_bytes() != before[JOURNAL]:
            self._find("what was there before is not kept")
        if taken.copies and taken.conflicts != len(pair.both.conflicts):
            self._find("conflicts are not told")
        bad = [str(f) for f in inspect(folder, Files()) if f.is_bad]
        if bad:
            self._find(str(bad))
        data = (folder / JOURNAL).read_bytes() if (folder / JOURNAL).exists() else b""
        if data not in (pair.both.data, pair.ours.journal.data):
            self._find("the journal is another than what comes of both")
        with Ledger.to_read(folder, Files()) as ledger:
            values = Outcome(entry.record for entry in scan(data, 0, None).entries).values
            shown = {
                (article, a.id): a
                for article in ledger.contents.annotated_ids()
                for a in ledger.contents.collection(article)
            }
            shown_links = {("", value.id): value for value in ledger.contents.links()}
            if shown | shown_links != values:
                self._find("what is shown is not what the journal says")
        if take_in(folder, pair.standing.data, Files()) != TakenIn():
            self._find("the same journal once more changes something")

    def _find(self, what: str) -> None:
        self._tally.wrong += 1
        self._tally.found(self._where, what)


def work_in(folder: Path) -> Image:
    """What lies in a folder, but for copies of what was replaced, half a line that was set aside,
    and who has had it open."""
    return {
        name: data
        for name, data in image_of(folder).items()
        if name != LOCK_INFO and name.partition("/")[0] != REPAIRS and ".torn-" not in name
    }
