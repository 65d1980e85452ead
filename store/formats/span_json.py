"""JSON of other tools in which a text has its spans beside it, each kind told by its own fields.

    {"content": "Ana left", "annotations": [{"start": 0, "end": 3, "tag": "actor"}]}

They are read only: LightTag, Rasa's JSON, PubAnnotation and TextAE (`pubannotation`), GATE
(`gate_json`), SageMaker Ground Truth, AutoML, spaCy's `Doc.to_json` and displaCy, UBIAI. Offsets
are code points unless the spans say otherwise (`store.formats.counting`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from store.formats import gate_json, pubannotation
from store.formats.counting import Spanned, text_as_counted
from store.formats.features import Feature
from store.formats.fields import WITHOUT_WIDTH, Fields
from store.formats.format import Format
from store.formats.json_files import listed, values_in
from store.formats.offsets import NoRangeError, Unit
from store.formats.people import People
from store.formats.rows import ArticleRow, Placed, SpanRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.formats.json_files import FoundValue
    from store.formats.reading import Input

Way = tuple[str, ...]
"""The names of fields, one within the other; an empty one stands for any."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How a tool writes a text and its spans."""

    text: Way
    spans: Way
    start: Way
    end: Way
    label: Way
    rows: Way = ()
    """Where the rows are in a file that is one object."""
    quote: Way = ()
    ids: tuple[str, ...] = ()
    groups: str = ""
    """Where more spans are, in lists by names of their own."""


KINDS: Final = {
    "LightTag": Kind(
        ("content",), ("annotations",), ("start",), ("end",), ("tag",),
        rows=("examples",), quote=("value",), ids=("example_id", "id"),
    ),
    "Rasa": Kind(
        ("text",), ("entities",), ("start",), ("end",), ("entity",),
        rows=("rasa_nlu_data", "common_examples"), quote=("value",),
    ),
    "Ground Truth": Kind(
        ("source",), ("", "annotations", "entities"), ("startOffset",), ("endOffset",), ("label",),
    ),
    "AutoML": Kind(
        ("text_snippet", "content"), ("annotations",),
        ("text_extraction", "text_segment", "start_offset"),
        ("text_extraction", "text_segment", "end_offset"), ("display_name",),
    ),
    "spaCy": Kind(("text",), ("ents",), ("start",), ("end",), ("label",), groups="spans"),
    "UBIAI": Kind(
        ("document",), ("tokens",), ("start",), ("end",), ("entityLabel",),
        quote=("text",), ids=("documentName",),
    ),
}  # fmt: skip


def read(source: Input) -> Iterator[Placed]:
    """The articles of a file, as they come."""
    people = People(source)
    for number, (value, line, place) in enumerate(_rows(source), start=1):
        with source.passing_over():
            record = Fields(value, source.path, line, place) if isinstance(value, dict) else None
            if record is not None and record.values.keys() & {"denotations", "tracks"}:
                _lose_others(source, record, pubannotation.FIELDS, number)
                row = pubannotation.article(source, people, record, number)
                yield Placed(row, source.path, line)
                continue
            if record is not None and gate_json.is_gate(record.values):
                _lose_others(source, record, gate_json.FIELDS, number)
                yield Placed(gate_json.article(source, record, number), source.path, line)
                continue
            kind = next((k for k in KINDS.values() if isinstance(_at(value, k.text), str)), None)
            kind = next((k for k in KINDS.values() if _is(k, value)), kind)
            if record is None or kind is None:
                reason = "it must be an object with a text and its spans"
                raise source.error(reason, line, place or None)
            yield Placed(_article(source, kind, record, number), source.path, line)


def _rows(source: Input) -> Iterator[FoundValue]:
    """The objects of a file, or those in the list that its one object has."""
    for value, line, place in values_in(source):
        within = (k.rows for k in KINDS.values() if isinstance(_at(value, k.rows or (" ",)), list))
        way = next(within, None)
        if way is None:
            yield value, line, place
        else:
            for number, each in enumerate(listed(_at(value, way))):
                yield each, line, f"{'.'.join(way)}[{number}]"


def _is(kind: Kind, value: object) -> bool:
    return isinstance(_at(value, kind.text), str) and isinstance(_at(value, kind.spans), list)


def _at(value: object, way: Way) -> object:
    """What stands there; none if nothing does."""
    for name in way:
        if not isinstance(value, dict):
            return None
        if name:
            value = value.get(name)
        else:
            value = next((v for v in value.values() if _at(v, way[1:]) is not None), None)
    return value


