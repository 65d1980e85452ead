"""Damage to the files themselves: flipped bits, zeroed sectors, cut ends, rubbish in the middle.

Whatever is damaged, nothing may be shown that was never said, and the damage must be said: by a
sentence that names the file, or a notice. What is damaged must not be overwritten, as it may be
all that a person has left to mend the story from.
"""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING, Final

from store.files import Files
from tests.torture.damage import BETWEEN, Damage, damage_between_records, kind_of, random_damage
from tests.torture.judging import difference, scratch
from tests.torture.person import Person, Step, changed, one_more
from tests.torture.recorder import image_of, write_image
from tests.torture.scenes import left_behind
from tests.torture.subjects import RefusedError, UnreadableError
from tests.torture.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.torture.person import Moment, State
    from tests.torture.scenes import Scene
    from tests.torture.subjects import Seen, Session, Subject

RUNS: Final = 12_000
"""Damaged files in a full campaign."""
_RUNS_A_SCENE: Final = 50
_REBUILT: Final = ("state.json", "lock.info")
"""Files that hold nothing of their own: what they say is also elsewhere, or of no use later."""


def run(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Damage one file in each run, and look."""
    return _run(subject, seed, share, "damaged file", random_damage)


def run_blind(subject: Subject, seed: int, share: float = 1) -> Tally:
    """Cut the journal between two records, so that what is left of it is sound in itself.

    The one damage that a journal which only grows cannot show by itself: it looks like a shorter
    journal. Counted apart from the other damage.
    """
    tally = _run(subject, seed, share / 10, "journal cut between records", damage_between_records)
    if not tally.runs:
        tally.cannot = "it has no journal"
    return tally


def _run(
    subject: Subject,
    seed: int,
    share: float,
    fault: str,
    damage: Callable[[dict[str, bytes], random.Random], Damage | None],
) -> Tally:
    tally = Tally(fault, subject.name, seed)
    with scratch() as folder:
        for number in range(max(2, round(RUNS * share / _RUNS_A_SCENE))):
            own = seed * 1_000 + number
            chance = random.Random(own)
            person = Person(own, links=subject.links, housekeeping=chance.choice((0.05, 0.2)))
            scene = left_behind(subject, person, folder / "story", chance, closed=not number % 2)
            home = subject.home(folder / "story").relative_to(folder / "story").as_posix()
            kept = {
                name: data
                for name, data in scene.image.items()
                if data and (home == "." or name.startswith(f"{home}/"))
            }
            for count in range(_RUNS_A_SCENE):
                done = damage(kept, chance)
                if done is None:
                    break
                where = f"session {own}, run {count}, {done.path}, {done.how}"
                with tally.watching(where):
                    _Look(subject, folder / "story", scene, done, tally, where).look()
                shutil.rmtree(folder / "story", ignore_errors=True)
    return tally


class _Look:
    """One damaged folder, opened and worked in."""

    def __init__(
        self,
        subject: Subject,
        folder: Path,
        scene: Scene,
        damage: Damage,
        tally: Tally,
        where: str,
    ) -> None:
        self.subject, self.folder, self.damage = subject, folder, damage
        self.past: list[Moment] = scene.past
        self.tally, self.where = tally, where
        self.told = False
        """Whether the damage was said."""
        write_image(folder, {**scene.image, damage.path: damage.data})

    @property
    def truth(self) -> State:
        """What was said, all of it acknowledged."""
        return self.past[-1].state

    @property
    def is_blind_spot(self) -> bool:
        """Whether the journal was cut so that it is sound in itself."""
        return self.damage.how.endswith(BETWEEN)

    def look(self) -> None:
        """Open it, undo, edit, close, and see what has become of the damaged bytes."""
        self.tally.runs += 1
        self.tally.acknowledged += len(self.past) - 1
        self.tally.mark(kind_of(self.damage.path).rpartition("/")[2])
        try:
            session = self.subject.open(self.folder, Files())
        except UnreadableError as error:
            self._refuse(str(error))
            self._check_bytes(shown_right=False)
            return
        try:
            shown_right = self._compare(session)
            self._work(session, shown_right)
        except UnreadableError as error:
            self._refuse(str(error))
            shown_right = False
        finally:
            session.close()
        self._check_bytes(shown_right)

    def _refuse(self, sentence: str) -> None:
        name = self.damage.path.rpartition("/")[2]
        self.told = True
        if not self.subject.links:
            self.tally.unreadable += 1  # a traceback, which names nothing
        elif name in sentence or (name == "journal.jsonl" and "journal" in sentence):
            self.tally.refused += 1
        else:
            self._wrong(f"what is said does not name the file: {sentence}")

    def _silent(self, what: str) -> None:
        if self.is_blind_spot:
            self.tally.mark("not noticed")
        else:
            self._wrong(what)

    def _wrong(self, what: str) -> None:
        self.tally.wrong += 1
        self.tally.found(self.where, what)

    def _compare(self, session: Session) -> bool:
        seen = session.seen()
        said = " ".join((*seen.problems, *seen.notices))
        if seen.state == self.truth:
            if seen.problems:
                self._refuse(said)
            elif not seen.counts_fit:
                self._wrong("the counts do not fit what is shown, and nothing is said")
            return True
        if not said and self._was_said(seen):
            self._silent(f"shows other data and says nothing\n{difference(self.truth, seen.state)}")
        elif not self._was_said(seen):
            self._wrong(f"shows what was never said\n{difference(self.truth, seen.state)}\n{said}")
        else:
            self._refuse(said)
        return False

    def _was_said(self, seen: Seen) -> bool:
        """Whether each thing that is shown was said like that at some moment."""
        states = [moment.state for moment in self.past]
        return all(
            getattr(seen.state, name) <= frozenset().union(*(getattr(s, name) for s in states))
            for name in ("annotations", "relations", "clusters")
        )

    def _work(self, session: Session, shown_right: bool) -> None:
        """Undo and redo what can be, then edit: refused or right, never something else."""
        expected = self.truth
        steps: list[tuple[Step, State]] = []
        if self.past[-1].before is not None and self.subject.links and shown_right:
            steps = [(Step("undo"), self.past[-1].before), (Step("redo"), expected)]
        more = one_more(expected)
        assert more.edit is not None
        steps.append((more, changed(expected, more.edit)))
        undone = False
        for step, after in steps:
            if not session.writable:
                return
            if step.did == "redo" and not undone:
                continue
            try:
                session.do(step)
            except RefusedError:
                self.tally.mark("edits refused")
                if step.did == "undo":
                    continue
                return
            except AssertionError as error:
                # The history is gone with the journal: undo has nothing to do. It must be said.
                if not session.seen().notices and self.subject.links:
                    self._silent(f"{error}, and nothing is said")
                return
            undone = undone or step.did == "undo"
            seen = session.seen()
            if shown_right and seen.state != after:
                if step.did == "undo" and any(self._names_journal(n) for n in seen.notices):
                    # Two last lines that have become one look like one that was never
                    # acknowledged: it is set aside and said, and undo begins before it.
                    self._refuse(" ".join(seen.notices))
                else:
                    self._wrong(f"wrong after {step.did}")
                return

    def _names_journal(self, notice: str) -> bool:
        return self.damage.path.endswith("journal.jsonl") and "journal.jsonl" in notice

    def _check_bytes(self, shown_right: bool) -> None:
        """The damaged bytes are where they were, or in a copy, or held nothing of their own."""
        if not self.subject.links or self.damage.path.endswith(_REBUILT):
            return
        if shown_right and not self.told and not self.damage.path.endswith("journal.jsonl"):
            return  # what was damaged is known from elsewhere, and may be written anew
        damaged = self.damage.data
        for data in image_of(self.folder).values():
            if data is not None and data.startswith(damaged):
                return
        # A torn end is set aside in a file of its own: together they are what was there.
        files = [data for data in image_of(self.folder).values() if data is not None]
        for end in files:
            if end and damaged.endswith(end):
                rest = damaged[: -len(end)]
                if any(data.startswith(rest) for data in files):
                    return
        self._wrong("the damaged bytes were overwritten and no copy is kept")
