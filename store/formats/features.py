"""What a format may have a place for."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Feature(StrEnum):
    """Something that a format may have a place for; the value is how people call it."""

    OVERLAPS = "overlapping spans"
    SUBTOKEN = "spans off token boundaries"
    DISCONTINUOUS = "discontinuous spans"
    RELATIONS = "relations"
    CROSSING = "relations between articles"
    CLUSTERS = "clusters"
    NOTES = "notes"
    ATTRIBUTES = "attributes"
    OFFSETS = "character offsets"
    TEXT = "the text of articles"
    IDS = "ids"
    ORIGINS = "origins and times"


EVERYTHING: Final = frozenset(Feature)
MADE_ANEW: Final = frozenset({Feature.IDS, Feature.ORIGINS})
"""What is made anew where it is missing, so that `--strict` does not refuse to lose it."""
