"""Edits that lie in a file as the journal says them, found by their articles and read when they are
asked for: a batch may have a million of them.

What an import adds is put down article by article, in a file without a name, until it is written as
one (`Spool`). Those of a long line of a journal stay in it (`store.ledger.long_edits`).
"""

from __future__ import annotations

import weakref
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection
from itertools import chain, groupby
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
from store.errors import InputError, system_reason
from store.ledger.encoding import encoded_at_once, encoded_edits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from store.annotations.edits import LinkEdit

_IN_MEMORY: Final = 1 << 20
"""Bytes of a small import, for which no file is made."""
_DECODER: Final = msgspec.json.Decoder(list[EditOfAnnotation])


class LabelSaid(msgspec.Struct, gc=False):
    """What of an annotation is counted."""

    label: str
    rejected: bool = False


class EditSaid(msgspec.Struct, gc=False, tag="annotation", tag_field="of"):
    """What has to be known of an edit of an annotation that stays where it is."""

    article: str
    before: LabelSaid | None
    after: LabelSaid | None


class _Turned(msgspec.Struct, gc=False, tag="annotation", tag_field="of"):
    """An edit of which the two sides are turned round as bytes."""

    article: str
    before: msgspec.Raw
    after: msgspec.Raw


_TURNER: Final = msgspec.json.Decoder(list[_Turned])


class Pieces(ABC):
    """Edits of annotations, those of each article in order."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        """By how much the edits change the number of annotations of each label."""
        self.lengths: Counter[str] = Counter()
        """How many edits each article has, those first that came first."""

    @abstractmethod
    def of(self, article: str) -> Iterator[EditOfAnnotation]:
        """The edits of an article, in order."""

    @abstractmethod
    def parts(self, *, backwards: bool = False) -> Iterator[tuple[str, list[EditOfAnnotation]]]:
        """All: an article, and some edits of it; the last such part first, if backwards."""

    @abstractmethod
    def encoded(self) -> Iterator[bytes]:
        """All edits as the journal says them."""

    @abstractmethod
    def inverse(self) -> Pieces:
        """The edits that take these back."""


class PlacedPieces(Pieces):
    """Edits in pieces, each of one article; an article may have several."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[str, int, int]] = []
        """Article, offset and length in bytes of each piece."""
        self._numbers: dict[str, list[int]] = {}
        """By article: which of these places are its own."""

    @abstractmethod
    def _data(self, offset: int, length: int) -> bytes:
        """What stands there."""

    def _note(
        self,
        article: str,
        edits: Collection[EditOfAnnotation | EditSaid],
        offset: int,
        length: int,
    ) -> None:
        """Take note of a piece, which is put behind the others."""
        self._numbers.setdefault(article, []).append(len(self._places))
        self._places.append((article, offset, length))
        self.counts.update([e.after.label for e in edits if e.after and not e.after.rejected])
        self.counts.subtract([e.before.label for e in edits if e.before and not e.before.rejected])
        self.lengths[article] += len(edits)

    def of(self, article: str) -> Iterator[EditOfAnnotation]:
        """As `Pieces` has it."""
        for number in self._numbers.get(article, ()):
            yield from self._read(number)

    def parts(self, *, backwards: bool = False) -> Iterator[tuple[str, list[EditOfAnnotation]]]:
        """As `Pieces` has it."""
        numbers = range(len(self._places))
        for number in reversed(numbers) if backwards else numbers:
            yield self._places[number][0], self._read(number)

    def encoded(self) -> Iterator[bytes]:
        """As `Pieces` has it."""
        return (self._data(offset, length) for _, offset, length in self._places)

    def encoded_inverse(self) -> Iterator[bytes]:
        """The edits that take these back, as the journal says them."""
        for _, offset, length in reversed(self._places):
            edits = _TURNER.decode(b"[" + self._data(offset, length) + b"]")
            yield encoded_at_once([_Turned(e.article, e.after, e.before) for e in reversed(edits)])

    def _read(self, number: int) -> list[EditOfAnnotation]:
        _, offset, length = self._places[number]
        return _DECODER.decode(b"[" + self._data(offset, length) + b"]")

    def inverse(self) -> Pieces:
        """As `Pieces` has it."""
        return _Inverse(self)


class _Inverse(Pieces):
    """The inverses of others, each article's in the opposite order."""

    def __init__(self, pieces: PlacedPieces) -> None:
        super().__init__()
        self._pieces = pieces
        self.lengths = Counter(dict(reversed(pieces.lengths.items())))
        self.counts.subtract(pieces.counts)

    def of(self, article: str) -> Iterator[EditOfAnnotation]:
        return (edit.inverse() for edit in reversed(tuple(self._pieces.of(article))))

    def parts(self, *, backwards: bool = False) -> Iterator[tuple[str, list[EditOfAnnotation]]]:
        for article, edits in self._pieces.parts(backwards=not backwards):
            yield article, [edit.inverse() for edit in reversed(edits)]

    def encoded(self) -> Iterator[bytes]:
        return self._pieces.encoded_inverse()

    def inverse(self) -> Pieces:
        return self._pieces


