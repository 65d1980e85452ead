"""The beginning of a file, by which its format is recognised: whole records, however long.

What makes a record long says nothing of its format: the text of an article, a list of ten thousand
spans, a comment. So long values are shortened and long lists are cut, and what is left can be
parsed as what it was: `{"text": "Berl… 1 MB …", "spans": [{…}, … 9,999 more]}` becomes
`{"text": "Berl…", "spans": [{…}, {…}, …]}`.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Final

from store.errors import InputError, unreadable
from store.files import UTF8_BOM

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

LONGEST_LINE: Final = 256 * 1024 * 1024
"""Bytes of the longest line that is read; a longer one is refused before it is in memory."""
LONGEST_OF_OTHERS: Final = 64 * 1024 * 1024
"""The same of JSON whose fields are not known, which takes several times as much memory."""
_LOOKED_AT: Final = 64 * 1024
"""Bytes of a file that are looked at, where that is more than `_RECORDS`."""
_RECORDS: Final = 8
"""Records that are looked at, or those in `_MOST` bytes."""
_MOST: Final = 8 * 1024 * 1024
_PIECE: Final = 4 * 1024 * 1024
"""Bytes of it that are looked at at a time."""
_LONG_START: Final = 1024 * 1024
"""Bytes of a record of more than `_MOST` that are looked at, its long texts aside."""
_LONG_VALUE: Final = 256
"""Characters from which on a value is shortened."""
_LONG_LINE: Final = 64 * 1024
"""Bytes from which on a line that is neither JSON nor markup is shortened."""
_LONG_LIST: Final = 8
"""Items from which on a list is cut."""
_COMMENTS: Final = 64
"""Lines of comment that follow each other, of which no more are looked at."""
_SAVE: Final = "this is in {}; save it as UTF-8"
_UNPACK: Final = "this is {}; unpack it first"
_SIGN: Final = rb"[\t\r\n -~]"
_NO_TEXT: Final = (
    (rb"\xff\xfe\0\0|\0\0\xfe\xff", _SAVE.format("UTF-32")),
    (rb"\xff\xfe|\xfe\xff", _SAVE.format("UTF-16")),
    # Without a byte order mark every second byte shows it.
    (rb"(?:%b\0){2}|(?:\0%b){2}" % (_SIGN, _SIGN), _SAVE.format("UTF-16")),
    (rb"\x1f\x8b", _UNPACK.format("packed by gzip")),
    (rb"BZh[1-9]1AY&SY", _UNPACK.format("packed by bzip2")),
    (rb"\xfd7zXZ\0", _UNPACK.format("packed by xz")),
    (rb"\x28\xb5\x2f\xfd", _UNPACK.format("packed by zstd")),
    (rb"7z\xbc\xaf", _UNPACK.format("a 7z file")),
    (rb"PK\x03\x04", _UNPACK.format("a zip file")),
    (rb"\xd0\xcf\x11\xe0", "this is an old or a locked file of Office; save it as .docx"),
)
"""Why files of no known format cannot be read, by how they begin."""


def why_no_text(head: bytes) -> str:
    """Why a file that begins so holds no text that can be read, and what to do; empty if it may."""
    return next((why for begins, why in _NO_TEXT if re.match(begins, head)), "")


def unix_lines(data: bytes) -> bytes:
    """Bytes with the line ends of Unix, if they are text whose line ends are those of old Macs."""
    if b"\n" in data or b"\r" not in data:
        return data
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)  # the last character may be cut
    except UnicodeDecodeError:
        return data
    return data.replace(b"\r", b"\n")


def _markup_in(data: bytes) -> bytes:
    """Markup in UTF-16, which its readers know, as UTF-8; all else as it is."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    found = data.decode("utf-16", "ignore").lstrip().encode("utf-8", "replace")
    return found if found.startswith(b"<") else data


def beginning_of(path: Path) -> bytes:
    """The first records of a file, shortened, without a byte order mark and blank lines before.

    Raises:
        InputError: It cannot be read.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(_LOOKED_AT).removeprefix(UTF8_BOM).lstrip()
            while True:
                more = stream.read(max(_LOOKED_AT, min(3 * len(data), _MOST - len(data))))
                if not data and more:  # nothing but blank lines so far
                    data = more.lstrip()
                    continue
                found, records = shorten(unix_lines(_markup_in(data)), is_whole=not more)
                if not more or records >= _RECORDS or (records and len(data) >= _MOST):
                    return found
                if len(data) >= _MOST:
                    data += more
                    return (
                        _long_json(data, stream)
                        if _JSON.match(data)
                        else found or shorten(data, is_whole=True)[0]
                    )
                data += more
    except OSError as error:
        raise InputError(unreadable(error), path=path) from error


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
_TEXT: Final = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
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


def _long_json(data: bytes, stream: IO[bytes]) -> bytes:
    """The start of JSON of which the first record is very long, without its long texts."""
    found = bytearray()
    is_text = goes_on = False
    while data and len(found) < _LONG_START:
        at, rest = 0, b""
        while at < len(data) and len(found) < _LONG_START:
            if not is_text:
                end = data.find(b'"', at) + 1 or len(data)
                is_text = data[end - 1 : end] == b'"'
                found += data[at : min(end, at + _LONG_START)]
                at = end
                continue
            inside = _TEXT.match(data, at)
            end = inside.end() if inside else at
            is_short = end - at <= _LONG_VALUE and not goes_on
            if data[end : end + 1] != b'"':  # the piece ends within it, or within an escape
                rest = data[at if is_short else end :]
                goes_on = not is_short
                break
            found += data[at : end + 1] if is_short else b'"'
            at = end + 1
            is_text = goes_on = False
        data = stream.read(_PIECE)
        data = rest + data if data else b""
    return bytes(found)


def fields_of_first(head: bytes) -> tuple[str, ...]:
    """The names of the fields of the first object in the beginning of a file of JSON."""
    try:
        value, _ = json.JSONDecoder().raw_decode(head.decode("utf-8", "replace").lstrip("[ \r\n\t"))
    except (ValueError, RecursionError):
        return ()
    return tuple(value) if isinstance(value, dict) else ()


def root_of(head: bytes) -> str:
    """The root element in the beginning of a file of markup; empty if it is none."""
    root = _START_TAG.search(head) if _MARKUP.match(head) else None
    return root[0].split()[0].strip(b"<>/").decode("utf-8", "replace") if root else ""


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
    """Lines, of which long ones lose their middle, from one white space to another.

    A record is a line that says something. Of many comments in a row only the first are taken.
    """
    lines = data.split(b"\n")
    if not is_whole:
        lines.pop()
    found: list[bytes] = []
    records = comments = 0
    for line in lines:
        comments = comments + 1 if line.startswith(b"#") else 0
        records += not comments and not line.isspace() and line != b""
        if comments <= _COMMENTS:
            found.append(line if len(line) <= _LONG_LINE else _without_middle(line))
    return b"\n".join(found) + (b"" if is_whole or not found else b"\n"), records


def _without_middle(line: bytes) -> bytes:
    start, _, rest = line[: _LONG_LINE // 2].rpartition(b" ")
    _, _, end = line[-_LONG_LINE // 2 :].partition(b" ")
    return (start or rest) + b" " + (end or line[-_LONG_LINE // 2 :])
