"""What is proposed in one article: an immutable collection, indexed by position.

It is made of runs, one for each block of the text, so that a change in one block of a long
article costs the same as in a short one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from store.suggest.model import Suggestion

Order: TypeAlias = tuple[int, int, str, str]


class Run(Frozen):
    """The suggestions that begin in one block of the text, in order; at least one."""

    items: tuple[Suggestion, ...]
    start: int
    """Where the first begins."""
    end: int
    """Where the one ends that ends last."""

    @classmethod
    def of(cls, suggestions: Iterable[Suggestion]) -> Run | None:
        """A run of suggestions that may come in any order; none of none."""
        items = tuple(sorted(suggestions, key=lambda s: s.order))
        return cls(items, items[0].start, max(s.end for s in items)) if items else None

    def overlapping(self, span: Span) -> list[Suggestion]:
        """Those that share a code point with `span`, in the order of the text."""
        if self.start >= span.end or self.end <= span.start:
            return []
        return [s for s in self.items if s.start < span.end and s.end > span.start]


class Proposals(Frozen):
    """Suggestions in the order of the text."""

    _runs: tuple[Run, ...] = ()
    _orders: tuple[Order, ...] = ()
    """The order of each run's first suggestion."""
    _ends: tuple[int, ...] = ()
    """For each run, where the suggestion ends that ends last up to there."""
    _length: int = 0

    @classmethod
    def of(cls, suggestions: Iterable[Suggestion]) -> Proposals:
        """A collection of suggestions that may come in any order."""
        run = Run.of(suggestions)
        return cls.of_runs([run] if run is not None else [])

    @classmethod
    def of_runs(cls, runs: Iterable[Run]) -> Proposals:
        """A collection of runs, in the order of the text."""
        kept = tuple(runs)
        return cls(
            kept,
            tuple(run.items[0].order for run in kept),
            tuple(accumulate((run.end for run in kept), max)),
            sum(len(run.items) for run in kept),
        )

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Suggestion]:
        for run in self._runs:
            yield from run.items

    def __contains__(self, suggestion: object) -> bool:
        order = getattr(suggestion, "order", None)
        if order is None or not self._runs:
            return False
        run = self._runs[max(0, bisect_right(self._orders, order) - 1)]
        return suggestion in run.items

    def without(self, left_out: Collection[Suggestion]) -> Proposals:
        """The collection without some of its suggestions."""
        if not left_out:
            return self
        kept = (Run.of(s for s in run.items if s not in left_out) for run in self._runs)
        return Proposals.of_runs(run for run in kept if run is not None)

    def overlapping(self, span: Span) -> list[Suggestion]:
        """The suggestions that share a code point with `span`, in the order of the text."""
        found: list[Suggestion] = []
        for run in self._runs[bisect_right(self._ends, span.start) :]:
            if run.start >= span.end:
                break
            found += run.overlapping(span)
        return found

    def at(self, offset: int) -> list[Suggestion]:
        """Those over the code point at `offset`: the shortest first, of one span the surest."""
        here = self.overlapping(Span(offset, offset + 1))
        return sorted(here, key=lambda s: (s.end - s.start, -s.start, -s.score, s.label))

    def find(self, span: Span, label: str) -> Suggestion | None:
        """The suggestion of exactly that span and label."""
        same = (s for s in self.overlapping(span) if s.span == span and s.label == label)
        return next(same, None)

    def after(self, order: Order) -> Suggestion | None:
        """The first suggestion that stands behind a place in the order."""
        index = max(0, bisect_right(self._orders, order) - 1)
        for run in self._runs[index : index + 2]:
            at = bisect_right(run.items, order, key=lambda s: s.order)
            if at < len(run.items):
                return run.items[at]
        return None

    def before(self, order: Order) -> Suggestion | None:
        """The last suggestion that stands before a place in the order."""
        if not self._runs:
            return None
        run = self._runs[max(0, bisect_left(self._orders, order) - 1)]
        at = bisect_left(run.items, order, key=lambda s: s.order)
        return run.items[at - 1] if at else None


NOTHING = Proposals()


def held(suggestion: Suggestion, now: Proposals) -> Suggestion:
    """A suggestion that a person looks at, as it is worth now; it stays though it may have gone."""
    found = now.find(suggestion.span, suggestion.label)
    return found or replace(suggestion, reason="it was suggested when you came here")


def drawable(before: Proposals | None, now: Proposals, visible: Span, here: Span) -> Proposals:
    """What can be drawn of what is suggested now, under the eyes of a reader.

    Args:
        before: What is drawn.
        now: What is suggested.
        visible: What of the text can be seen. Where something of that would go, all stays.
        here: The selection or the caret; there nothing comes, as it would change what a key means.
    """
    old = {s.key for s in before.overlapping(visible)} if before is not None else set()
    if not old <= {s.key for s in now.overlapping(visible)}:
        return before or NOTHING
    caret = Span(here.start, max(here.end, here.start + 1))
    return now.without({s for s in now.overlapping(caret) if s.key not in old})
