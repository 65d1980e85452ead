"""Write an export to a file or a stream so that it is whole or not there at all.

Every format is made of the lines of the native one, so that the same checks stand before all.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.database.files import Files
from store.errors import InputError, system_reason
from store.formats.native import jsonl_lines
from store.formats.spreadsheet import CSV_HEAD, TSV_HEAD, csv_rows, tsv_rows
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Format:
    """How a dataset is written."""

    head: bytes = b""
    """What stands before the articles."""
    of_article: Callable[[bytes], bytes] = bytes
    """Makes an article's part out of its line in the native format."""
    has_links: bool = True
    """Whether there is a place for relations and clusters."""


FORMATS: Final = {
    "jsonl": Format(),
    "csv": Format(CSV_HEAD, csv_rows, has_links=False),
    "tsv": Format(TSV_HEAD, tsv_rows, has_links=False),
}
"""The formats by their names."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written."""

    articles: int
    spans: int
    relations: int
    clusters: int
    has_links: bool = True
    """Whether the relations and clusters were written, or left out for want of a place."""

    def __str__(self) -> str:
        spans = f"{counted(self.articles, 'article')}, {counted(self.spans, 'span')}"
        relations = counted(self.relations, "relation")
        clusters = counted(self.clusters, "cluster")
        if self.has_links:
            return f"{spans}, {relations}, {clusters}"
        if self.relations or self.clusters:
            return f"{spans} (without {relations} and {clusters}, which a table has no place for)"
        return spans


def export_to_stream(
    workspace: Workspace, stream: BinaryIO, format_: str = "jsonl"
) -> ExportReport:
    """Write the dataset to a stream, once all of it has been checked.

    Args:
        workspace: What to export.
        stream: Where to.
        format_: A name in `FORMATS`.

    Raises:
        InputError: An annotation does not fit its text; nothing was written.
    """
    parts, report = _made(workspace, FORMATS[format_])
    for part in parts:
        left = memoryview(part)
        while left:  # an unbuffered stream may take a part only
            left = left[stream.write(left) :]
    stream.flush()
    return report


def export_to_file(
    workspace: Workspace, path: Path, files: Files | None = None, format_: str = "jsonl"
) -> ExportReport:
    """Write the dataset to a file, replacing what is there in one step.

    Args:
        workspace: What to export.
        path: Where to.
        files: The file system, for tests.
        format_: A name in `FORMATS`.

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
    parts, report = _made(workspace, FORMATS[format_])
    try:
        (files or Files()).replace(target, b"".join(parts))
    except OSError as error:
        reason = f"it cannot be written: {system_reason(error)}"
        if not path.parent.exists():
            reason += f"; make the folder {path.parent} first"
        raise InputError(reason, path=path) from error
    return report


def _made(workspace: Workspace, format_: Format) -> tuple[Sequence[bytes], ExportReport]:
    """All that is to be written, and what it is."""
    lines = list(jsonl_lines(workspace))
    report = ExportReport(
        articles=len(lines),
        spans=sum(line.spans for line in lines),
        relations=len(frozenset().union(*(line.relations for line in lines))),
        clusters=len(frozenset().union(*(line.clusters for line in lines))),
        has_links=format_.has_links,
    )
    return [format_.head, *(format_.of_article(line.data) for line in lines)], report
