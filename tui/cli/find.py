"""The command that finds annotations, rows of the matrix and paragraphs by a query: find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from tui.cli.options import STORY, WHOSE, Whose, named_collection
from tui.cli.output import data_output, print_columns, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from store.datasets.stories import Collection
    from store.formats.found import ToldAnnotation, ToldParagraph
    from store.formats.matrix.told import ToldMatrix, ToldRow
    from store.query.expressions import Expressions
    from store.query.finding import Found, QueryError
    from store.query.queried import QueriedStory

_LEAST_TEXT: Final = 24
"""Characters of a text that are shown however narrow the terminal is."""


@click.command()
@STORY
@click.argument("query")
@WHOSE
@click.option("--format", "format_", type=click.Choice(["table", "jsonl", "csv"]), default="table",
              show_default=True, help="As what it is written.")  # fmt: skip
def find(path: Path, query: str, whose: Whose, *, format_: str) -> None:
    """Find annotations by a query, such as 'claim -said-by:*', in a story or a folder of stories.

    A query that asks for articles:, origins:, stance: or row: finds rows of the matrix; one that
    begins with para: finds paragraphs. A query that begins with - stands behind --.
    """
    from store.query.expressions import Expressions

    collection = named_collection(path, whose)
    expressions = Expressions()
    try:
        found = list(_each_found(collection, query, expressions))
    finally:
        expressions.stop()
    told = [each for each in found if each.rows or each.values]
    if not told:
        tell(found[0].nothing if len(found) == 1 else f"nothing in {len(found):,} stories is so")
    elif format_ == "table":
        _show_all(told, is_corpus=collection.is_corpus)
    elif format_ == "jsonl":
        from store.formats.found import to_json_lines

        for each in told:
            story = each.story if collection.is_corpus and each.rows else ""
            lines = to_json_lines(each.rows or each.values, story)
            data_output(is_inert=True).write("".join(lines).encode())
    else:
        _write_csv(told)


@dataclass(frozen=True, slots=True)
class _FoundInStory:
    """What a query has found in a story, told."""

    story: str
    values: Sequence[ToldAnnotation | ToldParagraph]
    rows: Sequence[ToldRow]
    matrix: ToldMatrix | None
    """The rows as they are shown; none where a query asks for none."""
    nothing: str
    """What is said where that is nothing."""


def _each_found(
    collection: Collection, query: str, expressions: Expressions
) -> Iterator[_FoundInStory]:
    """What is found in each story.

    Where a query has no answer in one of a corpus, as it has no such label, that is said;
    where it has none in any, the query is wrong.

    Raises:
        QueryError: It is.
    """
    from msgspec.structs import replace

    from store.formats.found import rows_as_matrix, told, told_rows
    from store.query.finding import QueryError, find_in
    from store.query.queried import QueriedStory

    faults: list[QueryError] = []
    for name, workspace in collection.workspaces():
        story = QueriedStory(workspace)
        try:
            found = find_in(story, query, expressions)
        except QueryError as error:
            faults.append(error)
            if len(faults) == len(collection.stories):
                _show_place(error)
                raise
            tell(f"{name}: {error}")
            continue
        for remark in found.remarks:
            tell(remark.said)
        values = told(found, story) if found.rows is None else []
        if collection.is_corpus:
            values = [replace(each, article=f"{name}/{each.article}") for each in values]
        rows = told_rows(found.rows or (), story)
        matrix = rows_as_matrix(found.rows, story) if found.rows else None
        yield _FoundInStory(name, values, rows, matrix, _nothing(found, story, query))


def _show_place(error: QueryError) -> None:
    """Show where in a query it cannot be answered."""
    span = error.fault.span
    tell(error.typed)
    tell(" " * span.start + "^" * max(1, len(span)))


def _show_all(told: Sequence[_FoundInStory], *, is_corpus: bool) -> None:
    """Show what was found: annotations in one table, rows of the matrix in one for each story."""
    from store.text.inert import inert
    from tui.cli.matrix import show_matrix

    values = [value for each in told for value in each.values]
    if values:
        _show(values, is_corpus=is_corpus)
    for each in told:
        if each.matrix is not None:
            if is_corpus:
                click.echo(f"\n{inert(each.story)}\n")
            show_matrix(each.matrix)


def _write_csv(told: Sequence[_FoundInStory]) -> None:
    """Write what was found as CSV with one head.

    Raises:
        click.UsageError: There are rows of several stories, whose articles are no common columns.
    """
    from store.formats.found import to_csv

    if len(told) > 1 and any(each.rows for each in told):
        raise click.UsageError("rows of several stories have no common columns; --format jsonl has")
    values = [value for each in told for value in each.values]
    data_output(is_inert=False).write(to_csv(values or told[0].rows))


def _nothing(found: Found, story: QueriedStory, query: str) -> str:
    """That nothing was found, of how many, and what nobody has said yet."""
    from store.query.finding import unused_fields
    from store.wording import counted

    unused = ", ".join(f"{name}:" for name in unused_fields(story, query))
    why = f"; nothing here has {unused} yet" if unused else ""
    if found.paragraphs is not None:
        return f"no paragraph is so{why}"
    if found.rows is not None:
        return f"no row of the matrix is so{why}"
    return f"none of {counted(len(story.annotations), 'annotation')} is so{why}"


def _show(values: Sequence[ToldAnnotation | ToldParagraph], *, is_corpus: bool) -> None:
    """Show annotations or paragraphs, as wide as the terminal is; elsewhere 80 columns."""
    from shutil import get_terminal_size

    from store.formats.found import ToldAnnotation
    from store.formats.matrix.told import line, short_id

    notes = any(isinstance(each, ToldAnnotation) and each.note for each in values)
    is_tagged = any(isinstance(each, ToldAnnotation) for each in values)
    heads = ["article", "line", *(["label"] * is_tagged), "text", *(["note"] * notes)]
    table = [heads]
    for each in values:
        story, _, article = each.article.partition("/") if is_corpus else ("", "", each.article)
        place = ["/".join(filter(None, (story, short_id(article)))), str(each.line)]
        if isinstance(each, ToldAnnotation):
            note = [line(each.note)] if notes else []
            table.append([*place, each.label, line(each.text), *note])
        else:
            table.append([*place, line(each.text)])
    text = heads.index("text")
    before = sum(2 + max(len(row[column]) for row in table) for column in range(text))
    room = max(_LEAST_TEXT, get_terminal_size().columns - before)
    longest = max(len(row[text]) for row in table)
    of_text = min(longest, room - 2 - room // 3) if notes else room
    for row in table[1:]:
        row[text] = _cut(row[text], of_text)
        if notes:
            row[-1] = _cut(row[-1], room - 2 - of_text)
    print_columns(table)


def _cut(text: str, most: int) -> str:
    """A text of at most so many characters; one that is longer ends with an ellipsis."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