def _article(source: Input, kind: Kind, record: Fields, number: int) -> ArticleRow:
    which, said = f"row {number}", _at(record.values, kind.text)
    assert isinstance(said, str)
    entities = [*listed(_at(record.values, kind.spans)), *_groups(record.values, kind)]
    quoted = [
        (start, end, quote if isinstance(quote := _at(each, kind.quote or (" ",)), str) else None)
        for each in entities
        if isinstance(start := _at(each, kind.start), int)
        and isinstance(end := _at(each, kind.end), int)
    ]
    text = text_as_counted(source, Spanned(which, said, quoted), Unit.CODEPOINT)
    spans: list[SpanRow] = []
    for index, each in enumerate(entities):
        place = f"{'.'.join(filter(None, kind.spans))}[{index}]"
        match _at(each, kind.start), _at(each, kind.end), _at(each, kind.label):
            case int(start), int(end), str(label) if label and bool not in {type(start), type(end)}:
                pass
            case _:
                raise record.fault(place, f"it must have a {'.'.join(kind.start)}, a "
                    f"{'.'.join(kind.end)} and a {'.'.join(kind.label)}")  # fmt: skip
        try:
            start, end = text.range(start, end)
        except NoRangeError as error:
            raise record.fault(place, str(error)) from error
        if start < end:
            id_ = each.get("id", "") if isinstance(each, dict) else ""
            spans.append(SpanRow(start, end, label, id_ if isinstance(id_, str) else "",
                                 text.said[start:end]))  # fmt: skip
        else:
            source.losses.lose(WITHOUT_WIDTH, f"{label} at {start} of {which}")
    used = {kind.text[0], kind.spans[0], kind.groups, *kind.ids} - {""}
    for name, value in record.values.items():
        if name not in used and _at(value, kind.spans[1:] or (" ",)) is None:
            source.losses.lose(f"“{name}” of rows", which)
    named = next((str(v) for n in kind.ids if (v := record.values.get(n)) not in (None, "")), "")
    is_numbered = not named or named.isdecimal()
    return ArticleRow(named or str(number), spans, text.said, is_numbered=is_numbered)


def _groups(values: Mapping[str, object], kind: Kind) -> Iterator[object]:
    """The spans that stand in groups, each once, as one may be in several and among the others."""
    groups = values.get(kind.groups)
    known = {_place(each, kind) for each in listed(_at(values, kind.spans))}
    for group in groups.values() if isinstance(groups, dict) else ():
        for each in listed(group):
            place = _place(each, kind)
            if place not in known:
                known.add(place)
                yield each


def _place(value: object, kind: Kind) -> str:
    return repr([_at(value, way) for way in (kind.start, kind.end, kind.label)])


def _lose_others(source: Input, record: Fields, known: frozenset[str], number: int) -> None:
    for name in record.values.keys() - known:
        if record.has(name):
            source.losses.lose(f"“{name}” of rows", f"row {number}")


# Recognition -------------------------------------------------------------------------------

_MARKS: Final = regex.compile(
    rb'"(?:denotations|tracks)"\s*:\s*\[|"annotation_sets"\s*:\s*\{|"entityLabel"\s*:'
    rb'|"indices"\s*:\s*\[\s*\d|'
    rb'"ents"\s*:\s*\[\s*(?:\{[^{}]*"label"|\])|"rasa_nlu_data"\s*:|"text_snippet"\s*:\s*\{'
    rb'|"source"\s*:.*"entities"\s*:\s*\[\s*\{[^{}]*"startOffset"'
    rb'|"content"\s*:.*"annotations"\s*:\s*\[\s*(?:\{[^{}]*"tag"|\])'
    rb'|"annotations"\s*:\s*\[\s*\{[^{}]*"tag".*"content"\s*:',
    regex.DOTALL,
)


def _looks_like(head: bytes, _name: str) -> float:
    """By the names of fields that only these have."""
    is_json = head.lstrip().startswith((b"{", b"["))
    return 0.9 if is_json and _MARKS.search(head) else 0.0


FORMAT: Final = Format(
    name="span-json",
    title="JSON of LightTag, Rasa, PubAnnotation, GATE, spaCy, UBIAI, Ground Truth, AutoML",
    holds=frozenset(
        {Feature.TEXT, Feature.OVERLAPS, Feature.SUBTOKEN, Feature.OFFSETS, Feature.RELATIONS}
    ),
    has_local_ids=True,
    reads=read,
    endings=(".json", ".jsonl", ".manifest", ".bdocjs"),
    looks_like=_looks_like,
)
