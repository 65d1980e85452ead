"""Disagreements as lines of text: each with its place, and who says what there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.adjudication.docket import Docket
from store.adjudication.draft import Draft
from store.annotations.model import Annotation, Cluster, Relation, Stance
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.adjudication.gathering import StoryItems
    from store.adjudication.questions import Reading
    from store.annotations.model import Mention


class Disagreement(Frozen):
    """Where people differ, and what each of them has there.

    `charlotte:wash-post:40-71  boundary  ana, cleo: claim “the curfew…”; ben: claim “the…”`
    """

    place: str
    """`story:article:start-end`, in code points, half-open."""
    differences: tuple[str, ...]
    """In what they differ, in alphabetical order: of spans how, else what it is."""
    readings: tuple[str, ...]
    """What each group of people has, most people first."""
    left_out_by: tuple[str, ...]
    """Who has nothing there."""


def disagreements(story: str, items: StoryItems) -> Iterator[Disagreement]:
    """What is in dispute in a story: its spans as the articles read, then relations, clusters and
    cells of the matrix.

    What joins spans of which one is in dispute is left out, as it waits for that decision.

    Args:
        story: The story's name.
        items: What people annotated in it.
    """
    draft = Draft()
    told = _ReadingWords(draft)
    for question in Docket(items).in_dispute(draft):
        yield Disagreement(
            f"{story}:{question.article}:{question.start}-{question.end}",
            question.differences,
            tuple(f"{', '.join(each.people)}: {told.reading(each)}" for each in question.readings),
            question.left_out_by,
        )


class _ReadingWords:
    """What readings say, with what stands at the ends of ties."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def reading(self, reading: Reading) -> str:
        between = " | " if isinstance(reading.values[0], Cluster) else ", "
        return between.join(self._value(each) for each in reading.values)

    def _value(self, value: Annotation | Relation | Cluster | Stance) -> str:
        match value:
            case Annotation():
                return f"{value.label} “{value.text}”"
            case Relation():
                return f"{value.type} {value.role}".rstrip() + f" to {self._place(value.tail)}"
            case Cluster():
                said = " = ".join(self._mention(each) for each in value.members)
                return f"{value.relation} {said}".lstrip()
            case Stance():
                return f"{value.value} “{self._draft.links.clusters[value.cluster].name}”"

    def _mention(self, mention: Mention) -> str:
        found = self._draft.annotation(mention.article, mention.id)
        return f"“{found.text if found is not None else ''}” {self._place(mention)}"

    def _place(self, mention: Mention) -> str:
        found = self._draft.annotation(mention.article, mention.id)
        return f"{mention.article}:{found.start}-{found.end}" if found is not None else ""
