"""Looks on while somebody practises: knows the lesson, counts the keys, and judges each edit."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from store.annotations.edits import (
    EditOfAnnotation,
    EditOfCluster,
    EditOfRelation,
    is_of_rejection,
    of_annotations,
    of_links,
)
from store.practice.gold import GoldSpan
from store.practice.judging import Remark, judge, remark_words
from store.practice.lessons import BRUSH, TIE, course, next_missing
from store.practice.record import Cost, PracticeRecord, Sitting, Spending

if TYPE_CHECKING:
    from collections.abc import Collection

    from store.practice.gold import Gold, Score
    from store.practice.judging import Words
    from store.practice.lessons import Course
    from store.story.workspace import Change, Workspace

ASKING: Final = "practice."
"""What the ids of commands begin with that only ask the teacher."""


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
        self.course = course(known, record.step)
        """How far somebody is in the lessons."""
        self.labels = workspace.labels.names
        self.last = record.sittings[-1] if record.sittings else None
        """The sitting before this one."""
        self.used = set(record.used)
        """The commands that were ever used in practice."""
        self.remark: Remark | None = None
        """On the last edit; nothing once something else has been asked for."""
        self.in_lessons: Sitting | None = None
        """What the lessons took, once they are over."""
        self._workspace = workspace
        self._articles = [ref.id for ref in workspace.story.articles]
        self._earlier = record.sittings
        self._means: set[str] = set()
        self._spending = Spending()
        self._tagged = self._tagged_spans()
        self._uncounted = self._tagged & gold.spans
        self._place = (self._articles[0], -1)
        self.example = self._choose_example()
        """What the exercise is tried on; nothing if it needs none, or all are tagged."""

    # How things stand ----------------------------------------------------------------------

    @property
    def score(self) -> Score:
        """How much of the gold is tagged."""
        return self.gold.score(self._tagged)

    @property
    def sitting(self) -> Sitting:
        """What has been spent since the start, or since the lessons were over, and on how much.

        What was shown as an example outside the lessons counts for nothing, though its keys do.
        """
        right = Counter(span.label for span in self._tagged & self.gold.spans - self._uncounted)
        keys, seconds = self._spending.keys, self._spending.seconds
        return Sitting(
            datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            {
                label: Cost(right[label], keys.get(label, 0.0), seconds.get(label, 0.0))
                for label in dict.fromkeys((*self.labels, *keys))
                if right[label] or label in keys
            },
        )

    @property
    def told(self) -> tuple[Sitting, bool]:
        """The sitting that is worth telling, and whether it was in the lessons."""
        now = self.sitting
        if self.course.exercise is None and self.in_lessons is not None and not now.labels:
            return self.in_lessons, True
        return now, self.course.exercise is not None

    @property
    def record(self) -> PracticeRecord:
        """All that is to be remembered, with this sitting if anything came of it."""
        now = self.sitting
        has_sat = self.course.exercise is None and bool(now.labels)
        sittings = (*self._earlier, now) if has_sat else self._earlier
        return PracticeRecord(self.course.at, sittings, tuple(sorted(self.used)))

    def _tagged_spans(self) -> frozenset[GoldSpan]:
        articles = ((name, self._workspace.article(name).annotations) for name in self._articles)
        return frozenset(GoldSpan.of(name, each) for name, found in articles for each in found)

    # What happens --------------------------------------------------------------------------

    def begin(self, now: float) -> None:
        """Start the clock, in seconds that never go back: somebody sees the articles."""
        self._spending.last = now

    def press(self, now: float) -> None:
        """Count a key, pressed at a moment on the same clock."""
        self._spending.press(now)

    def use(self, command_id: str) -> None:
        """Take note that a command is run."""
        if command_id.startswith(ASKING):
            self._spending.forgive()
            return
        self.used.add(command_id)
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
        edits = list(of_annotations(change.edit))
        before, self._tagged = self._tagged, self._tagged_spans()
        labels = [value.label for each in edits if (value := each.after or each.before)]
        self._spending.share(labels)
        means = self._means | ({BRUSH} if has_brush else set())
        self._means = set()
        at = self.course.at
        ties = (each for each in of_links(change.edit) if each.after is not None)
        is_tie = any(isinstance(each, EditOfRelation | EditOfCluster) for each in ties)
        self._go_to(self.course.after(means, {*labels, *((TIE,) if is_tie else ())}))
        self.remark = self._judge(edits, before, goes_on=self.course.at != at)
        if self.example in self._tagged:
            self.example = self._choose_example()

    def _judge(
        self, edits: list[EditOfAnnotation], before: frozenset[GoldSpan], *, goes_on: bool
    ) -> Remark:
        left = [(each, GoldSpan.of(each.article, each.after)) for each in edits if each.after]
        verdicts = tuple(
            judge(self.gold, span, self._tagged)
            for each, span in left
            if each.after and not (each.after.rejected or each.after.adrift)
        )
        rejected = {span for each, span in left if is_of_rejection(each)}
        lost = ((before | rejected) & self.gold.spans) - self._tagged
        return Remark(verdicts, bool(lost), bool(rejected), goes_on)

    def remark_words(self, *, can_relabel: bool) -> Words:
        """What there is to say of the last edit; see `judging.remark_words`."""
        if self.remark is None:
            return "", []
        sentence, texts = remark_words(self.gold, self.remark, can_relabel=can_relabel)
        done = "That was the last lesson. " if self.course.exercise is None else "Lesson done. "
        return (done if self.remark.goes_on else "") + sentence, texts

    # The lessons ---------------------------------------------------------------------------

    def skip(self) -> None:
        """Go on to the next exercise without having done this one."""
        self.remark = None
        self._go_to(self.course.skip())

    def show_example(self) -> GoldSpan | None:
        """Where the example is; when the lessons are over, what of the gold is missing next."""
        self.remark = None
        if self.course.exercise is not None:
            return self.example
        found = next_missing(self.gold, self._tagged, self._place, self._articles)
        self._uncounted |= {found} if found is not None else set()
        return found

    def _go_to(self, course: Course) -> None:
        """Be at an exercise; where none is left, what is spent from now on counts anew."""
        earlier, self.course = self.course, course
        if course.at == earlier.at:
            return
        if course.exercise is None:
            self.in_lessons = self.sitting
            self._spending = Spending(self._spending.last)
            self._uncounted = self._tagged & self.gold.spans
        self.example = self._choose_example()

    def _choose_example(self) -> GoldSpan | None:
        exercise = self.course.exercise
        if exercise is None or not exercise.tried_on:
            return None
        return next_missing(self.gold, self._tagged, self._place, self._articles, exercise)
