"""What a `Learner` and its worker say to each other: one JSON object a line."""

from __future__ import annotations

import msgspec

from store.suggest.learning.examples import TaggedText


class TrainingRequest(msgspec.Struct, frozen=True):
    """Learn from these, and say what is likely in those."""

    number: int
    """Counts the requests of a learner."""
    labels: tuple[tuple[str, str, str], ...]
    """Name and drawing of each label, and what it suggests where that is said."""
    story: tuple[TaggedText, ...]
    """The articles of this story, as far as they have been read."""
    ask: tuple[tuple[str, str], ...]
    """Id and text of the articles for which suggestions are wanted."""
    corpus: str = ""
    """The folder in which there are other stories; empty if there is none."""
    annotator: str = ""


class ProposedSpan(msgspec.Struct, frozen=True, array_like=True):
    """A suggestion for one article."""

    start: int
    end: int
    label: str
    score: float
    reason: str
    source: tuple[int, int] | None = None


class TrainingAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Suggestions for one article, a problem, or the end of the answers to a request."""

    number: int
    article: str = ""
    proposed: tuple[ProposedSpan, ...] = ()
    learned: tuple[str, ...] = ()
    """The labels of which enough has been tagged to learn from."""
    problem: str = ""
    is_done: bool = False
