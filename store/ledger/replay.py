"""What the records of the journal make of annotations and links.

Strictly, each record must fit what it finds. Where lines are lost that cannot be: then what a
record says of an annotation after it counts, whatever was there before.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.annotations.collection import Annotations
from store.annotations.edits import EditOfAnnotation, singles
from store.annotations.links import Links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.annotations.model import Annotation, Cluster, Relation
    from store.ledger.records import Reading, Record


@dataclass(frozen=True, slots=True)
class Whole:
    """The journal from its beginning."""

    records: tuple[Record, ...]
    is_complete: bool
    """Whether it holds every edit that was ever made."""
    _by_article: dict[str, list[Record]] = field(default_factory=dict, repr=False, compare=False)
    """The records that touch each article; made when the first is asked for."""

    @classmethod
    def of(cls, reading: Reading) -> Whole:
        """What a reading from the first byte holds."""
        records = tuple(entry.record for entry in reading.entries)
        is_complete = (
            bool(records)
            and records[0].seq == 1
            and not reading.damages
            and not reading.is_newer
            and not any(record.did == "lost" for record in records)
        )
        return cls(records, is_complete)

    def reaches(self, seq: int) -> bool:
        """Whether every edit after a number is in it."""
        return (
            bool(self.records)
            and self.records[0].seq - self.records[0].lost <= seq + 1
            and not any(r.did == "lost" and r.seq > seq for r in self.records)
        )

    def of_article(self, article_id: str, after: int) -> list[Record]:
        """The records behind a number that touch an article."""
        if not self._by_article:
            for record in self.records:
                for name in touched(record):
                    self._by_article.setdefault(name, []).append(record)
        return [r for r in self._by_article.get(article_id, ()) if r.seq > after]

    def of_links(self, after: int) -> list[Record]:
        """The records behind a number that touch relations or clusters."""
        return [
            record
            for record in self.records
            if record.seq > after
            and any(not isinstance(single, EditOfAnnotation) for single in singles(record.edit))
        ]


def touched(record: Record) -> set[str]:
    """The articles of which a record changes an annotation."""
    return {
        single.article for single in singles(record.edit) if isinstance(single, EditOfAnnotation)
    }


def annotations_after(
    held: Sequence[Annotation],
    article_id: str,
    records: Iterable[Record],
    after: int,
    *,
    is_strict: bool,
) -> Annotations:
    """The annotations of an article after some records.

    Args:
        held: Those before the records.
        article_id: Of which article.
        records: In order; those up to the number `after` are passed over.
        after: The number of the last record that `held` contains.
        is_strict: Whether a record must fit what it finds.

    Raises:
        ConflictError: Strictly, a record does not fit.
    """
    edits = [
        single
        for record in records
        if record.seq > after
        for single in singles(record.edit)
        if isinstance(single, EditOfAnnotation) and single.article == article_id
    ]
    if is_strict:
        return edited(Annotations.of(held), edits)
    by_id = {annotation.id: annotation for annotation in held}
    for edit in edits:
        if edit.before is not None:
            by_id.pop(edit.before.id, None)
        if edit.after is not None:
            by_id[edit.after.id] = edit.after
    return Annotations.of(by_id.values())


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
    after: int,
    *,
    is_strict: bool,
) -> Links:
    """The relations and clusters of a story after some records; see `annotations_after`.

    Raises:
        ConflictError: Strictly, a record does not fit.
    """
    edits = [e for record in records if record.seq > after for e in singles(record.edit)]
    return Links.of(relations, clusters).changed(edits, is_strict=is_strict)
