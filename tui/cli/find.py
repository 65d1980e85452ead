"""The command that finds annotations, rows of the matrix and paragraphs by a query: find."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from tui.cli.options import STORY, WHOSE, Whose, named_collection, read_stories
from tui.cli.output import data_output, print_columns, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.formats.found import ToldAnnotation, ToldParagraph, ToldValue
    from store.formats.matrix.told import ToldMatrix, ToldRow
    from store.query.expressions import Expressions
    from store.query.finding import Found, QueryError
    from store.query.queried import QueriedStory
    from store.story.workspace import Workspace

_LEAST_TEXT: Final = 24
"""Characters of a text that are shown however narrow the terminal is."""


@dataclass(slots=True)
class _FoundInAll:
    """What was found in one story, or in those of a corpus."""

    values: list[tuple[str, ToldAnnotation | ToldParagraph]] = field(default_factory=list)
    """Each with its story, which is empty where there is only one."""
    rows: list[tuple[str, ToldRow]] = field(default_factory=list)
    """The same of rows of the matrix."""
    matrices: list[tuple[str, ToldMatrix]] = field(default_factory=list)
    """The rows, as they are shown."""
    nothing: list[str] = field(default_factory=list)
    """What is said of stories in which there is nothing."""
    remarks: dict[str, None] = field(default_factory=dict)
    """What is mildly wrong with the query, each once."""
    refused: list[QueryError] = field(default_factory=list)
    """Why the query could not be answered of some; of a corpus that may be so of any story."""


@click.command()
@STORY
@click.argument("query")
@WHOSE
@click.option("--format", "format_", type=click.Choice(["table", "jsonl", "csv"]), default="table",
              show_default=True, help="As what it is written.")  # fmt: skip
def find(path: Path, query: str, whose: Whose, *, format_: str) -> None:
    """Find annotations of a story, or of all stories of a corpus, by a query, such as
    'claim -said-by:*'.

    A query that asks for articles:, origins:, stance: or row: finds rows of the matrix; one that
    begins with para: finds paragraphs. A query that begins with - stands behind --.
    """
    from store.query.expressions import Expressions
    from store.query.queried import QueriedStory

    collection = named_collection(path, whose)
    expressions, found = Expressions(), _FoundInAll()
    answers: list[bool] = []

    def ask(name: str, workspace: Workspace) -> None:
        story = name if collection.is_corpus else ""
        answers.append(_find(found, story, QueriedStory(workspace), query, expressions))

    try:
        are_all_read = read_stories(collection, ask)
    finally:
        expressions.stop()
    if found.refused and not any(answers):
        _show_place(found.refused[0])
        raise found.refused[0]
    for remark in found.remarks:
        tell(remark)
    if are_all_read or found.values or found.rows:
        _write(found, format_, is_corpus=collection.is_corpus)
    if not are_all_read:
        sys.exit(1)


def _find(
    found: _FoundInAll, name: str, story: QueriedStory, query: str, expressions: Expressions
) -> bool:
    """Find it in a story; whether the query could be answered there."""
    from store.formats.found import rows_as_matrix, told, told_rows
    from store.query.finding import QueryError, find_in

    try:
        here = find_in(story, query, expressions)
    except QueryError as error:
        found.refused.append(error)
        return False
    found.remarks.update(dict.fromkeys(remark.said for remark in here.remarks))
    if here.rows:
        found.rows += [(name, row) for row in told_rows(here.rows, story)]
        found.matrices.append((name, rows_as_matrix(here.rows, story)))
    elif here.rows is None:
        found.values += [(name, value) for value in told(here, story)]
    if not found.values and not found.rows:
        found.nothing.append(_nothing(here, story, query))
    return True


def _show_place(error: QueryError) -> None:
    """Show where in a query it cannot be answered."""
    span = error.fault.span
    tell(error.typed)
    tell(" " * span.start + "^" * max(1, len(span)))


def _write(found: _FoundInAll, format_: str, *, is_corpus: bool) -> None:
    """Write what was found, or say that it is nothing."""
    from store.formats.found import to_csv, to_json_lines
    from store.text.inert import inert

    values: Sequence[tuple[str, ToldValue]] = found.rows or found.values
    if not values:
        tell("nothing in any story is so" if is_corpus else found.nothing[0])
    elif format_ == "csv":
        data_output(is_inert=False).write(to_csv(values))
    elif format_ == "jsonl":
        data_output(is_inert=True).write("".join(to_json_lines(values)).encode())
    elif found.matrices:
        from tui.cli.matrix import show_matrix

        for name, matrix in found.matrices:
            if name:
                click.echo(f"\n{inert(name)}\n")
            show_matrix(matrix)
    else:
        _show(found.values)


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


def _show(values: Sequence[tuple[str, ToldAnnotation | ToldParagraph]]) -> None:
    """Show annotations or paragraphs, as wide as the terminal is; elsewhere 80 columns."""
    from shutil import get_terminal_size

    from store.formats.found import ToldAnnotation
    from store.formats.matrix.told import short_id
    from store.text.inert import inert_line
    from store.wording import cut_short

    notes = any(isinstance(each, ToldAnnotation) and each.note for _, each in values)
    is_tagged = any(isinstance(each, ToldAnnotation) for _, each in values)
    heads = ["article", "line", *(["label"] * is_tagged), "text", *(["note"] * notes)]
    table = [heads]
    for story, each in values:
        article = short_id(each.article)
        place = [f"{story}/{article}" if story else article, str(each.line)]
        if isinstance(each, ToldAnnotation):
            note = [inert_line(each.note)] if notes else []
            table.append([*place, each.label, inert_line(each.text), *note])
        else:
            table.append([*place, inert_line(each.text)])
    text = heads.index("text")
    before = sum(2 + max(len(row[column]) for row in table) for column in range(text))
    room = max(_LEAST_TEXT, get_terminal_size().columns - before)
    longest = max(len(row[text]) for row in table)
    of_text = min(longest, room - 2 - room // 3) if notes else room
    for row in table[1:]:
        row[text] = cut_short(row[text], of_text)
        if notes:
            row[-1] = cut_short(row[-1], room - 2 - of_text)
    print_columns(table)
