"""The command that shows which article says what: matrix."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from tui.cli.options import (
    STORY,
    WHOSE,
    PathType,
    Whose,
    gather_options,
    named_collection,
    option,
    protection_of,
)
from tui.cli.output import data_output, print_columns, print_json, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.across.matrix_values import Matrix
    from store.formats.matrix.told import ToldMatrix
    from store.story.workspace import Workspace


_LEAST_NAME: Final = 24
"""Characters of a row's name that are shown however many articles there are."""


@dataclass(frozen=True, slots=True)
class _MatrixRequest:
    """What is shown, and how."""

    rows: str = option(
        "--rows", metavar="claims|actors|locations|sources|LABEL", default="claims",
        show_default=True, help="What the rows are.")  # fmt: skip
    format_: str = option(
        "--format", "format_", type=click.Choice(["table", "csv", "json", "md", "html", "claims"]),
        default="table", show_default=True,
        help="As what it is written; claims: JSON-LD in the words of schema.org.")  # fmt: skip
    filter_: str = option(
        "--filter", "filter_", metavar="QUERY", default="",
        help="Only the rows that a query asks for, such as 'articles:>1 is:disputed'.")  # fmt: skip
    wide: bool = option("--wide", is_flag=True, help="CSV with a column for each article.")
    output: str = option(
        "--output", "-o", metavar="FILE|-", type=PathType(str), default="-", show_default=True,
        help="Where to; - is standard output.")  # fmt: skip

    def check(self, *, is_corpus: bool) -> None:
        """Refuse what does not go together.

        Raises:
            click.UsageError: It does not.
        """
        if self.wide and self.format_ != "csv":
            raise click.UsageError("--wide goes with --format csv")
        if self.output != "-" and self.format_ == "table":
            raise click.UsageError("a table is shown, not written; name a --format for --output")
        if is_corpus and (self.wide or self.format_ in ("html", "claims")):
            raise click.UsageError(
                "that is of one story; of a corpus there are table, csv, json and md"
            )


@click.command()
@STORY
@WHOSE
@gather_options("asked", _MatrixRequest)
def matrix(path: Path, whose: Whose, asked: _MatrixRequest) -> None:
    """Show which article says what: claims, or whatever else is clustered, by article; of a story,
    or of each story of a corpus."""
    from store.formats.matrix.writing import corpus_as_text, matrix_as_text, write_matrix
    from store.query.finding import QueryError

    protected = protection_of([path], whose)
    collection = named_collection(path, whose)
    asked.check(is_corpus=collection.is_corpus)
    every: list[ToldMatrix] = []
    claims: dict[str, object] = {}
    refused: dict[str, QueryError] = {}
    for name, workspace in collection.workspaces():
        try:
            told, claims = _told(workspace, asked, name)
        except QueryError as error:  # what it names may be in other stories
            refused[name] = error
        else:
            every.append(told)
    if refused and not every:
        raise next(iter(refused.values()))
    for name, reason in refused.items():
        tell(f"{name} is left out: {reason}")
    if not any(told.rows for told in every):
        which = "that the query asks for" if asked.filter_ else "yet that are tied or clustered"
        tell(f"there are no {asked.rows} {which}; nothing is shown")
    if asked.format_ == "table":
        _show_all(every, is_corpus=collection.is_corpus)
        return
    if asked.output == "-" and asked.format_ == "json":
        print_json(every if collection.is_corpus else every[0])
        return
    if asked.format_ == "claims":
        text = _claims_text(claims)
    elif collection.is_corpus:
        text = corpus_as_text(every, asked.format_)
    else:
        text = matrix_as_text(every[0], asked.format_, is_wide=asked.wide)
    if asked.output == "-":
        data_output(is_inert=False).write(text.encode("utf-8", "replace"))
    else:
        from store.destination import Destination

        write_matrix(text, Destination.at(Path(asked.output), protected))
        tell(f"written to {asked.output}")


def _told(
    workspace: Workspace, asked: _MatrixRequest, name: str
) -> tuple[ToldMatrix, dict[str, object]]:
    """The matrix of a story, and the document of its claims where that is asked for."""
    from store.across.row_choice import label_of_rows, matrix_in_steps
    from store.across.story_ties import read_ties
    from store.across.ties import is_claim_label
    from store.formats.matrix.telling import told_matrix
    from store.steps import Steps

    ties, labels = read_ties(workspace.now), workspace.labels
    label = label_of_rows(labels, asked.rows)
    found = Steps(matrix_in_steps(ties, labels, label), 0).all()
    if asked.filter_:
        found = _filtered(workspace, found, asked.filter_)
    document: dict[str, object] = {}
    if asked.format_ == "claims":
        if not is_claim_label(labels, label):
            raise click.UsageError("--format claims goes with rows of claims")
        from store.formats.matrix.claims import claims_document

        document = claims_document(ties, found, workspace.annotator)
    return told_matrix(name, ties, found), document


def _filtered(workspace: Workspace, matrix: Matrix, query: str) -> Matrix:
    """What a query asks for."""
    from store.query.expressions import Expressions
    from store.query.finding import AskedQuery
    from store.query.queried import QueriedStory

    expressions = Expressions()
    try:
        rows = AskedQuery(query, QueriedStory(workspace), expressions).rows(matrix.rows)
    finally:
        expressions.stop()
    return matrix.of_rows(rows)


def _claims_text(document: dict[str, object]) -> str:
    """The document; says once what it lacks to be valid, where it does."""
    from store.formats.native import json_text

    text = json_text(document) + "\n"
    if '"ClaimReview"' in text:
        tell("a ClaimReview is valid only with the address of who publishes it: add its url")
    return text


def _show_all(every: Sequence[ToldMatrix], *, is_corpus: bool) -> None:
    """Print the tables of all stories that have rows, each of a corpus below its name."""
    from store.text.inert import inert

    for told in every:
        if told.rows or told.pairs:
            if is_corpus:
                click.echo(f"\n{inert(told.story)}\n")
            show_matrix(told)


def show_matrix(told: ToldMatrix) -> None:
    """Show it, as wide as the terminal is; elsewhere as wide as an 80-column one."""
    from shutil import get_terminal_size
    from textwrap import fill

    from store.formats.matrix.tables import legend, pair_sentences, table

    width = get_terminal_size().columns
    if told.rows:
        others = sum(2 + max(map(len, each)) for each in list(zip(*table(told), strict=True))[1:])
        print_columns(table(told, max(_LEAST_NAME, width - others - 2)), most=width)
        click.echo(f"\n{fill(legend(told), width)}")
    for number, sentence in enumerate(pair_sentences(told), 1):
        click.echo("\n" + fill(f"{number}. {sentence}", width, subsequent_indent="   "))
