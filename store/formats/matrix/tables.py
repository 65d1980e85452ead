"""The matrix as rows of text: for a terminal, as CSV, as Markdown."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from store.across.matrix_values import SIGNS
from store.annotations.model import StanceValue
from store.formats.markdown import escape as escape_markdown
from store.formats.matrix.told import short_id
from store.formats.spreadsheet import neutral
from store.wording import cut_short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.matrix.told import ToldClaim, ToldMatrix, ToldRow

LONG_COLUMNS: Final = (
    "row",
    "article",
    "stance",
    "set_by",
    "n",
    "quotes",
    "sources",
    "origins",
    "anonymous",
    "cluster",
)
_BETWEEN: Final = " | "
_LONGEST_NAME: Final = 60


def table(matrix: ToldMatrix, longest_name: int = _LONGEST_NAME) -> list[list[str]]:
    """The rows for a terminal, the heads first: articles are named by their ids.

    Args:
        matrix: What is shown.
        longest_name: Characters of a row's name, which is cut where it is longer.
    """
    rows = [["", *(short_id(each) for each in matrix.articles), *tail_heads(matrix, "arts")]]
    for row in matrix.rows:
        name = cut_short(row.name, longest_name)
        dispute = "! " if row.is_disputed else "  "
        rows.append([dispute + name, *(cell.marked for cell in row.cells), *tail(row)])
    return rows


def tail_heads(matrix: ToldMatrix, articles: str = "articles") -> list[str]:
    """What stands above the numbers behind the cells: only what is said has origins."""
    return [articles, "origins"] if matrix.is_of_claims else [articles]


def tail(row: ToldRow) -> list[str]:
    """Those numbers."""
    return [str(row.articles), row.origin_count] if row.is_of_claims else [str(row.articles)]


def legend(matrix: ToldMatrix, between: str = "   ") -> str:
    """What the signs say that can stand in the cells."""
    shown = set(SIGNS) if matrix.is_of_claims else {StanceValue.OMITS, StanceValue.UNREAD}
    signs = {sign: value.value for value, sign in SIGNS.items() if value and value in shown}
    signs |= {"?": "a later tie says otherwise", "*": "set by a person"}
    signs |= {'"': "a quotation"} if matrix.is_of_claims else {}
    return between.join(f"{sign} {says}" for sign, says in signs.items())


def page_legend(matrix: ToldMatrix) -> str:
    """What the signs say, as sentences, with what is seen beside them."""
    if not matrix.is_of_claims:
        return f"{legend(matrix, ' · ')}. A number: how often it is named there."
    return (
        f"{legend(matrix, ' · ')}. Blank: nothing is tied there. A question mark behind the "
        "origins: one of them has no name."
    )


def pair_sentences(matrix: ToldMatrix) -> Iterator[str]:
    """The pairs that contradict each other, each with both quotations and who said them."""
    for pair in matrix.pairs:
        yield f"{_quoted(pair.first)}  !  {_quoted(pair.second)}"


def _quoted(claim: ToldClaim) -> str:
    by = ", ".join(claim.sources) or "own voice"
    return f"“{claim.quote}” ({short_id(claim.article)}: {by})"


def to_csv(matrix: ToldMatrix, *, is_wide: bool) -> str:
    """CSV: a line a cell, or with `is_wide` a line a row and a column an article."""
    written = io.StringIO()
    writer = csv.writer(written)
    if is_wide:
        writer.writerow(["row", *map(neutral, matrix.articles), "articles", "origins", "anonymous"])
    else:
        writer.writerow(LONG_COLUMNS)
    for row in matrix.rows:
        cells = _wide(row) if is_wide else _long(row)
        writer.writerows([neutral(cell) for cell in line] for line in cells)
    return written.getvalue()


def corpus_to_csv(matrices: Sequence[ToldMatrix]) -> str:
    """CSV of several stories: a line a cell, with the story's name before it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["story", *LONG_COLUMNS])
    for matrix in matrices:
        for row in matrix.rows:
            writer.writerows([neutral(c) for c in (matrix.story, *line)] for line in _long(row))
    return written.getvalue()


def _wide(row: ToldRow) -> Iterator[list[str]]:
    stances = (cell.stance or (str(cell.count) if cell.count else "") for cell in row.cells)
    yield [row.name, *stances, str(row.articles), str(len(row.origins)), str(row.anonymous)]


def _long(row: ToldRow) -> Iterator[list[str]]:
    for cell in row.cells:
        quotes = _BETWEEN.join(claim.quote for claim in cell.claims)
        sources = _BETWEEN.join(
            dict.fromkeys(source for claim in cell.claims for source in claim.sources)
        )
        counts = (str(cell.count), quotes, sources, str(len(row.origins)), str(row.anonymous))
        yield [row.name, cell.article, cell.stance, cell.set_by, *counts, row.cluster]


def to_markdown(matrix: ToldMatrix) -> str:
    """A table in Markdown, and the pairs below it."""
    head = ["", *(f"{escape_markdown(short_id(each))}" for each in matrix.articles)]
    head += tail_heads(matrix)
    lines = [f"# {escape_markdown(matrix.story)}", "", _line(head), _line(["---"] * len(head))]
    for row in matrix.rows:
        cells = (escape_markdown(cell.marked) for cell in row.cells)
        lines.append(_line([escape_markdown(row.name), *cells, *tail(row)]))
    lines += ["", escape_markdown(legend(matrix)), ""]
    lines += [f"- {escape_markdown(sentence)}" for sentence in pair_sentences(matrix)]
    return "\n".join(lines).rstrip() + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
