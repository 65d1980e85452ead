"""The annotations of one article: an immutable collection, indexed by position.

A persistent list of sorted chunks. Each chunk knows the greatest end in it, so that the
annotations over a stretch of text are found by looking at few of them, however long the longest
is; and a change copies one chunk and the short list of chunks, so that it costs about the same at
ten annotations and at ten thousand. Many changes at once copy each chunk that they touch once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate, chain
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from store.errors import ConflictError
from store.frozen import Frozen
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from store.annotations.model import Annotation

    _Order = tuple[int, int, str, str]


def _order_of(annotation: Annotation) -> _Order:
    """As `Annotation.order`, for many at once."""
    return (annotation.start, -annotation.end, annotation.label, annotation.id)


_start_of: Final = attrgetter("start")
_greatest_end_of: Final = attrgetter("greatest_end")
CHUNK: Final = 64
"""Annotations in a full chunk; one of twice as many is split."""


class Chunk(Frozen, dict=True):
    """Some annotations, in order."""

    items: tuple[Annotation, ...]
    greatest_end: int

    @cached_property
    def ids(self) -> frozenset[str]:
        """Of the annotations, once one is looked for by its id."""
        return frozenset(item.id for item in self.items)

    @cached_property
    def reaches(self) -> tuple[int, ...]:
        """The greatest end of each and all before it, once something is looked for by its place."""
        return tuple(accumulate([item.end for item in self.items], max))

    @classmethod
    def of(cls, items: tuple[Annotation, ...]) -> Chunk:
        """A chunk of one annotation or more."""
        return cls(items, max([item.end for item in items]))


def chunks_of(items: Sequence[Annotation]) -> Iterator[Chunk]:
    """Annotations, in order, as chunks of about the same size; one where they fit into one."""
    number = max(1, len(items) // CHUNK) if len(items) > 2 * CHUNK else 1
    for n in range(number if items else 0):
        start, end = len(items) * n // number, len(items) * (n + 1) // number
        yield Chunk.of(tuple(items[start:end]))


class Annotations(Frozen):
    """Annotations in the order of the text; every change gives a new collection."""

    _chunks: tuple[Chunk, ...] = ()
    _starts: tuple[_Order, ...] = ()
    """The order of each chunk's first item."""
    _reached: tuple[int, ...] = ()
    """The greatest end in each chunk and all before it."""
    _length: int = 0

    @classmethod
    def of(cls, annotations: Iterable[Annotation]) -> Annotations:
        """A collection of the annotations, which may come in any order."""
        items = sorted(annotations, key=_order_of)
        chunks = tuple(chunks_of(items))
        starts = tuple(chunk.items[0].order for chunk in chunks)
        reached = tuple(accumulate(map(_greatest_end_of, chunks), max))
        return cls(chunks, starts, reached, len(items))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Annotation]:
        return chain.from_iterable(chunk.items for chunk in self._chunks)

    def __contains__(self, annotation: Annotation) -> bool:
        return self._at(annotation.order) == annotation

    @property
    def end(self) -> int:
        """The greatest end of any of them, in code points; 0 if there are none."""
        return self._reached[-1] if self._reached else 0

    # Changes -------------------------------------------------------------------------------

    def changed(
        self, changes: Iterable[tuple[Annotation | None, Annotation | None]]
    ) -> Annotations:
        """The collection after some changes, one after another; each chunk is copied once.

        Args:
            changes: What was there before and what is there after; nothing before where one is
                added, and nothing after where one is removed.

        Raises:
            ConflictError: What was there before is not, exactly as given, or what is there after
                was there already.
        """
        touched: dict[int, dict[_Order, Annotation]] = {}
        """What is in the chunks by now that are touched, by their numbers."""
        length = self._length
        for before, after in changes:
            if before is not None:
                order = _order_of(before)
                index = self._chunk_for(order)
                items = touched.get(index) or self._touch(index, touched)
                if items.get(order) != before:
                    raise ConflictError(
                        f"the annotation {before.id} is not there any more as it was"
                    )
                del items[order]
                length -= 1
            if after is not None:
                order = _order_of(after)
                index = self._chunk_for(order)
                items = touched.get(index) or self._touch(index, touched)
                if order in items:
                    raise ConflictError(f"the annotation {after.id} is there already")
                items[order] = after
                length += 1
        return self._with(touched, length) if touched else self

    def _touch(
        self, index: int, touched: dict[int, dict[_Order, Annotation]]
    ) -> dict[_Order, Annotation]:
        """What is by now in a chunk, which is touched from now on."""
        if index not in touched:
            chunk = self._chunks[index].items if self._chunks else ()
            touched[index] = {_order_of(each): each for each in chunk}
        return touched[index]

    def _with(self, touched: Mapping[int, Mapping[_Order, Annotation]], length: int) -> Annotations:
        """The collection with other items in some of its chunks; of the others nothing is read."""
        chunks: list[Chunk] = []
        starts: list[_Order] = []
        position = 0
        for index, items in sorted(touched.items(), key=lambda each: each[0]):
            made = list(chunks_of([items[order] for order in sorted(items)]))
            chunks += self._chunks[position:index]
            chunks += made
            starts += self._starts[position:index]
            starts += [chunk.items[0].order for chunk in made]
            position = index + 1
        chunks += self._chunks[position:]
        starts += self._starts[position:]
        first = min(touched)
        known = max(0, first - 1)
        ends = chain(self._reached[known:first], map(_greatest_end_of, chunks[first:]))
        reached = (*self._reached[:known], *accumulate(ends, max))
        return Annotations(tuple(chunks), tuple(starts), reached, length)

    def _chunk_for(self, order: _Order) -> int:
        """The number of the chunk in which an annotation of that order stands, or would."""
        return (bisect_right(self._starts, order) or 1) - 1

    def _at(self, order: _Order) -> Annotation | None:
        """The annotation that has that order."""
        if not self._chunks:
            return None
        items = self._chunks[self._chunk_for(order)].items
        at = bisect_left(items, order, key=lambda a: a.order)
        return items[at] if at < len(items) and items[at].order == order else None

    def differences(self, later: Annotations) -> tuple[list[Annotation], list[Annotation]]:
        """What is in this collection only, and what only in a later one; chunks that both have are
        not looked at."""
        both = {id(chunk) for chunk in self._chunks} & {id(chunk) for chunk in later._chunks}
        mine, theirs = (
            {item.id: item for chunk in each if id(chunk) not in both for item in chunk.items}
            for each in (self._chunks, later._chunks)
        )
        gone = [item for item in mine.values() if theirs.get(item.id) != item]
        return gone, [item for item in theirs.values() if mine.get(item.id) != item]

    # Questions -----------------------------------------------------------------------------

    def overlapping(self, span: Span) -> list[Annotation]:
        """The annotations that share a code point with `span`, in the order of the text."""
        found: list[Annotation] = []
        first = bisect_right(self._reached, span.start)
        for chunk in self._chunks[first : bisect_left(self._starts, (span.end,), first)]:
            if chunk.greatest_end > span.start:
                behind = bisect_left(chunk.items, span.end, key=_start_of)
                near = chunk.items[bisect_right(chunk.reaches, span.start) : behind]
                found += [a for a in near if a.end > span.start]
        return found

    def at(self, offset: int) -> list[Annotation]:
        """The annotations over the code point at `offset`, the innermost (shortest) first."""
        here = self.overlapping(Span(offset, offset + 1))
        return sorted(here, key=lambda a: (a.end - a.start, -a.start, a.label, a.id))

    def exactly(self, span: Span) -> Iterator[Annotation]:
        """The annotations with exactly that span."""
        return (a for a in self.overlapping(span) if a.span == span)

    def find(self, span: Span, label: str) -> Annotation | None:
        """An annotation with exactly that span and label."""
        return next((a for a in self.exactly(span) if a.label == label), None)

    def with_ids(self, ids: AbstractSet[str]) -> Iterator[Annotation]:
        """The annotations that have one of some ids, in the order of the text."""
        for chunk in self._chunks:
            if not chunk.ids.isdisjoint(ids):
                yield from (item for item in chunk.items if item.id in ids)

    def after(self, order: _Order) -> Annotation | None:
        """The first annotation that stands behind a place in the order."""
        index = max(0, bisect_right(self._starts, order) - 1)
        for chunk in self._chunks[index : index + 2]:
            at = bisect_right(chunk.items, order, key=lambda a: a.order)
            if at < len(chunk.items):
                return chunk.items[at]
        return None

    def before(self, order: _Order) -> Annotation | None:
        """The last annotation that stands before a place in the order."""
        index = max(0, bisect_left(self._starts, order) - 1)
        if not self._chunks:
            return None
        chunk = self._chunks[index]
        at = bisect_left(chunk.items, order, key=lambda a: a.order)
        return chunk.items[at - 1] if at else None
