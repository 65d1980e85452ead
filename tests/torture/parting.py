"""One person at two machines: what has parted is put together, killed at every call, and again.

Whatever the moment, the story is as it was, or says that it can only be read, or is put together;
and the same journal once more makes it what it would have been.
"""

from __future__ import annotations

import os
import random
import shutil
from typing import TYPE_CHECKING, Final, TypeVar

from store.annotations.edits import singles
from store.annotations.links import mentions_in
from store.annotations.model import Annotation, Stance
from store.files import Files
from store.ledger.inspection import inspect
from store.ledger.journal import JOURNAL
from store.ledger.ledger import Ledger
from store.ledger.lines import lines_in
from store.ledger.opening import REPAIRING
from store.ledger.records import scan
from store.ledger.replay import Outcome
from store.ledger.restore_journal import with_history
from store.ledger.taking_in import TakenIn, take_in
from tests.torture.judging import scratch
from tests.torture.machines import Machine, after, held
from tests.torture.person import changed
from tests.torture.recorder import image_of, write_image
from tests.torture.tally import Tally
from tests.torture.taps import Tapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store.ledger.records import Record
    from store.ledger.restore_journal import Rebuilt
    from tests.torture.subjects import Subject
    from tests.torture.taps import Call

T = TypeVar("T")
RUNS: Final = 100_000
"""Divergences in a full campaign."""
ON_DISK: Final = 20
"""Of so many one is put together on the disk as well, and killed at some calls."""
EVERY_CALL: Final = 10
"""Of so many of these one is killed at every call, the others at one."""


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Put together histories that have parted; some on the disk, where the process is killed."""
    tally = Tally("two machines, killed", subject.name, seed)
    if not subject.links:
        tally.cannot = "it has no journal"
        return tally
    with scratch() as folder:
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


class _KilledError(BaseException):
    """The process is gone."""


class _Mortal(Tapped):
    """Files of a process that is killed at a call, and does nothing after it."""

    def __init__(self, at: int = 0) -> None:
        super().__init__()
        self.count = 0
        self._at = at

    def tap(self, call: Call, run: Callable[[], T]) -> T:
        self.count += 1
        if self._at and self.count >= self._at:
            if self.count == self._at and call.name == "write_some":
                super().write_some(call.descriptor, memoryview(call.data[: len(call.data) // 2]))
            if call.name == "close":
                run()  # the system closes what the process had open
            raise _KilledError
        return run()


class _OnDisk:
    """One divergence in a folder, whose files hold the journal up to some line."""

    def __init__(self, pair: Parted, folder: Path, tally: Tally, where: str) -> None:
        self._pair, self._folder = pair, folder
        self._tally, self._where = tally, where

    def run(self, *, every_call: bool) -> None:
        """Put it together undisturbed, then with a kill, each time from the same beginning."""
        folder, pair = self._folder, self._pair
        theirs = pair.standing.data
        image = self._begun()
        files = _Mortal()
        taken = take_in(folder, theirs, files)
        whole = _said(folder)
        self._judge(whole, "undisturbed")
        if taken.copies and (folder / taken.copies / JOURNAL).read_bytes() != image[JOURNAL]:
            self._find("what was there before is not kept")
        if len(taken.copies) and taken.conflicts != len(pair.both.conflicts):
            self._find("conflicts are not told")
        calls = range(1, files.count + 1)
        for at in calls if every_call else [pair.chance.choice(calls)] if calls else []:
            shutil.rmtree(folder)
            write_image(folder, image)
            self._tally.mark("killed")
            self._killed(at, theirs, image, whole)

    def _begun(self) -> dict[str, bytes | None]:
        """A folder in which the person has worked, checkpointed at some line, and was killed."""
        folder, lines = self._folder, self._pair.ours.journal.data.splitlines(keepends=True)
        folder.mkdir(parents=True)
        cut = self._pair.chance.randrange(len(lines) + 1)
        if cut:
            (folder / JOURNAL).write_bytes(b"".join(lines[:cut]))
            with Ledger.to_write(folder, Files()) as ledger:
                ledger.checkpoint(lambda _article, _sha256: None)
        (folder / JOURNAL).write_bytes(b"".join(lines))
        return image_of(folder)

    def _killed(
        self, at: int, theirs: bytes, image: dict[str, bytes | None], whole: list[object]
    ) -> None:
        folder, files = self._folder, _Mortal(at)
        try:
            take_in(folder, theirs, files)
        except _KilledError:
            pass
        else:
            self._find(f"call {at} was not made")
        for descriptor in files.opened:
            os.close(descriptor)
        self._look(at, image)
        take_in(folder, theirs, Files())
        again = _said(folder)
        if again != whole:
            self._find(f"killed at call {at} and done again it is not what it would have been")
        self._judge(again, f"killed at call {at}, done again")

    def _look(self, at: int, image: dict[str, bytes | None]) -> None:
        """What somebody meets who opens it after the kill."""
        folder = self._folder
        data = (folder / JOURNAL).read_bytes()
        was = image[JOURNAL]
        assert was is not None
        is_under_way = (folder / REPAIRING).exists()
        with Ledger.to_write(folder, Files()) as ledger:
            if bool(ledger.status.read_only) != is_under_way and scan(data, 0, None).torn == b"":
                self._find(f"killed at call {at}: {ledger.status.read_only or 'nothing is said'}")
            if is_under_way:
                self._tally.refused += 1
        if data not in (was, self._pair.both.data) and not data.startswith(was):
            now = scan(data, 0, None)
            if now.damages or now.torn:
                self._tally.lost += 1
                self._find(f"killed at call {at} the journal is half written")
        if is_under_way:
            copies = list((folder / "repairs").rglob(JOURNAL))
            if data != was and not any(copy.read_bytes() == was for copy in copies):
                self._tally.lost += 1
                self._find(f"killed at call {at} the journal that was there is gone")

    def _judge(self, said: list[object], when: str) -> None:
        """Nothing is wrong, what is shown is what the journal says, and once more does nothing."""
        folder = self._folder
        bad = [str(f) for f in inspect(folder, Files()) if f.is_bad]
        if bad:
            self._find(f"{when}: {bad}")
        expected = [(r.did, r.edit, r.remade) for r in self._pair.both.records]
        if said != expected and said != [
            (r.did, r.edit, r.remade) for r in self._pair.ours.journal.records
        ]:
            self._find(f"{when}: the journal is another than what comes of both")
        with Ledger.to_read(folder, Files()) as ledger:
            values = Outcome(_records(folder)).values
            shown = {
                (article, a.id): a
                for article in ledger.contents.annotated_ids()
                for a in ledger.contents.collection(article)
            }
            shown_links = {("", value.id): value for value in ledger.contents.links()}
            if shown | shown_links != values:
                self._find(f"{when}: what is shown is not what the journal says")
        if take_in(folder, self._pair.standing.data, Files()) != TakenIn():
            self._find(f"{when}: the same journal once more changes something")

    def _find(self, what: str) -> None:
        self._tally.wrong += 1
        self._tally.found(self._where, what)


def _records(folder: Path) -> list[Record]:
    data = (folder / JOURNAL).read_bytes() if (folder / JOURNAL).exists() else b""
    return [entry.record for entry in scan(data, 0, None).entries]


def _said(folder: Path) -> list[object]:
    """The lines of a journal, but for the time at which they were written."""
    return [(r.did, r.edit, r.remade) for r in _records(folder)]
