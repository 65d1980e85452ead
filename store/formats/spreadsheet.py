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
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import regex

from store.annotations.claim_record import FieldName
from store.annotations.links import CONTRADICTS
from store.formats.features import Feature
from store.formats.format import Format
from store.formats.native import json_text
from store.formats.offsets import Offsets, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from store.formats.rows import ArticleRow, ClusterRow, SpanRow
    from store.formats.writing import Output

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
    "clusters",
    "cluster_ids",
    "refs",
    *FieldName,
    "attributes",
)
"""The names in the first row. The last but one are the record of a claim; what it does not name is
in the last, as JSON."""
TIE_END: Final = ("article", "id", "start", "end", "label", "text")
TIE_COLUMNS: Final = (
    "kind",
    "tie",
    "type",
    "role",
    "name",
    "label",
    *(f"head_{each}" for each in TIE_END),
    *(f"tail_{each}" for each in TIE_END),
    "refs",
    "note",
    "origin",
    "created",
    "updated",
    "annotator",
    "attributes",
)
"""The same of a table of ties (`tie_table`). A relation runs from its head to its tail; a member of
a cluster is a head without a tail. Name, label and refs are those of the cluster."""
CONTRARY: Final = "! "
"""Before the name of a cluster that is a contradiction."""
_BETWEEN: Final = " | "
UNIT_COLUMN: Final = "offset_unit"
"""Is the next column where offsets count something else than code points."""
HASH_COLUMN: Final = "text_sha256"
"""Is the next column where the text is left out, so that it can be found again."""

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


def unescape(cell: str) -> str:
    r"""What a cell of a TSV file means: tabs, line ends and backslashes instead of escapes."""
    return _ESCAPE.sub(lambda match: _MEANT[match[1]], cell)


def columns(unit: Unit = Unit.CODEPOINT, *, has_text: bool = True) -> tuple[str, ...]:
    """The names in the first row, with those of the columns that not every table has."""
    more = (*([UNIT_COLUMN] if unit is not Unit.CODEPOINT else []),
            *([HASH_COLUMN] if not has_text else []))  # fmt: skip
    return COLUMNS + more


def rows_of(
    article: ArticleRow, unit: Unit = Unit.CODEPOINT, *, has_text: bool = True
) -> Iterator[tuple[str, ...]]:
    """The rows of an article."""
    offsets = Offsets(article.said, unit)
    more = (*([unit.value] if unit is not Unit.CODEPOINT else []),
            *([article.text_sha256] if not has_text else []))  # fmt: skip
    clusters: dict[str, list[ClusterRow]] = {}
    for cluster in article.clusters:
        for member in cluster.members:
            clusters.setdefault(member, []).append(cluster)
    for span in article.spans:
        cells = (
            article.id,
            article.meta.title if has_text else "",
            span.id,
            str(offsets.units(span.start)),
            str(offsets.units(span.end)),
            span.label,
            span.text if has_text else "",
            span.note,
            span.origin or "",
            span.created,
            span.updated,
            article.meta.annotator,
            *_said_of(span, clusters.get(span.id, ())),
            *more,
        )
        yield tuple(map(neutral, cells))


def _said_of(span: SpanRow, clusters: Sequence[ClusterRow]) -> Iterator[str]:
    """What a span belongs to, the record of a claim, and its other attributes."""
    yield _BETWEEN.join(
        CONTRARY * (each.relation == CONTRADICTS) + (each.name or each.id) for each in clusters
    )
    yield " ".join(each.id for each in clusters)
    yield " ".join(dict.fromkeys(ref for each in clusters for ref in each.refs))
    rest = dict(span.attributes)
    grades = (each.attributes.get(FieldName.SOURCE, "") for each in clusters)
    for name in FieldName:
        yield rest.pop(name, "") or (next(grades, "") if name is FieldName.SOURCE else "")
    yield json_text(rest) if rest else ""


def encode_rows(rows: Iterable[tuple[str, ...]], *, is_csv: bool) -> bytes:
    """Rows of cells that are as they should be in the file, as CSV or TSV."""
    if not is_csv:
        lines = ("\t".join(cell.translate(_ESCAPED) for cell in row) + "\n" for row in rows)
        return "".join(lines).encode()
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue().encode()


def table_rows(file: TextIO, *, is_csv: bool) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table that was opened without changing line ends, each with its last line.

    Raises:
        csv.Error: It is no table.
    """
    if is_csv:
        reader = csv.reader(file, strict=True)
        yield from ((reader.line_num, row) for row in reader)
        return
    for number, line in enumerate(file, start=1):
        yield number, [unescape(cell) for cell in line.removesuffix("\n").split("\t")]


def _write(rows: Iterator[ArticleRow], target: Output, *, is_csv: bool) -> None:
    options = target.options
    unit = options.unit or Unit.CODEPOINT
    with target.stream() as stream:
        head = columns(unit, has_text=options.has_text)
        stream.write(encode_rows([head], is_csv=is_csv))
        for row in rows:
            cells = rows_of(row, unit, has_text=options.has_text)
            stream.write(encode_rows(cells, is_csv=is_csv))


def _looks_like(head: bytes, _name: str, *, is_csv: bool) -> float:
    """By the names of the columns, of spans or of ties."""
    sign = "," if is_csv else "\t"
    heads = tuple(sign.join(names).encode() for names in (COLUMNS, TIE_COLUMNS))
    return 0.99 if head.startswith(heads) else 0.0


_CSV: Final = Format(
    name="csv",
    title="Comma-separated values, a row for each span",
    holds=frozenset(
        {Feature.OVERLAPS, Feature.SUBTOKEN, Feature.NOTES, Feature.OFFSETS, Feature.IDS,
         Feature.ORIGINS, Feature.ATTRIBUTES, Feature.CLUSTERS, Feature.REFS}
    ),
    writes=partial(_write, is_csv=True),
    endings=(".csv",),
    units=frozenset(Unit),
    needs_text=False,
    says_whose=True,
    looks_like=partial(_looks_like, is_csv=True),
)  # fmt: skip
_TSV: Final = replace(
    _CSV,
    name="tsv",
    title="Tab-separated values, a row for each span",
    writes=partial(_write, is_csv=False),
    endings=(".tsv",),
    looks_like=partial(_looks_like, is_csv=False),
)
FORMATS: Final = (_CSV, _TSV)
