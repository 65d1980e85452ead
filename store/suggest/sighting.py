"""What in a passage may be tagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.suggest.claiming import find_long
from store.suggest.look import Look
from store.suggest.naming import find_short

if TYPE_CHECKING:
    from store.suggest.look import Sighting


def sightings(passage: str) -> tuple[Sighting, ...]:
    """What may be tagged in a passage, in its order, the longer first; each span once."""
    look = Look(passage)
    find_short(look)
    find_long(look)
    return look.sightings()
