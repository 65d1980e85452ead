"""Sidelight's own dataset: JSON lines, one article each, read back without loss.

Offsets are code points into `text`. A relation or cluster that crosses articles stands on each
line that has a part of it; a cluster lists on each line only the members in that article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError
from store.formats.features import EVERYTHING
from store.formats.format import Format
from store.formats.offsets import Offsets, Unit
from store.formats.reading import Input
from store.formats.rows import (
    OFFSET_UNIT,
    ArticleRow,
    ClusterRow,
    Placed,
    RelationRow,
    SpanRow,
    split_parts,
    text_sha256,
)
from store.wording import uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.formats.writing import Output

# Writing -----------------------------------------------------------------------------------


_ENCODER: Final = msgspec.json.Encoder()
_ESCAPED: Final = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2(?:\x80[\x8e\x8f\xa8-\xae]|\x81[\xa6-\xa9])|\xef\xbb\xbf"
)
"""Characters, in UTF-8, that JSON allows but that act on a terminal, or that some readers take for
the end of a line: U+007F to 009F, 061C, 200E, 200F, 2028 to 202E, 2066 to 2069, FEFF. They are
written as escapes, which every reader of JSON reads as the characters."""


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a line for each article."""
    unit = target.options.unit or Unit.CODEPOINT
    has_text = target.options.has_text
    with target.stream() as stream:
        for row in rows:
            stream.write(encode_row(row, unit, has_text=has_text))


def encode_row(row: ArticleRow, unit: Unit = Unit.CODEPOINT, *, has_text: bool = True) -> bytes:
    """A line as it is written, with its newline.

    Args:
        row: The article; its parts of discontinuous spans are written one by one.
        unit: What its offsets count.
        has_text: Whether what the article and its spans say is in it.
    """
    return _escaped(_ENCODER.encode(fields_of(row, unit, has_text=has_text)))


def fields_of(
    row: ArticleRow, unit: Unit = Unit.CODEPOINT, *, has_text: bool = True
) -> dict[str, object]:
    """The same line, field by field; those that say nothing are left out.

    Their order is a contract as the bytes of an export are.
    """
    row = split_parts(row)
    return head_fields(row, unit, has_text=has_text) | {
        "spans": list(_spans(row, unit, has_text=has_text)),
        **_saying(
            relations=[
                _saying(id=r.id, type=r.type, role=r.role, head=r.head, tail=r.tail)
                for r in row.relations
            ],
            clusters=[
                _saying(id=c.id, label=c.label, relation=c.relation, name=c.name, members=c.members)
                for c in row.clusters
            ],
        ),
    }


def head_fields(
    row: ArticleRow, unit: Unit = Unit.CODEPOINT, *, has_text: bool = True
) -> dict[str, object]:
    """What a line says of its article, before what it says of spans."""
    meta = row.meta if has_text else msgspec.structs.replace(row.meta, title="")
    return {
        "id": row.id,
        **({"text": row.text} if has_text and row.text is not None else {}),
        "text_sha256": row.text_sha256,
        "offset_unit": unit,
        "meta": msgspec.to_builtins(meta),
    }


def _spans(row: ArticleRow, unit: Unit, *, has_text: bool) -> Iterator[dict[str, object]]:
    units = int if unit is Unit.CODEPOINT else Offsets(row.said, unit).units
    for span in row.spans:
        yield {
            **_saying(id=span.id),
            "start": units(span.start),
            "end": units(span.end),
            "label": span.label,
            **_saying(
                text=span.text if has_text else "",
                origin=span.origin,
                created=span.created,
                updated=span.updated,
                note=span.note,
                attributes=span.attributes,
            ),
        }


def _saying(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}


def encode_fields(row: dict[str, object]) -> bytes:
    """Fields as a line, with its newline."""
    return _escaped(_ENCODER.encode(row))


def _escaped(line: bytes) -> bytes:
    return _ESCAPED.sub(_escape, line) + b"\n"


