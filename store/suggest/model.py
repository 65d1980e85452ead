"""A suggestion: a span with a label and a reason, that a person has not accepted yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.text.span import Span

if TYPE_CHECKING:
    from store.annotations.model import Origin


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Never an annotation, and never exported, until a person accepts it."""

    start: int
    """Code points before the span."""
    end: int
    """Code points up to the end of the span."""
    label: str
    text: str
    """What the article says there."""
    origin: Origin
    """`PROPAGATED` or `SUGGESTED`: what the annotation gets when it is accepted."""
    reason: str
    """Why, as a person reads it after "because": `you tagged “Soleimani” as actor 3 times`."""
    score: float
    """How sure it is, from 0 to 1."""
    suggester: str
    """Who suggests it, such as "like", "names", "places", "cues", "learned", "spacy:NAME"."""
    kind: str = ""
    """What it shares with others that are accepted or rejected with it by one key."""
    source: Span | None = None
    """For a claim, where its source stands: they are tied when both are annotations."""

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)

    @property
    def key(self) -> tuple[int, int, str]:
        """What makes it the same suggestion, whatever it is worth and why: its place and label."""
        return (self.start, self.end, self.label)

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Sorts suggestions among annotations, as the text reads; the longer first."""
        return (self.start, -self.end, self.label, "")
