"""Check one annotator's work on a story against its files and against the articles; mend it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotations.claim_record import unknown_values
from store.annotations.edits import Batch, of_annotations, touched
from store.annotations.model import Mention, is_id
from store.articles.loading import read_bytes
from store.errors import InputError, SidelightError, system_reason
from store.files import Files
from store.ledger.checkpoints import STORY, Checkpoints
from store.ledger.faults import Fault, FaultKind
from store.ledger.inspection import inspect
from store.ledger.repair import repair
from store.ledger.rescue import rescues
from store.ledger.texts import Texts
from store.library.places import folder_of
from store.story.loose_ends import loose_ends, misfits, named_in
from store.story.workspace import Workspace
from store.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from store.articles import Story


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
        attributed = (each.attributes for each in everything if each.attributes)
        unknown += (what for each in attributed for what in unknown_values(dict(each)))
        health.annotations += len(everything)
        health.articles += bool(everything)
        name = opened.article.name
        is_whole = is_whole and not opened.problem
        if opened.orphaned and opened.article.text:
            waiting = counted(len(opened.orphaned), "annotation")
            wait = "waits" if len(opened.orphaned) == 1 else "wait"
            what = (
                f"it has changed, and {waiting} of it {wait} for review "
                "({key:review} in the story)"
            )
            health.findings.append(Fault(name, FaultKind.ARTICLE, what))
        elif opened.problem and everything and not opened.article.text:
            health.findings.append(Fault(name, FaultKind.ARTICLE, opened.problem))
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
    attributed = (each.attributes for each in links.clusters.values() if each.attributes)
    unknown += (what for each in attributed for what in unknown_values(dict(each)))
    if unknown:
        what = f"{counted(len(unknown), 'value')} that no record has, such as: {unknown[0]}"
        health.findings.append(Fault(STORY, FaultKind.ARTICLE, what))


# Mending --------------------------------------------------------------------------------------


@dataclass(slots=True)
class RepairReport:
    """What a repair of one annotator's work did."""

    done: list[str]
    left: list[str]
    copies: Path | None
    """Where what was replaced is kept."""


def mend(
    story: Story,
    annotator: str,
    data: Path | None = None,
    *,
    accept: bool = False,
    files: Files | None = None,
) -> RepairReport:
    """Mend what can be mended.

    Args:
        story: The story.
        annotator: Whose work.
        data: Where annotations lie, if not beside the articles.
        accept: Take over what was changed by hand in the TinyDB files, as an edit that undo takes
            back; else the files become again what they were.
        files: The file system, for tests.

    Raises:
        InputError: It cannot be mended now, or what was changed by hand does not fit the articles;
            what was replaced is kept.
    """
    folder = folder_of(story, annotator, data)
    if not folder.is_dir() and not rescues(folder):
        raise InputError(f"{annotator} has annotated nothing here", path=folder)
    report = repair(folder, files or Files())
    copies = folder / report.copies if report.copies else None
    if report.by_hand and not accept:
        articles = touched(Batch(tuple(report.by_hand)))
        where = ", ".join(sorted(articles)[:3]) or STORY
        report.left.append(
            f"{counted(len(report.by_hand), 'change')} made by hand in {where} taken out; put the "
            "changed file back from the copies and use {option:accept} to take them over"
        )
    with Workspace.open(story, annotator, data=data, files=files) as workspace:
        if workspace.status.read_only:
            report.left.append(workspace.status.read_only)
            return RepairReport(report.done, report.left, copies)
        if report.by_hand and accept:
            _take_over(workspace, Batch(tuple(report.by_hand), "take over by hand"), copies)
            count = counted(len(report.by_hand), "change")
            report.done.append(
                f"{count} made by hand taken over, as one edit that {{key:undo}} undoes"
            )
        loose = _tie_up(workspace, Texts(folder, files or Files()))
        if loose is not None:
            workspace.apply(loose)
            count = counted(len(loose.edits), "link")
            report.done.append(
                f"{STORY}: {count} to annotations that are gone taken off, "
                "which {key:undo} undoes"
            )
        workspace.checkpoint()
        if workspace.status.trouble:
            report.left.append(workspace.status.trouble)
    return RepairReport(report.done, report.left, copies)


def _take_over(workspace: Workspace, by_hand: Batch, copies: Path | None) -> None:
    """Make the edits that were made by hand.

    Raises:
        InputError: They do not fit the articles.
    """
    try:
        _check_ids(workspace, by_hand)
        workspace.apply(by_hand)
    except SidelightError as error:
        raise InputError(
            f"what was changed by hand cannot be taken over ({error}); the files are as they were "
            f"before, and the changed ones are kept in {copies}",
            path=workspace.folder,
        ) from error


def _check_ids(workspace: Workspace, by_hand: Batch) -> None:
    """Refuse an annotation by an id that is none, or that another has."""
    edits = tuple(of_annotations(by_hand))
    gone = {e.before.id for e in edits if e.before is not None}
    new = {e.after.id: e.article for e in edits if e.after is not None and e.before is None}
    for each, article in new.items():
        if not is_id(each):
            raise InputError(f"“{each[:40]}” in {article} is not the id of an annotation")
    wanted = new.keys() - gone
    if not wanted:
        return
    for opened in workspace.now.every_article():
        for annotation in opened.everything:
            if annotation.id in wanted:
                raise InputError(
                    f"an annotation in {opened.id} has the id {annotation.id} of one added in "
                    f"{new[annotation.id]}"
                )


def _tie_up(workspace: Workspace, texts: Texts) -> Batch | None:
    """What takes relations and clusters off annotations that are gone; nothing if none are.

    On the way each article that is as it was annotated is copied, if its copy is gone.
    """
    there: dict[Mention, str] = {}
    is_whole = not workspace.now.missing_articles()
    for opened in workspace.now.every_article():
        everything = tuple(opened.everything)
        there.update((Mention(opened.id, each.id), each.label) for each in everything)
        is_whole = is_whole and not opened.problem
        if everything and not opened.problem and not texts.has(opened.article.sha256):
            with suppress(InputError, OSError):  # the next checkpoint tries it too
                texts.keep(read_bytes(opened.article.path)[0])
    if not is_whole:
        return None  # what seems to be gone may only not be here
    edits = tuple(dict.fromkeys(loose_ends(workspace.now.links(), there)))
    return Batch(edits, "tie up") if edits else None
