"""doccano's JSON lines: one text each, with its spans in one of the shapes that doccano has had.

Offsets are UTF-16 units, unless the project counts "grapheme clusters". A project without
relations exports and imports tuples under `label`, one with relations objects under `entities`:
a file is written in the latter shape if any article in it has a relation, else in the former.
"""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec
import regex

from store.formats.counting import Spanned, is_clear, text_as_counted
from store.formats.features import EVERYTHING, Feature
from store.formats.fields import WITHOUT_WIDTH, Fields, as_attribute, kind_of
from store.formats.format import Format
from store.formats.json_files import (
    article_id_of,
    listed,
    meta_of,
    read_records,
    records,
    said_of,
)
from store.formats.native import encode_fields
from store.formats.offsets import Text, Unit
from store.formats.own_metadata import OWN, own_metadata, relations_within, with_own_metadata
from store.formats.people import People
from store.formats.reading import Input
from store.formats.rows import ArticleRow, Placed, RelationRow, SpanRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.counting import Quoted
    from store.formats.losses import Losses
    from store.formats.writing import Output

_SPANS: Final = ("label", "labels", "entities", "annotations")
"""Where spans stand: one of these, depending on the project and on the version."""
_COMMENTS: Final = ("Comments", "comments")
_TEXTS: Final = ("text", "data")
"""Where the text stands; the latter in versions 1.4 and 1.5."""
_TAKEN: Final = frozenset(
    {"id", *_TEXTS, "meta", "relations", "cats", "user", OWN, *_SPANS, *_COMMENTS}
)
_SPAN: Final = frozenset({"id", "label", "start_offset", "end_offset", "user", "text"})
UNNAMED: Final = "relation"
"""The type of a relation without one."""

# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """The texts, each with the spans of one annotator."""
    people = People(source)
    return read_records(source, lambda _, record, number: _article(people, source, record, number))


def _article(people: People, source: Input, record: Fields, number: int) -> ArticleRow:
    article, is_numbered = article_id_of((record, "id"), number=record.line or number)
    spanned = Spanned(article, record.text(_text_in(record)), _places(record))
    own = record.values.get(OWN)
    unit = own.get("offset_unit") if isinstance(own, dict) else None
    if unit in tuple(Unit) and source.options.unit is None:
        text = Text.of(spanned.said, Unit(unit))
    else:
        text = text_as_counted(source, spanned, Unit.UTF16, lambda: _others(source))
    losses = source.losses
    for name in _COMMENTS:
        for comment in record.items(name):
            said = comment.get("comment") if isinstance(comment, dict) else comment
            losses.lose("comments on whole texts", f"“{said}” on {article}")
    for category in record.items("cats"):
        losses.lose("categories of whole texts", f"{category} of {article}")
    spans: list[SpanRow] = []
    told = _Told(article, text, people, losses)
    for place in _SPANS:
        value = record.values.get(place)
        if isinstance(value, str):
            losses.lose("categories of whole texts", f"{value} of {article}")
            continue
        for index, each in enumerate(record.items(place)):
            if isinstance(each, str):
                losses.lose("categories of whole texts", f"{each} of {article}")
                continue
            with source.passing_over():
                span = _span(record, f"{place}[{index}]", each, told)
                spans += [span] if span is not None else []
    meta = record.values.get("meta")
    row = ArticleRow(
        id=article,
        spans=spans,
        text=text.said,
        meta=meta_of(
            (meta if isinstance(meta, dict) else {"meta": meta})
            | {k: v for k, v in record.values.items() if k not in _TAKEN},
            losses,
            example=article,
            annotator=told.annotators[0] if told.annotators else "",
        ),
        is_numbered=is_numbered,
    )
    return with_own_metadata(_with_relations(source, record, row), record, losses)


def _text_in(record: Fields) -> str:
    return next((name for name in _TEXTS if name in record.values), _TEXTS[0])


