"""The commands that count and show: stats, labels."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from store.wording import counted
from tui.cli.options import (
    AS_JSON,
    STORY,
    WHOSE,
    Whose,
    check_readable,
    named_collection,
    open_workspace,
    read_stories,
)
from tui.cli.output import print_columns, print_json, tell, tell_notices

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.story.statistics import ArticleCount
    from store.story.workspace import Workspace


@click.command()
@STORY
@WHOSE
@click.option("--origins", is_flag=True, help="Not by label, but by how they came to be.")
@click.option("--time", "of_time", is_flag=True, help="Not spans, but what each day has come to.")
@AS_JSON
def stats(path: Path, whose: Whose, *, origins: bool, of_time: bool, as_json: bool) -> None:
    """Count the annotations of a story, or of all stories of a corpus, by article and label."""
    from store.story.statistics import count_story

    collection = named_collection(path, whose)
    if of_time:
        if collection.is_corpus:
            raise click.UsageError("--time counts the work on one story; name that")
        for _, workspace in replace(collection, read=lambda _: None).workspaces():
            _show_time(workspace, as_json=as_json)
        return
    counts: list[ArticleCount] = []

    def count(name: str, workspace: Workspace) -> None:
        here = count_story(workspace)
        for each in here:
            if each.problem:
                tell(each.problem)
        counts.extend(
            [replace(c, id=f"{name}/{c.id}") for c in here] if collection.is_corpus else here
        )

    are_all_read = read_stories(collection, count)
    if as_json:
        print_json(counts)
    else:
        _show_counts({each.id: each.origins if origins else each.labels for each in counts})
    if not are_all_read:
        sys.exit(1)


def _show_counts(tables: Mapping[str, Mapping[str, int]]) -> None:
    """Print how many there are of what, by article, and of all."""
    names = list(dict.fromkeys(name for table in tables.values() for name in table))
    rows = [
        [name, *(str(table.get(column, 0)) for column in names), str(sum(table.values()))]
        for name, table in tables.items()
    ]
    totals = [sum(table.get(name, 0) for table in tables.values()) for name in names]
    rows.append(["all", *map(str, totals), str(sum(totals))])
    print_columns([["article", *names, "all"], *rows], are_numbers=True)


def _show_time(workspace: Workspace, *, as_json: bool) -> None:
    """Print what the work of each day has cost and come to."""
    from store.errors import InputError, unreadable
    from store.files import Files
    from store.story.working_time import DEEDS, read_working_time

    try:
        done = read_working_time(workspace.folder, Files())
    except OSError as error:
        raise InputError(unreadable(error, "the journal"), path=workspace.folder) from error
    if as_json:
        print_json(done)
        return
    rows = [
        [day, str(work.minutes), *(str(work.deeds[deed]) for deed in DEEDS)]
        for day, work in done.by_day.items()
    ]
    print_columns([["day", "minutes", *DEEDS], *rows], are_numbers=True)


@click.command(name="labels")
@STORY
@WHOSE
@AS_JSON
@click.option(
    "--rename", "renames", metavar="OLD=NEW", multiple=True,
    help="Give all annotations of a label that of another.",
)  # fmt: skip
def show_labels(path: Path, whose: Whose, *, as_json: bool, renames: tuple[str, ...]) -> None:
    """Show the label set of a story, with keys and guidelines, or rename a label in a story."""
    from store.labels import LABELS_FILE
    from store.text.inert import inert
    from tui.keys.commands import all_commands
    from tui.keys.label_keys import check_label_keys

    if len(renames) > 1:
        raise click.UsageError("--rename is given once, as each is an edit of its own")
    if renames:
        _rename(path, whose, *renames)
        return
    with open_workspace([path], whose, read_only=True) as workspace:
        label_set = workspace.labels
        labels_file = whose.labels or workspace.story.root / LABELS_FILE
        check_label_keys(all_commands(label_set), labels_file)
    if as_json:
        print_json(label_set.labels)
        return
    for label in label_set:
        layer = f", layer {label.layer}" if label.layer else ""
        click.echo(inert(f"{label.key}  {label.name}  ({label.colour}, {label.drawing}{layer})"))
        _tell_guideline(label.guideline)
        for example in label.examples:
            click.echo(inert(f"     {example}"))
    for tie in label_set.declared_relations:
        click.echo(inert(f"{tie.key or ' '}  {tie.name}  (a tie, {tie.ends})"))
        _tell_guideline(tie.guideline)
    for said in label_set.document_labels:
        values = ", ".join(said.values)
        click.echo(inert(f"{said.key}  {said.name}  (of an article as a whole: {values})"))
        _tell_guideline(said.guideline)


def _tell_guideline(guideline: str) -> None:
    """Print what a label is for, below its name."""
    from textwrap import fill

    from store.text.inert import inert

    if guideline:
        click.echo(fill(inert(guideline), 88, initial_indent="   ", subsequent_indent="   "))


def _rename(path: Path, whose: Whose, names: str) -> None:
    """Give the annotations of a label another, by one edit."""
    from store.annotations.actions import Refusal
    from store.annotations.bulk import rename_label
    from store.annotations.edits import of_annotations
    from store.errors import InputError

    old, is_pair, new = names.partition("=")
    if not (old and is_pair and new) or old == new:
        raise click.UsageError("--rename takes a label and its new name: --rename place=location")
    with open_workspace([path], whose, read_only=False) as workspace:
        workspace.status.make_sure()
        if workspace.labels.named(new) is None:
            known = ", ".join(workspace.labels.names)
            raise InputError(
                f"the label set has no label {new}; it has {known}; add it there first"
            )
        check_readable(workspace)
        chosen = [
            (opened.id, annotation)
            for opened in workspace.now.every_article()
            for annotation in opened.everything
            if annotation.label == old
        ]
        edit = rename_label(
            lambda article: workspace.now.peek(article).annotations,
            chosen,
            workspace.now.links(),
            (old, new),
        )
        if isinstance(edit, Refusal):
            raise InputError(edit.reason)
        workspace.apply(edit)
        tell_notices(workspace)
    renamed = sum(1 for _ in of_annotations(edit))
    tell(f"{counted(renamed, 'annotation')} of {old} now {'has' if renamed == 1 else 'have'} the "
         f"label {new}; {{key:undo}} in the story takes that back")  # fmt: skip
    if len(chosen) > renamed:
        left = counted(len(chosen) - renamed, "annotation")
        tell(f"{left} of {old} stayed, as the same words have the label {new} already")