def _escape(match: re.Match[bytes]) -> bytes:
    return f"\\u{ord(match[0].decode()):04x}".encode()


# Reading -----------------------------------------------------------------------------------

_DECODER: Final = msgspec.json.Decoder(ArticleRow)


def read(source: Input) -> Iterator[Placed]:
    """The lines that hold something, each with its number from 1."""
    for number, line in source.lines():
        if not line.strip():
            continue
        try:
            yield Placed(_decode(source, number, line), source.path, number)
        except InputError as error:
            source.take(error)


def read_jsonl(path: Path) -> list[Placed]:
    """Read all of a file of our own format.

    Raises:
        InputError: The file cannot be read, or a line is not an article with its spans.
    """
    rows = list(read(Input(path)))
    if not rows:
        raise InputError("the file is empty; there is nothing to import", path=path)
    return rows


def _decode(source: Input, number: int, line: bytes) -> ArticleRow:
    path = source.path
    if line.strip() in (b"{", b"["):
        reason = "this line is not JSON by itself; put each article on one line, as jq -c . does"
        raise InputError(reason, path=path, line=number)
    try:
        row = _DECODER.decode(line)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at ")
        field = place.strip("`").removeprefix("$").removeprefix(".") or None
        raise InputError(uncapitalised(reason), path=path, line=number, field=field) from error
    except RecursionError as error:
        reason = "this line is not an article: it is nested too deeply"
        raise InputError(reason, path=path, line=number) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"this line is not JSON: {uncapitalised(error)}", path=path, line=number
        ) from error
    return _in_codepoints(source, number, row)


def _in_codepoints(source: Input, number: int, row: ArticleRow) -> ArticleRow:
    try:
        unit = source.options.unit or Unit(row.offset_unit)
    except ValueError as error:
        units = ", ".join(unit.value for unit in Unit)
        reason = f"offsets in {row.offset_unit!r} cannot be read; only in {units}"
        raise InputError(reason, path=source.path, line=number, field="offset_unit") from error
    if unit is Unit.CODEPOINT:
        return row
    text = row.text
    if text is None and source.options.texts is not None:
        text = source.options.texts(row.id)
    if text is None:
        reason = f"offsets in {unit.value} cannot be read without the text"
        raise InputError(reason, path=source.path, line=number, field="text")
    offsets = Offsets(text, unit)
    spans = []
    for index, span in enumerate(row.spans):
        ends = offsets.codepoint(span.start), offsets.codepoint(span.end)
        if ends[0] is None or ends[1] is None:
            name = "start" if ends[0] is None else "end"
            reason = f"offset {getattr(span, name)} lies inside a character"
            where = f"spans[{index}].{name}"
            raise InputError(reason, path=source.path, line=number, field=where)
        spans.append(msgspec.structs.replace(span, start=ends[0], end=ends[1]))
    return msgspec.structs.replace(row, spans=spans, offset_unit=OFFSET_UNIT)


def _looks_like(head: bytes, name: str) -> float:
    """By the fields of the first line."""
    first = head.lstrip().split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return 0.0
    marks = (b'"offset_unit"', b'"spans"', b'"text_sha256"')
    count = sum(mark in first for mark in marks)
    if count >= 2:
        return 0.99
    is_named = name.endswith(".jsonl")
    other = any(mark in first for mark in (b'"tokens"', b'"answer"', b'"_task_hash"'))
    return (
        0.75
        if count and b'"spans"' in first and b'"id"' in first and is_named and not other
        else 0.0
    )


FORMAT: Final = Format(
    name="jsonl",
    title="Sidelight’s own JSON lines",
    holds=EVERYTHING,
    reads=read,
    writes=write,
    endings=(".jsonl",),
    units=frozenset(Unit),
    needs_text=False,
    looks_like=_looks_like,
)
__all__ = [
    "FORMAT",
    "ArticleRow",
    "ClusterRow",
    "RelationRow",
    "SpanRow",
    "encode_fields",
    "fields_of",
    "head_fields",
    "read_jsonl",
    "text_sha256",
]
