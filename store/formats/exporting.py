"""Write an export to a file, a folder or a stream so that it is whole or not there at all.

Every format is made of the rows of `collecting`, so that the same checks stand before all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.destination import Destination, Protected
from store.errors import InputError, unwritable
from store.formats.characters import fit_for_xml
from store.formats.collecting import story_rows
from store.formats.features import Feature
from store.formats.losses import Losses
from store.formats.registry import every_format, format_named
from store.formats.staging import staging_folder
from store.formats.stripping import rename_labels, strip_unsupported
from store.formats.writing import ExportOptions, Output
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.files import Files
    from store.formats.collecting import Chosen
    from store.formats.format import Format
    from store.formats.rows import ArticleRow
    from store.labels import LabelSet
    from store.story.workspace import Workspace


@dataclass(slots=True)
class ExportReport:
    """What was written."""

    format: str = "jsonl"
    articles: int = 0
    spans: int = 0
    relations: int = 0
    clusters: int = 0
    losses: Losses = field(default_factory=Losses)
    has_links: bool = True
    """Whether the format has a place for relations or clusters."""

    def __str__(self) -> str:
        spans = f"{counted(self.articles, 'article')}, {counted(self.spans, 'span')}"
        if not self.has_links:
            return spans
        relations = counted(self.relations, "relation")
        return f"{spans}, {relations}, {counted(self.clusters, 'cluster')}"


def export_to_file(
    workspace: Workspace,
    path: Path,
    files: Files | None = None,
    format_: str = "jsonl",
    options: ExportOptions | None = None,
    chosen: Chosen | None = None,
) -> ExportReport:
    """Write the dataset to a file, replacing what is there in one step, or to a new folder.

    Args:
        workspace: What to export.
        path: Where to.
        files: The file system, for tests.
        format_: A name in `registry.NAMES`.
        options: How.
        chosen: What of the story; all if not given.

    Raises:
        InputError: An annotation does not fit its text, or the file cannot be written; what was
            there before is untouched.
    """
    format_used = writable(format_)
    check_options(format_used, options or ExportOptions())
    output = place_of(workspace, path, is_folder=format_used.is_folder)
    with staging_folder(output.target, path) as folder:
        rows = story_rows(workspace, chosen)
        made, report = write_dataset(
            rows, format_used, folder, output.target.name, workspace.labels, options
        )
        output.put(made, files)
    return report


def place_of(workspace: Workspace, path: Path, *, is_folder: bool) -> Destination:
    """The place for an export of a story.

    Args:
        workspace: What is exported.
        path: Where to.
        is_folder: Whether it is a folder of files.

    Raises:
        InputError: An export would harm something there.
    """
    folders = {ref.path.parent for ref in workspace.story.articles}
    protected = Protected.of((workspace.story.root, *folders), workspace.folder.parent)
    return Destination.at(path, protected, is_folder=is_folder)


def writable(name: str) -> Format:
    """A format that can be written.

    Raises:
        InputError: There is none of that name, or it can only be read.
    """
    chosen = format_named(name)
    if chosen.writes is None:
        able = ", ".join(each.name for each in every_format() if each.writes is not None)
        raise InputError(f"{name} can only be read; {able} can be written")
    return chosen


def check_options(format_: Format, options: ExportOptions) -> None:
    """Refuse what a format has no room to say.

    Raises:
        InputError: It has none.
    """
    if options.unit is not None and options.unit not in format_.units:
        able = ", ".join(each.name for each in every_format() if options.unit in each.units)
        reason = f"{format_.name} has no room to say what offsets count"
        raise InputError(f"{reason}; {{option:offsets}} is for {able}")
    if options.layers is not None and not format_.has_layers:
        able = ", ".join(each.name for each in every_format() if each.has_layers)
        raise InputError(f"{format_.name} has no columns of tags; {{option:layers}} is for {able}")


def write_dataset(
    rows: Iterable[ArticleRow],
    format_: Format,
    folder: Path,
    name: str,
    labels: LabelSet,
    options: ExportOptions | None = None,
) -> tuple[Path, ExportReport]:
    """Write rows as a dataset into a temporary folder.

    Args:
        rows: The articles, as they come.
        format_: One that can be written.
        folder: Where to.
        name: Of the file or folder that is made.
        labels: What spans can be tagged with.
        options: How.

    Returns:
        The file or folder that was made, and what is in it.

    Raises:
        InputError: Something would be lost and the options are strict, or the format cannot be
            written so.
    """
    options = options or ExportOptions()
    if format_.needs_text and not options.has_text:
        able = ", ".join(each.name for each in every_format() if not each.needs_text)
        reason = f"{format_.name} makes no sense without the texts"
        raise InputError(f"{reason}; {{option:no-text}} is for {able}")
    report = ExportReport(
        format_.name, has_links=bool(format_.holds & {Feature.RELATIONS, Feature.CLUSTERS})
    )
    inside = folder / name if format_.is_folder else folder
    inside.mkdir(exist_ok=True)
    target = Output(inside, name, labels.renamed(options.names), options, report.losses)
    assert format_.writes is not None
    named = rename_labels(rows, options.names)
    fit = strip_unsupported(named, format_, report.losses)
    if format_.is_xml:
        fit = fit_for_xml(fit, report.losses, replaces=options.replaces)
    counted_rows = _count(fit, report, options)
    try:
        format_.writes(counted_rows, target)
    except OSError as error:
        raise InputError(unwritable(error)) from error
    if options.is_strict and report.losses.content:
        raise InputError(
            f"nothing was exported, as {format_.name} would lose or change: {report.losses}"
        )
    return folder / name, report


def _count(
    rows: Iterable[ArticleRow], report: ExportReport, options: ExportOptions
) -> Iterator[ArticleRow]:
    relations: set[str] = set()
    clusters: set[str] = set()
    for row in rows:
        report.articles += 1
        report.spans += len(row.spans)
        relations.update(relation.id for relation in row.relations)
        clusters.update(cluster.id for cluster in row.clusters)
        report.relations, report.clusters = len(relations), len(clusters)
        options.seen(row)
        yield row
        options.progress(1)
