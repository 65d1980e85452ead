"""How values become documents: the dictionaries of TinyDB and the JSON of the journal alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from store.annotations.model import Value

_UNSAID: Final = ("rejected", "attributes")
"""Fields of an annotation that are left out where they say nothing, as of nearly all: that it is no
rejected suggestion, and that nothing else is said of it."""
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


def record_document(record: object) -> dict[str, Any]:
    """A record of the journal as a document."""
    found: dict[str, Any] = msgspec.to_builtins(record)
    for document in _values_in(found["edit"]):
        _leave_unsaid(document)
    return found


def _values_in(edit: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for single in edit.get("edits", (edit,)):
        yield from (value for side in ("before", "after") if (value := single[side]) is not None)


def _leave_unsaid(document: dict[str, Any]) -> None:
    for field in _UNSAID if "start" in document else _UNSAID_OF_OTHERS:
        if field in document and not document[field]:
            del document[field]
