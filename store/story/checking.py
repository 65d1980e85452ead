"""Check one annotator's work on a story against its files and against the articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotations.claim_record import unknown_values
from store.annotations.model import Mention
from store.errors import InputError, SidelightError, system_reason
from store.files import Files
from store.ledger.checkpoints import STORY, Checkpoints
from store.ledger.faults import Fault, FaultKind
from store.ledger.inspection import inspect
from store.ledger.rescue import rescues
from store.library.places import folder_of
from store.story.loose_ends import loose_ends, misfits, named_in
from store.story.workspace import Workspace
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.annotations.model import Annotation, Cluster
    from store.articles import Story
    from store.story.open_article import OpenArticle


@dataclass(slots=True)
class Health:
    """How one annotator's work is."""

    annotator: str
    findings: list[Fault] = field(default_factory=list)
    """What is not as it should be."""
    annotations: int = 0
    articles: int = 0
    """How many articles have been annotated."""


def check(
    story: Story, annotator: str, data: Path | None = None, files: Files | None = None
) -> Health:
    """Look at everything that an annotator has done in a story; change nothing.

    Raises:
        InputError: The folder of annotations cannot be read.
    """
    health = Health(annotator)
    folder = folder_of(story, annotator, data)
    if not folder.is_dir() and not rescues(folder):
        return health
    try:
        health.findings += inspect(folder, files or Files())
    except OSError as error:
        reason = f"it cannot be checked: {system_reason(error)}"
        raise InputError(reason, path=folder) from error
    try:
        with Workspace.open(story, annotator, data=data, read_only=True, files=files) as workspace:
            _check_articles(workspace, health)
    except SidelightError as error:
        if not any(finding.is_bad for finding in health.findings):
            health.findings.append(Fault(STORY, FaultKind.ARTICLE, f"it cannot be opened: {error}"))
    return health


def _check_articles(workspace: Workspace, health: Health) -> None:
    """Look at what is between the annotations and the articles."""
    there: dict[Mention, str] = {}
    unknown: list[str] = []
    is_whole = True
    for opened in workspace.now.every_article():
        everything = (*opened.annotations, *opened.orphaned)
        there.update((Mention(opened.id, each.id), each.label) for each in everything)
        unknown += _unknown_in(everything)
        health.annotations += len(everything)
        health.articles += bool(everything)
        is_whole = is_whole and not opened.problem
        if what := _wrong_with(opened):
            health.findings.append(Fault(opened.article.name, FaultKind.ARTICLE, what))
    named = {finding.file for finding in health.findings}  # a copy of another's file is told above
    files = Checkpoints(workspace.folder, Files())
    missing = [each for each in workspace.now.missing_articles() if files.name(each) not in named]
    for article_id in missing:
        what = "it has annotations, but is not in the story"
        health.findings.append(Fault(article_id, FaultKind.ARTICLE, what))
    if missing or not is_whole or any(f.is_for_repair and f.is_bad for f in health.findings):
        return  # what seems to be gone may only not be here
    links = workspace.now.links()
    for edit in dict.fromkeys(loose_ends(links, there)):
        health.findings.append(Fault(STORY, FaultKind.LOOSE, named_in(edit)))
    articles = {ref.id for ref in workspace.story.articles}
    for what in misfits(links, workspace.labels, there, articles):
        health.findings.append(Fault(STORY, FaultKind.ARTICLE, what))
    unknown += _unknown_in(links.clusters.values())
    if unknown:
        what = f"{counted(len(unknown), 'value')} that no record has, such as: {unknown[0]}"
        health.findings.append(Fault(STORY, FaultKind.ARTICLE, what))


def _wrong_with(opened: OpenArticle) -> str:
    """What keeps annotations of an article from their places; empty if nothing does."""
    if not opened.article.text:
        return opened.problem if opened.annotations or opened.orphaned else ""
    if not opened.orphaned:
        return ""
    waiting = counted(len(opened.orphaned), "annotation")
    wait = "waits" if len(opened.orphaned) == 1 else "wait"
    return f"it has changed, and {waiting} of it {wait} for review ({{key:review}} in the story)"


def _unknown_in(recorded: Iterable[Annotation | Cluster]) -> Iterator[str]:
    """What records of claims do not hold, as far as somebody has said it of these."""
    attributed = (each.attributes for each in recorded if each.attributes)
    return (what for each in attributed for what in unknown_values(dict(each)))
