"""What a journal says happened, by what it happened to: the one replay of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from store.annotations.collection import Annotations
from store.annotations.edits import Batch, by_article, of_annotations, of_links, singles
from store.annotations.links import Links
from store.annotations.model import Annotation
from store.ledger.checkpoints import LINKS, TableFile
from store.ledger.records import BEGINNING, Record
from store.ledger.replay import Outcome, edited

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from store.annotations.edits import SingleEdit


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
    records: dict[str, list[Record]] = msgspec.field(default_factory=dict)
    """By article (and `LINKS`): the records that touch it or name its text, with the edits of this
    article only."""
    _chains: dict[int, str] = msgspec.field(default_factory=dict)
    """The chains of lines by their numbers, as far as they are known."""
    _losses: list[Record] = msgspec.field(default_factory=list)

    @classmethod
    def of(
        cls, records: Iterable[Record], fork: int | None = None, chain: str = ""
    ) -> JournalIndex:
        """Sort the records of a journal.

        Args:
            records: In order.
            fork: See the attribute.
            chain: Of the last line; empty if that is not known.
        """
        index = cls(fork)
        for record in records:
            index.add(record)
        index.know(index.last, chain)
        return index

    def know(self, seq: int, chain: str) -> None:
        """Take note of the chain of the line of a number, if that stands in this journal."""
        if chain and chain != BEGINNING:
            self._chains[seq] = chain

    def add(self, record: Record) -> None:
        """Take in the next record."""
        if not self.last:
            self.first = record.seq - record.lost
            self.has_beginning = self.first == 1 and record.did != "lost"
        self.last = record.seq
        self.know(record.before, record.on)
        if record.did == "lost":
            self._losses.append(record)
        parts: dict[str, Collection[SingleEdit]] = {**by_article(record.edit)}
        if links := tuple(of_links(record.edit)):
            parts[LINKS] = links
        for name in (*parts, *(name for name in record.texts if name not in parts)):
            part = msgspec.structs.replace(record, edit=Batch(parts.get(name, ())))
            self.records.setdefault(name, []).append(part)

    def add_of(self, names: Iterable[str], record: Record) -> None:
        """Take in what a record says of some articles, where the others are known."""
        edits = by_article(record.edit)
        for name in names:
            part = msgspec.structs.replace(record, edit=Batch(edits[name]))
            self.records.setdefault(name, []).append(part)

    @property
    def articles(self) -> set[str]:
        """The articles that records touch."""
        return self.records.keys() - {LINKS}

    @property
    def is_complete(self) -> bool:
        """Whether every edit that was ever made is in it."""
        return not self.is_broken and self.reaches(0)

    def reaches(self, seq: int) -> bool:
        """Whether every edit after the line of a number is in it."""
        return self.first <= seq + 1 and all(loss.seq <= seq for loss in self._losses)

    def chain_at(self, seq: int) -> str:
        """The chain of the line of a number; empty if that is not known."""
        return self._chains.get(seq, "")

    def is_of_another(self, held: TableFile) -> bool:
        """Whether a file was made from another journal."""
        known = self.chain_at(held.seq)
        return bool(known) and bool(held.chain) and known != held.chain

    def after(self, seq: int) -> int:
        """The number behind which records are new to a file that holds the journal up to `seq`.

        Where two histories were put together the file may be of either, so all that they do not
        have in common counts as new; to make the same edit twice does no harm (see `replay`).
        """
        return seq if self.fork is None else min(seq, self.fork)

    def brought_up(self, name: str, held: TableFile, until: int | None = None) -> TableFile:
        """What a file holds after the records that it lacks, whether they fit or not.

        Args:
            name: The article of the file, or `LINKS`.
            held: What it holds.
            until: The number of the last record that counts; all if not given.
        """
        outcome = Outcome()
        outcome.values.update(((name, each), value) for each, value in held.values.items())
        sha256 = held.sha256
        for record in self._lacked(name, held):
            if until is None or record.seq <= until:
                outcome.make(record)
                sha256 = record.texts.get(name, sha256)
        values = outcome.values.values()
        return msgspec.structs.replace(
            held,
            annotations=tuple(
                sorted((v for v in values if isinstance(v, Annotation)), key=lambda a: a.order)
            ),
            links=tuple(Links.of(v for v in values if not isinstance(v, Annotation))),
            seq=self.last,
            chain=self.chain_at(self.last),
            sha256=sha256,
            rows=dict(held.rows),
        )

    def annotations(self, article_id: str, held: TableFile) -> Annotations:
        """The annotations of an article after the records that its file lacks, each of which fits.

        Raises:
            ConflictError: One does not.
        """
        records = self._lacked(article_id, held)
        edits = [each for record in records for each in of_annotations(record.edit)]
        return edited(Annotations.of(held.annotations), edits)

    def links(self, held: TableFile) -> Links:
        """What belongs to the story after the records that its file lacks; as `annotations`."""
        edits = [each for record in self._lacked(LINKS, held) for each in singles(record.edit)]
        return Links.of(held.links).changed(edits)

    def _lacked(self, name: str, held: TableFile) -> Iterable[Record]:
        after = self.after(held.seq)
        return (record for record in self.records.get(name, ()) if record.seq > after)
