"""Read articles: a table of loaders by file type, and the rule for decoding.

A file is read as bytes and decoded as strict UTF-8. If it is not UTF-8 its encoding is detected
and said; what cannot be decoded is refused, because with replacement characters in it no offset
could be trusted.
"""

from __future__ import annotations

import hashlib
import stat
from typing import TYPE_CHECKING, Final

from store.articles.byline import find_byline
from store.articles.model import Article, ArticleRef
from store.errors import InputError, system_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    type_of_loader = Callable[[Path, bytes], tuple[str, str]]

UTF8_BOM: Final = b"\xef\xbb\xbf"
MOST_BYTES: Final = 256 * 1024 * 1024
"""A larger file is not an article that a person reads."""
_MOST_CONTROLS: Final = 0.02
"""Share of control characters above which a decoded text is taken for binary data."""


def load_text(path: Path, data: bytes) -> tuple[str, str]:
    """Decode a plain text or Markdown file.

    Returns:
        The text, and the name of the encoding it was read in.

    Raises:
        InputError: The bytes are no text in any encoding.
    """
    body = data.removeprefix(UTF8_BOM)
    try:
        text, encoding = body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = _detect(path, data)
    if _looks_binary(text):
        raise InputError("this is binary data, not text; an article is a text file", path=path)
    return text, encoding


def _detect(path: Path, data: bytes) -> tuple[str, str]:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data[:65_536] and not wide:
        raise InputError("this is binary data, not text; an article is a text file", path=path)
    from charset_normalizer import from_bytes

    # A dozen common encodings: among all of them, noise always finds one that fits.
    best = from_bytes(data, cp_isolation=list(_ENCODINGS)).best()
    if best is None:
        raise InputError(
            "this is not text in any encoding that could be recognised; "
            "save it as UTF-8 and open it again",
            path=path,
        )
    # Decoded here, not by the library, which may drop a signature or change newlines.
    text = data.decode(best.encoding)
    return text.removeprefix("\ufeff"), best.encoding


_ENCODINGS: Final = (
    "utf_16", "utf_32", "cp1252", "latin_1", "cp1250", "cp1251", "koi8_r", "cp1256",
    "cp1255", "cp1253", "cp1254", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip


def _looks_binary(text: str) -> bool:
    head = text[:65_536]
    controls = sum(1 for c in head if c < " " and c not in "\t\n\r\f\v\x1b")
    return controls > max(8, len(head) * _MOST_CONTROLS)


LOADERS: Final[Mapping[str, type_of_loader]] = {".txt": load_text, ".md": load_text}
"""What reads a file of each type, by its extension in lower case."""


def is_article_file(path: Path) -> bool:
    """Whether a file has the extension of a type that can be read."""
    return path.suffix.lower() in LOADERS and not path.name.startswith(".")


def load_article(ref: ArticleRef) -> Article:
    """Read one article from its file.

    Raises:
        InputError: It is missing, unreadable, too large, not a regular file, or not text.
    """
    path = ref.path
    data = _read_regular_file(path)
    loader = LOADERS.get(path.suffix.lower(), load_text)
    text, encoding = loader(path, data)
    return Article(
        id=ref.id,
        path=path,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        byline=find_byline(text, path.stem),
    )


def _read_regular_file(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("this is not a regular file", path=path)
        if status.st_size > MOST_BYTES:
            raise InputError(
                f"this file has {status.st_size / 1e6:,.0f} MB; "
                f"an article may have {MOST_BYTES // (1024 * 1024)}",
                path=path,
            )
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        raise InputError(f"it cannot be read: {system_reason(error)}", path=path) from error
