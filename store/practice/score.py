"""How much of the gold has been tagged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.practice.judging import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.practice.gold import Gold, GoldSpan
    from store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Score:
    """Spans by label."""

    right: Mapping[str, int]
    """Tagged as the gold has them."""
    missed: Mapping[str, int]
    """In the gold and not tagged."""
    other: Mapping[str, int]
    """Tagged and not in the gold."""

    @property
    def is_complete(self) -> bool:
        """Whether all of the gold is tagged; there may be more."""
        return not sum(self.missed.values())

    @property
    def total(self) -> int:
        """Spans in the gold."""
        return sum(self.right.values()) + sum(self.missed.values())

    def of(self, label: str) -> int:
        """Spans in the gold with one label."""
        return self.right.get(label, 0) + self.missed.get(label, 0)


def places(workspace: Workspace) -> frozenset[GoldSpan]:
    """All that is tagged in a story."""
    return frozenset(_places(workspace))


def _places(workspace: Workspace) -> Iterator[GoldSpan]:
    for ref in workspace.story.articles:
        for annotation in workspace.article(ref.id).annotations:
            yield place_of(ref.id, annotation)


def scored(gold: Gold, tagged: frozenset[GoldSpan]) -> Score:
    """Compare what is tagged with the gold."""
    return Score(
        _by_label(tagged & gold.spans),
        _by_label(gold.spans - tagged),
        _by_label(tagged - gold.spans),
    )


def _by_label(spans: Iterable[GoldSpan]) -> Counter[str]:
    return Counter(span.label for span in spans)
