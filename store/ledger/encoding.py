"""How values become documents: the dictionaries of TinyDB and the JSON of the journal alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.annotations.edits import Batch, many_edits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from store.annotations.edits import EditOfAnnotation, SingleEdit
    from store.annotations.model import Value
    from store.ledger.records import Record

AT_ONCE: Final = 1_000
"""Edits that are documents at a time."""
_NO_EDITS: Final = b'"edit":{"of":"batch","edits":[]'
_UNSAID: Final = ("rejected", "attributes")
"""Fields of an annotation that are left out where they say nothing, as of nearly all: that it is no
rejected suggestion, and that nothing else is said of it."""
_UNSAID_AS_JSON: Final = (b',"rejected":false', b',"attributes":[]')
_UNSAID_OF_OTHERS: Final = (
    *("refs", "state", "text_sha256", "labels"),
    *("created", "updated", "note", "attributes", "reason"),
)
"""The same of what belongs to the story as a whole."""


def documents(values: Iterable[Value]) -> list[dict[str, Any]]:
    """Values as documents, their fields in the order of the class."""
    found: list[dict[str, Any]] = msgspec.to_builtins(list(values))
    for document in found:
        _leave_unsaid(document)
    return found


def record_pieces(record: Record) -> Iterator[bytes]:
    """A record of the journal as JSON, in pieces.

    The edits of an import are made into documents a few at a time: all of a million take a GB.
    """
    edit, many = record.edit, many_edits(record.edit)
    if not isinstance(edit, Batch) or (many is None and len(edit.edits) <= AT_ONCE):
        document: dict[str, Any] = msgspec.to_builtins(record)
        document["edit"] = _said(document["edit"])
        yield msgspec.json.encode(document)
        return
    bare = msgspec.structs.replace(record, edit=msgspec.structs.replace(edit, edits=()))
    before, between, after = msgspec.json.encode(bare).partition(_NO_EDITS)
    yield before + between[:-1]
    pieces = encoded_edits(tuple(edit.edits)) if many is None else many.encoded()
    for number, piece in enumerate(pieces):
        yield b"," + piece if number else piece
    yield between[-1:] + after


def encoded_edits(edits: Sequence[SingleEdit]) -> Iterator[bytes]:
    """Edits as they stand in the list of a record, some at a time."""
    for start in range(0, len(edits), AT_ONCE):
        some = msgspec.to_builtins(edits[start : start + AT_ONCE])
        yield msgspec.json.encode(list(map(_said, some)))[1:-1]


def encoded_annotations(edits: Collection[EditOfAnnotation]) -> bytes:
    """The same of edits of annotations, all at once, and without documents."""
    return said_in(msgspec.json.encode(edits)[1:-1])


def said_in(encoded: bytes) -> bytes:
    """Annotations in JSON without what they leave unsaid.

    No text is changed by it: a quotation mark within one has a backslash before it.
    """
    for unsaid in _UNSAID_AS_JSON:
        encoded = encoded.replace(unsaid, b"")
    return encoded


def _said(edit: dict[str, Any]) -> dict[str, Any]:
    """An edit without what its values leave unsaid."""
    for single in edit.get("edits", (edit,)):
        for side in ("before", "after"):
            if single[side] is not None:
                _leave_unsaid(single[side])
    return edit


def _leave_unsaid(document: dict[str, Any]) -> None:
    for field in _UNSAID if "start" in document else _UNSAID_OF_OTHERS:
        if field in document and not document[field]:
            del document[field]
