"""TinyDB over files that are safe to lose power under: each is written to another, and renamed.

Whoever only reads takes the tables from the bytes (`store.ledger.storage`), so that no first paint
waits for TinyDB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tinydb import Storage

from store.errors import ReadOnlyError
from store.ledger.storage import checked_tables, encoded_tables, read_if_there

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.files import Files
    from store.ledger.storage import Tables


class AtomicStorage(Storage):
    """Reads and writes the tables of one TinyDB file."""

    def __init__(self, path: Path, files: Files) -> None:
        self._path = path
        self._files = files

    def read(self) -> Tables | None:
        """The tables, checked against their checksum; none if there is no file.

        Raises:
            InputError: The file cannot be read, or is not what was last written.
        """
        data = read_if_there(self._path, self._files)
        return None if data is None else checked_tables(data, self._path)

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file's content, all or nothing."""
        self._files.replace(self._path, encoded_tables(data))


class SnapshotStorage(Storage):
    """Tables that have been read, to be queried: nothing can be written to them."""

    def __init__(self, tables: Tables | None) -> None:
        self._tables = tables

    def read(self) -> Tables | None:
        """The tables as they were read."""
        return self._tables

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Refuse.

        Raises:
            ReadOnlyError: Always: an edit goes through a workspace, which writes the journal.
        """
        raise ReadOnlyError("These tables are only to be read; make edits with Workspace.apply")
