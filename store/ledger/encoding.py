"""Edits as they stand in the list of a record, for those of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from store.annotations.edits import SingleEdit

AT_ONCE: Final = 1_000
"""Edits that are made into bytes at a time."""


def encoded_edits(edits: Sequence[SingleEdit]) -> Iterator[bytes]:
    """Edits as bytes, some at a time; a comma is due between one piece and the next."""
    for start in range(0, len(edits), AT_ONCE):
        yield encoded_at_once(edits[start : start + AT_ONCE])


def encoded_at_once(edits: Collection[msgspec.Struct]) -> bytes:
    """Edits as bytes, all at once: JSON values with commas between, without the list's brackets."""
    return msgspec.json.encode(edits)[1:-1]
