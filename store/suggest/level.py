"""How much is suggested."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """From the least to the most; each shows what the one before shows too."""

    ASKED = "asked"
    """What a person asked for."""
    QUIET = "quiet"
    """What is expected to save keys: words that were tagged before, and what is like them where
    that has proved right."""
    ALL = "all"
    """Whatever rules, or what was learned, find likely."""

    @property
    def following(self) -> Level:
        """The next one; after the last the first."""
        every = list(Level)
        return every[(every.index(self) + 1) % len(every)]


LEVELS: Final = {
    Level.ASKED: "Suggested is only what you ask for",
    Level.QUIET: "Suggested is what is expected to save keys",
    Level.ALL: "Suggested is all that rules find likely, and what you tagged",
}
"""Each level as a sentence."""
