"""Sidelight's own dataset: JSON lines, one article each, read back without loss.

Offsets are code points into `text`. A relation or cluster that crosses articles stands on each
line that has a part of it; a cluster lists on each line only the members in that article.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import Origin
from store.formats.beginning import fields_of_first
from store.formats.collecting import bare_row
from store.formats.counting import Spanned, text_as_counted
from store.formats.features import EVERYTHING
from store.formats.format import Format
from store.formats.offsets import NoRangeError, Offsets, Text, Unit
from store.formats.people import People
from store.formats.rows import (
    OFFSET_UNIT,
    ArticleRow,
    Placed,
    split_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from store.articles import Article
    from store.formats.reading import Input
    from store.formats.rows import ClusterRow, RelationRow
    from store.formats.writing import Output
    from store.story.workspace import Workspace
    from store.suggest.model import Suggestion

# Writing -----------------------------------------------------------------------------------


_ENCODER: Final = msgspec.json.Encoder()
_ESCAPED: Final = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2(?:\x80[\x8e\x8f\xa8-\xae]|\x81[\xa6-\xa9])|\xef\xbb\xbf"
)
"""Characters, in UTF-8, that JSON allows but that act on a terminal, or that some readers take for
the end of a line: U+007F to 009F, 061C, 200E, 200F, 2028 to 202E, 2066 to 2069, FEFF. They are
written as escapes, which every reader of JSON reads as the characters."""


_HARMLESS: Final = bytes(set(range(0x7F)))
"""Bytes that stand for no such character, nor for a part of one."""
_DIGITS: Final = 4
"""Of a score, after the point."""


class _Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """A span as it stands in a line: in this order, and without what says nothing."""

    id: str = ""
    start: int | msgspec.UnsetType = msgspec.UNSET
    end: int | msgspec.UnsetType = msgspec.UNSET
    label: str | msgspec.UnsetType = msgspec.UNSET
    text: str = ""
    origin: Origin | None = None
    created: str = ""
    updated: str = ""
    note: str = ""
    attributes: dict[str, str] = {}


class _Relation(msgspec.Struct, frozen=True, omit_defaults=True):
    """A relation as it stands in a line: in this order, and without what says nothing."""

    id: str = ""
    type: str = ""
    role: str = ""
    head: str = ""
    tail: str = ""
    origin: Origin | None = None
    created: str = ""
    updated: str = ""
    note: str = ""
    attributes: dict[str, str] = {}


class _Cluster(msgspec.Struct, frozen=True, omit_defaults=True):
    """A cluster as it stands in a line: in this order, and without what says nothing."""

    id: str = ""
    label: str = ""
    relation: str = ""
    name: str = ""
    members: list[str] = []
    refs: list[str] = []
    origin: Origin | None = None
    created: str = ""
    updated: str = ""
    note: str = ""
    attributes: dict[str, str] = {}


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
    return encode_fields(fields_of(row, unit, has_text=has_text))


def fields_of(
    row: ArticleRow, unit: Unit = Unit.CODEPOINT, *, has_text: bool = True
) -> dict[str, object]:
    """The fields of the line of an article; those that say nothing are left out.

    Their order is a contract as the bytes of an export are.
    """
    row = split_parts(row)
    return head_fields(row, unit, has_text=has_text) | {
        "spans": _spans(row, unit, has_text=has_text),
        **_saying(
            relations=[_relation(each) for each in row.relations],
            clusters=[_cluster(each) for each in row.clusters],
            stances=row.stances,
            state=row.state,
            note=row.note,
            labels=row.labels,
            byline=row.byline,
            updated=row.updated,
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


def _spans(row: ArticleRow, unit: Unit, *, has_text: bool) -> list[_Span]:
    units = None if unit is Unit.CODEPOINT else Offsets(row.said, unit).units
    return [
        _Span(
            each.id,
            each.start if units is None else units(each.start),
            each.end if units is None else units(each.end),
            each.label,
            each.text if has_text else "",
            each.origin,
            each.created,
            each.updated,
            each.note,
            each.attributes,
        )
        for each in row.spans
    ]


def _relation(row: RelationRow) -> _Relation:
    link = row.id, row.type, row.role, row.head, row.tail
    return _Relation(*link, row.origin, row.created, row.updated, row.note, row.attributes)


def _cluster(row: ClusterRow) -> _Cluster:
    group = row.id, row.label, row.relation, row.name, row.members, row.refs
    return _Cluster(*group, row.origin, row.created, row.updated, row.note, row.attributes)


def _saying(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value}


def encode_fields(row: dict[str, object]) -> bytes:
    """Fields as a line, with its newline."""
    return encode_value(row) + b"\n"


def encode_value(value: object) -> bytes:
    """A value as JSON that acts on no terminal, for a part of a line."""
    data = _ENCODER.encode(value)
    # Looked for among what is not ASCII: that is a tenth of the work.
    found = _ESCAPED.search(data.translate(None, _HARMLESS))
    return data if found is None else _ESCAPED.sub(_escape, data)


def json_text(fields: Mapping[str, object]) -> str:
    """Fields as JSON that acts on no terminal, without a newline."""
    return encode_fields({**fields}).decode().removesuffix("\n")


def _escape(match: re.Match[bytes]) -> bytes:
    return f"\\u{ord(match[0].decode()):04x}".encode()


def suggestion_line(
    workspace: Workspace, article: Article, suggestions: Iterable[Suggestion]
) -> bytes:
    """What is suggested for an article, as a line: in place of `spans` it has `suggestions`.

    So nobody takes them for annotations. `--suggest file:` reads them back as suggestions.
    """
    row = head_fields(bare_row(workspace, article))
    row["suggestions"] = [
        {
            "start": suggestion.start,
            "end": suggestion.end,
            "label": suggestion.label,
            "text": suggestion.text,
            "score": round(suggestion.score, _DIGITS),
            "reason": suggestion.reason,
            "suggester": suggestion.suggester,
            "origin": suggestion.origin,
        }
        for suggestion in suggestions
    ]
    return encode_fields(row)


# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """The lines that hold something, each with its number from 1."""
    people = People(source)
    for number, row in source.json_lines(ArticleRow):
        who = row.meta.annotator
        if not people.is_read(who, row.id):
            people.leave_out("annotator", who, f"{row.id} in line {number}", len(row.spans))
            continue
        with source.passing_over():
            yield Placed(_in_codepoints(source, number, row), source.path, number)


def _in_codepoints(source: Input, number: int, row: ArticleRow) -> ArticleRow:
    unit = source.options.unit or unit_named(row.offset_unit, source, number)
    if row.text is not None and not row.text_sha256:  # a line that somebody else has made
        spans = ((span.start, span.end, span.text or None) for span in row.spans)
        counted = text_as_counted(source, Spanned(row.id, row.text, spans), unit)
        if counted == Text.of(row.text, Unit.CODEPOINT):
            return row
        return in_codepoints(row, counted, source, number)
    if unit is Unit.CODEPOINT:
        return row
    text = row.text
    if text is None and source.options.texts is not None:
        text = source.options.texts(row.id)
    if text is None:
        reason = f"offsets in {unit.value} cannot be read without the text"
        raise source.error(reason, number, "text")
    return in_codepoints(row, Text.of(text, unit), source, number)


def unit_named(name: str, source: Input, line: int | None, field: str = "offset_unit") -> Unit:
    """What offsets count, by the name that a file has for it.

    Raises:
        InputError: There is no such unit.
    """
    try:
        return Unit(name)
    except ValueError as error:
        reason = f"offsets in {name!r} cannot be read; only in {', '.join(Unit)}"
        raise source.error(reason, line, field) from error


def in_codepoints(row: ArticleRow, text: Text, source: Input, line: int) -> ArticleRow:
    """A row whose offsets are code points.

    Args:
        row: As it stands in the file.
        text: What it is about, and what it counts.
        source: The file.
        line: Of the row.

    Raises:
        InputError: An offset does not fit the text.
    """
    spans = []
    for index, span in enumerate(row.spans):
        try:
            start, end = text.range(span.start, span.end)
        except NoRangeError as error:
            name = ("start", "end")[error.which]
            raise source.error(str(error), line, f"spans[{index}].{name}") from error
        spans.append(msgspec.structs.replace(span, start=start, end=end))
    return msgspec.structs.replace(row, spans=spans, offset_unit=OFFSET_UNIT)


NUMBERED: Final = re.compile(rb'"id"\s*:\s*\d')
"""Ours are texts; a line that somebody else has made may have numbers."""


def _looks_like(head: bytes, name: str) -> float:
    """By the fields of the first line."""
    fields = set(fields_of_first(head)) if head.lstrip().startswith(b"{") else set()
    if len(fields & {"offset_unit", "spans", "text_sha256"}) >= 2:
        return 0.99
    other = fields & {"tokens", "answer", "_task_hash"} or NUMBERED.search(head)
    is_ours = {"id", "spans"} <= fields and name.endswith(".jsonl") and not other
    return 0.75 if is_ours else 0.0


FORMAT: Final = Format(
    name="jsonl",
    title="Sidelight’s own JSON lines",
    holds=EVERYTHING,
    reads=read,
    writes=write,
    endings=(".jsonl",),
    units=frozenset(Unit),
    needs_text=False,
    says_whose=True,
    looks_like=_looks_like,
)
