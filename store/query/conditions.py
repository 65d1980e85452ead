"""Functions that say whether something is as a query asks: how conditions are joined.

What a single condition asks of an annotation, a row or a paragraph is for those who know these.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from store.query.tree import Conjunction, Disjunction, Negation, Node, Term

Item = TypeVar("Item")
Condition = Callable[[Item], bool]


class Conditions(ABC, Generic[Item]):
    """Makes functions of queries."""

    @abstractmethod
    def of_term(self, term: Term) -> Condition[Item]:
        """What one condition asks."""

    def of_conjunction(self, parts: Sequence[Node]) -> list[Condition[Item]]:
        """What several ask that stand side by side."""
        return [self.of(part) for part in parts]

    def of(self, node: Node) -> Condition[Item]:
        """What a query asks."""
        match node:
            case Term():
                return self.of_term(node)
            case Negation(part):
                asked = self.of(part)
                return lambda item: not asked(item)
            case Conjunction(parts):
                return _all_of(self.of_conjunction(parts))
            case Disjunction(parts):
                return any_of([self.of(part) for part in parts])


def _all_of(asked: Sequence[Condition[Item]]) -> Condition[Item]:
    def are_so(item: Item) -> bool:
        for each in asked:  # noqa: SIM110  # of each annotation with each key: a generator is slow
            if not each(item):
                return False
        return True

    return are_so if len(asked) != 1 else asked[0]


def any_of(asked: Sequence[Condition[Item]]) -> Condition[Item]:
    """Whether one of some things is so."""

    def is_one_so(item: Item) -> bool:
        for each in asked:  # noqa: SIM110  # as above
            if each(item):
                return True
        return False

    return is_one_so if len(asked) != 1 else asked[0]
