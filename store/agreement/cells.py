"""The agreement of two people on which article says what: rows of the matrix, and their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.across.matrix import claim_matrix
from store.across.story_ties import read_ties
from store.agreement.assignment import best_assignment
from store.agreement.coefficients import f1
from store.agreement.spans import ALL
from store.agreement.values import count_values, value_figures
from store.annotations.model import StanceValue
from store.labels import SUPPORTS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Hashable, Sequence

    from store.across.matrix_values import MatrixRow
    from store.agreement.coefficients import Figure
    from store.agreement.counts import Column, Sums
    from store.story.open_story import OpenStory

    Rows = tuple[Sequence[MatrixRow], Sequence[frozenset[Hashable]]]

NOTHING_SAID: Final = "blank"
"""The value of a cell of an article that was read, in which nothing is tied."""


def claim_rows(now: OpenStory) -> list[MatrixRow]:
    """What a person ties of claims, row by row; none where no claims are tied to each other.

    Raises:
        InputError: The file of the links is damaged.
    """
    clusters = now.links().clusters.values()
    labels = sorted({each.label for each in clusters if each.relation == SUPPORTS})
    if not labels:
        return []
    ties = read_ties(now)
    return [row for label in labels for row in claim_matrix(ties, label).rows]


def count_cells(first: Rows, second: Rows, articles: Collection[str]) -> Counter[Column]:
    """What two people say that articles do with the claims of which both have a row.

    Two rows are of one claim where they have annotations in common that both people have made; of
    all ways to pair them the one with the most of these.

    Args:
        first: The rows of the one, and of each the members that both have annotated.
        second: Those of the other.
        articles: The ids of those that both have done.
    """
    weights = {
        (row, column): common
        for row, members in enumerate(first[1])
        for column, theirs in enumerate(second[1])
        if (common := len(members & theirs))
    }
    pairs = best_assignment(weights).items()
    counts = count_values(
        (ALL, _said(first[0][row], article), _said(second[0][column], article))
        for row, column in pairs
        for article in articles
    )
    counts[ALL, "rows alike"] = len(pairs)
    counts[ALL, "first"], counts[ALL, "second"] = len(first[0]), len(second[0])
    return counts


def _said(row: MatrixRow, article: str) -> str:
    value = row.cell(article).value
    return NOTHING_SAID if value in (None, StanceValue.UNREAD) else value.value


def cell_figures(sums: Sums, label: str) -> dict[str, Figure]:
    """The figures of two people for cells, and for rows."""
    rows = (sums.get((label, name), 0) for name in ("rows alike", "first", "second"))
    return {"rows_f1": f1(*rows), **value_figures(sums, label)}
