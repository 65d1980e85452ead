"""What an article does with a row of the matrix, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.annotations.model import StanceValue
from store.wording import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.formats.matrix.told import ToldCell

DOES: Final[Mapping[StanceValue | None, str]] = {
    StanceValue.ASSERTS: "asserts it",
    StanceValue.HEDGES: "hedges it",
    StanceValue.CONTRADICTS: "contradicts it",
    StanceValue.BOTH: "carries both sides",
    StanceValue.OMITS: "omits it",
    StanceValue.UNREAD: "is not marked as read",
    None: "was read, and nothing is tied there yet",
}
"""What an article does with a row."""


def does(cell: ToldCell) -> str:
    """What an article does with the row, and who says so."""
    value = StanceValue(cell.stance) if cell.stance else None
    says = counted(cell.count, "mention") if not value and cell.count else DOES[value]
    if cell.set_by == "person":
        says += ", as you set it"
    if cell.sign.endswith("?"):
        says += "; a tie made since says otherwise"
    return says


def first_quote(cell: ToldCell) -> str:
    """The first claim of a cell, after who said it and how many there are more."""
    if not cell.claims:
        return ""
    first, count = cell.claims[0], len(cell.claims)
    by = ", ".join(first.sources)
    said = " · ".join(filter(None, (by, f"1 of {count}" if count > 1 else "")))
    return f"{said}: “{first.quote}”" if said else f"“{first.quote}”"
