"""Repair one annotator's work on a story: its files, and what names annotations that are gone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.annotations.edits import Batch, of_annotations, touched
from store.annotations.model import Mention, is_id
from store.articles.loading import read_bytes
from store.errors import InputError, SidelightError
from store.files import Files
from store.ledger.checkpoints import STORY
from store.ledger.repair import repair
from store.ledger.rescue import rescues
from store.ledger.texts import Texts
from store.library.places import folder_of
from store.story.loose_ends import loose_ends
from store.story.workspace import Workspace
from store.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from store.articles import Story


@dataclass(slots=True)
class RepairReport:
    """What a repair of one annotator's work did."""

    done: list[str]
    left: list[str]
    copies: Path | None
    """Where what was replaced is kept."""


def repair_work(
    story: Story, annotator: str, data: Path | None = None, *, accept: bool = False
) -> RepairReport:
    """Repair what can be repaired.

    Args:
        story: The story.
        annotator: Whose work.
        data: Where annotations lie, if not beside the articles.
        accept: Take over what was changed by hand in the TinyDB files, as an edit that undo takes
            back; else the files become again what they were.

    Raises:
        InputError: It cannot be repaired now, or what was changed by hand does not fit the
            articles; what was replaced is kept.
    """
    folder = folder_of(story, annotator, data)
    if not folder.is_dir() and not rescues(folder):
        raise InputError(f"{annotator} has annotated nothing here", path=folder)
    repaired = repair(folder, Files())
    report = RepairReport(
        repaired.done, repaired.left, folder / repaired.copies if repaired.copies else None
    )
    by_hand = Batch(tuple(repaired.by_hand), "take over by hand")
    changes = counted(len(by_hand.edits), "change")
    if by_hand.edits and not accept:
        where = ", ".join(sorted(touched(by_hand))[:3]) or STORY
        report.left.append(
            f"{changes} made by hand in {where} taken out; put the "
            "changed file back from the copies and use {option:accept} to take them over"
        )
    with Workspace.open(story, annotator, data=data) as workspace:
        if workspace.status.read_only:
            report.left.append(workspace.status.read_only)
            return report
        if by_hand.edits and accept:
            _take_over(workspace, by_hand, report.copies)
            report.done.append(
                f"{changes} made by hand taken over, as one edit that {{key:undo}} undoes"
            )
        _tie_up(workspace, Texts(folder, Files()), report)
        workspace.checkpoint()
        if workspace.status.trouble:
            report.left.append(workspace.status.trouble)
    return report


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


def _tie_up(workspace: Workspace, texts: Texts, report: RepairReport) -> None:
    """Take relations and clusters off annotations that are gone, and report it.

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
        return  # what seems to be gone may only not be here
    edits = tuple(dict.fromkeys(loose_ends(workspace.now.links(), there)))
    if not edits:
        return
    workspace.apply(Batch(edits, "tie up"))
    count = counted(len(edits), "link")
    report.done.append(
        f"{STORY}: {count} to annotations that are gone taken off, which {{key:undo}} undoes"
    )
