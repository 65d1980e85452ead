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
    LINK_ATTRIBUTES = "notes and attributes of relations and clusters"
    REFS = "ids that clusters have elsewhere"
    STANCES = "stances of articles"
    DOCUMENTS = "marks, notes, labels and bylines of whole articles"


EVERYTHING: Final = frozenset(Feature)
OF_SPANS: Final = EVERYTHING - {
    Feature.LINK_ATTRIBUTES,
    Feature.REFS,
    Feature.STANCES,
    Feature.DOCUMENTS,
}
"""What is said of spans, and what ties them."""
UNPLACED: Final = "annotations without a settled place"
GONE: Final = "annotations of articles that are gone"
"""A loss whatever the format: the article has changed, and a person has to say where they are."""
MADE_ANEW: Final = frozenset({Feature.IDS, Feature.ORIGINS})
"""What is made anew where it is missing, so that `--strict` does not refuse to lose it."""
