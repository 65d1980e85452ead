"""Where in the journal a ledger is, and what follows from all records up to there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from store.annotations.edits import change_of_counts
from store.ledger.checkpoints import Renamed
from store.ledger.records import History, JournalEntry, advance

if TYPE_CHECKING:
    from store.ledger.records import Record


class Position(msgspec.Struct):
    """After which record the ledger stands."""

    seq: int = 0
    """The number of the journal's last record."""
    history: History = History()
    """What undo and redo reach next."""
    counts: Counter[str] = msgspec.field(default_factory=Counter)
    """Annotations of each label."""
    renamed: dict[str, Renamed] = msgspec.field(default_factory=dict)
    """Articles whose file has another name now, by their old id."""

    def advance(self, offset: int, record: Record, undone: Record | None) -> None:
        """Go past a record that is on the disk."""
        self.history = advance(self.history, JournalEntry(offset, record), undone)
        self.seq = record.seq
        for old, new in record.renamed.items():
            self.renamed[old] = Renamed(new, record.seq)
        for label, change in change_of_counts(record.edit).items():
            self.counts[label] += change
