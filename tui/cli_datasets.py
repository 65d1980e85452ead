"""The commands that need no screen: export, import, stats, labels."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO, cast

import click

from store.errors import InputError
from store.wording import counted
from tui import signals
from tui.cli_options import STORY, PathType, check_readable, commands_of, common, open_workspace
from tui.cli_words import (
    InertOutput,
    print_json,
    print_table,
    tell,
    tell_left_out,
    tell_notices,
)


@click.command()
@STORY
@common
@click.option("--format", "format_", metavar="NAME", default="jsonl", show_default=True,
              type=click.Choice(["jsonl", "csv", "tsv"]),
              help="jsonl holds everything; csv and tsv are tables of the spans.")  # fmt: skip
@click.option("--output", "-o", metavar="FILE", type=PathType(str), default="-", show_default=True,
              help="Where to; - is standard output.")  # fmt: skip
def export(
    path: Path,
    annotator: str | None,
    labels: Path | None,
    data: Path | None,
    format_: str,
    output: str,
) -> None:
    """Write a story's annotations as a dataset."""
    from store.formats.exporting import export_to_file, export_to_stream

    with open_workspace([path], annotator, labels, data, read_only=True) as workspace:
        check_readable(workspace)
        if output != "-":
            report = export_to_file(workspace, Path(output), format_=format_)
        elif sys.stdout:
            # JSON has escapes for what acts on a terminal; a table must have it as it is.
            raw = format_ == "jsonl" or not sys.stdout.isatty()
            stream = sys.stdout.buffer if raw else cast("BinaryIO", InertOutput(sys.stdout))
            report = export_to_stream(workspace, stream, format_)
        else:
            raise InputError("standard output is closed; name a file with --output")
        tell_notices(workspace)
        tell_left_out(workspace)
    tell(f"{report} by {workspace.annotator}" + ("" if output == "-" else f" in {output}"))


@click.command(name="import")
@STORY
@click.argument("file", type=PathType())
@common
@click.option("--format", "format_", metavar="NAME", default="auto", show_default=True,
              type=click.Choice(["auto", "jsonl"]), help="The format of the file.")  # fmt: skip
def import_file(
    path: Path,
    file: Path,
    annotator: str | None,
    labels: Path | None,
    data: Path | None,
    format_: str,
) -> None:
    """Bring the annotations of a dataset onto a story's articles, as one edit that u undoes."""
    from store.formats.importing import plan_import
    from store.formats.native import read_jsonl

    rows = read_jsonl(file)
    with open_workspace([path], annotator, labels, data, read_only=False) as workspace:
        if workspace.read_only:
            raise InputError(f"{workspace.read_only}; nothing was imported")
        plan = plan_import(workspace, file, rows)
        if plan.edit.edits:
            with signals.held():  # between the disk and memory nothing may break in
                workspace.apply(plan.edit)
        tell_notices(workspace)
    already = f"; {counted(plan.present, 'annotation')} had been there" if plan.present else ""
    tell(
        f"{counted(plan.added, 'annotation')}, {counted(plan.relations, 'relation')} and "
        f"{counted(plan.clusters, 'cluster')} imported into {counted(plan.articles, 'article')}"
        f"{already}"
    )


@click.command()
@STORY
@common
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a script.")
def stats(
    path: Path, annotator: str | None, labels: Path | None, data: Path | None, as_json: bool
) -> None:
    """Count the annotations by article and label."""
    from store.statistics import count_story

    with open_workspace([path], annotator, labels, data, read_only=True) as workspace:
        check_readable(workspace)
        counts = count_story(workspace)
        tell_notices(workspace)
        for count in counts:
            if count.problem:
                tell(count.problem)
        tell_left_out(workspace)
    if as_json:
        print_json(counts)
        return
    names = list(dict.fromkeys(name for count in counts for name in count.labels))
    rows = [
        [count.id, *(str(count.labels.get(name, 0)) for name in names),
         str(sum(count.labels.values()))]
        for count in counts
    ]  # fmt: skip
    totals = [sum(count.labels.get(name, 0) for count in counts) for name in names]
    rows.append(["all", *map(str, totals), str(sum(totals))])
    print_table(["article", *names, "all"], rows)


@click.command(name="labels")
@STORY
@common
@click.option("--json", "as_json", is_flag=True, help="As JSON, for a script.")
def show_labels(
    path: Path, annotator: str | None, labels: Path | None, data: Path | None, as_json: bool
) -> None:
    """Show the label set of a story, with keys and guidelines."""
    from textwrap import fill

    from store.text.inert import inert
    from tui.keymap import check_label_keys

    with open_workspace([path], annotator, labels, data, read_only=True) as workspace:
        label_set = workspace.labels
        check_label_keys(*commands_of(workspace, labels))
    if as_json:
        print_json(label_set.labels)
        return
    for label in label_set:
        click.echo(inert(f"{label.key}  {label.name}  ({label.colour}, {label.drawing})"))
        if label.guideline:
            click.echo(
                fill(inert(label.guideline), 88, initial_indent="   ", subsequent_indent="   ")
            )
        for example in label.examples:
            click.echo(inert(f"     {example}"))
