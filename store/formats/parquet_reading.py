"""Reading Parquet: files of ours, and rows of words and tags as data sets are given out in.

Tags are numbers there, mostly. What they are called stands in the file, where Hugging Face's
`datasets` has written it: in the metadata of its schema, as the names of a `ClassLabel`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.errors import InputError
from store.formats.extras import extra_module
from store.formats.native import unit_named
from store.formats.offsets import NoRangeError, Text, Unit
from store.formats.people import People
from store.formats.rows import OFFSET_UNIT, ArticleRow, Placed
from store.formats.tagged_json import TAGS, WORDS, rows_of_words
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.formats.json_files import FoundValue
    from store.formats.reading import Input

EXTRA: Final = "parquet"
_BATCH: Final = 256
"""Rows that are in memory."""
_OURS: Final = frozenset({"id", "text_sha256", "offset_unit", "spans"})
"""Columns that only we write."""
_ALWAYS: Final = frozenset({"text", "spans", "start"})
"""Fields that our lines have where they say nothing as well."""
_PAIRS: Final = frozenset({"attributes", "labels", "byline"})
"""Fields that are lists of names and values in a table."""


def read(source: Input) -> Iterator[Placed]:
    """The articles of a file, as they come."""
    pa = extra_module("pyarrow", EXTRA)
    pq = extra_module("pyarrow.parquet", EXTRA)
    try:
        with pq.ParquetFile(source.path) as file:
            names = set(file.schema_arrow.names)
            if names >= _OURS:
                yield from _our_rows(source, _records(file))
            elif names & set(WORDS) and names & set(TAGS):
                labels = _labels(file.schema_arrow.metadata or {})
                yield from rows_of_words(source, _word_rows(file, labels))
            else:
                some = ", ".join(f"“{name}”" for name in sorted(names)[:8])
                reason = (
                    f"this Parquet has {some}, and no columns of words and tags such as tokens and "
                    "ner_tags; write JSON lines of it (in datasets or pandas: to_json)"
                )
                raise source.error(reason)
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            f"this is no sound Parquet: {uncapitalised(error)}", path=source.path
        ) from error


def _records(file: Any) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(batch_size=_BATCH):
        yield from batch.to_pylist()


# Words and tags ----------------------------------------------------------------------------


def _word_rows(file: Any, labels: Mapping[str, Sequence[str]]) -> Iterator[FoundValue]:
    for number, record in enumerate(_records(file)):
        said = {name: value for name, value in record.items() if value is not None}
        for name, names in labels.items():
            tags = said.get(name)
            if isinstance(tags, list):
                said[name] = [_named(tag, names) for tag in tags]
        yield said, None, f"[{number}]"


def _named(tag: object, names: Sequence[str]) -> object:
    """A tag by its name, if it is the number of one."""
    return names[tag] if isinstance(tag, int) and 0 <= tag < len(names) else tag


def _labels(metadata: Mapping[bytes, bytes]) -> dict[str, list[str]]:
    """What the numbers in columns of tags are called."""
    try:
        features = json.loads(metadata.get(b"huggingface", b"{}"))["info"]["features"]
    except (ValueError, KeyError, TypeError):
        return {}
    found = {}
    for name, feature in features.items() if isinstance(features, dict) else ():
        inner = feature.get("feature", feature) if isinstance(feature, dict) else feature
        names = inner.get("names") if isinstance(inner, dict) else None
        if isinstance(names, list) and all(isinstance(each, str) for each in names):
            found[name] = names
    return found


# Ours --------------------------------------------------------------------------------------


def _our_rows(source: Input, records: Iterator[dict[str, Any]]) -> Iterator[Placed]:
    people = People(source)
    for number, record in enumerate(records, start=1):
        with source.passing_over():
            try:
                row = msgspec.convert(_plain(record), ArticleRow)
            except msgspec.ValidationError as error:
                raise source.error(uncapitalised(error), None, f"[{number - 1}]") from error
            who = row.meta.annotator
            if people.is_read(who, row.id):
                yield Placed(_in_codepoints(source, row, f"[{number - 1}]"), source.path)
            else:
                people.leave_out("annotator", who, f"{row.id} in row {number}", len(row.spans))


def _plain(value: object) -> Any:
    """A value as our lines have it: without what says nothing, attributes by their names."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    found: dict[str, object] = {}
    for name, each in value.items():
        if each in (None, "", []) and name not in _ALWAYS:
            continue
        if name in _PAIRS and isinstance(each[0], dict):
            found[name] = {pair["name"]: pair["value"] for pair in each}
        elif name == "parts":
            found[name] = [[part["start"], part["end"]] for part in each]
        else:
            found[name] = _plain(each)
    return found


def _in_codepoints(source: Input, row: ArticleRow, place: str) -> ArticleRow:
    unit = source.options.unit or unit_named(row.offset_unit, source, None, place)
    if unit is Unit.CODEPOINT:
        return row
    text = Text.of(row.said, unit)
    try:
        spans = [
            msgspec.structs.replace(
                span,
                **dict(zip(("start", "end"), text.range(span.start, span.end), strict=True)),
                parts=[text.range(*part) for part in span.parts],
            )
            for span in row.spans
        ]
    except NoRangeError as error:
        raise source.error(str(error), None, f"{place}.spans") from error
    return msgspec.structs.replace(row, spans=spans, offset_unit=OFFSET_UNIT)
