"""What is said of things by several articles: values with their places, and tables of them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from store.frozen import Frozen

if TYPE_CHECKING:
    from store.across.discrepancies.values import TextValue, ValueKind
    from store.annotations.model import Mention
    from store.text.span import Span

Pair = tuple[int, int]
"""The numbers of two values of a table, the smaller first."""


class ThingSource(StrEnum):
    """Why values are taken to be of one thing; the value is how that is said."""

    CLAIMS = "one claim"
    CLUSTER = "one cluster"
    NOUN = "one noun"


class NamedPlace(Frozen):
    """A place as a claim names it."""

    value: TextValue
    entities: frozenset[str]
    """Ids of the clusters that say which place it is."""
    text: str


class PlacedValue(Frozen):
    """A value with where it is said."""

    article: str
    value: TextValue
    words: Span
    """What is told with it: the claim, the mention, or what of the sentence is near."""
    said: str
    """These words, in one line."""
    mention: Mention | None = None
    """The annotation that it is a value of."""
    claims: tuple[Mention, ...] = ()
    """Claims that it stands in, the shortest first."""
    place: NamedPlace | None = None


class Discrepancy(Frozen):
    """The values of one thing by article, in order, and which of them cannot both hold."""

    name: str
    """What the thing is called."""
    kind: ValueKind
    source: ThingSource
    label: str
    values: tuple[PlacedValue, ...]
    differing: tuple[Pair, ...] = ()
    """Numbers of two values of different articles that cannot both hold."""
    contradicted: tuple[Pair, ...] = ()
    """Of these, those whose claims a person has said to contradict each other."""

    @property
    def is_sure(self) -> bool:
        """Whether a person has tied the things: only then is a difference an alarm."""
        return self.source is not ThingSource.NOUN

    @property
    def is_alarm(self) -> bool:
        """Whether values differ that are of one thing."""
        return self.is_sure and bool(self.differing)

    @property
    def open(self) -> tuple[Pair, ...]:
        """The pairs that differ of which nobody has said anything yet."""
        return tuple(pair for pair in self.differing if pair not in self.contradicted)

    @property
    def articles(self) -> int:
        """How many articles say a value."""
        return len({each.article for each in self.values})

    def against(self, number: int) -> list[int]:
        """The values that one cannot hold beside, those first of which nothing is said yet."""
        pairs = sorted((p for p in self.differing if number in p), key=lambda p: p not in self.open)
        return [one if other == number else other for one, other in pairs]
