"""The beginning of a file, by which its format is recognised: whole records, however long.

What makes a record long says nothing of its format: the text of an article, a list of ten thousand
spans, a comment. So long values are shortened and long lists are cut, and what is left can be
parsed as what it was: `{"text": "Berl… 1 MB …", "spans": [{…}, … 9,999 more]}` becomes
`{"text": "Berl…", "spans": [{…}, {…}, …]}`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from store.errors import InputError, system_reason

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_LINE: Final = 256 * 1024 * 1024
"""Bytes of the longest line that is read; a longer one is refused before it is in memory."""
_LOOKED_AT: Final = 64 * 1024
"""Bytes of a file that are looked at, where that is more than `_RECORDS`."""
_RECORDS: Final = 8
"""Records that are looked at, or those in `_MOST` bytes."""
_MOST: Final = 16 * 1024 * 1024
_LONG_VALUE: Final = 256
"""Characters from which on a value is shortened."""
_LONG_LINE: Final = 64 * 1024
"""Bytes from which on a line that is neither JSON nor markup is shortened."""
_LONG_LIST: Final = 8
"""Items from which on a list is cut."""
_BOM: Final = b"\xef\xbb\xbf"


def beginning_of(path: Path) -> bytes:
    """The first records of a file, shortened, without a byte order mark.

    Raises:
        InputError: It cannot be read.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_LOOKED_AT)
            while True:
                more = b"" if len(data) >= LONGEST_LINE else stream.read(3 * len(data))
                found, records = shorten(data.removeprefix(_BOM), is_whole=not more)
                if not more or records >= _RECORDS or (records and len(data) >= _MOST):
                    return found
                data += more
    except OSError as error:
        raise InputError(f"it cannot be read: {system_reason(error)}", path=path) from error


def shorten(data: bytes, *, is_whole: bool) -> tuple[bytes, int]:
    """The whole records at the start of some bytes, shortened, and how many there are.

    Args:
        data: The first bytes of a file.
        is_whole: Whether they are all of it; then the last record is taken as it is.
    """
    if _JSON.match(data):
        return _json(data, is_whole=is_whole)
    if _MARKUP.match(data):
        return _markup(data)
    return _lines(data, is_whole=is_whole)


# JSON --------------------------------------------------------------------------------------

_JSON: Final = re.compile(rb'\s*(?:\{\s*["}]|\[\s*(?:["\[{\]\d-]|null|true|false))')
_BETWEEN: Final = re.compile(r"[\s,]*")


def _json(data: bytes, *, is_whole: bool) -> tuple[bytes, int]:
    """Objects one after the other, or those of a list."""
    text = data.decode("utf-8", "replace")
    decoder = json.JSONDecoder()
    pieces: list[str] = []
    at = text.index("[") + 1 if text.lstrip().startswith("[") else 0
    kept = 0
    while len(pieces) < _RECORDS:
        found = _BETWEEN.match(text, at)
        start = found.end() if found else at
        try:
            value, at = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):  # there is no more, or not all of it
            break
        lines = 1 if "\n" in text[start:at] else None
        said = json.dumps(_short(value), ensure_ascii=False, indent=lines)
        pieces.append(text[kept:start] + said)
        kept = at
    rest = text[kept:] if is_whole and len(pieces) < _RECORDS else ""
    return "".join([*pieces, rest]).encode("utf-8", "replace"), len(pieces)


def fields_of_first(head: bytes) -> tuple[str, ...]:
    """The names of the fields of the first object in the beginning of a file of JSON."""
    try:
        value, _ = json.JSONDecoder().raw_decode(head.decode("utf-8", "replace").lstrip("[ \r\n\t"))
    except (ValueError, RecursionError):
        return ()
    return tuple(value) if isinstance(value, dict) else ()


def _short(value: object) -> object:
    """A value whose texts and lists are short."""
    if isinstance(value, str):
        return value if len(value) <= _LONG_VALUE else f"{value[:_LONG_VALUE]}…"
    if isinstance(value, list):
        return [_short(each) for each in value[:_LONG_LIST]]
    return {n: _short(each) for n, each in value.items()} if isinstance(value, dict) else value


# Markup and lines --------------------------------------------------------------------------

_MARKUP: Final = re.compile(rb"\s*<[!?A-Za-z]")
_LONG_MARKUP: Final = re.compile(
    rb"<!--.*?-->"
    rb"|(?P<open><!--.*)"
    rb'|"[^"<]{%(long)d,}+"?'
    rb"|'[^'<]{%(long)d,}+'?"
    rb"|(?<=>)[^<]{%(long)d,}+" % {b"long": _LONG_VALUE},
    re.DOTALL,
)
_START_TAG: Final = re.compile(rb"<[A-Za-z][^<>]*>")


def _markup(data: bytes) -> tuple[bytes, int]:
    """Start tags, without comments, long attributes and long texts."""
    found = _LONG_MARKUP.sub(lambda m: b'""' if m[0][:1] in b"\"'" else b"", data)
    return found, len(_START_TAG.findall(found))


def _lines(data: bytes, *, is_whole: bool) -> tuple[bytes, int]:
    """Lines, of which long ones lose their middle, from one white space to another."""
    lines = data.split(b"\n")
    if not is_whole:
        lines.pop()
    for number, line in enumerate(lines):
        if len(line) > _LONG_LINE:
            start, _, rest = line[: _LONG_LINE // 2].rpartition(b" ")
            _, _, end = line[-_LONG_LINE // 2 :].partition(b" ")
            lines[number] = (start or rest) + b" " + (end or line[-_LONG_LINE // 2 :])
    return b"\n".join(lines) + (b"" if is_whole or not lines else b"\n"), len(lines)
