"""Which tables of values are listed, and which value the keys are for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.discrepancies.tables import counted_in_steps, tied_in_steps
from store.across.discrepancies.things import StoryValues
from store.across.story_ties import read_ties_in_steps
from store.annotations.edits import touched
from store.errors import SidelightError
from store.query.help import QueryHelp
from store.steps import Steps
from store.story.annotation_list import words_of
from tui.render.discrepancy_sheet import DiscrepancyLine, ShownDiscrepancies
from tui.screens.list_cursor import ListCursor

if TYPE_CHECKING:
    from collections.abc import Generator

    from store.across.discrepancies.model import Discrepancy, PlacedValue
    from store.annotations.edits import Edit
    from store.story.workspace import Workspace


class DiscrepancyChoice(ListCursor):
    """The values of a story that differ; it stays as it was left until it is opened again."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.story: StoryValues | None = None
        """What the tables are made of; none before it has been read."""
        self.is_behind = True
        """Whether what is listed as tied is older than the story."""
        self.shows_all = False
        self.lines: list[DiscrepancyLine] = []
        self._tied: tuple[Discrepancy, ...] = ()
        self._counted: tuple[Discrepancy, ...] = ()
        self._steps: Steps[None] | None = None
        self._stamp: tuple[object, ...] | None = None
        """That of the story which is read; none where it cannot be told, or be read."""

    # Looking through the story -----------------------------------------------------------------

    def begin(self) -> None:
        """Read the story anew, unless nothing has changed since it was."""
        stamp = self._workspace.now.stamp()
        if stamp is None or stamp != self._stamp:
            self.story, self.is_behind, self._stamp, self.fault = None, True, stamp, ""
            self._steps = Steps(self._made(), 0)

    def _made(self) -> Generator[None, None, None]:
        if self.story is None:
            ties = yield from read_ties_in_steps(self._workspace.now)
            self.story = StoryValues(ties, self._workspace.labels)
        self._tied = yield from tied_in_steps(self.story)
        self.is_behind = False
        self.relist()
        yield
        self._counted = yield from counted_in_steps(self.story)
        self.relist()

    def look_on(self, seconds: float) -> bool:
        """Look on for so long; whether there is more to do."""
        steps = self._steps
        if steps is None:
            return False
        try:
            if not steps.work(seconds):
                return True
        except SidelightError as error:
            self.fault, self._stamp = str(error), None
        self._steps = None
        return False

    def update(self, edit: Edit) -> None:
        """Take over an edit, in the steps to come: what is tied first."""
        if self.story is None or touched(edit):
            self.begin()
            return
        self._stamp = self._workspace.now.stamp()
        self.story.take_links(self._workspace.now.links())
        self._steps = Steps(self._made(), 0)

    # What is listed ----------------------------------------------------------------------------

    @property
    def tables(self) -> tuple[Discrepancy, ...]:
        """All there are."""
        return (*self._tied, *self._counted)

    @property
    def _wanted(self) -> list[Discrepancy]:
        asked = words_of(self.typed).split()
        shown = (each for each in self.tables if self.shows_all or each.is_alarm)
        return [
            table
            for table in shown
            if all(any(word in said for said in _words_in(table)) for word in asked)
        ]

    def relist(self) -> None:
        """List what is wanted; the value that the keys are for stays so if it is still there."""
        here, story = self.value, self.story
        self.lines = []
        for table in self._wanted:
            self.lines.append(DiscrepancyLine(table))
            for number, placed in enumerate(table.values):
                text = story.ties.articles[placed.article].text if story is not None else ""
                line = text.count("\n", 0, placed.value.start) + 1
                self.lines.append(DiscrepancyLine(table, number, line))
        same = (n for n, line in enumerate(self.lines) if here and _value_of(line) == here)
        self.at = next(same, min(self.at, max(0, self.count - 1)))
        self._leave_heading(1)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.lines)

    @property
    def line(self) -> DiscrepancyLine | None:
        """The line that the keys are for: one of a value."""
        return self.lines[self.at] if self.at < self.count else None

    @property
    def value(self) -> PlacedValue | None:
        """The value that the keys are for."""
        return _value_of(self.line) if self.line is not None else None

    # Choosing ----------------------------------------------------------------------------------

    def go(self, by: int) -> bool:
        """Go so many lines on or back, over headings; whether that is anywhere else."""
        before = self.at
        super().go(by)
        self._leave_heading(1 if by > 0 or self.at == 0 else -1)
        return before != self.at

    def _leave_heading(self, by: int) -> None:
        if self.line is not None and self.line.number is None:
            self.at = max(0, min(self.count - 1, self.at + by))

    def view(self, height: int) -> slice:
        """The lines in view, with the heading of the first value."""
        view = super().view(height)
        if (
            height > 1
            and self.at
            and self.top == self.at
            and self.lines[self.at - 1].number is None
        ):
            self.top -= 1
            return slice(self.top, self.top + height)
        return view

    def want(self, typed: str) -> None:
        """List the tables in which some words stand."""
        self.typed = typed
        self.relist()

    def help(self, caret: int) -> QueryHelp:
        """Nothing: words are typed, and no fields.

        Args:
            caret: Code points before it.
        """
        return QueryHelp()

    def toggle_all(self) -> None:
        """List also what agrees and what is not tied, or only what differs."""
        self.shows_all = not self.shows_all
        self.relist()

    def leave_innermost(self) -> bool:
        """End the filter; whether there was one."""
        if not self.typed:
            return False
        self.want("")
        return True

    def shown(self, height: int) -> ShownDiscrepancies:
        """What is shown in so many lines, with the one the keys are for in view."""
        view = self.view(height)
        return ShownDiscrepancies(
            alarms=sum(each.is_alarm and bool(each.open) for each in self._tied),
            listed=sum(line.number is None for line in self.lines),
            total=len(self.tables),
            shows_all=self.shows_all,
            is_looking=self._steps is not None,
            typed=self.typed,
            lines=tuple(self.lines[view]),
            chosen=self.at - self.top,
        )


def _words_in(table: Discrepancy) -> list[str]:
    return [words_of(said) for said in (table.name, *(value.said for value in table.values))]


def _value_of(line: DiscrepancyLine) -> PlacedValue | None:
    return line.table.values[line.number] if line.number is not None else None