def _places(record: Fields) -> Iterator[Quoted]:
    """Where the spans of a text are, as they stand in the file."""
    for value in (each for name in _SPANS for each in listed(record.values.get(name))):
        if isinstance(value, list):
            value = dict(zip(("start_offset", "end_offset"), value, strict=False))
        if isinstance(value, dict):
            start, end, quote = map(value.get, ("start_offset", "end_offset", "text"))
            if isinstance(start, int) and isinstance(end, int):
                yield start, end, quote if isinstance(quote, str) else None


def _others(source: Input) -> Iterator[tuple[str, list[Quoted]]]:
    """All texts of a file, with the places of their spans."""
    for record in records(Input(source.path, keeps_going=True)):
        said = record.values.get(_text_in(record))
        if isinstance(said, str):
            yield said, list(_places(record))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the spans of a record share."""

    article: str
    """Its id."""
    text: Text
    people: People
    losses: Losses
    annotators: list[str] = field(default_factory=list)
    """Those of whom something is read."""


def _span(record: Fields, place: str, value: object, told: _Told) -> SpanRow | None:
    """A span; none where there is no place for it.

    Args:
        record: The text with all that is said of it.
        place: Where the span stands in it.
        value: The span: a tuple of start, end and label, or an object.
        told: What is told of the others.
    """
    article, text, losses = told.article, told.text, told.losses
    if isinstance(value, list):
        if len(value) != 3:
            reason = f"it must be a start, an end and a label, not {len(value)} values"
            raise record.fault(place, reason)
        value = dict(zip(("start_offset", "end_offset", "label"), value, strict=True))
    if not isinstance(value, dict):
        raise record.fault(place, f"it must be a list or an object, not {kind_of(value)}")
    fields = Fields(value, record.path, record.line, record.where(place))
    label = fields.name("label")
    who = fields.name("user", "") or record.name("user", "")
    if who and not told.people.is_read(who, text.said):
        told.people.leave_out("user", who, f"{label} of {article}")
        return None
    if who and who not in told.annotators:
        told.annotators.append(who)
    found = fields.range_between(text, "start_offset", "end_offset")
    if found is None:
        losses.lose(WITHOUT_WIDTH, f"{label} at {value['start_offset']} of {article}")
        return None
    start, end = found
    said = text.said[start:end]
    fields.check_quote(said)
    if not label:
        losses.lose("spans without a label", f"“{said[:40]}” of {article}")
        return None
    attributes = {k: as_attribute(v) for k, v in value.items() if k not in _SPAN}
    return SpanRow(start, end, label, fields.name("id", ""), said, attributes=attributes)


def _with_relations(source: Input, record: Fields, row: ArticleRow) -> ArticleRow:
    relations = []
    known = row.ids
    everything = {
        str(each.get("id"))
        for name in _SPANS
        for each in listed(record.values.get(name))
        if isinstance(each, dict)
    }
    for fields in record.each("relations"):
        head, tail = fields.name("from_id"), fields.name("to_id")
        kind = fields.name("type", "") or UNNAMED
        missing = next((n for n, i in (("from_id", head), ("to_id", tail)) if i not in known), "")
        if not missing:
            relations.append(RelationRow(kind, head, tail, fields.name("id", "")))
        elif fields.name(missing) in everything:
            source.losses.lose("relations of spans that are left out", f"{kind} of {row.id}")
        else:
            reason = f"no entity of this text has the id {fields.name(missing)}"
            source.take(fields.fault(missing, reason))
    return msgspec.structs.replace(row, relations=relations) if relations else row


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a line for each article; in which shape is known when all have been seen.

    What doccano takes for metadata, all lines have, as it refuses a file in which one lacks some.
    """
    has_relations = False
    blank: dict[str, object] = {}
    with tempfile.TemporaryFile(dir=target.folder) as waiting:
        for row in rows:
            fields = _fields(row, target)
            has_relations = has_relations or bool(fields["relations"])
            blank |= {name: type(value)() for name, value in fields["meta"].items()}
            waiting.write(encode_fields(fields))
        waiting.seek(0)
        with target.stream() as stream:
            for line in waiting:
                fields = msgspec.json.decode(line)
                spans = {"entities": fields["entities"], "relations": fields["relations"]}
                stream.write(
                    encode_fields(
                        {"id": fields["id"], "text": fields["text"]}
                        | blank
                        | fields["meta"]
                        | (spans if has_relations else {"label": _tuples(fields["entities"])})
                    )
                )


