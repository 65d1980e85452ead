"""What somebody has changed in a TinyDB file with an editor, or git with a merge."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
import regex
from tinydb import TinyDB

from store.annotations.edits import EditOfAnnotation, EditOfCluster, EditOfRelation
from store.annotations.model import Annotation, Cluster, Relation
from store.ledger.checkpoints import CLUSTERS, RELATIONS, converted
from store.ledger.storage import META

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from store.annotations.edits import SingleEdit
    from store.annotations.links import Links
    from store.ledger.journal_index import JournalIndex

_DOCUMENT: Final = regex.compile(rb'"\d+": (\{.*\}),?')
"""A line of one of our files that holds a document."""
_Value = TypeVar("_Value", Annotation, Relation, Cluster)


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
    def sha256(self) -> str:
        """Of the article's file as it was annotated; empty if it says none."""
        said = self.tables[META]["1"].get("sha256", "")
        return said if isinstance(said, str) else ""

    @property
    def seq(self) -> int | None:
        """The number of the last record that it contained before it was changed."""
        seq = self.tables[META]["1"].get("seq")
        return seq if isinstance(seq, int) and not isinstance(seq, bool) else None

    def rows(self) -> dict[str, int]:
        """Annotation id to document number, as far as both are plain."""
        found: dict[str, int] = {}
        for number, row in self.tables.get(TinyDB.default_table_name, {}).items():
            if number.isascii() and number.isdigit() and 0 < len(number) < 10:
                found.setdefault(str(row.get("id")), int(number))
        return found

    def annotations(self, path: Path) -> tuple[Annotation, ...]:
        """The annotations in it.

        Raises:
            InputError: A document is not as it should be.
        """
        rows = list(self.tables.get(TinyDB.default_table_name, {}).values())
        return converted(rows, tuple[Annotation, ...], path)

    def links(self, path: Path) -> tuple[tuple[Relation, ...], tuple[Cluster, ...]]:
        """The relations and clusters in it.

        Raises:
            InputError: A document is not as it should be.
        """
        relations, clusters = (
            list(self.tables.get(table, {}).values()) for table in (RELATIONS, CLUSTERS)
        )
        return (
            converted(relations, tuple[Relation, ...], path),
            converted(clusters, tuple[Cluster, ...], path),
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
        (table, str(row.get("id")))
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


def edits_of_article(
    article_id: str,
    held: Iterable[Annotation],
    seq: int | None,
    index: JournalIndex,
    now: Iterable[Annotation],
) -> list[SingleEdit]:
    """What was changed by hand in an article's file, as edits of what is there now.

    Args:
        article_id: Of which article.
        held: What the changed file holds.
        seq: The last record that it contained before that.
        index: The journal.
        now: What is there now.
    """
    present = {a.id: a for a in now}
    then = dict(present)
    if index.is_complete:
        then = {a.id: a for a in index.annotations(article_id, until=seq)}
    return _differences(
        then,
        {a.id: a for a in held},
        present,
        lambda was, now: EditOfAnnotation(article_id, was, now),
    )


def edits_of_links(
    relations: Iterable[Relation],
    clusters: Iterable[Cluster],
    seq: int | None,
    index: JournalIndex,
    now: Links,
) -> list[SingleEdit]:
    """As `edits_of_article`, for relations and clusters."""
    then = index.links_now(until=seq) if index.is_complete else now
    of_relations = _differences(
        then.relations, {r.id: r for r in relations}, now.relations, EditOfRelation
    )
    of_clusters = _differences(
        then.clusters, {c.id: c for c in clusters}, now.clusters, EditOfCluster
    )
    return of_relations + of_clusters


def _differences(
    then: Mapping[str, _Value],
    held: Mapping[str, _Value],
    now: Mapping[str, _Value],
    edit: Callable[[_Value | None, _Value | None], SingleEdit],
) -> list[SingleEdit]:
    return [
        edit(now.get(each), held.get(each))
        for each in sorted(then.keys() | held.keys())
        if then.get(each) != held.get(each) and now.get(each) != held.get(each)
    ]
