"""What is counted of every two people, and of all together, summed article by article.

Articles are given one after the other; of each only counts are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING

from store.agreement.counts import PlaceCounts
from store.agreement.marked import CountedText, marks_of
from store.agreement.spans import count_group, count_pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from store.agreement.counts import Column, Place
    from store.agreement.units import ComparedUnit

Group = tuple[str, ...]
"""Names in alphabetical order."""


class Subject(StrEnum):
    """On what people agree."""

    SPANS = "spans"
    RELATIONS = "relations"
    CLUSTERS = "clusters"
    CELLS = "cells"
    RECORDS = "records"
    """What the records of claims say that both have annotated."""
    ARTICLES = "articles"
    """What is said of articles as a whole."""


class AgreementTally:
    """The counts of people over articles."""

    def __init__(
        self, people: Iterable[str], pairs: Iterable[tuple[str, str]] | None = None
    ) -> None:
        """Nothing is counted yet.

        Args:
            people: All of them.
            pairs: Which two are compared; if not given every two, and all together.
        """
        self.people: Group = tuple(sorted(set(people)))
        every = combinations(self.people, 2) if pairs is None else map(sorted, pairs)
        self.pairs: list[Group] = sorted({tuple(each) for each in every})
        self.all: Group | None = self.people if pairs is None and len(self.people) > 2 else None
        """All, where they are more than two and compared together."""
        self.articles: Counter[str] = Counter()
        """How many articles the stories have that each has worked on."""
        self.done: Counter[str] = Counter()
        """Of how many of them the work of each counts."""
        self._counts: dict[tuple[Subject, Group], PlaceCounts] = defaultdict(PlaceCounts)

    def counts(self, subject: Subject, group: Group) -> PlaceCounts:
        """What has been counted of a pair, or of all."""
        return self._counts[subject, group]

    def add(
        self, subject: Subject, group: Group, place: Place, counts: Mapping[Column, int]
    ) -> None:
        """Count something of a pair, or of all, at a place."""
        self._counts[subject, group].add(place, counts)

    def add_article(
        self, place: Place, text: str, units: Mapping[str, Iterable[ComparedUnit]]
    ) -> None:
        """Count the spans of an article.

        Args:
            place: Which article it is.
            text: What it says.
            units: The annotations of everybody who has done it; of others nothing is counted.
        """
        self.done.update(units.keys())
        there = [name for name in self.people if name in units]
        pairs = [pair for pair in self.pairs if units.keys() >= set(pair)]
        if not pairs:
            return
        counted = CountedText.of(text)
        marks = {name: marks_of(counted, units[name]) for name in there}
        by_pair = {pair: count_pair(counted, *(marks[name] for name in pair)) for pair in pairs}
        for pair, counts in by_pair.items():
            self.add(Subject.SPANS, pair, place, counts)
        if self.all is not None:
            of_all = count_group(counted, list(marks.values()), list(by_pair.values()))
            self.add(Subject.SPANS, self.all, place, of_all)
