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
from store.importing.arriving import Arrivals
from store.importing.finding import texts_of
from store.importing.labelling import LabelsFile
from store.importing.planning import Planner
from store.importing.spanning import PlanOptions
from store.labels import LABELS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
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


def import_dataset(
    workspace: Workspace,
    format_: Format,
    source: Input,
    options: ImportOptions | None = None,
    files: Files | None = None,
) -> ImportPlan:
    """Import a dataset as one edit, with the articles and labels that the story lacks.

    An id that is a ULID and free is kept; any other is replaced, and what refers to it follows.

    Args:
        workspace: The story, open to edit; it may have no articles yet.
        format_: What the dataset is, which can be read.
        source: The dataset; afterwards it says what was left out.
        options: How.
        files: The file system, for tests.

    Returns:
        What was done.

    Raises:
        SidelightError: Something is at fault, or cannot be written; nothing was imported.
    """
    options = options or ImportOptions()
    files = files or Files()
    assert format_.reads is not None
    story = workspace.story
    with Arrivals(story, files, refusal=options.refusal) as arrivals:
        if source.options.texts is None:
            known = texts_of(workspace, format_.endings)
            there = tuple(ref.id for ref in story.articles)
            source.options = replace(source.options, texts=known, articles=there)
        planner = Planner(workspace, options, source, format_, arrivals)
        for placed in format_.reads(source):
            planner.add(placed)
        plan = planner.finish()
        if not plan.articles:
            lost = f"; left out: {source.losses}" if source.losses.content else ""
            raise InputError(f"there is nothing in it to import{lost}", path=source.path)
        if options.is_strict and source.losses.content:
            reason = f"nothing was imported, as something would be lost or changed: {source.losses}"
            raise InputError(reason, path=source.path)
        with options.guard():
            _carry_out(workspace, plan, arrivals, options, files)
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
