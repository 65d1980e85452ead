r"""The annotations as a table, one a row, as CSV and as TSV.

A spreadsheet takes a cell that begins with `=` for a formula and runs it, and what is annotated
was written by others. So such a cell gets an apostrophe before it, as OWASP advises for "CSV
injection" (owasp.org/www-community/attacks/CSV_Injection), and `original` takes it off again.

CSV is that of RFC 4180. TSV has no quotes: what would end a cell or a row is written as `\t`, `\n`
or `\r`, and a backslash as `\\`. Offsets are code points, as in the other exports.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import msgspec
import regex

from store.formats.native import ArticleRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS: Final = (
    "article",
    "title",
    "id",
    "start",
    "end",
    "label",
    "text",
    "note",
    "origin",
    "created",
    "updated",
    "annotator",
)
"""The names in the first row."""

_RUN: Final = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"
"""What begins a formula; East Asian versions take the full-width forms too."""
_TRIGGER: Final = f"(?:[\t\r\n]|[\\s\\p{{C}}]*{_RUN})"
"""Spreadsheets pass over white space and what cannot be seen; OWASP names tab and line ends."""
_NEEDS_APOSTROPHE: Final = regex.compile(f"'*{_TRIGGER}")
_HAS_APOSTROPHE: Final = regex.compile(f"'+{_TRIGGER}")
_ESCAPES: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPED: Final = str.maketrans(_ESCAPES)
_ESCAPE: Final = regex.compile(r"\\([\\tnr])")
_MEANT: Final = {escape[1]: character for character, escape in _ESCAPES.items()}
_DECODER: Final = msgspec.json.Decoder(ArticleRow)


def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    Returns:
        The cell as it is, or with an apostrophe before it. Apostrophes alone do not make a cell
        harmless to read back, so one that has some before what begins a formula gets another.
    """
    return f"'{cell}" if _NEEDS_APOSTROPHE.match(cell) else cell


def original(cell: str) -> str:
    """What `neutral` was given."""
    return cell[1:] if _HAS_APOSTROPHE.match(cell) else cell


def unescaped(cell: str) -> str:
    r"""What a cell of a TSV file means: tabs, line ends and backslashes instead of escapes."""
    return _ESCAPE.sub(lambda match: _MEANT[match[1]], cell)


def csv_rows(line: bytes) -> bytes:
    """The rows of an article as CSV.

    Args:
        line: The article as a line of the JSON Lines export, which is what has been checked.
    """
    return _csv(_rows(line))


def tsv_rows(line: bytes) -> bytes:
    """The rows of an article as TSV.

    Args:
        line: The article as a line of the JSON Lines export.
    """
    return _tsv(_rows(line))


def _rows(line: bytes) -> Iterator[tuple[str, ...]]:
    article = _DECODER.decode(line)
    for span in article.spans:
        cells = (
            article.id,
            article.meta.title,
            span.id,
            str(span.start),
            str(span.end),
            span.label,
            span.text,
            span.note,
            span.origin or "",
            span.created,
            span.updated,
            article.meta.annotator,
        )
        yield tuple(map(neutral, cells))


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def _tsv(rows: Iterable[tuple[str, ...]]) -> bytes:
    lines = ("\t".join(cell.translate(_ESCAPED) for cell in row) + "\n" for row in rows)
    return "".join(lines).encode()


CSV_HEAD: Final = _csv([COLUMNS])
TSV_HEAD: Final = _tsv([COLUMNS])
