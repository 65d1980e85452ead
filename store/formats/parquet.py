"""Parquet: a row for each article, with its spans, relations and clusters in nested columns.

It holds all that our own lines hold, under the same names, and pandas, DuckDB, Polars and Spark
read it as it is. Attributes are a list of names and values, as few readers of such tables know what
a map is. It is compressed with zstd, and written a group of rows at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.formats.extras import extra_module
from store.formats.features import EVERYTHING
from store.formats.format import Format
from store.formats.json_files import NAMES
from store.formats.offsets import Offsets, Unit
from store.formats.parquet_reading import EXTRA, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow, StanceRow
    from store.formats.writing import Output

GROUP_ROWS: Final = 1_000
"""Articles in a group of rows, at most."""
GROUP_SIZE: Final = 8 * 1024 * 1024
"""Characters of text and spans from which on a group is written."""
_SPAN_SIZE: Final = 200
"""Characters that a span counts for."""


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write the articles as they come; no more than a group of them is in memory."""
    pa = extra_module("pyarrow", FORMAT.extra)
    pq = extra_module("pyarrow.parquet", FORMAT.extra)
    schema = pa.schema(fields(pa))
    unit = target.options.unit or Unit.CODEPOINT
    with target.stream() as stream, pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for group in groups(rows):
            records = [record(row, unit) for row in group]
            writer.write_table(pa.Table.from_pylist(records, schema=schema))


def groups(rows: Iterator[ArticleRow]) -> Iterator[list[ArticleRow]]:
    """The articles in groups that are small enough to be in memory."""
    group: list[ArticleRow] = []
    size = 0
    for row in rows:
        group.append(row)
        size += len(row.said) + _SPAN_SIZE * len(row.spans)
        if len(group) >= GROUP_ROWS or size >= GROUP_SIZE:
            yield group
            group, size = [], 0
    if group:
        yield group


def fields(pa: Any) -> list[Any]:
    """The columns, as Arrow has them.

    Args:
        pa: The module `pyarrow`.
    """
    text, number = pa.string(), pa.int64()

    def struct(*texts: str, **types: Any) -> Any:
        return pa.struct(list((dict.fromkeys(texts, text) | types).items()))

    pairs, besides = pa.list_(struct("name", "value")), ("origin", "created", "updated", "note")
    span = struct(
        id=text, start=number, end=number, label=text, text=text,
        **dict.fromkeys(besides, text), attributes=pairs,
        parts=pa.list_(struct(start=number, end=number)),
    )  # fmt: skip
    relation = struct("id", "type", "role", "head", "tail", *besides, attributes=pairs)
    lists = {"members": pa.list_(text), "refs": pa.list_(text), "attributes": pairs}
    cluster = struct("id", "label", "relation", "name", *besides, **lists)
    return [
        *(pa.field(name, text) for name in ("id", "text", "text_sha256", "offset_unit")),
        pa.field("meta", struct(*NAMES, labels=pa.list_(text))),
        pa.field("spans", pa.list_(span)),
        pa.field("relations", pa.list_(relation)),
        pa.field("clusters", pa.list_(cluster)),
        pa.field("stances", pa.list_(struct("id", "cluster", "value", *besides))),
        *(pa.field(name, text) for name in ("state", "note", "updated")),
        pa.field("labels", pairs),
        pa.field("byline", pairs),
    ]


def record(row: ArticleRow, unit: Unit) -> dict[str, Any]:
    """An article as a record of these columns, with offsets that count a unit."""
    units = Offsets(row.said, unit).units

    def place(at: Sequence[int]) -> dict[str, int]:
        return {"start": units(at[0]), "end": units(at[1])}

    asdict = msgspec.structs.asdict
    return asdict(row) | {
        "offset_unit": unit.value,
        "meta": asdict(row.meta),
        "spans": [
            _record(span)
            | place((span.start, span.end))
            | {"parts": [place(part) for part in span.parts]}
            for span in row.spans
        ],
        "relations": [_record(relation) for relation in row.relations],
        "clusters": [_record(cluster) for cluster in row.clusters],
        "stances": [_record(stance) | {"value": stance.value.value} for stance in row.stances],
        "state": row.state.value,
        "labels": _pairs(row.labels),
        "byline": _pairs(row.byline),
    }


def _record(value: SpanRow | RelationRow | ClusterRow | StanceRow) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.structs.asdict(value)
    pairs = {} if "attributes" not in said else {"attributes": _pairs(said["attributes"])}
    return said | {"origin": value.origin.value if value.origin else ""} | pairs


def _pairs(attributes: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": said} for name, said in attributes.items()]


def _looks_like(head: bytes, _name: str) -> float:
    """By the sign with which such files begin."""
    return 0.99 if head.startswith(b"PAR1") else 0.0


FORMAT: Final = Format(
    name="parquet",
    title="Parquet, a row for each article with nested spans, relations and clusters",
    holds=EVERYTHING,
    reads=read,
    writes=write,
    endings=(".parquet",),
    is_text=False,
    extra=EXTRA,
    says_whose=True,
    looks_like=_looks_like,
)
