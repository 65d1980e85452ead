"""What a person can say in the matrix: of a cell, of a row, of two rows. Each is one edit.

A row that is no cluster yet, such as a claim in a contradiction, becomes one with what is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.annotations.actions import Refusal
from store.annotations.assessing import clear_stance, set_stance
from store.annotations.edits import Batch, quoted
from store.annotations.linking import gather, rename
from store.annotations.links import CONTRADICTS

if TYPE_CHECKING:
    from store.across.matrix_values import MatrixRow
    from store.across.story_ties import StoryTies
    from store.annotations.edits import Edit
    from store.annotations.links import Links
    from store.annotations.model import Mention, StanceValue


def set_cell(links: Links, row: MatrixRow, article_id: str, value: StanceValue) -> Batch | Refusal:
    """Say what an article does with a row."""
    if row.cluster is not None:
        is_stale = row.cell(article_id).is_stale
        return set_stance(links, row.cluster, article_id, value, is_stale=is_stale)
    made = gather(row.name, row.label, row.members, row.relation)
    if isinstance(made, Refusal) or made.after is None:
        return made if isinstance(made, Refusal) else Refusal("Nothing is gathered")
    said = set_stance(links, made.after, article_id, value)
    return said if isinstance(said, Refusal) else replace(said, edits=(made, *said.edits))


def clear_cell(links: Links, row: MatrixRow, article_id: str) -> Batch | Refusal:
    """Leave it to the ties what an article does with a row."""
    if row.cluster is None:
        return Refusal("Nothing is set there; it is as tied")
    return clear_stance(links, row.cluster, article_id)


def rename_row(links: Links, row: MatrixRow, name: str) -> Edit | Refusal:
    """Call a row something else."""
    if row.cluster is not None:
        return rename(links, row.cluster, name)
    if not name.strip():
        return Refusal("A row needs a name")
    return gather(name, row.label, row.members, row.relation)


def dispute(ties: StoryTies, one: Mention, other: Mention) -> Batch | Refusal:
    """Say that two claims cannot both be true."""
    if other in ties.opposed_to(one):
        return Refusal("They contradict each other already")
    claims = [ties.annotations[one], ties.annotations[other]]
    made = gather("", claims[0].label, (one, other), CONTRADICTS)
    if isinstance(made, Refusal):
        return made
    told = " and ".join(quoted(claim.text) for claim in claims)
    return Batch((made,), "contradiction of", told)
