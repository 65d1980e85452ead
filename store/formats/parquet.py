"""Parquet: a row for each article, with its spans, relations and clusters in nested columns.

It holds all that our own lines hold, and pandas, DuckDB, Polars and Spark read it as it is. It is
compressed with zstd, and written a group of rows at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.formats.extras import extra_module
from store.formats.features import EVERYTHING
from store.formats.format import Format
from store.formats.nested import fields, record
from store.formats.offsets import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.rows import ArticleRow
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
            records = [record(row, unit, has_text=target.options.has_text) for row in group]
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


FORMAT: Final = Format(
    name="parquet",
    title="Parquet, a row for each article with nested spans, relations and clusters",
    holds=EVERYTHING,
    writes=write,
    endings=(".parquet",),
    is_text=False,
    extra="parquet",
)
