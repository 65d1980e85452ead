"""How values become documents: the dictionaries of TinyDB and the JSON of the journal alike.

What a value leaves unsaid its class says (`store.annotations.model`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.annotations.edits import Batch, many_edits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Value
    from store.ledger.records import Record

AT_ONCE: Final = 1_000
"""Edits that are made into bytes at a time."""
_NO_EDITS: Final = b'"edit":{"of":"batch","edits":[]'


def documents(values: Iterable[Value]) -> list[dict[str, Any]]:
    """Values as documents, their fields in the order of the class."""
    found: list[dict[str, Any]] = msgspec.to_builtins(list(values))
    return found


def record_pieces(record: Record) -> Iterator[bytes]:
    """A record of the journal as JSON; in pieces if not all of its edits are held."""
    edit, many = record.edit, many_edits(record.edit)
    if many is None or not isinstance(edit, Batch):
        yield msgspec.json.encode(record)
        return
    bare = msgspec.structs.replace(record, edit=msgspec.structs.replace(edit, edits=()))
    before, between, after = msgspec.json.encode(bare).partition(_NO_EDITS)
    yield before + between[:-1]
    for number, piece in enumerate(many.encoded()):
        yield b"," + piece if number else piece
    yield between[-1:] + after


def encoded_edits(edits: Sequence[SingleEdit]) -> Iterator[bytes]:
    """Edits as they stand in the list of a record, some at a time."""
    for start in range(0, len(edits), AT_ONCE):
        yield encoded_at_once(edits[start : start + AT_ONCE])


def encoded_at_once(edits: Collection[msgspec.Struct]) -> bytes:
    """The same of all at once."""
    return msgspec.json.encode(edits)[1:-1]