class Spool(PlacedPieces):
    """Where edits are put down; several can be for one article, at any time."""

    def __init__(self, folder: Path) -> None:
        """Make none yet; a large one becomes a file in the folder, gone when it is let go."""
        super().__init__()
        self._folder = folder
        self._file = SpooledTemporaryFile(_IN_MEMORY, prefix=".import-", dir=str(folder))  # noqa: SIM115  # closed below
        self._end = 0
        weakref.finalize(self, self._file.close)

    def add(self, article: str, edits: Collection[EditOfAnnotation]) -> None:
        """Put edits of an article down, one or more.

        Raises:
            InputError: There is no room for them.
        """
        data = encoded_at_once(edits)
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError as error:
            reason = f"what is changed cannot be put down: {system_reason(error)}"
            raise InputError(reason, path=self._folder) from error
        self._note(article, edits, self._end, len(data))
        self._end += len(data)

    def _data(self, offset: int, length: int) -> bytes:
        self._file.seek(offset)
        data: bytes = self._file.read(length)
        return data


class SpooledEdits(ManyEdits):
    """Edits in pieces, to which no more are added, and others behind or before them."""

    def __init__(
        self, pieces: Pieces, rest: tuple[SingleEdit, ...] = (), *, is_rest_first: bool = False
    ) -> None:
        self._pieces = pieces
        self._rest = rest
        self._is_rest_first = is_rest_first

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Collection) or len(self) != len(other):
            return False
        return all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as of what is compared by all that is in it

    def __len__(self) -> int:
        return self._pieces.lengths.total() + len(self._rest)

    def __iter__(self) -> Iterator[SingleEdit]:
        spooled = (edit for _, edits in self._pieces.parts() for edit in edits)
        return chain(self._rest, spooled) if self._is_rest_first else chain(spooled, self._rest)

    def __contains__(self, edit: object) -> bool:
        return any(each == edit for each in self)

    def by_article(self) -> Mapping[str, Collection[EditOfAnnotation]]:
        """By article, each read every time it is asked for."""
        rest = by_article(Batch(self._rest))
        own = self._pieces.lengths
        articles = (*rest, *own) if self._is_rest_first else (*own, *rest)
        return {
            each: _OfArticle(
                self._pieces, each, rest.get(each, ()), is_rest_first=self._is_rest_first
            )
            for each in dict.fromkeys(articles)
        }

    def of_links(self) -> Iterator[LinkEdit]:
        """Of those behind the pieces, as these have none."""
        return of_links(Batch(self._rest))

    def change_of_counts(self) -> Counter[str]:
        """How many of each label it adds and takes away, as counted when they were put down."""
        change = change_of_counts(Batch(self._rest))
        change.update(self._pieces.counts)
        return change

    def with_more(self, more: Iterable[SingleEdit]) -> SpooledEdits:
        """These pieces, with more edits behind or before them."""
        rest = (*self._rest, *more)
        return SpooledEdits(self._pieces, rest, is_rest_first=self._is_rest_first)

    def inverse(self) -> SpooledEdits:
        """What takes them back."""
        rest = tuple(edit.inverse() for edit in reversed(self._rest))
        first = not self._is_rest_first
        return SpooledEdits(self._pieces.inverse(), rest, is_rest_first=first)

    def encoded(self) -> Iterator[bytes]:
        """All of them as the journal says them, without what parts one piece from the next."""
        own, rest = self._pieces.encoded(), encoded_edits(self._rest)
        return chain(rest, own) if self._is_rest_first else chain(own, rest)


def spooled(folder: Path, edits: Iterable[SingleEdit]) -> SpooledEdits:
    """Edits put down as they come, those of what belongs to the story as a whole behind all others.

    Raises:
        InputError: There is no room for them.
    """
    spool, rest = Spool(folder), list[SingleEdit]()
    for article, some in groupby(edits, article_of):
        if article:
            spool.add(article, list(some))  # type: ignore[arg-type]  # they are of annotations
        else:
            rest += some
    return SpooledEdits(spool, tuple(rest))


def article_of(edit: SingleEdit) -> str:
    """The article of an edit of an annotation; empty for any other."""
    return edit.article if isinstance(edit, EditOfAnnotation) else ""


class _OfArticle(Collection[EditOfAnnotation]):
    """The edits of one article, read each time they are asked for."""

    def __init__(
        self,
        pieces: Pieces,
        article: str,
        rest: Collection[EditOfAnnotation],
        *,
        is_rest_first: bool,
    ) -> None:
        self._pieces, self._article, self._rest = pieces, article, rest
        self._is_rest_first = is_rest_first

    def __len__(self) -> int:
        return self._pieces.lengths[self._article] + len(self._rest)

    def __iter__(self) -> Iterator[EditOfAnnotation]:
        own = self._pieces.of(self._article)
        return chain(self._rest, own) if self._is_rest_first else chain(own, self._rest)

    def __contains__(self, edit: object) -> bool:
        return any(each == edit for each in self)
