"""Write an export to a file or a stream so that it is whole or not there at all."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from store.database.files import Files
from store.errors import InputError, system_reason
from store.formats.native import jsonl_lines
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from store.formats.native import Line
    from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written."""

    articles: int
    spans: int
    relations: int
    clusters: int

    def __str__(self) -> str:
        return ", ".join(
            (
                counted(self.articles, "article"),
                counted(self.spans, "span"),
                counted(self.relations, "relation"),
                counted(self.clusters, "cluster"),
            )
        )


def export_to_stream(workspace: Workspace, stream: BinaryIO) -> ExportReport:
    """Write the dataset to a stream, once all of it has been checked.

    Raises:
        InputError: An annotation does not fit its text; nothing was written.
    """
    lines = list(jsonl_lines(workspace))
    for line in lines:
        left = memoryview(line.data)
        while left:  # an unbuffered stream may take a part only
            left = left[stream.write(left) :]
    stream.flush()
    return _report(lines)


def export_to_file(workspace: Workspace, path: Path, files: Files | None = None) -> ExportReport:
    """Write the dataset to a file, replacing what is there in one step.

    Raises:
        InputError: An annotation does not fit its text, or the file cannot be written; what was
            there before is untouched.
    """
    if path.is_dir():
        raise InputError("this is a folder; name a file to export to", path=path)
    if os.path.realpath(path) in {os.path.realpath(ref.path) for ref in workspace.story.articles}:
        raise InputError("this is an article of the story; export to another file", path=path)
    if path.exists() and not path.is_file():
        # Put in the place of a device such as /dev/null, a file would break the machine.
        reason = "this is not a regular file; export to another, or to standard output"
        raise InputError(reason, path=path)
    target = Path(os.path.realpath(path))  # what a link points to is replaced, not the link
    if Path(os.path.realpath(workspace.folder.parent)) in target.parents:
        raise InputError("this is where annotations are kept; export to another", path=path)
    lines = list(jsonl_lines(workspace))
    try:
        (files or Files()).replace(target, b"".join(line.data for line in lines))
    except OSError as error:
        reason = f"it cannot be written: {system_reason(error)}"
        if not path.parent.exists():
            reason += f"; make the folder {path.parent} first"
        raise InputError(reason, path=path) from error
    return _report(lines)


def _report(lines: Sequence[Line]) -> ExportReport:
    return ExportReport(
        articles=len(lines),
        spans=sum(line.spans for line in lines),
        relations=len(frozenset().union(*(line.relations for line in lines))),
        clusters=len(frozenset().union(*(line.clusters for line in lines))),
    )
