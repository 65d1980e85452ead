"""A candidate: a span that a person may want to tag."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from store.text.span import Span

if TYPE_CHECKING:
    from store.suggest.candidates.cues import Cue


class CandidateKind(StrEnum):
    """What a candidate is."""

    NAME = "name"
    ROLE = "role description"
    QUOTATION = "quotation"
    NUMBER = "number or date"
    CLAUSE = "clause"
    SENTENCE = "sentence"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that somebody may want to tag."""

    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    kind: CandidateKind
    cues: frozenset[Cue] = frozenset()
    """What is in it and beside it."""

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)
