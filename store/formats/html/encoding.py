"""The encoding of a web page: as browsers find it, but UTF-8 wherever it is that."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

import regex

from store.articles.loading import load_text

if TYPE_CHECKING:
    from pathlib import Path

_LOOKED_AT: Final = 4096
"""Bytes at the beginning in which a page names its encoding."""
_COMMENT: Final = regex.compile(rb"<!--.*?-->", regex.DOTALL)
_NAMED: Final = regex.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""",
    regex.IGNORECASE,
)
_SIGNATURES: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MEANT: Final = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs", "utf-16": "utf-8", "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}  # fmt: skip
"""What browsers read in place of what a page names (WHATWG Encoding Standard), by Python's names.
A page in whose bytes the name could be read is not UTF-16."""
_LABELS: Final = {"ks_c_5601-1987": "euc_kr", "x-sjis": "shift_jis", "unicode-1-1-utf-8": "utf-8",
                  "x-gbk": "gbk", "x-x-big5": "big5", "dos-874": "cp874"}  # fmt: skip
_STATEFUL: Final = "iso2022_jp"
"""Its bytes are ASCII, and so valid UTF-8 that means something else."""
_MOST_REPLACED: Final = 0.002
"""Share of characters that may be unreadable in an encoding that the page names."""


def decode(path: Path, data: bytes) -> tuple[str, str, int]:
    """A page as text.

    Returns:
        The text, the encoding, and how many characters could not be read and are U+FFFD now.

    Raises:
        InputError: The bytes are no text in any encoding.
    """
    for signature, encoding in _SIGNATURES:
        if data.startswith(signature):
            return _replacing(data, encoding)
    named = _declared(data)
    if named != _STATEFUL:
        try:
            return data.decode("utf-8"), "utf-8", 0
        except UnicodeDecodeError:
            pass  # it is not, and what the page says of itself counts
    if named:
        text, encoding, replaced = _replacing(data, named)
        if replaced <= len(text) * _MOST_REPLACED:
            return text, encoding, replaced
    text, encoding = load_text(path, data)
    return text, encoding, 0


def _replacing(data: bytes, encoding: str) -> tuple[str, str, int]:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    replaced = text.count("\ufffd")
    if replaced and encoding == "utf-8":
        replaced -= data.count("\ufffd".encode())  # those that stand in the page
    return text, encoding, replaced


def _declared(data: bytes) -> str:
    """The encoding that a page names, as Python calls it; empty if there is none."""
    match = _NAMED.search(_COMMENT.sub(b"", data[:_LOOKED_AT]))
    if match is None:
        return ""
    label = match[1].decode("ascii", "replace").lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label))
    except LookupError:
        return ""
    if not name._is_text_encoding:  # noqa: SLF001  # as `bytes.decode` itself looks at it
        return ""
    return _MEANT.get(name.name, name.name)
