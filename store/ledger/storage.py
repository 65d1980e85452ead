"""A TinyDB storage that is safe to lose power under and that git can show.

One document a line, in a fixed order, with a checksum of them all; written to a temporary file
that is renamed. Any TinyDB opens the file as it is.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import msgspec
from tinydb import Storage, TinyDB

from store.errors import InputError, system_reason
from store.ledger.encoding import encoded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.files import Files

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
    if meta is None or meta.pop("crc", None) != _checksum(_encode(tables)):
        raise InputError(
            "the file was damaged or changed by hand: its checksum does not fit", path=path
        )
    return tables


def open_database(path: Path, files: Files) -> TinyDB:
    """A TinyDB over one of our files, for queries."""
    return TinyDB(path, files, storage=AtomicStorage)


def _checksum(encoded: Mapping[str, bytes]) -> str:
    crc = 0
    for name in sorted(encoded):
        crc = zlib.crc32(encoded[name], crc)
    return f"{crc:08x}"


def _encode(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    return {name: _encode_table(name, rows) for name, rows in tables.items()}


def _encode_table(name: str, rows: Mapping[str, Any]) -> bytes:
    lines = [encoded(str(number)) + b": " + encoded(document) for number, document in rows.items()]
    inside = b"\n" + b",\n".join(lines) + b"\n" if lines else b""
    return encoded(name) + b": {" + inside + b"}"
