"""The annotations of one article: an immutable collection, indexed by position.

A persistent list of sorted chunks. Each chunk knows the greatest end in it, so that the
annotations over a stretch of text are found by looking at few of them, however long the longest
is; and a change copies one chunk and the short list of chunks, so that it costs about the same at
ten annotations and at ten thousand.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.errors import ConflictError
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.annotations.model import Annotation

CHUNK: Final = 64
"""Annotations in a full chunk; one of twice as many is split."""


@dataclass(frozen=True, slots=True)
class _Chunk:
    items: tuple[Annotation, ...]
    greatest_end: int

    @classmethod
    def of(cls, items: tuple[Annotation, ...]) -> _Chunk:
        return cls(items, max(item.end for item in items))


@dataclass(frozen=True, slots=True)
class Annotations:
    """Annotations in the order of the text; every change gives a new collection."""

    _chunks: tuple[_Chunk, ...] = ()
    _starts: tuple[tuple[int, int, str, str], ...] = field(default=(), repr=False)
    """The order of each chunk's first item."""
    _length: int = 0

    @classmethod
    def of(cls, annotations: Iterable[Annotation]) -> Annotations:
        """A collection of the annotations, which may come in any order."""
        items = tuple(sorted(annotations, key=lambda a: a.order))
        pieces = (items[i : i + CHUNK] for i in range(0, len(items), CHUNK))
        return cls._from(tuple(_Chunk.of(piece) for piece in pieces), len(items))

    @classmethod
    def _from(cls, chunks: tuple[_Chunk, ...], length: int) -> Annotations:
        return cls(chunks, tuple(chunk.items[0].order for chunk in chunks), length)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Annotation]:
        for chunk in self._chunks:
            yield from chunk.items

    def __contains__(self, annotation: Annotation) -> bool:
        chunk = self._chunk_for(annotation)
        return chunk is not None and annotation in self._chunks[chunk].items

    # Changes -------------------------------------------------------------------------------

    def added(self, annotation: Annotation) -> Annotations:
        """The collection with one more annotation.

        Raises:
            ConflictError: One of the same id, place and label is in it.
        """
        index = self._chunk_for(annotation)
        if index is None:
            return self._from((_Chunk.of((annotation,)),), 1)
        items = self._chunks[index].items
        at = bisect_left(items, annotation.order, key=lambda a: a.order)
        if at < len(items) and items[at].order == annotation.order:
            raise ConflictError(f"the annotation {annotation.id} is there already")
        return self._replaced(index, (*items[:at], annotation, *items[at:]), self._length + 1)

    def removed(self, annotation: Annotation) -> Annotations:
        """The collection without the annotation.

        Raises:
            ConflictError: It is not in the collection exactly as given.
        """
        index = self._chunk_for(annotation)
        if index is None or annotation not in self._chunks[index].items:
            raise ConflictError(f"the annotation {annotation.id} is not there any more as it was")
        items = tuple(item for item in self._chunks[index].items if item != annotation)
        return self._replaced(index, items, self._length - 1)

    def _replaced(self, index: int, items: tuple[Annotation, ...], length: int) -> Annotations:
        if len(items) > 2 * CHUNK:
            half = len(items) // 2
            pieces: tuple[_Chunk, ...] = (_Chunk.of(items[:half]), _Chunk.of(items[half:]))
        else:
            pieces = (_Chunk.of(items),) if items else ()
        chunks = (*self._chunks[:index], *pieces, *self._chunks[index + 1 :])
        starts = tuple(piece.items[0].order for piece in pieces)
        return Annotations(
            chunks, (*self._starts[:index], *starts, *self._starts[index + 1 :]), length
        )

    def _chunk_for(self, annotation: Annotation) -> int | None:
        if not self._chunks:
            return None
        return max(0, bisect_right(self._starts, annotation.order) - 1)

    # Questions -----------------------------------------------------------------------------

    def overlapping(self, span: Span) -> list[Annotation]:
        """The annotations that share a code point with `span`, in the order of the text."""
        found: list[Annotation] = []
        for chunk in self._chunks:
            if chunk.items[0].start >= span.end:
                break
            if chunk.greatest_end > span.start:
                found += [a for a in chunk.items if a.start < span.end and a.end > span.start]
        return found

    def at(self, offset: int) -> list[Annotation]:
        """The annotations over the code point at `offset`, the innermost (shortest) first."""
        here = self.overlapping(Span(offset, offset + 1))
        return sorted(here, key=lambda a: (a.end - a.start, -a.start, a.label, a.id))

    def find(self, span: Span, label: str) -> Annotation | None:
        """An annotation with exactly that span and label."""
        same = (a for a in self.overlapping(span) if a.span == span and a.label == label)
        return next(same, None)

    def after(self, order: tuple[int, int, str, str]) -> Annotation | None:
        """The first annotation that stands behind a place in the order."""
        index = max(0, bisect_right(self._starts, order) - 1)
        for chunk in self._chunks[index : index + 2]:
            at = bisect_right(chunk.items, order, key=lambda a: a.order)
            if at < len(chunk.items):
                return chunk.items[at]
        return None

    def before(self, order: tuple[int, int, str, str]) -> Annotation | None:
        """The last annotation that stands before a place in the order."""
        index = max(0, bisect_left(self._starts, order) - 1)
        if not self._chunks:
            return None
        chunk = self._chunks[index]
        at = bisect_left(chunk.items, order, key=lambda a: a.order)
        return chunk.items[at - 1] if at else None
