"""What a TinyDB file looks like that git can show: its tables as bytes, and back.

One document a line, in a fixed order, with a checksum of them all. Any TinyDB opens the file as it
is; to read it here takes none.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.errors import InputError, unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from store.files import Files

META: Final = "_meta"
"""The table whose one document says what the file is and holds its checksum."""
ANNOTATIONS: Final = "_default"
"""TinyDB's own default table, so that `TinyDB(path).search(...)` finds what is in it."""
_END: Final = b"\n}\n"
Tables = dict[str, dict[str, Any]]
"""Table name to document number (as text) to document, or to be written, to annotation."""


def encoded_tables(tables: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The bytes of a file that holds tables, with their checksum."""
    meta = {k: v for k, v in tables.get(META, {}).get("1", {}).items() if k != "crc"}
    encoded = _encode({**tables, META: {"1": meta}})
    meta["crc"] = _checksum(encoded)
    encoded.pop(META)
    lines = [_encode_table(META, {"1": meta}), *(encoded[name] for name in sorted(encoded))]
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def read_if_there(path: Path, files: Files) -> bytes | None:
    """The bytes of a file; none if there is no file.

    Raises:
        InputError: It cannot be read.
    """
    try:
        return files.read(path) if files.exists(path) else None
    except OSError as error:
        raise InputError(unreadable(error), path=path) from error


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
