"""Bring a dataset into a story: every row is checked, and all become one edit, or none.

The rows are taken as a stream; of each only the edits it makes are kept. Articles that the story
lacks are written beside it meanwhile (`store.importing.arriving`).
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from store.errors import InputError, SaveError
from store.files import Files
from store.formats.people import check_is_there
from store.importing.arriving import Arrivals
from store.importing.finding import texts_of
from store.importing.labelling import LabelsFile
from store.importing.planning import Planner
from store.importing.spanning import PlanOptions
from store.labels import LABELS_FILE
from store.steps import Steps

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from store.formats.format import Format
    from store.formats.reading import Input
    from store.importing.reporting import ImportPlan
    from store.story.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions(PlanOptions):
    """How a dataset is imported."""

    is_strict: bool = False
    """Whether nothing is imported where anything would be lost."""
    refusal: str = ""
    """Why articles that the story lacks are not added to it, as a clause; empty if they are."""
    labels_file: Path | None = None
    """Where labels are added; none for the story's own file."""
    guard: Callable[[], AbstractContextManager[object]] = nullcontext
    """Entered while the disk is written to, so that nothing breaks in."""


class DatasetImport:
    """A dataset that is looked at, and then brought into a story, or not. Use it as a context."""

    def __init__(
        self,
        workspace: Workspace,
        format_: Format,
        source: Input,
        options: ImportOptions | None = None,
        files: Files | None = None,
    ) -> None:
        """Nothing is read yet.

        Args:
            workspace: The story, open to edit; it may have no articles yet.
            format_: What the dataset is, which can be read.
            source: The dataset; afterwards it says what was left out.
            options: How.
            files: The file system, for tests.
        """
        self._workspace = workspace
        self.format = format_
        self.source = source
        self._options = options or ImportOptions()
        self._files = files or Files()
        self._arrivals = Arrivals(workspace.story, self._files, refusal=self._options.refusal)

    def __enter__(self) -> DatasetImport:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Take away what was made to look at it."""
        self._arrivals.__exit__()

    def look(self) -> Generator[None, None, ImportPlan]:
        """What an import would do, a row a step; nothing in the story changes.

        An id that is a ULID and free is kept; any other is replaced, and what refers to it follows.

        Raises:
            InputError: Something is at fault, or there is nothing to import.
        """
        workspace, source, format_ = self._workspace, self.source, self.format
        assert format_.reads is not None
        if source.options.texts is None:
            known = texts_of(workspace, format_.endings)
            there = tuple(ref.id for ref in workspace.story.articles)
            source.options = replace(source.options, texts=known, articles=there)
        planner = Planner(workspace, self._options, source, format_, self._arrivals)
        for placed in format_.reads(source):
            planner.add(placed)
            yield
        check_is_there(source)
        plan = planner.finish()
        if not plan.articles:
            lost = f"; left out: {source.losses}" if source.losses.content else ""
            raise InputError(f"there is nothing in it to import{lost}", path=source.path)
        if self._options.is_strict and source.losses.content:
            reason = f"nothing was imported, as something would be lost or changed: {source.losses}"
            raise InputError(reason, path=source.path)
        return plan

    def carry_out(self, plan: ImportPlan) -> None:
        """Import it as one edit, with the articles and labels that the story lacks.

        Raises:
            SidelightError: It cannot be written; nothing was imported.
        """
        with self._options.guard():
            _carry_out(self._workspace, plan, self._arrivals, self._options, self._files)


def import_dataset(
    workspace: Workspace,
    format_: Format,
    source: Input,
    options: ImportOptions | None = None,
    files: Files | None = None,
) -> ImportPlan:
    """Look at a dataset and import it at once; see `DatasetImport`.

    Returns:
        What was done.

    Raises:
        SidelightError: Something is at fault, or cannot be written; nothing was imported.
    """
    with DatasetImport(workspace, format_, source, options, files) as importing:
        plan = Steps(importing.look(), 0).all()
        importing.carry_out(plan)
    return plan


def _carry_out(
    workspace: Workspace,
    plan: ImportPlan,
    arrivals: Arrivals,
    options: ImportOptions,
    files: Files,
) -> None:
    """Write what the edit needs, then the edit; if anything fails, nothing of it stays."""
    story, labels = workspace.story, workspace.labels
    added = LabelsFile(options.labels_file or story.root / LABELS_FILE, files)
    try:
        if plan.new_labels:
            workspace.grow(labels=added.add(plan.new_labels))
        if len(arrivals):
            arrivals.put()
            workspace.grow(story=arrivals.story_now())
        for data in plan.texts.values():
            workspace.now.old_texts.keep(data)
        for sha256, cut in plan.cuts.items():
            workspace.now.old_texts.keep_cut(sha256, cut)
        if plan.edit.edits:
            workspace.apply(plan.edit)
    except BaseException as error:
        # An edit that the disk did not confirm may last all the same, and needs its articles.
        if not (isinstance(error, SaveError) and workspace.status.read_only):
            workspace.grow(labels=labels, story=story)
            arrivals.take_back()
            with suppress(OSError):  # labels that nothing has yet do no harm
                added.take_back()
        raise
