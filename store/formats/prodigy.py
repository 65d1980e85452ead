"""Prodigy's JSON lines: one example each, with its spans, tokens and relations.

Offsets are code points. `token_start` and `token_end` are numbers of tokens, both inclusive. What
else a span or relation has by name Prodigy keeps, so ids, notes and attributes stand there too;
what it has no place for stands in `meta` under our name (`own_metadata`).

`head` and `child` of a relation are numbers of tokens: of the last one of a span in the files that
Prodigy writes, of the first one in some of others. `head_span` and `child_span` say it exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.annotations.model import Origin
from store.formats.counting import Spanned, text_as_counted
from store.formats.features import EVERYTHING, Feature
from store.formats.fields import WITHOUT_WIDTH, Fields, as_attribute, as_value
from store.formats.format import Format
from store.formats.json_files import article_id_of, meta_of, moment, read_records, said_of
from store.formats.native import NUMBERED, encode_fields, encode_value
from store.formats.offsets import Text, Unit
from store.formats.own_metadata import OWN, own_metadata, relations_within, with_own_metadata
from store.formats.people import People
from store.formats.rows import ArticleRow, Placed, RelationRow, SpanRow, example_of, free_id
from store.formats.tokens import Tokens, row_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.formats.counting import Quoted
    from store.formats.losses import Losses
    from store.formats.reading import Input
    from store.formats.writing import Output

_PLACED: Final = ("start", "end", "label", "text", "token_start", "token_end")
"""The fields of a span that say where it is and what."""
_OURS: Final = ("id", "note", "origin", "created", "updated")
"""Those that we write besides."""
_HASHES: Final = ("_input_hash", "_task_hash", "_session_id", "_view_id", "_is_binary")
"""By which Prodigy knows an example again; it makes them anew."""
_TAKEN: Final = frozenset(
    {"text", "spans", "tokens", "relations", "meta", "answer", "id", "label", "_timestamp",
     "_annotator_id", *_HASHES}
)  # fmt: skip
_OF_RELATIONS: Final = ("head", "child", "head_span", "child_span", "label", "id", "role")
UNNAMED: Final = "relation"
"""The type of a relation without a label."""
_AT_ONCE: Final = 1_024
"""Tokens that are written at once."""
_ANSWERS: Final = {"reject": "rejected examples", "ignore": "ignored examples"}


class _Token(msgspec.Struct):
    """A token of an example."""

    text: str
    start: int
    end: int
    id: int
    ws: bool
    """Whether white space follows it."""


# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """The accepted examples; those without an answer are accepted."""
    people = People(source)
    return read_records(source, lambda _, record, number: _article(people, source, record, number))


def _article(people: People, source: Input, record: Fields, number: int) -> ArticleRow | None:
    losses = source.losses
    if "pattern" in record.values and "text" not in record.values:
        raise record.fault("pattern", "this is a file of patterns to match, not of annotated texts")
    which = f"line {record.line or number}"
    if "text" not in record.values:
        _lose_other_kind(record, which, losses)
        return None
    said = record.text("text")
    answer = record.text("answer", "accept")
    if answer != "accept":
        losses.lose(_ANSWERS.get(answer, f"examples answered {answer!r}"), which)
        return None
    # Several examples of one text are put together, as Prodigy does by its hash.
    who = record.text("_annotator_id", "") or record.text("_session_id", "")
    if record.has("spans") and not people.is_read(who, said):
        people.leave_out("session", who, which, len(record.items("spans")))
        return None
    meta = record.inner("meta")
    article, is_numbered = article_id_of((meta, "id"), (record, "id"), number=record.line or number)
    row = ArticleRow(
        id=article,
        spans=[],
        text=said,
        meta=meta_of(
            meta.values,
            losses,
            without=("id", "labels", OWN),
            called="“meta.{}” of examples",
            example=which,
            annotator=who,
        ),
        is_numbered=is_numbered,
    )
    text = text_as_counted(source, Spanned(which, said, _places(record)), Unit.CODEPOINT)
    made = moment(record.values.get("_timestamp"), losses)
    label = record.values.get("label")
    spans = []
    for each in record.each("spans"):
        with source.passing_over():
            span = _span(row, each, text, label if isinstance(label, str) else "", made, losses)
            spans += [span] if span is not None else []
    _lose_the_rest(record, which, losses)
    row = msgspec.structs.replace(row, spans=spans)
    if record.has("relations"):
        row = _with_relations(source, record, row, text)
    return with_own_metadata(row, meta, losses)


def _lose_other_kind(record: Fields, which: str, losses: Losses) -> None:
    """Count an example that is of no text.

    Raises:
        InputError: It does not say of what else it is.
    """
    kind = next((k for k in ("image", "audio", "video", "html") if k in record.values), "")
    if not kind:
        raise record.fault("text", "it is missing; it must be a text")
    losses.lose(f"examples of {kind}", which)


def _lose_the_rest(record: Fields, which: str, losses: Losses) -> None:
    """Count what an example says besides its spans and relations."""
    if record.has("label") and not any("label" not in s.values for s in record.each("spans")):
        losses.lose("labels of whole texts", f"{record.values['label']} of {which}")
    if any(name in record.values for name in _HASHES):
        losses.lose(Feature.IDS, f"Prodigy’s hashes of {which}")
    for name in record.values:
        if name not in _TAKEN and record.has(name):
            losses.lose(f"“{name}” of examples", which)


def _places(record: Fields) -> Iterator[Quoted]:
    """Where the spans of an example are, as they stand in the file."""
    for fields in record.each("spans"):
        start, end, quote = map(fields.values.get, ("start", "end", "text"))
        if isinstance(start, int) and isinstance(end, int):
            yield start, end, quote if isinstance(quote, str) else None


def _span(
    row: ArticleRow, fields: Fields, text: Text, label: str, made: str, losses: Losses
) -> SpanRow | None:
    found = fields.range_of(text)
    name = fields.name("label", "") or label
    if found is None:
        losses.lose(WITHOUT_WIDTH, f"{name} at {fields.values['start']} of {row.id}")
        return None
    start, end = found
    said = text.said[start:end]
    fields.check_quote(said)
    span = SpanRow(start, end, name, text=said, created=made, updated=made)
    if not name:
        losses.lose("spans without a label", f"“{said[:40]}” of {row.id}")
        return None
    if fields.values.get("answer") in _ANSWERS:
        losses.lose("rejected or ignored spans of accepted examples", example_of(row, span))
        return None
    ours: dict[str, object] = {}
    attributes: dict[str, str] = {}
    for key, value in fields.values.items():
        if key in _PLACED:
            continue
        if key in _OURS and (meant := _meant(key, value)) is not None:
            ours[key] = meant
        else:
            attributes[key] = as_attribute(value)
    return msgspec.structs.replace(span, attributes=attributes, **ours)


def _meant(name: str, value: object) -> object:
    """What a field that we write too says; none where somebody else means something else by it."""
    if name == "origin":
        return Origin(value) if isinstance(value, str) and value in tuple(Origin) else None
    if name == "id" and isinstance(value, int):
        return str(value)
    return value if isinstance(value, str) else None


def _with_relations(source: Input, record: Fields, row: ArticleRow, text: Text) -> ArticleRow:
    """The article with the relations of its example; they link spans by ids, which all then have.

    The end of a relation that is a span by itself becomes one if it has a label.
    """
    taken = {span.id for span in row.spans}
    spans = [
        span if span.id else msgspec.structs.replace(span, id=free_id(f"s{number}", taken))
        for number, span in enumerate(row.spans, start=1)
    ]
    relations: list[RelationRow] = []
    for fields in record.each("relations"):
        with source.passing_over():
            head = _end_of(fields, "head", record, spans, text, taken)
            tail = _end_of(fields, "child", record, spans, text, taken)
            relations += _relation(source.losses, row, fields, head, tail)
    return msgspec.structs.replace(row, spans=spans, relations=relations)


def _relation(
    losses: Losses, row: ArticleRow, fields: Fields, head: str, tail: str
) -> Iterator[RelationRow]:
    label = fields.name("label", "") or UNNAMED
    if not head or not tail:
        losses.lose("relations between tokens that are not annotated", f"{label} of {row.id}")
        return
    for name, value in fields.values.items():
        if name not in _OF_RELATIONS and value not in (None, ""):
            losses.lose(f"“{name}” of relations", f"{as_attribute(value)} of {label} of {row.id}")
    yield RelationRow(label, head, tail, fields.name("id", ""), fields.text("role", ""))


def _end_of(
    fields: Fields, end: str, record: Fields, spans: list[SpanRow], text: Text, taken: set[str]
) -> str:
    """The id of the span at an end of a relation; empty where that is no span."""
    if not fields.has(f"{end}_span"):
        return _by_token(fields, end, record, spans, text)
    inner = fields.inner(f"{end}_span")
    found = inner.range_of(text)
    if found is None:
        return ""
    label, wanted = inner.name("label", ""), inner.name("id", "")
    same = [span for span in spans if (span.start, span.end) == found]
    if not label and not wanted and same:
        return same[0].id
    for span in same:
        if span.id == wanted or (not wanted and span.label == label):
            return span.id
    if not label:
        return ""
    id_ = free_id(f"s{len(spans) + 1}", taken)
    new = SpanRow(*found, label, id_, text.said[found[0] : found[1]])
    spans.append(new)
    return new.id


def _by_token(fields: Fields, end: str, record: Fields, spans: list[SpanRow], text: Text) -> str:
    number = fields.number(end)
    tokens = record.each("tokens")
    token = next((t for t in tokens if t.values.get("id") == number), None)
    if token is None and 0 <= number < len(tokens) and "id" not in tokens[number].values:
        token = tokens[number]
    if token is None:
        raise fields.fault(end, f"there is no token {number}, and no {end}_span")
    found = token.range_of(text)
    if found is None:
        return ""
    start, stop = found
    around = [span for span in spans if span.start <= start and stop <= span.end]
    # One that ends with the token before one that begins with it before one that holds it.
    around.sort(key=lambda s: (s.end != stop, s.start != start, s.end - s.start))
    return around[0].id if around else ""


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write an accepted example for each article, with tokens that all its spans fit."""
    with target.stream() as stream:
        for row in rows:
            stream.writelines(_example(row, target))


