"""TinyDB for a script: one annotator's work on a story as tables to query, read without a lock.

What the journal has and the checkpoints lack is in them: they are what the story holds now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tinydb import TinyDB

from store.annotations.links import TABLES
from store.errors import InputError
from store.files import Files
from store.ledger.checkpoints import documents
from store.ledger.ledger import Ledger
from store.ledger.storage import ANNOTATIONS
from store.ledger.tinydb_storage import SnapshotStorage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from store.ledger.storage import Tables


def open_tables(folder: Path, article: str | None = None) -> TinyDB:
    """An annotator's work as a TinyDB: annotations in the default table, and in tables of their own
    relations, clusters, stances, articles (what is said of each as a whole), refused offers and
    decisions.

    An annotation's document has the fields of `store.annotations.model.Annotation`; `rejected` and
    `attributes` are there only where they say something. Nothing can be written to the tables.

    Args:
        folder: The annotator's folder, such as `story/annotations/ana`.
        article: The id of the only article to be read; its documents then have the numbers of
            its own file. Of all articles if not given: each document then says in `article` of
            which it is, and they are numbered through.

    Raises:
        InputError: Nobody has annotated anything there, or it cannot be read.
    """
    if not folder.is_dir():
        raise InputError("there is no such folder of annotations", path=folder)
    with Ledger.to_read(folder, Files()) as ledger:
        if article is not None:
            file = ledger.contents.file_now(article)
            rows = (
                (file.rows[document["id"]], document) for document in documents(file.annotations)
            )
            annotations = {str(number): document for number, document in rows}
        else:
            annotations = _numbered(
                {"article": each} | document
                for each in sorted(ledger.contents.annotated_ids())
                for document in documents(ledger.contents.collection(each))
            )
        links = ledger.contents.links()
    tables: Tables = {ANNOTATIONS: annotations}
    for kind, name in TABLES.items():
        tables[name] = _numbered(documents(value for value in links if type(value) is kind))
    return TinyDB(tables, storage=SnapshotStorage)


def _numbered(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {str(number): row for number, row in enumerate(rows, start=1)}
