"""How often something was tagged of all the times that it stands in what has been read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from store.text.span import Span

Tag = TypeVar("Tag")
"""A label and words."""
Words = TypeVar("Words")
"""What can stand somewhere untagged: words, or a label and words that have been looked for."""

PRIOR: Final = 0.6
"""How likely what was tagged is to be tagged where it stands next, before anything is counted."""
WORTH: Final = 1.5
"""How many times of standing there the prior is worth: 9 of 10 tell more than 1 of 1."""
COVERS: Final = 60
"""Code points of the longest annotation whose parts are not counted as left untagged: in "Foreign
Minister Ana Boe", tagged as a whole, nobody left "Boe" out; in a whole claim somebody did."""


@dataclass(slots=True)
class TagCounts(Generic[Tag, Words]):
    """Of a part of an article, of a story, or of several added up."""

    tagged: Counter[Tag] = field(default_factory=Counter)
    """How often each was tagged."""
    stands: Counter[Words] = field(default_factory=Counter)
    """How often words stand there, tagged or not; kept for what is tagged anywhere."""
    rejected: Counter[Tag] = field(default_factory=Counter)

    def add(self, other: Self) -> None:
        """Add what another counted."""
        for one in fields(self):
            getattr(self, one.name).update(getattr(other, one.name))

    def subtract(self, other: Self) -> None:
        """Take away what another counted, which has been added before."""
        for one in fields(self):
            getattr(self, one.name).subtract(getattr(other, one.name))


def share(right: float, of: float, prior: float = PRIOR, worth: float = WORTH) -> float:
    """How likely something is to come out right once more: the mean of a beta distribution.

    Args:
        right: How often it did.
        of: Of how many times.
        prior: How likely it is where nothing has been counted.
        worth: How many times the prior is worth.
    """
    return (right + worth * prior) / (of + worth)


def is_left_out(one: Span, around: Iterable[Span]) -> bool:
    """Whether somebody left words untagged, and did not tag them as a part of something short."""
    return not any(other != one and other.covers(one) and len(other) <= COVERS for other in around)
