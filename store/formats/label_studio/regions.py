"""The results of Label Studio's annotations: regions of a text, what is said of each, relations.

Label Studio counts code points; until late in 2021 it counted UTF-16 units. A region says its text
as well, by which the two are told apart where a text has characters that count for two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import regex

from store.annotations.model import Origin
from store.formats.features import Feature
from store.formats.fields import (
    WITHOUT_WIDTH,
    Fields,
    as_attribute,
    as_value,
    kind_of,
    other_words,
)
from store.formats.own_metadata import relations_within
from store.formats.rows import RelationRow, SpanRow, example_of, free_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.counting import Quoted
    from store.formats.losses import Losses
    from store.formats.offsets import Text
    from store.formats.reading import Input
    from store.formats.rows import ArticleRow

SPANS: Final = "labels"
RELATION: Final = "relation"
"""The kind of result that is a relation, and the type here of one without a label."""
PER_REGION: Final = ("choices", "textarea", "taxonomy", "rating", "number", "datetime")
"""Kinds of results that say something of a region, or of a task, and are not a region."""
_CLUSTER: Final = "choices.cluster"
"""The attribute that the names of a region's clusters are."""
_BESIDE: Final = ("score", "readonly", "hidden", "locked", "parentID", "item_index")
"""What stands beside the value of a region."""
_RESULT: Final = frozenset(
    {"id", "from_name", "to_name", "type", "value", "meta", "origin", "source", *_BESIDE}
)
_VALUE: Final = frozenset({"start", "end", "text", SPANS})
_BLANK: Final = regex.compile(r"(?:\s|\\n|\p{Cf})+")
"""What a browser does not tell apart in a selection; Label Studio writes a line end as `\\n`."""


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for white space."""
    return one == other or _BLANK.sub("", one) == _BLANK.sub("", other)


def places_of(results: Iterable[Fields]) -> Iterator[Quoted]:
    """Where regions are, as they stand in the file, with what they say."""
    for result in results:
        value = result.values.get("value")
        if is_span(result) and isinstance(value, dict):
            said, start, end = map(value.get, ("text", "start", "end"))
            if isinstance(start, int) and isinstance(end, int):
                yield start, end, said if isinstance(said, str) else None


def is_span(result: Fields) -> bool:
    """Whether a result is a region of a text; the labels of sounds are called the same."""
    value = result.values.get("value")
    is_sound = isinstance(value, dict) and ("channel" in value or "original_length" in value)
    return result.values.get("type", SPANS) == SPANS and not is_sound


# Reading -----------------------------------------------------------------------------------


def with_results(
    source: Input, row: ArticleRow, results: Sequence[Fields], text: Text, **made: str
) -> ArticleRow:
    """The article with the regions and relations of an annotation.

    Args:
        source: Where what has no place is counted.
        row: The article.
        results: Of the annotation.
        text: Of the article.
        made: The fields `created` and `updated` of all spans.
    """
    spans: dict[str, list[SpanRow]] = {}
    taken: set[str] = set()
    for number, result in enumerate(results):
        if not is_span(result):
            continue
        with source.passing_over():
            found = _spans(source.losses, row, result, text, taken, number)
            region = spans.setdefault(result.name("id", "") or f"#{number}", [])
            region += (msgspec.structs.replace(span, **made) for span in found)
    relations: list[RelationRow] = []
    regions = {str(result.values.get("id")) for result in results}
    for result in results:
        kind = result.values.get("type", SPANS)
        if kind == RELATION:
            with source.passing_over():
                relations += _relations(source.losses, row, result, spans, regions)
        elif not is_span(result):
            _take_note(source.losses, row, result, spans)
    everything = [span for found in spans.values() for span in found]
    return msgspec.structs.replace(row, spans=everything, relations=relations)


def _spans(
    losses: Losses, row: ArticleRow, result: Fields, text: Text, taken: set[str], number: int
) -> list[SpanRow]:
    """A span for each label of a region; what else is said of it belongs to the first."""
    value = result.inner("value")
    found = value.range_of(text)
    labels = _labels(value)
    if found is None:
        losses.lose(WITHOUT_WIDTH, f"{' '.join(labels)} at {value.values['start']} of {row.id}")
        return []
    start, end = found
    said = text.said[start:end]
    written = value.values.get("text")
    if isinstance(written, str) and not same_words(written, said):
        raise value.fault("text", other_words(written, said))
    if not labels:
        losses.lose("regions without a label", f"“{said[:40]}” of {row.id}")
        return []
    meta = result.inner("meta").values
    note = meta.get("text", "")
    lines = note if isinstance(note, list) else [note]
    attributes = {k: as_attribute(v) for k, v in meta.items() if k != "text"}
    attributes |= {k: as_attribute(v) for k in _BESIDE if (v := result.values.get(k)) is not None}
    for name in [*result.values.keys() - _RESULT, *value.values.keys() - _VALUE]:
        losses.lose(f"“{name}” of regions", f"{labels[0]} “{said[:40]}” of {row.id}")
    made = result.values.get("origin")
    if made not in (None, "manual", "prediction"):
        attributes["origin"] = as_attribute(made)
    origin = Origin.SUGGESTED if made == "prediction" else None
    first = SpanRow(
        start, end, labels[0], free_id(result.name("id", "") or f"s{number + 1}", taken), said,
        origin, note="\n".join(map(str, lines)), attributes=attributes,
    )  # fmt: skip
    return [
        first,
        *(
            SpanRow(start, end, label, free_id(f"{first.id}-{n}", taken), said, origin)
            for n, label in enumerate(labels[1:], start=2)
        ),
    ]


def _labels(fields: Fields) -> list[str]:
    labels = []
    for number, label in enumerate(fields.items(SPANS)):
        if not isinstance(label, str):
            raise fields.fault(f"{SPANS}[{number}]", f"it must be a text, not {kind_of(label)}")
        if label:
            labels.append(label)
    return labels


def _relations(
    losses: Losses,
    row: ArticleRow,
    result: Fields,
    spans: dict[str, list[SpanRow]],
    regions: set[str],
) -> list[RelationRow]:
    labels = _labels(result) or [RELATION]
    ends = []
    for name in ("from_id", "to_id"):
        end = result.name(name)
        if end not in regions:
            raise result.fault(name, f"no region of this annotation has the id {end}")
        if not spans.get(end):
            losses.lose("relations of regions that are left out", f"{labels[0]} of {row.id}")
            return []
        ends.append(spans[end][0].id)
    direction = result.text("direction", "right")
    if direction == "left":
        ends.reverse()
    elif direction != "right":
        losses.lose("relations that run both ways, or none", f"{labels[0]} of {row.id}")
    return [RelationRow(label, ends[0], ends[1]) for label in labels]


def _take_note(
    losses: Losses, row: ArticleRow, result: Fields, spans: dict[str, list[SpanRow]]
) -> None:
    """What is said of a region becomes an attribute of its span; what of the task, is counted."""
    kind = str(result.values.get("type"))
    found = spans.get(str(result.values.get("id")))
    value = result.values.get("value")
    name = result.values.get("from_name")
    if not found or kind not in PER_REGION or not isinstance(value, dict) or not name:
        whole = "of whole texts" if kind in PER_REGION else "of other kinds"
        losses.lose(f"{kind} {whole}", row.id)
        return
    said = value.get("text" if kind == "textarea" else kind)
    attributes = found[0].attributes | {f"{kind}.{name}": as_attribute(said)}
    found[0] = msgspec.structs.replace(found[0], attributes=attributes)


# Writing -----------------------------------------------------------------------------------


def results_of(row: ArticleRow, text: Text, losses: Losses) -> list[dict[str, object]]:
    """The results of an annotation that says what an article's row says."""
    taken = set(row.ids)
    written: list[dict[str, object]] = []
    names = _cluster_names(row)
    for number, span in enumerate(row.spans, start=1):
        if names.get(span.id) and _CLUSTER not in span.attributes:
            named = {_CLUSTER: as_attribute(names[span.id])} | span.attributes
            span = msgspec.structs.replace(span, attributes=named)
        written += _region(row, span, span.id or free_id(f"s{number}", taken), text, losses)
    for relation in relations_within(row):
        written.append(
            {
                "from_id": relation.head,
                "to_id": relation.tail,
                "type": RELATION,
                "direction": "right",
                "labels": [] if relation.type == RELATION else [relation.type],
            }
        )
    return written


