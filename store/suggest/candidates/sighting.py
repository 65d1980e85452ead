"""What in a passage may be tagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.suggest.candidates.claims import find_long
from store.suggest.candidates.names import find_short
from store.suggest.candidates.passage_analysis import PassageAnalysis

if TYPE_CHECKING:
    from store.suggest.candidates.passage_analysis import Sighting


def sightings(text: str) -> tuple[Sighting, ...]:
    """What may be tagged in a passage, in its order, the longer first; each span once."""
    passage = PassageAnalysis(text)
    find_short(passage)
    find_long(passage)
    return passage.sightings()
