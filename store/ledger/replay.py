"""What the records of the journal make of annotations and links.

Strictly, each record must fit what it finds. Where lines are lost that cannot be: then what a
record says of a value after it counts, whatever was there before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.annotations.collection import Annotations
from store.annotations.edits import EditOfAnnotation, of_annotations, singles
from store.annotations.links import Links
from store.annotations.model import Annotation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.annotations.edits import SingleEdit
    from store.annotations.model import Cluster, Relation
    from store.ledger.records import Record

Key = tuple[str, str]
"""Where a value is (an article, or what kind of link) and its id."""


class Outcome:
    """What is there after some edits, whatever was there before them."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.values: dict[Key, Annotation | Relation | Cluster] = {}
        for record in records:
            for single in singles(record.edit):
                self.make(single)

    def make(self, single: SingleEdit) -> None:
        """Take in an edit."""
        for value in (single.before, single.after):
            if value is not None:
                self.values.pop(key_of(single, value.id), None)
        if single.after is not None:
            self.values[key_of(single, single.after.id)] = single.after


def key_of(single: SingleEdit, each: str) -> Key:
    """What names a value that an edit touches."""
    where = single.article if isinstance(single, EditOfAnnotation) else f"\0{type(single).__name__}"
    return where, each


def annotations_after(
    held: Sequence[Annotation], records: Iterable[Record], *, is_strict: bool
) -> Annotations:
    """The annotations of an article after some records.

    Args:
        held: Those before the records.
        records: In order, with edits of this article only.
        is_strict: Whether a record must fit what it finds.

    Raises:
        ConflictError: Strictly, a record does not fit.
    """
    edits = [each for record in records for each in of_annotations(record.edit)]
    if is_strict or not edits:
        return edited(Annotations.of(held), edits)
    outcome = Outcome()
    article = edits[0].article
    outcome.values.update(((article, annotation.id), annotation) for annotation in held)
    for edit in edits:
        outcome.make(edit)
    return Annotations.of(a for a in outcome.values.values() if isinstance(a, Annotation))


def edited(annotations: Annotations, edits: Iterable[EditOfAnnotation]) -> Annotations:
    """The annotations after some edits of them, one after another.

    Raises:
        ConflictError: An edit does not fit what is there.
    """
    return annotations.changed((edit.before, edit.after) for edit in edits)


def links_after(
    relations: Iterable[Relation],
    clusters: Iterable[Cluster],
    records: Iterable[Record],
    *,
    is_strict: bool,
) -> Links:
    """The relations and clusters of a story after some records; see `annotations_after`.

    Raises:
        ConflictError: Strictly, a record does not fit.
    """
    edits = [single for record in records for single in singles(record.edit)]
    return Links.of(relations, clusters).changed(edits, is_strict=is_strict)
