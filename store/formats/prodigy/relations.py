"""The relations of Prodigy's examples.

`head` and `child` are numbers of tokens: of the last one of a span in the files that Prodigy
writes, of the first one in some of others. `head_span` and `child_span` say it exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from store.errors import InputError
from store.formats.attributes import as_attribute
from store.formats.rows import RelationRow, SpanRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.formats.fields import Fields, Text
    from store.formats.reading import Input
    from store.formats.rows import ArticleRow

_TAKEN: Final = ("head", "child", "head_span", "child_span", "label", "id", "role")
UNNAMED: Final = "relation"
"""The type of a relation without a label."""


def read_relations(source: Input, record: Fields, row: ArticleRow, text: Text) -> ArticleRow:
    """The article with the relations of its example; they link spans by ids, which all then have.

    The end of a relation that is a span by itself becomes one if it has a label.
    """
    taken = {span.id for span in row.spans}
    spans = [
        span if span.id else msgspec.structs.replace(span, id=_free(number, taken))
        for number, span in enumerate(row.spans, start=1)
    ]
    relations = []
    for fields in record.each("relations"):
        try:
            head = _end_of(fields, "head", record, spans, text, taken)
            tail = _end_of(fields, "child", record, spans, text, taken)
        except InputError as error:
            source.take(error)
            continue
        label = fields.name("label", "") or UNNAMED
        if not head or not tail:
            example = f"{label} of {row.id}"
            source.losses.lose("relations between tokens that are not annotated", 1, example)
            continue
        for name, value in fields.values.items():
            if name not in _TAKEN and value not in (None, ""):
                what = f"“{name}” of relations"
                source.losses.lose(what, 1, f"{as_attribute(value)} of {label} of {row.id}")
        role = fields.text("role", "")
        relations.append(RelationRow(label, head, tail, fields.name("id", ""), role))
    return msgspec.structs.replace(row, spans=spans, relations=relations)


def _end_of(
    fields: Fields, end: str, record: Fields, spans: list[SpanRow], text: Text, taken: set[str]
) -> str:
    """The id of the span at an end of a relation; empty where that is no span."""
    if not fields.has(f"{end}_span"):
        return _by_token(fields, end, record, spans, text)
    inner = fields.inner(f"{end}_span")
    found = inner.range_of(("start", "end"), inner.number("start"), inner.number("end"), text)
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
    new = SpanRow(*found, label, _free(len(spans) + 1, taken), text.said[found[0] : found[1]])
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
    found = token.range_of(("start", "end"), token.number("start"), token.number("end"), text)
    if found is None:
        return ""
    start, stop = found
    around = [span for span in spans if span.start <= start and stop <= span.end]
    # One that ends with the token before one that begins with it before one that holds it.
    around.sort(key=lambda s: (s.end != stop, s.start != start, s.end - s.start))
    return around[0].id if around else ""


def _free(number: int, taken: set[str]) -> str:
    while (wanted := f"s{number}") in taken:
        number += 1
    taken.add(wanted)
    return wanted


def relation_fields(
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
