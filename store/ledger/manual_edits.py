"""What somebody has changed in a TinyDB file with an editor, or git with a merge."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec
import regex

from store.annotations.edits import EditOfAnnotation, link_edit
from store.annotations.model import Annotation
from store.ledger.checkpoints import TableFile, as_stored
from store.ledger.storage import ANNOTATIONS, META

if TYPE_CHECKING:
    from pathlib import Path

    from store.annotations.edits import SingleEdit
    from store.ledger.journal_index import JournalIndex

_DOCUMENT: Final = regex.compile(rb'"\d+": (\{.*\}),?')
"""A line of one of our files that holds a document."""


@dataclass(frozen=True, slots=True)
class HandEdited:
    """A TinyDB file that can be read though its checksum does not fit."""

    tables: dict[str, dict[str, Any]]
    repeated: tuple[str, ...] = ()
    """What stands in it twice, as words: document numbers of a table, or ids."""

    @property
    def article(self) -> str:
        """The article it says it is of; empty if it says none."""
        return str(self.tables[META]["1"].get("article", ""))

    @property
    def seq(self) -> int | None:
        """The number of the last record that it contained before it was changed."""
        seq = self.tables[META]["1"].get("seq")
        return seq if isinstance(seq, int) and not isinstance(seq, bool) else None

    def rows(self) -> dict[str, int]:
        """Annotation id to document number, as far as both are plain."""
        found: dict[str, int] = {}
        for number, row in self.tables.get(ANNOTATIONS, {}).items():
            if number.isascii() and number.isdigit() and 0 < len(number) < 10:
                found.setdefault(str(row.get("id")), int(number))
        return found

    def file(self, path: Path) -> TableFile:
        """What it holds now.

        Raises:
            InputError: A document is not as it should be.
        """
        stored = as_stored(self.tables, path)
        said = self.tables[META]["1"].get("sha256", "")
        return TableFile(
            tuple(stored.annotations.values()),
            stored.links,
            self.seq or 0,
            said if isinstance(said, str) else "",
            self.rows(),
        )


def hand_edited(data: bytes) -> HandEdited | None:
    """The tables of a TinyDB file whose checksum does not fit; none if it cannot be read."""
    repeated: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        counts = Counter(key for key, _ in pairs)
        repeated.extend(f"“{key}”" for key, count in counts.items() if count > 1)
        return dict(pairs)

    try:
        json.loads(data, object_pairs_hook=once)
        tables = msgspec.json.decode(data, type=dict[str, dict[str, dict[str, Any]]])
    except (ValueError, RecursionError):
        return None
    if "1" not in tables.get(META, {}):
        return None
    ids = Counter(
        (table, str(row.get("id", row.get("article"))))
        for table, rows in tables.items()
        if table != META
        for row in rows.values()
    )
    repeated += [f"the id {each}" for (_, each), count in ids.items() if count > 1]
    return HandEdited(tables, tuple(sorted(set(repeated))))


def annotations_in_lines(data: bytes) -> tuple[Annotation, ...]:
    """The annotations in the lines of a file that cannot be read as a whole, such as one in which
    git has left the marks of a conflict."""
    found: dict[str, Annotation] = {}
    for line in data.splitlines():
        document = _DOCUMENT.fullmatch(line)
        if document is None:
            continue
        try:
            annotation = msgspec.json.decode(document[1], type=Annotation)
        except msgspec.DecodeError:
            continue  # a relation, or half of a line
        found.setdefault(annotation.id, annotation)
    return tuple(found.values())


def edits_by_hand(
    name: str, held: TableFile, seq: int | None, index: JournalIndex, now: TableFile
) -> list[SingleEdit]:
    """What was changed by hand in a file, as edits of what is there now.

    Args:
        name: The article of the file, or `LINKS`.
        held: What the changed file holds.
        seq: The last record that it contained before that.
        index: The journal.
        now: What is there now.
    """
    was = index.brought_up(name, TableFile(), until=seq) if index.is_complete else now
    then, changed, present = was.values, held.values, now.values
    return [
        _edit(name, present.get(each), changed.get(each))
        for each in sorted(then.keys() | changed.keys())
        if then.get(each) != changed.get(each) and present.get(each) != changed.get(each)
    ]


def _edit(name: str, before: Any, after: Any) -> SingleEdit:
    value = after or before
    if isinstance(value, Annotation):
        return EditOfAnnotation(name, before, after)
    return link_edit(before, after)