def _example(row: ArticleRow, target: Output) -> Iterator[bytes]:
    """The pieces of a line: a text of 5 MB has a million tokens, which are written as they come."""
    text = Text.of(row.said, target.options.unit or Unit.CODEPOINT)
    edges = (edge for s in row.spans for edge in (s.start, s.end))
    tokens = row_tokens(row, edges, target.options.tokens)
    spans = [_span_fields(row, span, tokens, text, target.losses) for span in row.spans]
    by_id = {span.id: fields for span, fields in zip(row.spans, spans, strict=True)}
    relations = [_relation_fields(relation, by_id) for relation in relations_within(row)]
    own = own_metadata(row)
    annotator = {"_annotator_id": row.meta.annotator} if row.meta.annotator else {}
    rest: dict[str, object] = {
        "spans": spans,
        **({"relations": relations} if relations else {}),
        "meta": {
            "id": row.id,
            **said_of(msgspec.structs.replace(row.meta, annotator="")),
            **({OWN: own} if own else {}),
        },
        "answer": "accept",
        **annotator,
        "_view_id": "relations" if relations else "spans_manual",
    }
    yield b'{"text":' + encode_value(row.said) + b',"tokens":['
    for first in range(0, len(tokens), _AT_ONCE):
        some = list(_tokens(text, tokens, range(first, min(first + _AT_ONCE, len(tokens)))))
        yield (b"," if first else b"") + encode_value(some)[1:-1]
    yield b"]," + encode_fields(rest)[1:]


