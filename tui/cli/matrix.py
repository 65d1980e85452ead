"""The command that shows which article says what: matrix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from store.errors import InputError
from tui.cli.options import (
    STORY,
    WHOSE,
    PathType,
    Whose,
    check_readable,
    gather_options,
    open_workspace,
    option,
    protection_of,
)
from tui.cli.output import data_output, print_columns, print_json, tell, tell_left_out, tell_notices

if TYPE_CHECKING:
    from store.across.matrix_values import Matrix
    from store.across.story_ties import StoryTies
    from store.destination import Protected
    from store.formats.matrix.told import ToldMatrix
    from store.labels import LabelSet


_LEAST_NAME: Final = 24
"""Characters of a row's name that are shown however many articles there are."""


@dataclass(frozen=True, slots=True)
class _MatrixRequest:
    """What is shown, and how."""

    rows: str = option(
        "--rows", metavar="claims|actors|locations|sources|LABEL", default="claims",
        show_default=True, help="What the rows are.")  # fmt: skip
    format_: str = option(
        "--format", "format_", type=click.Choice(["table", "csv", "json", "md", "html"]),
        default="table", show_default=True, help="As what it is written.")  # fmt: skip
    wide: bool = option("--wide", is_flag=True, help="CSV with a column for each article.")
    output: str = option(
        "--output", "-o", metavar="FILE|-", type=PathType(str), default="-", show_default=True,
        help="Where to; - is standard output.")  # fmt: skip


@click.command()
@STORY
@WHOSE
@gather_options("asked", _MatrixRequest)
def matrix(path: Path, whose: Whose, asked: _MatrixRequest) -> None:
    """Show which article says what: claims, or whatever else is clustered, by article."""
    from store.formats.matrix.told import told_matrix

    if asked.wide and asked.format_ != "csv":
        raise click.UsageError("--wide goes with --format csv")
    if asked.output != "-" and asked.format_ == "table":
        raise click.UsageError("a table is shown, not written; name a --format for --output")
    protected = protection_of([path], whose)
    with open_workspace([path], whose, read_only=True) as workspace:
        from store.across.story_ties import read_ties

        check_readable(workspace)
        ties = read_ties(workspace.now)
        found = _matrix(ties, asked.rows, workspace.labels)
        told = told_matrix(workspace.story.name, ties, found)
        tell_notices(workspace)
        tell_left_out(workspace)
    if not told.rows:
        tell(f"there are no {asked.rows} yet that are tied or clustered; nothing is shown")
    if asked.output != "-":
        _write(_text(told, asked), Path(asked.output), protected)
    elif asked.format_ == "table":
        _show(told)
    elif asked.format_ == "json":
        print_json(told)
    else:
        data_output(is_inert=False).write(_text(told, asked).encode("utf-8", "replace"))


def _matrix(ties: StoryTies, rows: str, labels: LabelSet) -> Matrix:
    """The matrix of what a person asked for.

    Raises:
        InputError: No label is for that.
    """
    from store.across.matrix import claim_matrix, mention_matrix
    from store.suggest.candidates.roles import roles_of

    roles = roles_of(labels)
    known = {
        "claims": roles.claim,
        "actors": roles.group,
        "locations": roles.location,
        "sources": roles.source,
    }
    label = rows if labels.named(rows) else known.get(rows, "")
    if not label:
        names = ", ".join((*known, *labels.names))
        raise InputError(f"no label is for “{rows}”; rows can be {names}")
    return claim_matrix(ties, label) if label == roles.claim else mention_matrix(ties, label)


def _text(told: ToldMatrix, asked: _MatrixRequest) -> str:
    import json

    import msgspec

    from store.formats.matrix.page import to_html
    from store.formats.matrix.tables import to_csv, to_markdown

    if asked.format_ == "csv":
        return to_csv(told, is_wide=asked.wide)
    if asked.format_ == "json":
        return json.dumps(msgspec.to_builtins(told), ensure_ascii=False, indent=1) + "\n"
    return to_html(told) if asked.format_ == "html" else to_markdown(told)


def _show(told: ToldMatrix) -> None:
    """Show it, as wide as the terminal is; elsewhere as wide as an 80-column one."""
    from shutil import get_terminal_size
    from textwrap import fill

    from store.formats.matrix.tables import legend, pair_sentences, table

    width = get_terminal_size().columns
    if told.rows:
        others = sum(2 + max(map(len, each)) for each in list(zip(*table(told), strict=True))[1:])
        print_columns(table(told, max(_LEAST_NAME, width - others - 2)))
        click.echo(f"\n{fill(legend(), width)}")
    for number, sentence in enumerate(pair_sentences(told), 1):
        click.echo("\n" + fill(f"{number}. {sentence}", width, subsequent_indent="   "))


def _write(text: str, path: Path, protected: Protected) -> None:
    from store.destination import Destination
    from store.formats.staging import staging_folder

    place = Destination.at(path, protected)
    with staging_folder(place.target, path) as folder:
        made = folder / "matrix"
        made.write_bytes(text.encode("utf-8", "replace"))
        place.put(made)
    tell(f"written to {path}")
