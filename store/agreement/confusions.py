"""Which label one person gives where another gives another one, with examples."""

from __future__ import annotations

from collections import Counter, defaultdict
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from store.agreement.matching import paired
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.agreement.counts import Place
    from store.agreement.tallying import Group
    from store.agreement.units import ComparedUnit

MOST_EXAMPLES: Final = 3
NOTHING: Final = ""
"""In place of a label: that somebody has nothing there. No label has this name."""


class ConfusedExample(Frozen, order=True):
    """Where two people have given the labels of a cell."""

    story: str
    article: str
    start: int
    """Code points before what the two have there."""
    end: int
    first: str
    """What the annotation of the one says; empty where there is none."""
    second: str

    @property
    def place(self) -> str:
        """`story:article:start-end`, as disagreements are listed."""
        return f"{self.story}:{self.article}:{self.start}-{self.end}"


class ConfusedCell(Frozen):
    """How often one person gives a label where the other gives another, or nothing."""

    people: Group
    first: str
    """The label of the one; `NOTHING` where there is none."""
    second: str
    count: int
    examples: tuple[ConfusedExample, ...]
    """The first few as the stories are named and the articles read; none where both agree."""

    @property
    def is_agreed(self) -> bool:
        """Whether both have given the same label."""
        return self.first == self.second


class LabelConfusions:
    """The labels of two people each, over articles that are given one after the other.

    Annotations of one label that are about the same are paired first, as for overlap F1; of what is
    left those with other labels that are about the same; what is left then is alone.
    """

    def __init__(self, pairs: Iterable[Group]) -> None:
        """Nothing is counted yet."""
        self._counts: dict[Group, Counter[tuple[str, str]]] = {pair: Counter() for pair in pairs}
        self._examples: dict[tuple[Group, str, str], list[ConfusedExample]] = defaultdict(list)

    def add(
        self,
        pair: Group,
        place: Place,
        text: str,
        first: Iterable[ComparedUnit],
        second: Iterable[ComparedUnit],
    ) -> None:
        """Count the annotations of two people in an article."""
        for one, other in _pairs(sorted(set(first)), sorted(set(second))):
            labels = one.label if one else NOTHING, other.label if other else NOTHING
            self._counts[pair][labels] += 1
            if labels[0] == labels[1]:
                continue
            there = [unit for unit in (one, other) if unit is not None]
            example = ConfusedExample(
                *place,
                min(unit.start for unit in there),
                max(unit.end for unit in there),
                _words(text, one),
                _words(text, other),
            )
            held = self._examples[pair, *labels]
            held[:] = nsmallest(MOST_EXAMPLES, [*held, example])

    def cells(self) -> list[ConfusedCell]:
        """All that occur: pairs in the order of names, what is most frequent first."""
        return [
            ConfusedCell(pair, *labels, count, tuple(self._examples.get((pair, *labels), ())))
            for pair, counts in sorted(self._counts.items())
            for labels, count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        ]


def _words(text: str, unit: ComparedUnit | None) -> str:
    return " … ".join(text[start:end] for start, end in unit.covered) if unit is not None else ""


def _pairs(
    first: list[ComparedUnit], second: list[ComparedUnit]
) -> Iterator[tuple[ComparedUnit | None, ComparedUnit | None]]:
    """What two people have about the same place, and what only one of them has."""
    for label in sorted({unit.label for unit in (*first, *second)}):
        one = [unit for unit in first if unit.label == label]
        other = [unit for unit in second if unit.label == label]
        found = [(one[row], other[column]) for column, row in sorted(paired(one, other).items())]
        yield from found
        for mine, theirs in found:
            first.remove(mine)
            second.remove(theirs)
    partners = paired(first, second)
    for column, row in sorted(partners.items()):
        yield first[row], second[column]
    rows = set(partners.values())
    yield from ((unit, None) for row, unit in enumerate(first) if row not in rows)
    yield from ((None, unit) for column, unit in enumerate(second) if column not in partners)
