"""Spans that a person may want to tag, found without any model, and how likely each is.

What is found in a passage depends on that passage alone. So a window finds the same as the whole
text, and what has been found once is remembered while somebody scrolls.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.suggest.candidates.cues import Kind
from store.suggest.candidates.likelihood import chance, meaning_of
from store.suggest.candidates.sighting import sightings
from store.suggest.candidates.weights import MEANINGS
from store.text.boundaries import ceil_grapheme
from store.text.passages import passages
from store.text.span import Span

if TYPE_CHECKING:
    from store.labels import Label
    from store.suggest.candidates.cues import Cue
    from store.suggest.candidates.passage_analysis import Sighting

__all__ = ["Candidate", "Kind", "candidates", "likelihood"]

_REMEMBERED: Final = 512
"""Passages of which it is remembered what is in them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that somebody may want to tag."""

    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    kind: Kind
    score: float
    """How likely it is to be tagged as anything, from 0 to 1, among candidates of its kind."""
    cues: frozenset[Cue] = frozenset()
    """What is in it and beside it."""

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)


def candidates(text: str, within: Span) -> tuple[Candidate, ...]:
    """The spans that begin or end in a stretch of text and that somebody may want to tag.

    Args:
        text: Of the article.
        within: The stretch, in code points; what is near it is looked at as well.

    Returns:
        In the order of the text, of those that begin together the longer first; each span once.
    """
    found: list[Candidate] = []
    for passage in passages(text, within):
        first = ceil_grapheme(text, passage.start)  # a space can have an accent
        for sighting, score in _in_passage(passage.of(text)):
            start, end = passage.start + sighting.start, passage.start + sighting.end
            if start >= first and (
                within.start <= start < within.end or within.start < end <= within.end
            ):
                found.append(Candidate(start, end, sighting.kind, score, sighting.cues))
    return tuple(found)


def likelihood(candidate: Candidate, label: Label) -> float:
    """How likely a candidate is to be tagged with a label, from 0 to 1.

    A label is known by its name (`PER`, "Places", "who"); one that is not, by how it is drawn: what
    is filled is short, what is underlined or barred is long.
    """
    meaning = meaning_of(label.name, label.drawing)
    if not candidate.cues:
        return candidate.score if label.name else 0.0
    return chance(candidate.cues, meaning)


@lru_cache(maxsize=_REMEMBERED)
def _in_passage(passage: str) -> tuple[tuple[Sighting, float], ...]:
    return tuple((sighting, _at_best(sighting.cues)) for sighting in sightings(passage))


@lru_cache(maxsize=65_536)
def _at_best(cues: frozenset[Cue]) -> float:
    """How likely a span with some cues is to be meant by any label."""
    return max(chance(cues, meaning) for meaning in MEANINGS)