def _tuples(entities: list[dict[str, object]]) -> list[list[object]]:
    """Spans in the shape of projects without relations."""
    return [[e["start_offset"], e["end_offset"], e["label"]] for e in entities]


def _numbers(ids: list[str]) -> list[int]:
    """Ids for doccano, which must be whole numbers: those that are stay, the others get one."""
    kept = [int(i) if i.isascii() and i.isdigit() and str(int(i)) == i else -1 for i in ids]
    taken, seen = set(kept), {-1}
    free = (number for number in itertools.count() if number not in taken)
    found = []
    for number in kept:
        found.append(next(free) if number in seen else number)
        seen.add(number)
    return found


def _fields(row: ArticleRow, target: Output) -> dict[str, Any]:
    text = Text.of(row.said, target.options.unit or Unit.UTF16)
    own = own_metadata(row, with_spans=True)
    if row.spans and not is_clear(row.said):
        own["offset_unit"] = text.unit
    numbers = _numbers([span.id for span in row.spans])
    by_id = {span.id: number for span, number in zip(row.spans, numbers, strict=True)}
    # What is flattened beside them must not be called as any of doccano's own.
    return {
        "id": row.id,
        "text": row.said,
        "meta": said_of(row.meta) | ({OWN: own} if own else {}),
        "entities": [
            {
                "id": number,
                "label": span.label,
                "start_offset": text.offsets.units(span.start),
                "end_offset": text.offsets.units(span.end),
            }
            for span, number in zip(row.spans, numbers, strict=True)
        ],
        "relations": [
            {"id": number, "from_id": by_id[r.head], "to_id": by_id[r.tail], "type": r.type}
            for number, r in enumerate(relations_within(row))
        ],
    }


# Recognition -------------------------------------------------------------------------------

_TUPLES: Final = regex.compile(
    rb'"(label|labels|entities)"\s*:\s*\[\s*\[\s*[^][{}",\s]+\s*,\s*[^][{}",\s]+\s*,\s*"'
)
"""Whatever stands in the place of the numbers, so that what is wrong with one is said of it."""
_HAS_TEXT: Final = regex.compile(rb'"text"|"data"\s*:\s*"')
_NAMES: Final = regex.compile(rb'"(label|labels|cats)"\s*:\s*\[\s*("|\])')


def _looks_like(head: bytes, _name: str) -> float:
    """By the shape of the spans."""
    start = head.lstrip()
    if not start.startswith((b"{", b"[")) or not _HAS_TEXT.search(head):
        return 0.0
    if b'"text_sha256"' in head or b'"@context"' in head:
        return 0.0
    if b'"start_offset"' in head and b'"end_offset"' in head:
        return 0.95
    if _TUPLES.search(head):
        return 0.9
    others = (b'"spans"', b'"result"', b'"value"', b'"answer"', b'"_task_hash"', b'"points"')
    return 0.55 if _NAMES.search(head) and not any(mark in head for mark in others) else 0.0


FORMAT: Final = Format(
    name="doccano",
    title="doccano’s JSON lines",
    holds=EVERYTHING - {Feature.DISCONTINUOUS, Feature.IDS, Feature.ORIGINS},
    reads=read,
    writes=write,
    endings=(".jsonl",),
    looks_like=_looks_like,
)
