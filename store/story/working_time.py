"""What an annotator's work has cost and come to, from the journal: time, spans, answers.

    day          minutes  by hand  taken  rejected  relabelled
    2026-11-28        64       61     96        31           9

So the figures outlast the program. Who pauses is not at work: two minutes or more without an edit
do not count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from store.annotations.edits import of_annotations
from store.annotations.model import Origin
from store.ledger.journal import JOURNAL, Journal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.annotations.edits import EditOfAnnotation
    from store.files import Files
    from store.ledger.records import Record

_PAUSE: Final = 120_000
"""Milliseconds without an edit from which on somebody is taken to have paused."""
DEEDS: Final = ("by hand", "taken", "imported", "rejected", "relabelled")
"""What is counted; `taken` are suggestions, also those that a capital proposed."""
_MADE: Final = {
    Origin.MANUAL: "by hand",
    Origin.PROPAGATED: "taken",
    Origin.SUGGESTED: "taken",
    Origin.IMPORTED: "imported",
}


@dataclass(slots=True)
class WorkDone:
    """What was done on a day, or in an article."""

    ms: int = 0
    """Milliseconds at work."""
    deeds: Counter[str] = field(default_factory=Counter)
    """How often what of `DEEDS` was done; what was undone is not counted."""

    @property
    def minutes(self) -> int:
        """Minutes at work."""
        return round(self.ms / 60_000)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """What somebody's work on a story has cost and come to."""

    by_day: dict[str, WorkDone]
    """By the date where the program runs now, the earliest first."""
    by_article: dict[str, WorkDone]
    """By the article's id. An edit of several counts its time for the first."""


def read_working_time(folder: Path, files: Files) -> WorkingTime:
    """What an annotator's work on a story has cost, as far as the journal can be read.

    Args:
        folder: The annotator's.
        files: The file system.

    Raises:
        OSError: The journal cannot be read at all.
    """
    scanned = Journal(folder / JOURNAL, files).read(0, None)
    return working_time(entry.record for entry in scanned.entries)


def working_time(records: Iterable[Record]) -> WorkingTime:
    """What the records of a journal have cost and come to."""
    days: defaultdict[str, WorkDone] = defaultdict(WorkDone)
    articles: defaultdict[str, WorkDone] = defaultdict(WorkDone)
    for record in records:
        if record.did not in ("edit", "undo", "redo"):
            continue
        day = days[datetime.fromisoformat(record.at).astimezone().date().isoformat()]
        spent = record.ms if record.ms < _PAUSE else 0
        day.ms += spent
        first = next(of_annotations(record.edit), None)
        if first is not None:
            articles[first.article].ms += spent
        for edit in of_annotations(record.edit):
            for deed, count in _deeds(edit, is_undo=record.did == "undo"):
                day.deeds[deed] += count
                articles[edit.article].deeds[deed] += count
    return WorkingTime(dict(days), dict(articles))


def _deeds(edit: EditOfAnnotation, *, is_undo: bool) -> Iterator[tuple[str, int]]:
    """What an edit did, with 1, or took back, with -1."""
    before, after = (edit.after, edit.before) if is_undo else (edit.before, edit.after)
    count = -1 if is_undo else 1
    if after is not None and before is None:
        yield ("rejected" if after.rejected else _MADE[after.origin]), count
    elif after is not None and before is not None and after.label != before.label:
        yield "relabelled", count