def _tokens(text: Text, tokens: Tokens, numbers: range) -> Iterator[_Token]:
    said, units = text.said, text.offsets.all_units
    starts, ends = (each[numbers.start : numbers.stop] for each in (tokens.starts, tokens.ends))
    after = (said[end : end + 1].isspace() for end in ends)
    words = tokens.texts(said, numbers)
    return map(_Token, words, units(starts), units(ends), numbers, after)


def _span_fields(
    row: ArticleRow, span: SpanRow, tokens: Tokens, text: Text, losses: Losses
) -> dict[str, object]:
    fields: dict[str, object] = {
        "start": text.offsets.units(span.start),
        "end": text.offsets.units(span.end),
    }
    inside = tokens.within(span.start, span.end)
    if inside:  # else there is only white space in it
        fields |= {"token_start": inside[0], "token_end": inside[-1]}
    fields |= {"label": span.label, "text": row.said[span.start : span.end]}
    fields |= {name: value for name in _OURS if (value := getattr(span, name))}
    for name, attribute in span.attributes.items():
        value = as_value(attribute)
        if name in _PLACED or (name in _OURS and (name in fields or _meant(name, value))):
            losses.lose(Feature.ATTRIBUTES, f"{name} of {example_of(row, span)}")
        else:
            fields[name] = value
    return fields


def _relation_fields(
    relation: RelationRow, spans: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """A relation as it is written.

    Args:
        relation: Between two spans of the example.
        spans: The spans as they are written, by their ids.
    """
    fields: dict[str, object] = {}
    for name, end in (("head", relation.head), ("child", relation.tail)):
        span = spans[end]
        exact = ("start", "end", "token_start", "token_end", "label", "id")
        if "token_end" in span:
            fields[name] = span["token_end"]
        fields[f"{name}_span"] = {key: span[key] for key in exact if key in span}
    fields["label"] = relation.type
    return fields | {name: value for name in ("id", "role") if (value := getattr(relation, name))}


# Recognition -------------------------------------------------------------------------------


def _looks_like(head: bytes, _name: str) -> float:
    """By the fields of the first line."""
    first = head.lstrip().split(b"\n", 1)[0]
    if not first.startswith(b"{") or b'"text"' not in first:
        return 0.0
    if any(mark in first for mark in (b'"offset_unit"', b'"text_sha256"', b'"start_offset"')):
        return 0.0
    if any(mark in first for mark in (b'"_task_hash"', b'"_input_hash"', b'"_view_id"')):
        return 0.98
    if b'"answer"' in first or b'"token_start"' in first:
        return 0.9
    if b'"spans"' in first:
        return 0.4 if b'"id"' in first and not NUMBERED.search(head) else 0.8
    # What is yet to be annotated: a text and perhaps where it is from.
    known = {"text", "meta", "id"}
    try:
        value = msgspec.json.decode(first)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return 0.0
    return 0.5 if isinstance(value, dict) and value.keys() <= known else 0.0


FORMAT: Final = Format(
    name="prodigy",
    title="Prodigy’s JSON lines",
    holds=EVERYTHING - {Feature.DISCONTINUOUS},
    reads=read,
    writes=write,
    endings=(".jsonl",),
    says_whose=True,
    looks_like=_looks_like,
)
