"""What a person says of values that differ: they contradict, or are of two things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.across.cell_edits import dispute
from store.across.discrepancies.tables import refusal_kind
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfRefusal, quoted
from store.annotations.linking import refuse

if TYPE_CHECKING:
    from store.across.discrepancies.model import Discrepancy
    from store.across.story_ties import StoryTies
    from store.annotations.links import Links


def contradict(ties: StoryTies, table: Discrepancy, one: int, other: int) -> Batch | Refusal:
    """Say that the claims in which two values stand cannot both be true.

    Args:
        ties: Of the story.
        table: The values.
        one: The number of a value of it.
        other: The number of another.
    """
    values = table.values[one], table.values[other]
    for value in values:
        if not value.claims:
            return Refusal(
                f"{quoted(value.said)} stands in no claim: {{key:list.choose}} goes there; tag "
                "what is claimed, and say it then"
            )
    return dispute(ties, values[0].claims[0], values[1].claims[0])


def not_the_same(links: Links, table: Discrepancy, number: int) -> Batch | Refusal:
    """Keep a value away from the others for good: it is not of the same thing."""
    value = table.values[number]
    edits: dict[str, EditOfRefusal] = {}
    for other in table.values:
        edit = refuse(links, refusal_kind(table.kind), table.label, (value.said, other.said))
        if other.said != value.said and not isinstance(edit, Refusal):
            edits.setdefault(other.said, edit)
    if not edits:
        return Refusal("The words are the same, so they cannot be told apart")
    told = f"that {quoted(value.said)} is of {quoted(table.name)}"
    return Batch(tuple(edits.values()), "refusal", told)
