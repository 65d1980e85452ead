"""How much is suggested."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

BREAK_EVEN: Final = 0.5
"""How sure a suggestion has to be to save keys. An answer costs a key, a span without a suggestion
1.4 to 2 by letters (`bench/keystrokes.py`) and more without: where that is 2, one that is right
saves a key, and one that is wrong costs one, so that they come out even at a half."""
LEAST_OF_ALL: Final = 0.35
"""How sure it has to be where all are wanted; also what a rule says that has proved right."""


class Level(StrEnum):
    """From the least to the most; each shows what the one before shows too."""

    ASKED = "asked"
    """What a person asked for."""
    QUIET = "quiet"
    """What is expected to save keys: words that were tagged before, and what a rule suggests that
    has proved right."""
    ALL = "all"
    """Whatever rules find likely."""

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
