"""Small stories to test with, and short ways to write in them."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.annotations import actions
from store.annotations.edits import EditOfAnnotation, EditOfCluster, EditOfRelation
from store.annotations.model import Annotation, Cluster, Mention, Relation
from store.articles import find_story
from store.formats.exporting import export_to_file
from store.story.workspace import Workspace
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.annotations.actions import Refusal
    from store.files import Files

ANA: Final = "ana"
ARTICLES: Final = {
    "1_wire.txt": "Moscow sent troops, an official said.\n\nThe troops arrived in Latakia.\n",
    "2_paper.txt": "An official said that Moscow denies it.\n",
}
WIRE, PAPER = "1_wire", "2_paper"


def write_story(folder: Path, articles: Mapping[str, str | bytes] = ARTICLES) -> Path:
    """A folder of articles, each file byte for byte as given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in articles.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def open_story(folder: Path, *, read_only: bool = False, files: Files | None = None) -> Workspace:
    """Open a folder as the annotator Ana."""
    return Workspace.open(find_story([folder]), ANA, read_only=read_only, files=files)


def home(folder: Path) -> Path:
    """The folder in which Ana's work on a story is kept."""
    return folder / "annotations" / ANA


@dataclass(frozen=True)
class Kept:
    """A copy of a story's folder: what is on the disk at one moment and nothing else."""

    folder: Path

    @classmethod
    def of(cls, story: Path, folder: Path) -> Kept:
        return cls(shutil.copytree(story, folder))

    def open(self) -> Workspace:
        return open_story(self.folder)

    def said(self) -> Said:
        with self.open() as workspace:
            return said(workspace)


@dataclass(frozen=True)
class Said:
    """All that a person has said about a story."""

    annotations: dict[str, tuple[Annotation, ...]]
    relations: tuple[Relation, ...]
    clusters: tuple[Cluster, ...]
    counts: dict[str, int]


def said(workspace: Workspace) -> Said:
    """Everything that is said in a workspace at this moment."""
    return Said(
        {
            opened.id: (*opened.annotations, *opened.orphaned)
            for opened in workspace.now.every_article()
        },
        workspace.now.relations,
        workspace.now.clusters,
        {label: count for label, count in workspace.now.counts.items() if count},
    )


def edit_of(edit: EditOfAnnotation | Refusal) -> EditOfAnnotation:
    """The edit of an action that must not be refused."""
    assert isinstance(edit, EditOfAnnotation), edit
    return edit


def made(edit: EditOfAnnotation | Refusal) -> Annotation:
    """The annotation that an action makes."""
    after = edit_of(edit).after
    assert after is not None
    return after


def tag_edit(
    workspace: Workspace, phrase: str, label: str = "actor", article_id: str = WIRE
) -> EditOfAnnotation:
    """The edit that tags the first place where an article says something."""
    opened = workspace.article(article_id)
    start = opened.article.text.index(phrase)
    span = Span(start, start + len(phrase))
    return edit_of(actions.tag(opened.article, opened.annotations, span, label))


def tag(
    workspace: Workspace, phrase: str, label: str = "actor", article_id: str = WIRE
) -> Annotation:
    """Tag the first place where an article says something."""
    edit = tag_edit(workspace, phrase, label, article_id)
    workspace.apply(edit)
    return made(edit)


def relate(workspace: Workspace, head: Mention, tail: Mention, number: int = 1) -> Relation:
    """Attribute a claim to a source."""
    relation = Relation(f"01J0000000000000000000R{number:03}", "attribution", head, tail)
    workspace.apply(EditOfRelation(None, relation))
    return relation


def gather(workspace: Workspace, name: str, *members: Mention) -> Cluster:
    """Say that annotations mean the same."""
    cluster = Cluster("01J0000000000000000000C001", "actor", name, tuple(sorted(members)))
    workspace.apply(EditOfCluster(None, cluster))
    return cluster


def texts(workspace: Workspace, article_id: str = WIRE) -> list[str]:
    """What is tagged in an article, as `label:text`, in the order of the text."""
    return [f"{a.label}:{a.text}" for a in workspace.article(article_id).annotations]


def exported(workspace: Workspace, format_: str = "jsonl") -> bytes:
    """The dataset of a story."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data"
        export_to_file(workspace, path, format_=format_)
        return path.read_bytes()


def make_fifo(path: Path) -> None:
    """A named pipe, which blocks whoever opens it to read."""
    os.mkfifo(path)
