"""TinyDB over files that are safe to lose power under and that git can show.

One document a line, in a fixed order, with a checksum of them all; written to a temporary file
that is renamed. Any TinyDB opens the file as it is.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import msgspec
from tinydb import Storage

from store.errors import InputError, ReadOnlyError, system_reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.files import Files

META: Final = "_meta"
"""The table whose one document says what the file is and holds its checksum."""
_END: Final = b"\n}\n"
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
        data = read_if_there(self._path, self._files)
        return None if data is None else checked_tables(data, self._path)

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


def read_if_there(path: Path, files: Files) -> bytes | None:
    """The bytes of a file; none if there is no file.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return files.read(path) if files.exists(path) else None
    except OSError as error:
        raise InputError(f"it cannot be read: {system_reason(error)}", path=path) from error


def checked_tables(data: bytes, path: Path) -> Tables:
    """The tables in a file's bytes, checked against their checksum.

    Raises:
        InputError: They are not what was written.
    """
    try:
        tables = msgspec.json.decode(data, type=dict[str, dict[str, dict[str, Any]]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"this is not a TinyDB file: {error}", path=path) from error
    meta = tables.get(META, {}).get("1", {})
    crc = meta.pop("crc", None)
    # One that was only laid out anew says the same.
    if crc is None or (not is_as_laid_out(data, meta, crc) and crc != _checksum(_encode(tables))):
        raise InputError(
            "the file was damaged or changed by hand: its checksum does not fit", path=path
        )
    return tables


def is_as_laid_out(data: bytes, meta: Mapping[str, Any], crc: object) -> bool:
    """Whether a file's bytes are what we have written.

    Args:
        data: The bytes.
        meta: What the file says of itself, without its checksum.
        crc: That checksum.
    """
    written = _tables_in(data)
    written[META] = _encode_table(META, {"1": meta})
    return crc == _checksum(written)


def _tables_in(data: bytes) -> dict[str, bytes | memoryview]:
    """The bytes of each table of a file that is laid out as we write it; else of none."""
    found: dict[str, bytes | memoryview] = {}
    whole = memoryview(data)
    position = 2 if data.startswith(b'{\n"') else -1
    while position >= 0:
        head = data.find(b": {", position)
        line_end = data.find(b"\n", position)
        is_empty = data[head : head + 4] == b": {}"
        end = head + 4 if is_empty else data.find(b"\n}", line_end) + 2
        name = data[position + 1 : head - 1].decode("utf-8", "replace")
        if head < 0 or end < head or name in found:
            return {}
        found[name] = whole[position:end]
        if end == len(data) - len(_END) and data.endswith(_END):
            return found
        position = end + 2 if data[end : end + 3] == b',\n"' else -1
    return {}


def _checksum(encoded: Mapping[str, bytes | memoryview]) -> str:
    crc = 0
    for name in sorted(encoded):
        crc = zlib.crc32(encoded[name], crc)
    return f"{crc:08x}"


def _encode(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, bytes]:
    return {name: _encode_table(name, rows) for name, rows in tables.items()}


_ENCODER: Final = msgspec.json.Encoder()


def _encode_table(name: str, rows: Mapping[str, Any]) -> bytes:
    encoded = _ENCODER.encode_lines(list(rows.values()))
    documents = encoded.split(b"\n")  # in JSON a newline is \\n
    numbers = map(_ENCODER.encode, rows)
    lines = [number + b": " + line for number, line in zip(numbers, documents, strict=False)]
    inside = b"\n" + b",\n".join(lines) + b"\n" if lines else b""
    return _ENCODER.encode(name) + b": {" + inside + b"}"
