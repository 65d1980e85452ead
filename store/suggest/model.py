"""A suggestion: a span with a label and a reason, that a person has not accepted yet."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from store.annotations.model import Origin
from store.text.span import Span
from store.text.spelling import canonical

MATCHES: Final = "search"
"""Who suggests the matches of a search of which one was tagged."""
SuggestionKey: TypeAlias = tuple[int, int, str]
"""Start, end and label."""
if TYPE_CHECKING:
    Order: TypeAlias = tuple[int, int, str, str]

SUGGESTER: Final = "like"
"""Who suggests what was tagged before."""
ELSEWHERE: Final = "elsewhere"
"""Who suggests what was tagged in another story."""


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
    _: KW_ONLY
    origin: Origin = Origin.SUGGESTED
    """`PROPAGATED` or `SUGGESTED`: what the annotation gets when it is accepted."""
    reason: str
    """Why, as a person reads it after "because": `you tagged “Soleimani” as actor 3 times`."""
    score: float
    """How sure it is, from 0 to 1."""
    suggester: str
    """Who suggests it, such as "like", "elsewhere", "names", "places", "cues", "spacy:NAME"."""
    kind: str = ""
    """What it shares with those that are answered with it by one key; else that of its words."""
    source: Span | None = None
    """For a claim, who says it: tagged with it, where there is a label for that, and tied to it."""
    cue: Span | None = None
    """For a claim, the words that tell who says it: tagged with it, where there is a label."""

    def __post_init__(self) -> None:
        if not self.kind:
            object.__setattr__(self, "kind", kind_of(self.label, self.text))

    def moved(self, by: int) -> Suggestion:
        """The suggestion so many code points further on."""
        return replace(
            self,
            start=self.start + by,
            end=self.end + by,
            source=self.source and self.source.moved(by),
            cue=self.cue and self.cue.moved(by),
        )

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)

    @property
    def key(self) -> SuggestionKey:
        """What it is in its article, whoever suggests it, and however sure."""
        return (self.start, self.end, self.label)

    @property
    def order(self) -> Order:
        """Sorts suggestions among annotations, as the text reads; the longer first."""
        return (self.start, -self.end, self.label, "")


def kind_of(label: str, text: str) -> str:
    """What suggestions of the same words and label share."""
    return f"{label}: {canonical(text)}"
