"""Read articles: a table of loaders by file type, and the rule for decoding.

A file is read as bytes and decoded as strict UTF-8. If it is not UTF-8 its encoding is detected
and said; what cannot be decoded is refused, because with replacement characters in it no offset
could be trusted.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from store.articles.byline import find_byline
from store.articles.model import Article, ArticleRef, FileStamp
from store.errors import InputError, system_reason
from store.files import UTF8_BOM, open_regular

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    type_of_loader = Callable[[Path, bytes], tuple[str, str]]

MOST_BYTES: Final = 256 * 1024 * 1024
"""A larger file is not an article that a person reads."""
_NO_CONTROL: Final = bytes({*range(256)} - {*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20)})
"""All bytes but those of control characters that text does not have, as UTF-8 has them."""
_READINGS: Final = 4
"""How often a file that changes while it is read is read again."""
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
    # Ten times as fast as a pattern, and every article passes here.
    controls = len(head.encode("utf-8", "surrogatepass").translate(None, _NO_CONTROL))
    return controls > max(8, len(head) * _MOST_CONTROLS)


LOADERS: Final[Mapping[str, type_of_loader]] = {".txt": load_text, ".md": load_text}
"""What reads a file of each type, by its extension in lower case."""
_ENDINGS: Final = tuple(LOADERS)

PAPERS: Final = (".html", ".htm", ".pdf", ".docx")
"""Endings of files that are no articles, but of which an import makes some."""


def is_article_name(name: str) -> bool:
    """Whether a file of that name has the extension of a type that can be read."""
    return name.lower().endswith(_ENDINGS) and name[0] != "."


def load_article(ref: ArticleRef) -> Article:
    """Read one article from its file.

    Raises:
        InputError: It is missing, unreadable, too large, not a regular file, or not text.
    """
    path = ref.path
    data, stamp = read_bytes(path)
    loader = LOADERS.get(path.suffix.lower(), load_text)
    text, encoding = loader(path, data)
    return Article(
        id=ref.id,
        path=path,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        byline=find_byline(text, path.stem),
        stamp=stamp,
    )


def original_bytes(article: Article) -> bytes | None:
    """The bytes of the file that an article was read from; none if they cannot be made again."""
    for signature in (b"", UTF8_BOM):
        try:
            data = signature + article.text.encode(article.encoding)
        except UnicodeEncodeError:
            return None
        if hashlib.sha256(data).hexdigest() == article.sha256:
            return data
    return None


def stamp_of(path: Path) -> FileStamp | None:
    """What the system says of a file now; None where it is missing or cannot be reached."""
    try:
        return _stamp(os.stat(path))
    except (OSError, ValueError):  # a name with a NUL in it is no name
        return None


def read_bytes(path: Path, what: str = "it") -> tuple[bytes, FileStamp]:
    """Read a whole file that may be anything: never waits, never reads without end.

    Args:
        path: Where it lies; a link is followed.
        what: What the file is to the person, to begin the sentence of an error with.

    Returns:
        All its bytes, and what the system said of the file when these were its bytes.

    Raises:
        InputError: It is missing, unreadable, no regular file, larger than `MOST_BYTES`, or does
            not stay the same while it is read.
    """
    try:
        for _ in range(_READINGS):
            read = _read_once(path)
            if read is not None:
                return read
        reason = "it is being written to; try again when that is done"
    except _UnfitFileError as error:
        reason = str(error)
    except OSError as error:
        reason = system_reason(error)
    except ValueError:
        reason = "its name has a NUL character in it"
    raise InputError(f"{what} cannot be read: {reason}", path=path)


class _UnfitFileError(Exception):
    """A file that is not read, and why."""


def _read_once(path: Path) -> tuple[bytes, FileStamp] | None:
    """Read a file, or None where it changed meanwhile."""
    with open(open_regular(path, os.O_RDONLY), "rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        _check_size(before.st_size)
        pieces: list[bytes] = []
        size = 0
        # One byte more than there should be shows that it grew.
        while piece := file.read(min(before.st_size, MOST_BYTES) + 1 - size):
            pieces.append(piece)
            size += len(piece)
            if size > before.st_size:
                break
        after = os.fstat(file.fileno())
    _check_size(max(size, after.st_size))
    is_same = size == before.st_size and _stamp(before) == _stamp(after)
    return (b"".join(pieces), _stamp(before)) if is_same else None


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        raise _UnfitFileError(f"it has {size / (1024 * 1024):,.0f} MB; at most {most} are read")


def _stamp(status: os.stat_result) -> FileStamp:
    return FileStamp(status.st_size, status.st_mtime_ns, status.st_ino)
