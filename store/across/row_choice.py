"""Which rows of a matrix are wanted, and in what order."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.across.matrix import claim_matrix_in_steps, mention_matrix_in_steps
from store.across.ties import is_claim_label
from store.annotations.model import StanceValue
from store.errors import InputError
from store.story.annotation_list import words_of
from store.suggest.candidates.roles import roles_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping

    from store.across.matrix_values import Matrix, MatrixRow
    from store.across.story_ties import StoryTies
    from store.labels import LabelSet

CLAIMS: Final = "claims"


class RowFilter(StrEnum):
    """What rows can have; the value is how that is said."""

    ONE_ORIGIN = "one origin"
    DISPUTED = "disputed"
    ANONYMOUS = "anonymous"
    UNREAD = "unread"
    STALE = "stale"


class RowOrder(StrEnum):
    """How rows are ordered; the value is how that is said."""

    DISPUTE = "disputed first"
    NAME = "by name"
    ARTICLES = "by articles"
    ORIGINS = "fewest origins first"
    PLACE = "as they are told"


HAS: Final[Mapping[RowFilter, Callable[[MatrixRow], bool]]] = {
    RowFilter.ONE_ORIGIN: lambda row: len(row.origins) == 1,
    RowFilter.DISPUTED: lambda row: row.is_disputed,
    RowFilter.ANONYMOUS: lambda row: any(each.is_anonymous for each in row.origins),
    RowFilter.UNREAD: lambda row: any(cell.value is StanceValue.UNREAD for cell in row.cells),
    RowFilter.STALE: lambda row: any(cell.is_stale for cell in row.cells),
}


def row_labels(labels: LabelSet) -> dict[str, str]:
    """What rows can be made of, as a person says it, with the label that has those."""
    roles = roles_of(labels)
    known = {
        CLAIMS: roles.claim,
        "actors": roles.group,
        "locations": roles.location,
        "sources": roles.source,
    }
    others = {name: name for name in labels.names if name not in known.values()}
    return {name: label for name, label in {**known, **others}.items() if label}


def label_of_rows(labels: LabelSet, rows: str) -> str:
    """The label of what a person calls the rows.

    Raises:
        InputError: There is none.
    """
    known = row_labels(labels)
    label = rows if labels.named(rows) else known.get(rows, "")
    if not label:
        names = ", ".join(dict.fromkeys((*known, *labels.names)))
        raise InputError(f"no label is for “{rows}”; rows can be {names}")
    return label


def matrix_in_steps(ties: StoryTies, labels: LabelSet, label: str) -> Generator[None, None, Matrix]:
    """The matrix of what has a label, a row at a step."""
    is_claims = is_claim_label(labels, label)
    return (claim_matrix_in_steps if is_claims else mention_matrix_in_steps)(ties, label)


def ordered_rows(ties: StoryTies, rows: Iterable[MatrixRow], order: RowOrder) -> list[MatrixRow]:
    """Rows in an order; those that are equal in it stay as they are."""
    match order:
        case RowOrder.NAME:
            return sorted(rows, key=lambda row: words_of(row.name))
        case RowOrder.ARTICLES:
            return sorted(rows, key=lambda row: -row.article_count)
        case RowOrder.ORIGINS:
            return sorted(rows, key=lambda row: len(row.origins))
        case RowOrder.PLACE:
            return sorted(rows, key=lambda row: ties.place_of(row.members[0]))
    return list(rows)
