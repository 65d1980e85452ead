"""What the library shows of a story: how much there is, how far somebody is, what is wrong."""

from __future__ import annotations

import msgspec

from store.frozen import Frozen


class Team(Frozen):
    """What several people have done in a story."""

    done: dict[str, int] = msgspec.field(default_factory=dict)
    """By person, how many articles they have marked as done; of everybody whose work can be
    read."""
    compared: int = 0
    """Articles with which two or more are done."""
    exact_f1: float | None = None
    """How far every two of them have the same spans with the same labels, over these articles;
    none if there is no such article, or nobody marked anything in it."""


class StorySummary(Frozen):
    """What is known of a story and of somebody's work on it."""

    name: str
    """Of its folder."""
    stamp: str = ""
    """Of the files that it was made from; empty as long as nothing is known."""
    articles: int = 0
    read: int = 0
    """Articles that are marked as read, or as done."""
    done: int = 0
    labels: dict[str, int] = msgspec.field(default_factory=dict)
    """Annotations of each label."""
    settled: int = 0
    """Cells of the matrix of claims of which something is said."""
    cells: int = 0
    """All cells of that matrix."""
    edited: str = ""
    """When the last edit was made: UTC, ISO 8601; empty if there was none."""
    suggestions: int | None = None
    """What was still suggested when the story was last left; none if nobody knows."""
    people: tuple[str, ...] = ()
    """Everybody who has worked on it."""
    team: Team = Team()
    """How far everybody is, and how far two agree; empty where nobody but one has worked."""
    problem: str = ""
    """What is wrong with it, as a sentence."""
    remarks: tuple[str, ...] = ()
    """What else there is to say of it, as sentences."""

    @property
    def is_known(self) -> bool:
        """Whether it was looked at."""
        return bool(self.stamp)

    @property
    def is_empty(self) -> bool:
        """Whether it was looked at, and there is no article in it."""
        return self.is_known and not self.articles and not self.problem

    @property
    def spans(self) -> int:
        """How many annotations there are, of whatever label."""
        return sum(self.labels.values())
