"""Edits that add annotations, put down article by article until they are written as one.

An import may have a million of them. They lie in a file without a name, as the journal will say
them, so that they are encoded once; what is asked for is read again.
"""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Collection
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.edits import (
    Batch,
    EditOfAnnotation,
    ManyEdits,
    SingleEdit,
    by_article,
    change_of_counts,
    of_links,
)
from store.ledger.encoding import encoded_annotations, encoded_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from store.annotations.edits import LinkEdit

_IN_MEMORY: Final = 1 << 20
"""Bytes of a small import, for which no file is made."""
_DECODER: Final = msgspec.json.Decoder(list[EditOfAnnotation])


class Spool:
    """Where such edits lie; several can be put down for one article, at any time."""

    def __init__(self, folder: Path) -> None:
        """Make none yet; a large one becomes a file in the folder, gone when it is let go."""
        self._file = SpooledTemporaryFile(_IN_MEMORY, prefix=".import-", dir=str(folder))  # noqa: SIM115  # closed below
        self._places: list[tuple[str, int, int]] = []
        """Article, offset and length in bytes of what was put down at a time."""
        self._end = 0
        self._numbers: dict[str, list[int]] = {}
        """By article: which of these places are its own."""
        self.counts: Counter[str] = Counter()
        """By how much the edits change the number of annotations of each label."""
        self.lengths: Counter[str] = Counter()
        """How many edits each article has, those first that came first."""
        weakref.finalize(self, self._file.close)

    def add(self, article: str, edits: Collection[EditOfAnnotation]) -> None:
        """Put edits of an article down, one or more, that add annotations.

        Raises:
            OSError: There is no room for them.
        """
        data = encoded_annotations(edits)
        self._file.seek(self._end)
        self._file.write(data)
        self._numbers.setdefault(article, []).append(len(self._places))
        self._places.append((article, self._end, len(data)))
        self._end += len(data)
        self.counts.update(each.after.label for each in edits if each.after is not None)
        self.lengths[article] += len(edits)

    def of(self, article: str) -> Iterator[EditOfAnnotation]:
        """The edits of an article, in order."""
        for number in self._numbers.get(article, ()):
            yield from self._read(number)

    def parts(self) -> Iterator[tuple[str, list[EditOfAnnotation]]]:
        """What was put down, as it came: an article, and edits of it."""
        for number, (article, _, _) in enumerate(self._places):
            yield article, self._read(number)

    def __iter__(self) -> Iterator[EditOfAnnotation]:
        return (edit for _, edits in self.parts() for edit in edits)

    def _read(self, number: int) -> list[EditOfAnnotation]:
        return _DECODER.decode(b"[" + self._data(number) + b"]")

    def pieces(self) -> Iterator[bytes]:
        """All edits as the journal says them."""
        return map(self._data, range(len(self._places)))

    def _data(self, number: int) -> bytes:
        _, offset, length = self._places[number]
        self._file.seek(offset)
        data: bytes = self._file.read(length)
        return data


class SpooledEdits(ManyEdits):
    """The edits in a spool, to which no more are added, and others behind them."""

    def __init__(self, spool: Spool, rest: tuple[SingleEdit, ...] = ()) -> None:
        self._spool = spool
        self._rest = rest

    def __len__(self) -> int:
        return self._spool.lengths.total() + len(self._rest)

    def __iter__(self) -> Iterator[SingleEdit]:
        return chain(self._spool, self._rest)

    def __contains__(self, edit: object) -> bool:
        return any(each == edit for each in self)

    def by_article(self) -> Mapping[str, Collection[EditOfAnnotation]]:
        """By article, each read from the spool every time it is asked for."""
        rest = by_article(Batch(self._rest))
        articles = dict.fromkeys((*self._spool.lengths, *rest))
        return {each: _OfArticle(self._spool, each, rest.get(each, ())) for each in articles}

    def of_links(self) -> Iterator[LinkEdit]:
        """Of those behind the spool, as it has none."""
        return of_links(Batch(self._rest))

    def change_of_counts(self) -> Counter[str]:
        """As they were counted when they were put down."""
        change = change_of_counts(Batch(self._rest))
        change.update(self._spool.counts)
        return change

    def with_more(self, more: Iterable[SingleEdit]) -> SpooledEdits:
        """The same spool, and more behind it."""
        return SpooledEdits(self._spool, (*self._rest, *more))

    def pieces(self) -> Iterator[bytes]:
        """All of them as the journal says them, without what parts one piece from the next."""
        return chain(self._spool.pieces(), encoded_edits(self._rest))


class _OfArticle(Collection[EditOfAnnotation]):
    """The edits of one article, read each time they are asked for."""

    def __init__(self, spool: Spool, article: str, rest: Collection[EditOfAnnotation]) -> None:
        self._spool, self._article, self._rest = spool, article, rest

    def __len__(self) -> int:
        return self._spool.lengths[self._article] + len(self._rest)

    def __iter__(self) -> Iterator[EditOfAnnotation]:
        return chain(self._spool.of(self._article), self._rest)

    def __contains__(self, edit: object) -> bool:
        return any(each == edit for each in self)
