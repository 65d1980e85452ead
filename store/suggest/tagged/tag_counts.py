"""How often something was tagged of all the times that it stands in what has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.text.span import Span

PRIOR: Final = 0.6
"""How likely what was tagged is to be tagged where it stands next, before anything is counted."""
WORTH: Final = 1.5
"""How many times of standing there the prior is worth: 9 of 10 tell more than 1 of 1."""
COVERS: Final = 60
"""Code points of the longest annotation whose parts are not counted as left untagged: in "Foreign
Minister Ana Boe", tagged as a whole, nobody left "Boe" out; in a whole claim somebody did."""


LEFT: Final = 0.25
"""What being left untagged counts beside being tagged: it may have been overlooked."""
REJECTED: Final = 2.0
"""What a rejection counts: somebody has looked."""


def share_of(tagged: float, left: float, rejected: float) -> float:
    """How likely words are to be tagged once more: the mean of a beta distribution.

    Args:
        tagged: How often they were.
        left: How often they stand there untagged.
        rejected: How often a person has rejected them.
    """
    against = LEFT * left + REJECTED * rejected
    return (tagged + WORTH * PRIOR) / (tagged + against + WORTH)


def is_left_out(one: Span, around: Iterable[Span]) -> bool:
    """Whether somebody left words untagged, and did not tag them as a part of something short."""
    return not any(other != one and other.covers(one) and len(other) <= COVERS for other in around)
