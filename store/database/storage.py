"""A TinyDB storage that is safe to lose power under and that git can show.

One document a line, in a fixed order, with a checksum of them all; written to a temporary file
that is renamed. Any TinyDB opens the file as it is.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, Final

import msgspec
from tinydb import Storage, TinyDB

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.database.files import Files

META: Final = "_meta"
"""The table whose one document says what the file is and holds its checksum."""
Tables = dict[str, dict[str, Any]]
"""Table name to document number (as text) to document."""


class AtomicStorage(Storage):
    """Reads and writes the tables of one TinyDB file."""

    def __init__(self, path: Path, files: Files) -> None:
        self._path = path
        self._files = files

    def read(self) -> Tables | None:
        """The tables, checked against their checksum; none if there is no file.

        Raises:
            InputError: The file is not what was last written.
        """
        if not self._files.exists(self._path):
            return None
        data = self._files.read(self._path)
        try:
            tables = msgspec.json.decode(data, type=dict[str, dict[str, dict[str, Any]]])
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InputError(f"this is not a TinyDB file: {error}", path=self._path) from error
        meta = tables.get(META, {}).get("1")
        if meta is None or meta.get("crc") != _checksum(tables):
            raise InputError(
                "the file was damaged or changed by hand: its checksum does not fit",
                path=self._path,
            )
        return tables

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file's content, all or nothing."""
        tables: Tables = {name: dict(table) for name, table in data.items()}
        meta = dict(tables.get(META, {}).get("1", {}))
        meta["crc"] = _checksum(tables)
        tables[META] = {"1": meta}
        self._files.replace(self._path, _encode(tables))


def open_database(path: Path, files: Files) -> TinyDB:
    """A TinyDB over one of our files, for queries."""
    return TinyDB(path, files, storage=AtomicStorage)


def _checksum(tables: Mapping[str, Mapping[str, Any]]) -> str:
    crc = 0
    for name in sorted(tables):
        if name != META:
            crc = zlib.crc32(_table(name, tables[name]).encode("utf-8", "surrogatepass"), crc)
    return f"{crc:08x}"


def _encode(tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    names = [META, *sorted(name for name in tables if name != META)]
    body = ",\n".join(_table(name, tables[name]) for name in names)
    return f"{{\n{body}\n}}\n".encode()


def _table(name: str, documents: Mapping[str, Any]) -> str:
    lines = [f"{json.dumps(str(number))}: {_document(doc)}" for number, doc in documents.items()]
    inside = ",\n".join(lines)
    return f"{json.dumps(name)}: {{\n{inside}\n}}" if lines else f"{json.dumps(name)}: {{}}"


def _document(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, allow_nan=False)
