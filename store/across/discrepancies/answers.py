"""What a person says of values that differ: they contradict, or are of two things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from store.across.cell_edits import dispute
from store.across.discrepancies.tables import refusal_kind
from store.across.prose import prose
from store.annotations.actions import Refusal
from store.annotations.edits import Batch, EditOfAnnotation, EditOfRefusal, quoted
from store.annotations.linking import refuse
from store.annotations.model import Annotation, Mention
from store.text.clauses import bared

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from store.across.discrepancies.model import Discrepancy, Pair, PlacedValue
    from store.across.story_ties import StoryTies
    from store.annotations.edits import SingleEdit
    from store.annotations.links import Links
    from store.text.span import Span

    TagClaim: TypeAlias = Callable[[str, Span], EditOfAnnotation | Refusal]
    """Tags what stands somewhere in an article, by its id, as a claim."""


def contradict(
    ties: StoryTies, table: Discrepancy, pair: Pair, tag_claim: TagClaim
) -> Batch | Refusal:
    """Say that the claims in which two values stand cannot both be true.

    Args:
        ties: Of the story.
        table: The values.
        pair: The numbers of two of them.
        tag_claim: Makes a claim of the sentence of a value that stands in none.
    """
    claims: dict[Mention, Annotation] = {}
    edits: list[SingleEdit] = []
    for value in (table.values[number] for number in pair):
        if value.claims:
            claims[value.claims[0]] = ties.annotations[value.claims[0]]
            continue
        made = tag_claim(value.article, _sentence_of(ties, value))
        if isinstance(made, Refusal):
            return made
        assert made.after is not None
        claims[Mention(value.article, made.after.id)] = made.after
        edits.append(made)
    said = dispute(replace(ties, annotations=claims), *claims)
    if isinstance(said, Refusal) or not edits:
        return said
    which = "its sentence" if len(edits) == 1 else "their sentences"
    return replace(said, edits=(*edits, *said.edits), to=f"{said.to}, {which} now a claim")


def _sentence_of(ties: StoryTies, value: PlacedValue) -> Span:
    """The innermost sentence that a value stands in, without the marks at its ends."""
    text, start = ties.articles[value.article].text, value.value.start
    paragraph = prose(text).paragraph_at(start)
    around = [each for each in paragraph.sentences if each.start <= start < each.end]
    sentence = min(around, key=len, default=paragraph.span)
    return bared(text, sentence, paragraph.pairs)


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
