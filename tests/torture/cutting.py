"""Power cuts: a session is recorded, and the disk is looked at as it may be after any call."""

from __future__ import annotations

import copy
import random
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.torture.disk import Disk
from tests.torture.judging import judge, scratch
from tests.torture.person import Moment, Person, changed, one_more
from tests.torture.recorder import Mark, Recorder, image_of, write_image
from tests.torture.scenes import record
from tests.torture.subjects import UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.recorder import Event
    from tests.torture.subjects import Session, Subject
    from tests.torture.taps import Call

STATES: Final = 16_000
"""Disk states that are looked at in a full campaign, and more where the power fails again."""
AFTER_KILLS: Final = 6_000
"""The same for power cuts after a process was killed and the story opened again."""
_MORE: Final = 3
"""Edits that are made between the kill and the power cut."""
CUTS: Final = 50
"""Disk states for each session that is recorded."""

CONTROLS: Final[dict[str, Callable[[Call], bool]]] = {
    "journal's fsync": lambda call: call.name == "sync" and call.path.name == "journal.jsonl",
    "fsync before a rename": lambda call: call.name == "sync" and call.path.name.startswith("."),
    "fsync of the folder": lambda call: call.name == "sync_folder",
}
"""What is taken out to prove that its absence is noticed."""


def run(
    subject: Subject,
    seed: int,
    share: float = 1,
    without: Callable[[Call], bool] | None = None,
    fault: str = "power cut",
) -> Tally:
    """Look at states after power cuts.

    Args:
        subject: What is tortured.
        seed: Of all that is left to chance.
        share: Of the full number of states.
        without: Which calls are left out, for the proof that this is noticed.
        fault: As the table names it.
    """
    tally = Tally(fault, subject.name, seed)
    for number in range(max(1, round(STATES * share / CUTS))):
        with scratch() as folder:
            _cuts(subject, seed * 1_000 + number, folder, tally, without).cut(Cuts.judge)
    return tally


def run_after_kill(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Kill the process, open again, go on, and cut the power then.

    What a killed process wrote but did not sync is read back from the system's memory, so that it
    looks as if it was on the disk. Whatever is shown or acknowledged then must last.
    """
    tally = Tally("kill -9, then power cut", subject.name, seed)
    for number in range(max(1, round(AFTER_KILLS * share / CUTS))):
        with scratch() as folder:
            _cuts(subject, seed * 1_000 + number, folder, tally).cut(Cuts.kill_first)
    return tally


def _cuts(
    subject: Subject,
    seed: int,
    folder: Path,
    tally: Tally,
    without: Callable[[Call], bool] | None = None,
) -> Cuts:
    chance = random.Random(seed)
    housekeeping = chance.choice((0.05, 0.15, 0.4))
    person = Person(seed, links=subject.links, housekeeping=housekeeping)
    recorder, past = record(subject, person, folder / "story", without)
    return Cuts(subject, recorder, past, chance, folder, tally, f"session {seed}")


class Cuts:
    """One recorded session, and the power cuts in it.

    Args:
        subject: What was worked with.
        recorder: What was done to the disk.
        past: What was said after 0, 1, 2 … edits.
        chance: Picks the moments, and what is left on the disk.
        folder: Where there is place to look at it.
        tally: Takes the counts.
        session: Names the session, for a finding.
    """

    def __init__(
        self,
        subject: Subject,
        recorder: Recorder,
        past: list[Moment],
        chance: random.Random,
        folder: Path,
        tally: Tally,
        session: str,
    ) -> None:
        self.subject, self.recorder, self.past = subject, recorder, past
        self.chance, self.folder, self.tally = chance, folder, tally
        self.session = self.where = session
        self.disk = Disk.of(recorder.image)
        self.done = Progress()

    def cut(self, look: Callable[[Cuts], None]) -> None:
        """Stop after some of the calls, a fifth of them early, where folders and files are made."""
        events, at = self.recorder.events, 0
        ends = (len(events) + 1, min(30, len(events) + 1))
        cuts = sorted(self.chance.randrange(ends[number % 5 == 0]) for number in range(CUTS))
        for number, cut in enumerate(cuts):
            for event in events[at:cut]:
                self.disk.take(event)
            self.done = self.done.after(events[at:cut])
            at = cut
            self.where = f"{self.session}, cut {number} after call {cut} of {len(events)}"
            self.tally.mark("with an edit begun" if self.done.begun else "idle")
            look(self)

    def judge(self) -> None:
        """Look at what the cut leaves; sometimes the power fails again before anybody does."""
        scene = self.folder / "scene"
        write_image(scene, self.disk.after_power_cut(self.chance))
        if self.chance.random() < 0.3:
            self._cut_again(image_of(scene))
        self._judge(scene, self.done, self.past, self.where)

    def _judge(self, scene: Path, done: Progress, past: list[Moment], where: str) -> None:
        judge(self.subject, scene, past, done.acknowledged, self.tally, where, begun=done.begun)
        shutil.rmtree(scene)

    def _cut_again(self, image: dict[str, bytes | None]) -> None:
        """Let the power fail again while what the first cut has left is mended."""
        scene = self.folder / "again"
        write_image(scene, image)
        recorder = Recorder(scene)
        with self.tally.watching(self.where), suppress(UnreadableError):
            # What cannot be opened is found by the judge of the first cut.
            self.subject.open(scene, recorder).close()
        shutil.rmtree(scene)
        disk = Disk.of(image)
        for event in recorder.events[: self.chance.randrange(len(recorder.events) + 1)]:
            disk.take(event)
        write_image(scene, disk.after_power_cut(self.chance))
        self.tally.mark("cut again in the recovery")
        self._judge(scene, self.done, self.past, f"{self.where}, cut again")

    def kill_first(self) -> None:
        """Kill the process here, open again, go on, and cut the power at a later call."""
        scene, disk = self.folder / "scene", copy.deepcopy(self.disk)
        write_image(scene, disk.now())
        recorder = Recorder(scene)
        past: list[Moment] = []
        looked_at = 0
        with self.tally.watching(self.where), suppress(UnreadableError):
            session = self.subject.open(scene, recorder)
            state = session.seen().state
            last = self.done.acknowledged
            for number, moment in enumerate(self.past[last : last + 2], start=last):
                if moment.state == state:
                    past = self.past[: number + 1]
            looked_at = len(recorder.events)
            if past:
                self._go_on(session, recorder, past)
            session.close()
        shutil.rmtree(scene)
        if not past:
            return  # what does not open after a kill is found where processes are killed
        shown = len(past) - 1 - _MORE
        events = recorder.events[: self.chance.randrange(looked_at, len(recorder.events) + 1)]
        for event in events:
            disk.take(event)
        write_image(scene, disk.after_power_cut(self.chance))
        done = Progress(shown).after(events)
        self._judge(scene, done, past, f"{self.where}, killed, {done.acknowledged - shown} more")

    def _go_on(self, session: Session, recorder: Recorder, past: list[Moment]) -> None:
        for _ in range(_MORE):
            step = one_more(past[-1].state)
            assert step.edit is not None
            recorder.mark("begun", len(past))
            session.do(step)
            recorder.mark("acknowledged", len(past))
            past.append(Moment(changed(past[-1].state, step.edit), past[-1].state))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the edits have come."""

    acknowledged: int = 0
    begun: bool = False
    """Whether one more is being made."""

    def after(self, events: list[Event]) -> Progress:
        """How far they have come after some more calls."""
        marks = [event for event in events if isinstance(event, Mark)]
        if not marks:
            return self
        begun = marks[-1].name == "begun"
        return Progress(marks[-1].number - begun, begun)
