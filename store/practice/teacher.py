"""Looks on while somebody practises: knows the lesson, counts the keys, and judges each edit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from store.annotations.edits import EditOfAnnotation, is_of_rejection, singles
from store.practice.judging import judged, place_of
from store.practice.lessons import BRUSH, Deed, after, course, example_for, skipped
from store.practice.record import Cost, PracticeRecord, Sitting
from store.practice.score import places, scored
from store.practice.tally import Tally, begun, edited, pressed, taken_back

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.practice.gold import Gold, GoldSpan
    from store.practice.judging import Verdict
    from store.practice.lessons import Course, Example
    from store.practice.score import Score
    from store.workspace import Change, Workspace

ASKING: Final = "practice."
"""What the ids of commands begin with that only ask the teacher."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the gold says of an edit."""

    verdicts: tuple[Verdict, ...] = ()
    """Of each annotation that it leaves, in the order of the edit."""
    lost: tuple[GoldSpan, ...] = ()
    """What was right and is not tagged any more, or is rejected though the gold has it."""
    by_rejecting: bool = False
    """Whether the edit rejects something."""
    goes_on: bool = False
    """Whether a step of the lessons was done by it."""


class Teacher:
    """What a practice has come to: the one object of it that changes."""

    def __init__(
        self, workspace: Workspace, gold: Gold, record: PracticeRecord, known: Collection[str]
    ) -> None:
        """Go on where somebody was.

        Args:
            workspace: The story of the articles that are practised on.
            gold: Those articles, with what is right in them.
            record: What is remembered of the practices before.
            known: The ids of all commands that have a key.
        """
        self.gold = gold
        self.remark: Remark | None = None
        """On the last edit; nothing once something else has been asked for."""
        self.example: GoldSpan | None = None
        """What the present step is tried on; nothing if it needs none, or all are tagged."""
        self.in_lessons: Sitting | None = None
        """What the lessons took, once they are over."""
        self._workspace = workspace
        self._record = record
        self._course = course(known, record.step)
        self._used = set(record.used)
        self._means: set[str] = set()
        self._tally = Tally()
        self._tagged = places(workspace)
        self._uncounted = self._tagged & gold.spans
        self._place = (workspace.story.articles[0].id, -1)
        self._choose_example()

    # How things stand ----------------------------------------------------------------------

    @property
    def course(self) -> Course:
        """How far somebody is in the lessons."""
        return self._course

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the labels, in order."""
        return self._workspace.labels.names

    @property
    def last(self) -> Sitting | None:
        """The sitting before this one."""
        return self._record.last

    @property
    def score(self) -> Score:
        """How much of the gold is tagged."""
        return scored(self.gold, self._tagged)

    @property
    def used(self) -> frozenset[str]:
        """The commands that were ever used in practice."""
        return frozenset(self._used)

    @property
    def sitting(self) -> Sitting:
        """What has been spent since the start, or since the lessons were over, and on how much.

        What was shown as an example outside the lessons counts for nothing, though its keys do.
        """
        right = Counter(span.label for span in self._tagged & self.gold.spans - self._uncounted)
        labels = (*self.labels, *self._tally.keys)
        return Sitting(
            datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            {
                label: Cost(
                    right[label],
                    self._tally.keys.get(label, 0.0),
                    self._tally.seconds.get(label, 0.0),
                )
                for label in dict.fromkeys(labels)
                if right[label] or label in self._tally.keys
            },
        )

    @property
    def told(self) -> tuple[Sitting, bool]:
        """The sitting that is worth telling, and whether it was in the lessons."""
        now = self.sitting
        if self._course.step is not None:
            return now, True
        if not now.labels and self.in_lessons is not None:
            return self.in_lessons, True
        return now, False

    @property
    def record(self) -> PracticeRecord:
        """All that is to be remembered, with this sitting if anything came of it."""
        sittings = self._record.sittings
        if self._course.step is None and self.sitting.labels:
            sittings = (*sittings, self.sitting)
        return PracticeRecord(self._course.at, sittings, tuple(sorted(self._used)))

    # What happens --------------------------------------------------------------------------

    def begin(self, now: float) -> None:
        """Start the clock: somebody sees the articles.

        Args:
            now: In seconds, on a clock that never goes back.
        """
        self._tally = begun(self._tally, now)

    def press(self, now: float) -> None:
        """Count a key.

        Args:
            now: On the same clock.
        """
        self._tally = pressed(self._tally, now)

    def use(self, command_id: str) -> None:
        """Take note that a command is run."""
        if command_id.startswith(ASKING):
            self._tally = taken_back(self._tally)
            return
        self._used.add(command_id)
        self._means.add(command_id)

    def look_at(self, article: str, offset: int) -> None:
        """Take note of where somebody is: examples are taken from behind it."""
        self._place = (article, offset)

    def see(self, change: Change, *, has_brush: bool) -> None:
        """Look at an edit.

        Args:
            change: What was done.
            has_brush: Whether the label had been chosen before the span.
        """
        edits = [each for each in singles(change.edit) if isinstance(each, EditOfAnnotation)]
        before, self._tagged = self._tagged, places(self._workspace)
        labels = [value.label for each in edits if (value := each.after or each.before)]
        self._tally = edited(self._tally, labels)
        means = {*self._means, *((BRUSH,) if has_brush else ())}
        self._means.clear()
        earlier = self._course
        self._go_to(after(earlier, Deed(frozenset(means), frozenset(labels))))
        self.remark = self._remark(edits, before, goes_on=self._course.at != earlier.at)
        if self.example in self._tagged:
            self._choose_example()

    def _remark(
        self, edits: list[EditOfAnnotation], before: frozenset[GoldSpan], *, goes_on: bool
    ) -> Remark:
        verdicts = [
            judged(self.gold, edit.article, edit.after, self._tagged)
            for edit in edits
            if edit.after is not None and not (edit.after.rejected or edit.after.adrift)
        ]
        rejected = {
            place_of(edit.article, edit.after)
            for edit in edits
            if edit.after is not None and is_of_rejection(edit)
        }
        lost = ((before | rejected) & self.gold.spans) - self._tagged
        return Remark(tuple(verdicts), tuple(sorted(lost)), bool(rejected), goes_on)

    # The lessons ---------------------------------------------------------------------------

    def skip(self) -> None:
        """Go on to the next step without having done this one."""
        self.remark = None
        self._go_to(skipped(self._course))

    def show_example(self) -> GoldSpan | None:
        """Where the example is; when the lessons are over, what of the gold is missing next."""
        self.remark = None
        if self._course.step is not None:
            return self.example
        found = self._next(None)
        if found is not None:
            self._uncounted |= {found}
        return found

    def _go_to(self, course: Course) -> None:
        """Be at a step; where that is the end, what is spent from now on counts anew."""
        earlier, self._course = self._course, course
        if course.at == earlier.at:
            return
        if course.step is None:
            self.in_lessons = self.sitting
            self._tally = Tally(last=self._tally.last)
            self._uncounted = self._tagged & self.gold.spans
        self._choose_example()

    def _choose_example(self) -> None:
        step = self._course.step
        if step is None or step.example is None:
            self.example = None
            return
        self.example = self._next(step.example)

    def _next(self, example: Example | None) -> GoldSpan | None:
        articles = [ref.id for ref in self._workspace.story.articles]
        return example_for(example, self.gold, self._tagged, *self._place, articles)
