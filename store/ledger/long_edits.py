"""The edits of a line that is not held in memory, as that of an import: 250 MB of a million.

They stay where they are, and are read from there article by article.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.edits import LinkEdit, SingleEdit
from store.ledger.spool import EditSaid, PlacedPieces, SpooledEdits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.ledger.source import Source

_START: Final = b'"edit":{"of":"batch","edits":['
_HEAD: Final = 1_000
"""Bytes of a line within which its edits begin."""
_NEXT: Final = b'},{"of":"'
_END: Final = re.compile(
    rb'\}\](?=,"(?:what|to)":"|\},"(?:below|ms|texts|renamed|lost|remade|format|on)":)'
)
"""Where the list of edits ends. Neither can stand in a text: a quotation mark within one has a
backslash before it, and one that ends it has no name behind it."""
_AT_ONCE: Final = 1 << 18
"""Bytes of edits that are decoded at a time."""
_OF_OTHERS: Final = re.compile(rb'(?<=,)\{"of":"(?!annotation")')
_DECODER: Final = msgspec.json.Decoder(list[EditSaid | LinkEdit])


def edits_in(source: Source, start: int, end: int) -> tuple[int, int, SpooledEdits] | None:
    """The edits of a sound line that is a batch, and from where to where they stand in it.

    Args:
        source: Where the line is.
        start: Where it begins.
        end: Where it ends.
    """
    found = source[start : start + _HEAD].find(_START)
    if found < 0:
        return None
    first = at = start + found + len(_START)
    pieces, rest = _Held(source), list[SingleEdit]()
    size, is_rest_first = _AT_ONCE, False
    while at < end:
        window = source[at : min(at + size, end)]
        last = _END.search(window)
        cut = last.start() if last else window.rfind(_NEXT)
        if cut < 0:
            size *= 2
            if at + size >= 2 * end:
                return None
            continue
        size = _AT_ONCE
        rest += pieces.take(window[: cut + 1], at)
        is_rest_first |= bool(rest) and not pieces.lengths
        at += cut + 1
        if last:
            return first, at, SpooledEdits(pieces, tuple(rest), is_rest_first=is_rest_first)
        at += 1  # the comma
    return None


class _Held(PlacedPieces):
    """Edits where they are."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    def _data(self, offset: int, length: int) -> bytes:
        return self._source[offset : offset + length]

    def take(self, data: bytes, offset: int) -> Iterator[SingleEdit]:
        """Take note of where some edits of annotations stand; give those of anything else.

        Args:
            data: Edits, without what stands around them.
            offset: Of these bytes.
        """
        at = 0
        edits = _DECODER.decode(b"[" + data + b"]")
        runs = [(key, list(run)) for key, run in groupby(edits, _article_of)]
        for number, (article, run) in enumerate(runs):
            following = runs[number + 1][0] if number + 1 < len(runs) else ""
            end = len(data) if number + 1 == len(runs) else _beginning(data, at, following) - 1
            if article:
                self._note(article, run, offset + at, end - at)  # type: ignore[arg-type]  # they are of annotations
            else:
                yield from run  # type: ignore[misc]  # none of them is of an annotation
            at = end + 1


def _article_of(edit: EditSaid | LinkEdit) -> str:
    """The article of which an edit changes an annotation; empty if it is of anything else."""
    return edit.article if isinstance(edit, EditSaid) else ""


def _beginning(data: bytes, at: int, article: str) -> int:
    """Where the first edit from an offset on begins that is of an article, or of no annotation."""
    if not article:
        found = _OF_OTHERS.search(data, at + 1)
        return found.start() if found else len(data)
    return data.index(b'{"of":"annotation","article":%s,' % msgspec.json.encode(article), at + 1)
