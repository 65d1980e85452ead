"""The figures of all pairs of people, and of all together, summed article by article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Final

from store.agreement.coefficients import (
    Figure,
    UnitizedLengths,
    cohen_kappa,
    f1,
    nominal_alpha,
)
from store.agreement.matching import count_exact, count_overlapping
from store.frozen import Frozen
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.agreement.matching import LabelledPlace


@dataclass(slots=True)
class MatchCounts:
    """Spans of two people that are the same, and all of each, summed over articles."""

    exact: int = 0
    overlapping: int = 0
    first: int = 0
    second: int = 0


TokenEnds = tuple[list[int], list[int]]
"""Where the tokens of a text start, and where they end, in code points."""
ALL: Final = ""
"""In place of a label: all of them. No label has this name."""
EACH_APART: Final = "each label apart"
NOT_OF_ALL: Final = "of two only"


class AgreementRow(Frozen):
    """The figures of some people for a label, or for all labels."""

    people: tuple[str, ...]
    """In alphabetical order; two, or all where there are more."""
    label: str
    """`ALL` for all labels."""
    articles: int
    """How many two of them at least have done."""
    spans: int
    """Of all of these people in these articles."""
    exact_f1: Figure
    overlap_f1: Figure
    kappa: Figure
    alpha: Figure
    unitizing_alpha: Figure


@dataclass(slots=True)
class AgreementTally:
    """Counts of some people for a label, article by article."""

    people: tuple[str, ...]
    label: str
    articles: int = 0
    pair: MatchCounts = field(default_factory=MatchCounts)
    units: Counter[tuple[str, ...]] = field(default_factory=Counter)
    lengths: UnitizedLengths = field(default_factory=UnitizedLengths)
    spans: int = 0

    def add(
        self,
        length: int,
        tokens: TokenEnds,
        places: Mapping[str, Sequence[LabelledPlace]],
    ) -> None:
        """Add an article.

        Args:
            length: Of its text.
            tokens: Its words and marks.
            places: The spans of everybody who has done it; of others nothing is counted.
        """
        there = [name for name in self.people if name in places]
        if len(there) < 2:
            return
        self.articles += 1
        spans = [self._of_label(places[name]) for name in there]
        self.spans += sum(map(len, spans))
        values = [_values(tokens, each) for each in spans]
        marked = set().union(*values)
        self.units[("",) * len(there)] += len(tokens[0]) - len(marked)
        self.units.update(zip(*([each.get(t, "") for t in marked] for each in values), strict=True))
        if self.label != ALL:
            self.lengths.add(length, [[place[:2] for place in each] for each in spans])
        if len(self.people) == 2:
            self._add_pair(*spans)

    def _of_label(self, places: Iterable[LabelledPlace]) -> list[LabelledPlace]:
        """Once each: two equal ones of a person are one."""
        return sorted({place for place in places if self.label in (ALL, place[2])})

    def _add_pair(self, first: list[LabelledPlace], second: list[LabelledPlace]) -> None:
        self.pair.exact += count_exact(first, second)
        self.pair.overlapping += count_overlapping(first, second)
        self.pair.first += len(first)
        self.pair.second += len(second)

    def row(self) -> AgreementRow:
        """The figures, as they are so far."""
        counts = self.pair
        is_pair = len(self.people) == 2
        none = Figure(None, NOT_OF_ALL)
        pairs = {(u[0], u[1]): n for u, n in self.units.items()} if is_pair else {}
        return AgreementRow(
            self.people,
            self.label,
            self.articles,
            self.spans,
            f1(counts.exact, counts.first, counts.second) if is_pair else none,
            f1(counts.overlapping, counts.first, counts.second) if is_pair else none,
            cohen_kappa(pairs) if is_pair else none,
            nominal_alpha(self.units),
            Figure(None, EACH_APART) if self.label == ALL else self.lengths.alpha,
        )


def _values(tokens: TokenEnds, places: Iterable[LabelledPlace]) -> dict[int, str]:
    """The labels of each token that shares text with a span; several are one value."""
    starts, ends = tokens
    values: dict[int, str] = {}
    for start, end, label in places:
        for number in range(bisect_right(ends, start), bisect_left(starts, end)):
            before = values.get(number, label)
            values[number] = label if before == label else _together(before, label)
    return values


def _together(labels: str, label: str) -> str:
    """A value of several labels, the same in whatever order they come."""
    return "\n".join(sorted({*labels.split("\n"), label}))


class Agreement:
    """The agreement of people over articles that are given one after the other."""

    def __init__(self, people: Iterable[str]) -> None:
        self.people = tuple(sorted(set(people)))
        self._tallies: dict[tuple[tuple[str, ...], str], AgreementTally] = {}
        self._before: list[tuple[int, int, frozenset[str]]] = []
        self._groups: list[tuple[str, ...]] = list(combinations(self.people, 2))
        if len(self.people) > 2:
            self._groups.append(self.people)
        for group in self._groups:
            self._tallies[group, ALL] = AgreementTally(group, ALL)

    def add(self, text: str, places: Mapping[str, Sequence[LabelledPlace]]) -> None:
        """Add an article that two people at least have done; with less it adds nothing."""
        if len(places) < 2:
            return
        found = tokens_in(text, Span(0, len(text)))
        tokens = [each.start for each in found], [each.end for each in found]
        labels = {label for each in places.values() for _, _, label in each}
        for group in self._groups:
            for label in labels:
                if (group, label) not in self._tallies:
                    self._tallies[group, label] = self._begun(group, label)
        for tally in self._tallies.values():
            tally.add(len(text), tokens, places)
        self._before.append((len(text), len(found), frozenset(places)))

    def _begun(self, group: tuple[str, ...], label: str) -> AgreementTally:
        """A tally of a label that none of the articles before had: these count as unmarked."""
        tally = AgreementTally(group, label)
        for length, tokens, names in self._before:
            there = [name for name in group if name in names]
            if len(there) > 1:
                tally.articles += 1
                tally.units[("",) * len(there)] += tokens
                tally.lengths.add(length, [()] * len(there))
        return tally

    def rows(self) -> Iterator[AgreementRow]:
        """All figures: pairs in the order of names, then all; of each all labels, then each."""
        for group in self._groups:
            labels = sorted(label for people, label in self._tallies if people == group)
            for label in (ALL, *(each for each in labels if each != ALL)):
                yield self._tallies[group, label].row()
