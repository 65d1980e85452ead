"""What a journal says happened, by what it happened to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from store.annotations.edits import Batch, EditOfAnnotation, singles
from store.ledger.replay import annotations_after, links_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.annotations.edits import SingleEdit
    from store.annotations.links import Links
    from store.annotations.model import Annotation, Cluster, Relation
    from store.ledger.records import Record


@dataclass(slots=True)
class Past:
    """The records of a journal, sorted once, so that each article costs only its own."""

    fork: int | None = None
    """Where two histories were put together: the last number that they have in common."""
    first: int = 1
    """The number of the first line; what came before is not in the journal."""
    last: int = 0
    """The number of the last line."""
    has_beginning: bool = True
    """Whether the first edit that was ever made is in it."""
    articles: dict[str, list[Record]] = field(default_factory=dict)
    """By article: the records that touch it or name its text, with the edits of this article
    only."""
    links: list[Record] = field(default_factory=list)
    """The records that touch relations or clusters, with only those edits."""
    _losses: list[Record] = field(default_factory=list)

    @classmethod
    def of(cls, records: Sequence[Record], fork: int | None = None) -> Past:
        """Sort the records of a journal.

        Args:
            records: In order.
            fork: See the attribute.
        """
        past = cls(fork)
        if records:
            past.first, past.last = records[0].seq - records[0].lost, records[-1].seq
            past.has_beginning = past.first == 1 and records[0].did != "lost"
        for record in records:
            if record.did == "lost":
                past._losses.append(record)
            parts: dict[str, list[SingleEdit]] = {article_id: [] for article_id in record.texts}
            links: list[SingleEdit] = []
            for single in singles(record.edit):
                if isinstance(single, EditOfAnnotation):
                    parts.setdefault(single.article, []).append(single)
                else:
                    links.append(single)
            for article_id, edits in parts.items():
                past.articles.setdefault(article_id, []).append(_with(record, edits))
            if links:
                past.links.append(_with(record, links))
        return past

    @property
    def is_complete(self) -> bool:
        """Whether every edit that was ever made is in it."""
        return self.reaches(0)

    def reaches(self, seq: int) -> bool:
        """Whether every edit after the line of a number is in it."""
        return self.first <= seq + 1 and all(loss.seq <= seq for loss in self._losses)

    def after(self, seq: int) -> int:
        """The number behind which records are new to a file that holds the journal up to `seq`.

        Where two histories were put together the file may be of either, so all that they do not
        have in common counts as new; to make the same edit twice does no harm (see `replay`).
        """
        return seq if self.fork is None else min(seq, self.fork)

    def annotations(
        self,
        article_id: str,
        held: Sequence[Annotation] = (),
        seq: int = 0,
        until: int | None = None,
    ) -> tuple[Annotation, ...]:
        """The annotations of an article, in the order of the text.

        Args:
            article_id: Of which article.
            held: Those of a file.
            seq: The number of the last record that the file contains.
            until: The number of the last record that counts; all if not given.
        """
        records = _until(self.articles.get(article_id, ()), until)
        return tuple(annotations_after(held, article_id, records, self.after(seq), is_strict=False))

    def links_now(
        self,
        relations: Sequence[Relation] = (),
        clusters: Sequence[Cluster] = (),
        seq: int = 0,
        until: int | None = None,
    ) -> Links:
        """The relations and clusters; see `annotations`."""
        records = _until(self.links, until)
        return links_after(relations, clusters, records, self.after(seq), is_strict=False)

    def sha256(self, article_id: str, held: str = "", seq: int = 0) -> str:
        """SHA-256 of the file in which the places of an article's annotations are right.

        Args:
            article_id: Of which article.
            held: What its TinyDB file says.
            seq: The number of the last record that the file contains.
        """
        for record in self.articles.get(article_id, ()):
            if record.seq > self.after(seq):
                held = record.texts.get(article_id, held)
        return held


def _with(record: Record, edits: Sequence[SingleEdit]) -> Record:
    return msgspec.structs.replace(record, edit=Batch(tuple(edits)))


def _until(records: Iterable[Record], until: int | None) -> Iterable[Record]:
    return records if until is None else (r for r in records if r.seq <= until)