def _cluster_names(row: ArticleRow) -> dict[str, list[str]]:
    """The names of the clusters that each span is in, by the span's id."""
    names: dict[str, list[str]] = {}
    for cluster in row.clusters:
        for member in cluster.members if cluster.name else ():
            names.setdefault(member, []).append(cluster.name)
    return names


def without_cluster_names(row: ArticleRow) -> ArticleRow:
    """A row without the names of clusters that were written for Label Studio to show.

    A choice that somebody has changed there stays an attribute.
    """
    names = {id_: as_attribute(each) for id_, each in _cluster_names(row).items()}
    spans = [
        msgspec.structs.replace(
            span, attributes={k: v for k, v in span.attributes.items() if k != _CLUSTER}
        )
        if span.attributes.get(_CLUSTER, "") == names.get(span.id)
        else span
        for span in row.spans
    ]
    return msgspec.structs.replace(row, spans=spans)


def _region(
    row: ArticleRow, span: SpanRow, region: str, text: Text, losses: Losses
) -> list[dict[str, object]]:
    place = {
        "start": text.offsets.units(span.start),
        "end": text.offsets.units(span.end),
        "text": row.said[span.start : span.end],
    }
    main: dict[str, object] = {
        "id": region,
        "from_name": "label",
        "to_name": "text",
        "type": SPANS,
        "origin": "prediction" if span.origin is Origin.SUGGESTED else "manual",
        "value": {**place, SPANS: [span.label]},
    }
    meta: dict[str, object] = {"text": [span.note]} if span.note else {}
    beside: list[dict[str, object]] = []
    for name, attribute in span.attributes.items():
        kind, _, asked = name.partition(".")
        value = as_value(attribute)
        if kind in PER_REGION and asked:
            field = "text" if kind == "textarea" else kind
            said = {"from_name": asked, "to_name": "text", "type": kind}
            beside.append({"id": region, **said, "value": {**place, field: value}})
        elif name in _BESIDE or (name == "origin" and value not in ("manual", "prediction")):
            main[name] = value
        elif name not in ("text", "origin"):
            meta[name] = value
        else:
            losses.lose(Feature.ATTRIBUTES, f"{name} of {example_of(row, span)}")
    return [main | ({"meta": meta} if meta else {}), *beside]
