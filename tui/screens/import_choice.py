"""The dataset that is to be imported: what it is, and what it would change.

What looks at it is imported once there is something to look at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.articles.story import story_of
from store.destination import check_confined
from store.errors import InputError, SidelightError
from store.formats.choices import AlignmentMode
from store.steps import Steps
from tui.keys.commands import KEPT

if TYPE_CHECKING:
    from pathlib import Path

    from store.formats.registry import Guess
    from store.importing.dataset import DatasetImport, ImportOptions
    from store.importing.reporting import ImportPlan
    from store.story.workspace import Workspace


class ImportChoice:
    """A dataset that is looked at."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.path: Path | None = None
        """What is looked at, or was."""
        self.adds_labels = False
        """Whether labels that the story lacks are added."""
        self.fault = ""
        """Why it cannot be imported."""
        self._guess: Guess | None = None
        self._import: DatasetImport | None = None
        self._steps: Steps[ImportPlan] | None = None
        self._size = 0
        self._read = 0
        """Bytes, of that size."""

    # Looking -------------------------------------------------------------------------------

    def begin(self, path: Path) -> None:
        """Look at a dataset, and no more at another."""
        from store.formats.reading import Input, ReadOptions
        from store.importing.dataset import DatasetImport
        from store.importing.looking import guess_format, size_of

        self.close()
        self.path = path
        try:
            check_confined(path)
            self._guess = guess = guess_format(path)
            how = ReadOptions(alignment=AlignmentMode.EXPAND)
            source = Input(path, how, keeps_going=True, progress=self._has_read)
            self._size = size_of(path)
            self._import = DatasetImport(self._workspace, guess.format, source, self._options())
            self._steps = Steps(self._import.look(), 0)
        except (SidelightError, OSError) as error:
            self.fault = str(error)

    def _options(self) -> ImportOptions:
        from store.importing.dataset import ImportOptions

        story = self._workspace.story
        is_whole = {ref.path.name for ref in story.articles} == {
            ref.path.name for ref in story_of(story.root).articles
        }
        return ImportOptions(
            alignment=AlignmentMode.EXPAND,
            adds_labels=self.adds_labels,
            kept_keys="".join(sorted(KEPT)),
            refusal="" if is_whole else "open the story's folder to add articles to it",
        )

    def _has_read(self, size: int) -> None:
        self._read += size

    def work(self, seconds: float) -> bool:
        """Look on for so long; whether there is more to look at."""
        steps = self._steps
        if steps is None or steps.is_finished:
            return False
        try:
            return not steps.work(seconds)
        except InputError as error:
            self.fail(str(error))
            return False

    def fail(self, why: str) -> None:
        """It cannot be imported."""
        self.fault, self._steps = why, None

    def close(self) -> None:
        """Look no more, and take away what was made for it."""
        if self._steps is not None:
            self._steps.stop()
        if self._import is not None:
            self._import.close()
        self.path = self._steps = self._import = self._guess = None
        self.fault, self._size, self._read = "", 0, 0

    # What there is -------------------------------------------------------------------------

    @property
    def plan(self) -> ImportPlan | None:
        """What would be done, once all has been looked at."""
        steps = self._steps
        return steps.result if steps is not None and steps.is_finished else None

    @property
    def changes_anything(self) -> bool:
        """Whether anything of it is new."""
        plan = self.plan
        return plan is not None and bool(plan.edit.edits or plan.new_articles)

    def facts(self) -> list[tuple[str, str]]:
        """What it is and what it would do: of what, and what is said of it."""
        guess, plan = self._guess, self.plan
        if guess is None:
            return []
        from store.importing.looking import PAPERS_FORMAT
        from tui.render.import_facts import import_facts, refusals

        what = guess.format.title
        if guess.format.name != PAPERS_FORMAT:
            what = f"{guess.format.name} ({guess.sure:.0%} sure): {what}"
        found = [("it is", what)]
        if self._import is not None and plan is not None:
            source = self._import.source
            found += import_facts(plan, source.losses, source.faults)
        elif not self.fault:
            share = min(1.0, self._read / max(1, self._size))
            found.append(("looked at", f"{share:.0%}"))
        elif self._import is not None:
            found += refusals(self._import.source.faults)
        return found

    def carry_out(self) -> str:
        """Import it; what to say of that.

        Raises:
            SidelightError: It cannot be written; nothing was imported.
        """
        plan = self.plan
        assert self._import is not None
        assert plan is not None
        self._import.carry_out(plan)
        undoes = ["{key:undo} takes it back"] if plan.edit.edits and not plan.new_articles else []
        return "; ".join((str(plan), *plan.remarks, *undoes))
