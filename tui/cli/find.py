"""The command that finds annotations, rows of the matrix and paragraphs by a query: find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from tui.cli.options import (
    STORY,
    WHOSE,
    Whose,
    check_readable,
    open_workspace,
)
from tui.cli.output import data_output, print_columns, tell, tell_left_out, tell_notices

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store.formats.found import ToldAnnotation, ToldParagraph
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
    """Find annotations by a query, such as 'claim -said-by:*'.

    A query that asks for articles:, origins:, stance: or row: finds rows of the matrix; one that
    begins with para: finds paragraphs. A query that begins with - stands behind --.
    """
    from store.query.expressions import Expressions
    from store.query.finding import QueryError, find_in
    from store.query.queried import QueriedStory

    expressions = Expressions()
    with open_workspace([path], whose, read_only=True) as workspace:
        check_readable(workspace)
        story = QueriedStory(workspace)
        try:
            found = find_in(story, query, expressions)
        except QueryError as error:
            _show_place(error)
            raise
        finally:
            expressions.stop()
        tell_notices(workspace)
        tell_left_out(workspace)
        for remark in found.remarks:
            tell(remark.said)
        _write(found, story, query, format_)


def _show_place(error: QueryError) -> None:
    """Show where in a query it cannot be answered."""
    span = error.fault.span
    tell(error.typed)
    tell(" " * span.start + "^" * max(1, len(span)))


def _write(found: Found, story: QueriedStory, query: str, format_: str) -> None:
    """Write what was found, or say that it is nothing."""
    from store.formats.found import rows_as_matrix, to_csv, to_json_lines, told, told_rows

    rows = told_rows(found.rows, story) if found.rows is not None else None
    values = told(found, story)
    if not (values if rows is None else rows):
        tell(_nothing(found, story, query))
    elif format_ == "csv":
        data_output(is_inert=False).write(to_csv(rows or values))
    elif format_ == "jsonl":
        data_output(is_inert=True).write("".join(to_json_lines(rows or values)).encode())
    elif found.rows is not None:
        from tui.cli.matrix import show_matrix

        show_matrix(rows_as_matrix(found.rows, story))
    else:
        _show(values)


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


def _show(values: Sequence[ToldAnnotation | ToldParagraph]) -> None:
    """Show annotations or paragraphs, as wide as the terminal is; elsewhere 80 columns."""
    from shutil import get_terminal_size

    from store.formats.found import ToldAnnotation
    from store.formats.matrix.told import line, short_id

    notes = any(isinstance(each, ToldAnnotation) and each.note for each in values)
    is_tagged = any(isinstance(each, ToldAnnotation) for each in values)
    heads = ["article", "line", *(["label"] * is_tagged), "text", *(["note"] * notes)]
    table = [heads]
    for each in values:
        place = [short_id(each.article), str(each.line)]
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
