"""TinyDB over files that are safe to lose power under and that git can show.

One document a line, in a fixed order, with a checksum of them all; written to a temporary file
that is renamed. Any TinyDB opens the file as it is.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import msgspec
from tinydb import Storage, TinyDB

from store.annotations.model import Annotation
from store.errors import InputError, ReadOnlyError, system_reason
from store.ledger.encoding import said_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.files import Files

META: Final = "_meta"
"""The table whose one document says what the file is and holds its checksum."""
Tables = dict[str, dict[str, Any]]
"""Table name to document number (as text) to document, or to be written, to annotation."""


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
        try:
            if not self._files.exists(self._path):
                return None
            data = self._files.read(self._path)
        except OSError as error:
            reason = f"it cannot be read: {system_reason(error)}"
            raise InputError(reason, path=self._path) from error
        return checked_tables(data, self._path)

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file's content, all or nothing."""
        meta = {k: v for k, v in data.get(META, {}).get("1", {}).items() if k != "crc"}
        encoded = _encode({**data, META: {"1": meta}})
        meta["crc"] = _checksum(encoded)
        encoded.pop(META)
        tables = [_encode_table(META, {"1": meta}), *(encoded[name] for name in sorted(encoded))]
        self._files.replace(self._path, b"{\n" + b",\n".join(tables) + b"\n}\n")


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


def database_in(path: Path, files: Files) -> TinyDB | None:
    """One of our files as a TinyDB to be read; none if there is no file.

    Raises:
        InputError: The file cannot be read, or is not what was last written.
    """
    tables = AtomicStorage(path, files).read()
    return None if tables is None else TinyDB(tables, storage=SnapshotStorage)


def database_of(data: bytes, path: Path) -> TinyDB:
    """The bytes of one of our files as a TinyDB to be read.

    Args:
        data: The bytes.
        path: Where the file stands, for what is said of it.

    Raises:
        InputError: They are not what was written.
    """
    return TinyDB(checked_tables(data, path), storage=SnapshotStorage)


def checked_tables(data: bytes, path: Path) -> Tables:
    """The tables in a file's bytes, checked against their checksum.

    Raises:
        InputError: They are not what was written.
    """
    try:
        tables = msgspec.json.decode(data, type=dict[str, dict[str, dict[str, Any]]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"this is not a TinyDB file: {error}", path=path) from error
    meta = tables.get(META, {}).get("1")
    crc = None if meta is None else meta.pop("crc", None)
    if crc is None or not _is_as_written(data, tables, crc):
        raise InputError(
            "the file was damaged or changed by hand: its checksum does not fit", path=path
        )
    return tables


def _is_as_written(data: bytes, tables: Tables, crc: str) -> bool:
    """Whether a checksum is that of a file; by its bytes, or by what they say if they were only
    laid out anew."""
    written = _tables_in(data)
    if written.keys() == tables.keys():
        written[META] = _encode_table(META, tables[META])
        if crc == _checksum(written):
            return True
    return crc == _checksum(_encode(tables))


def _tables_in(data: bytes) -> dict[str, bytes]:
    """The bytes of each table of a file that is laid out as we write it; else of none."""
    found: dict[str, bytes] = {}
    position = 2 if data.startswith(b'{\n"') else -1
    while position >= 0:
        head = data.find(b": {", position)
        line_end = data.find(b"\n", position)
        is_empty = data[head : head + 4] == b": {}"
        end = head + 4 if is_empty else data.find(b"\n}", line_end) + 2
        name = data[position + 1 : head - 1].decode("utf-8", "replace")
        if head < 0 or end < head or name in found:
            return {}
        found[name] = data[position:end]
        if data[end:] == b"\n}\n":
            return found
        position = end + 2 if data[end : end + 3] == b',\n"' else -1
    return {}


def _checksum(encoded: Mapping[str, bytes]) -> str:
    crc = 0
    for name in sorted(encoded):
        crc = zlib.crc32(encoded[name], crc)
    return f"{crc:08x}"


def _encode(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    return {name: _encode_table(name, rows) for name, rows in tables.items()}


_ENCODER: Final = msgspec.json.Encoder()


def _encode_table(name: str, rows: Mapping[str, Any]) -> bytes:
    values = list(rows.values())
    encoded = _ENCODER.encode_lines(values)
    if values and isinstance(values[0], Annotation):
        encoded = said_in(encoded)
    documents = encoded.split(b"\n")  # in JSON a newline is \\n
    numbers = map(_ENCODER.encode, rows)
    lines = [number + b": " + line for number, line in zip(numbers, documents, strict=False)]
    inside = b"\n" + b",\n".join(lines) + b"\n" if lines else b""
    return _ENCODER.encode(name) + b": {" + inside + b"}"
