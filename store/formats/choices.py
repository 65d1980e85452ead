"""What a person chooses where spans do not fit a format as they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Overlaps(StrEnum):
    """Which of two spans stays where a format has no place for both."""

    LONGEST = "longest"
    SHORTEST = "shortest"


class AlignmentMode(StrEnum):
    """What becomes of a span that does not begin and end with tokens (the names are spaCy's)."""

    CUT = "cut"
    """A token is cut where a span begins or ends, so that nothing becomes of it."""
    CONTRACT = "contract"
    """Only the tokens that lie whole within it."""
    EXPAND = "expand"
    """All tokens of which it holds a part."""
    REFUSE = "refuse"
    """Nothing is written."""


TIES: Final = "ties"
"""What a row of a table is asked to be, if not a span."""


class RowSize(StrEnum):
    """What a row of a format is that has rows of tokens."""

    SENTENCE = "sentence"
    WINDOW = "window"
    """Sentences that follow each other, up to a number of tokens."""
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class TokenRules:
    """How a text is cut into tokens that was not read from a file of tokens."""

    language: str = ""
    """Its code; told by each text if empty."""
    cuts_hyphens: bool = False
    """Whether what hyphens join is several tokens, as in OntoNotes, not one, as in CoNLL-2003."""
