"""What a journal says happened, by what it happened to: the one replay of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from store.annotations.edits import Batch, by_article, of_links
from store.ledger.records import Record
from store.ledger.replay import annotations_after, links_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.annotations.collection import Annotations
    from store.annotations.edits import SingleEdit
    from store.annotations.links import Links
    from store.annotations.model import Annotation, Cluster, Relation


class JournalIndex(msgspec.Struct):
    """Records of a journal, sorted once, so that each article costs only its own."""

    fork: int | None = None
    """Where two histories were put together: the last number that they have in common."""
    first: int = 1
    """The number of the first line; what came before is not in the journal."""
    last: int = 0
    """The number of the last line; 0 if there is none."""
    has_beginning: bool = True
    """Whether the first edit that was ever made is in it."""
    is_broken: bool = False
    """Whether something between the lines, or behind them, could not be read."""
    articles: dict[str, list[Record]] = msgspec.field(default_factory=dict)
    """By article: the records that touch it or name its text, with the edits of this article
    only."""
    links: list[Record] = msgspec.field(default_factory=list)
    """The records that touch relations or clusters, with only those edits."""
    _losses: list[Record] = msgspec.field(default_factory=list)

    @classmethod
    def of(cls, records: Iterable[Record], fork: int | None = None) -> JournalIndex:
        """Sort the records of a journal.

        Args:
            records: In order.
            fork: See the attribute.
        """
        index = cls(fork)
        for record in records:
            index.add(record)
        return index

    def add(self, record: Record) -> None:
        """Take in the next record."""
        if not self.last:
            self.first = record.seq - record.lost
            self.has_beginning = self.first == 1 and record.did != "lost"
        self.last = record.seq
        if record.did == "lost":
            self._losses.append(record)
        parts = by_article(record.edit)
        for article_id in (*parts, *(name for name in record.texts if name not in parts)):
            part = _with(record, parts.get(article_id, ()))
            self.articles.setdefault(article_id, []).append(part)
        links = tuple(of_links(record.edit))
        if links:
            self.links.append(_with(record, links))

    @property
    def is_complete(self) -> bool:
        """Whether every edit that was ever made is in it."""
        return not self.is_broken and self.reaches(0)

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
        *,
        until: int | None = None,
        is_strict: bool = False,
    ) -> Annotations:
        """The annotations of an article.

        Args:
            article_id: Of which article.
            held: Those of a file.
            seq: The number of the last record that the file contains.
            until: The number of the last record that counts; all if not given.
            is_strict: Whether a record must fit what it finds (see `replay`).

        Raises:
            ConflictError: Strictly, a record does not fit.
        """
        records = _between(self.articles.get(article_id, ()), self.after(seq), until)
        return annotations_after(held, records, is_strict=is_strict)

    def links_now(
        self,
        relations: Sequence[Relation] = (),
        clusters: Sequence[Cluster] = (),
        seq: int = 0,
        *,
        until: int | None = None,
        is_strict: bool = False,
    ) -> Links:
        """The relations and clusters; see `annotations`."""
        records = _between(self.links, self.after(seq), until)
        return links_after(relations, clusters, records, is_strict=is_strict)

    def sha256(self, article_id: str, held: str = "", seq: int = 0) -> str:
        """SHA-256 of the file in which the places of an article's annotations are right.

        Args:
            article_id: Of which article.
            held: What its TinyDB file says.
            seq: The number of the last record that the file contains.
        """
        for record in _between(self.articles.get(article_id, ()), self.after(seq), None):
            held = record.texts.get(article_id, held)
        return held


def _with(record: Record, edits: Sequence[SingleEdit]) -> Record:
    return msgspec.structs.replace(record, edit=Batch(tuple(edits)))


def _between(records: Iterable[Record], after: int, until: int | None) -> Iterable[Record]:
    return (r for r in records if r.seq > after and (until is None or r.seq <= until))
