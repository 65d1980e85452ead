"""What the records of the journal make of annotations and links.

Strictly, each record must fit what it finds. Where lines are lost that cannot be: then what a
record says of a value after it counts, whatever was there before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.edits import EditOfAnnotation, singles
from store.ledger.checkpoints import LINKS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.annotations.collection import Annotations
    from store.annotations.edits import SingleEdit
    from store.annotations.model import Value
    from store.ledger.records import Record

Key = tuple[str, str]
"""Where a value is (an article, or `LINKS`) and its id."""


class Outcome:
    """What is there after some edits, whatever was there before them."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.values: dict[Key, Value] = {}
        for record in records:
            self.make(record)

    def make(self, record: Record) -> None:
        """Take in a record's edits."""
        for single in singles(record.edit):
            self.make_single(single)

    def make_single(self, single: SingleEdit) -> None:
        """Take in an edit."""
        for value in (single.before, single.after):
            if value is not None:
                self.values.pop((home_of(single), value.id), None)
        if single.after is not None:
            self.values[home_of(single), single.after.id] = single.after


def home_of(single: SingleEdit) -> str:
    """Whose file holds what an edit touches: an article's id, or `LINKS`."""
    return single.article if isinstance(single, EditOfAnnotation) else LINKS


def edited(annotations: Annotations, edits: Iterable[EditOfAnnotation]) -> Annotations:
    """The annotations after some edits of them, one after another.

    Raises:
        ConflictError: An edit does not fit what is there.
    """
    return annotations.changed((edit.before, edit.after) for edit in edits)
