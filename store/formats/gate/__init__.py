"""GATE documents: the XML in which GATE Developer and GATE Teamware keep text and annotations.

A file holds one article. Nodes stand in the text, and annotations in named sets go from one node
to another. As GATE does, the place of a node is where it stands in the text; its id, which counts
UTF-16 code units where GATE wrote it, is only a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from store.errors import InputError
from store.formats.features import EVERYTHING, Feature
from store.formats.folders import file_name, files_of, text_of
from store.formats.format import Format
from store.formats.gate.reading import COREF, ID, META, NOTE, SET, STRING, GateDocument
from store.formats.markup import content, value
from store.formats.offsets import Offsets, Unit
from store.formats.rows import (
    ArticleRow,
    Placed,
    SpanRow,
    example_of,
    split_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.formats.reading import Input
    from store.formats.writing import Output

_CLASS: Final = regex.compile(
    r"(?P<name>.*):(?P<class>[\w$]+(?:\.[\w$]+)+)(?:<(?P<item>[\w.$]+)>)?"
)
"""The name of an attribute that is no string: `matches:java.util.ArrayList<java.lang.Integer>`."""

# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """A GateDocument, or those in a folder."""
    for path, name in files_of(source, ".xml"):
        try:
            yield GateDocument(source, path, name).placed()
        except InputError as error:
            source.take(error)


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a GateDocument for each article."""
    taken: set[str] = set()
    for row in rows:
        text = text_of(row, target, "gate")
        with target.stream(file_name(row.id, ".xml", taken)) as stream:
            stream.write("".join(_written(split_parts(row), text)).encode())


def _written(row: ArticleRow, text: str) -> Iterator[str]:
    where = f"the text of {row.id}"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<GateDocument version="3">\n'
    yield "<!-- The document's features-->\n\n<GateDocumentFeatures>\n"
    about = {"gate.NAME": row.id, "MimeType": "text/plain", ID: row.id}
    about |= {name: said for name in META if (said := getattr(row.meta, name))}
    yield from _written_features(about, f"what is said of {row.id}")
    yield "</GateDocumentFeatures>\n<!-- The document content area with serialized nodes -->\n\n"
    offsets = Offsets(text, Unit.UTF16)
    yield "<TextWithNodes>"
    before = 0
    for at in sorted({edge for span in row.spans for edge in (span.start, span.end)}):
        yield f'{content(text[before:at], where)}<Node id="{offsets.units(at)}"/>'
        before = at
    yield f"{content(text[before:], where)}</TextWithNodes>\n"
    numbers = _numbers(row)
    sets: dict[str, list[SpanRow]] = {"": []}
    for span in row.spans:
        sets.setdefault(span.attributes.get(SET, ""), []).append(span)
    for name, spans in sets.items():
        yield f"<!-- {'Named' if name else 'The default'} annotation set -->\n\n"
        yield f"<AnnotationSet Name={value(name, SET)}>\n" if name else "<AnnotationSet>\n"
        for span in spans:
            yield from _annotation(row, span, numbers[id(span)], offsets)
        yield "</AnnotationSet>\n"
    yield from _relation_set(row, numbers)
    yield "</GateDocument>\n"


def _numbers(row: ArticleRow) -> dict[int, int]:
    """A number for each span, which is what GATE takes for an id; its own where it has one."""
    kept: dict[int, int] = {}
    used: set[int] = set()
    for span in row.spans:
        if span.id.isascii() and span.id.isdigit() and int(span.id) not in used:
            kept[id(span)] = int(span.id)
            used.add(int(span.id))
    following = max(used, default=-1) + 1
    for span in row.spans:
        if id(span) not in kept:
            kept[id(span)] = following
            following += 1
    return kept


def _annotation(row: ArticleRow, span: SpanRow, number: int, offsets: Offsets) -> Iterator[str]:
    where = example_of(row, span)
    yield f'<Annotation Id="{number}" Type={value(span.label, where)}'
    yield f' StartNode="{offsets.units(span.start)}" EndNode="{offsets.units(span.end)}">\n'
    features = {name: said for name, said in span.attributes.items() if name != SET}
    if span.note:
        features[NOTE] = span.note
    if span.id and span.id != str(number):
        features[ID] = span.id
    yield from _written_features(features, where)
    yield "</Annotation>\n"


def _relation_set(row: ArticleRow, numbers: Mapping[int, int]) -> Iterator[str]:
    spans = row.ids
    sets: dict[str, list[str]] = {}
    found: list[tuple[str, list[str], dict[str, str]]] = [
        (r.type, [r.head, r.tail], {ID: r.id, "role": r.role}) for r in row.relations
    ]
    found += [
        (COREF, c.members, {ID: c.id, "label": c.label, "name": c.name, "relation": c.relation})
        for c in row.clusters
    ]
    following = max(numbers.values(), default=-1) + 1
    for number, (type_, members, features) in enumerate(found, following):
        where = f"the relation {type_} of {row.id}"
        ids = ";".join(str(numbers[id(spans[member])]) for member in members)
        # GATE keeps the relations within a set apart; those between sets have to go somewhere.
        of_members = {spans[member].attributes.get(SET, "") for member in members}
        lines = sets.setdefault(of_members.pop() if len(of_members) == 1 else "", [])
        lines.append(f'<Relation Id="{number}" Type={value(type_, where)} Members="{ids}">\n')
        lines.append("<UserData/>\n")
        lines += _written_features({k: v for k, v in features.items() if v}, where)
        lines.append("</Relation>\n")
    for name, lines in sets.items():
        yield "<!-- Relation Set -->\n\n"
        yield f"<RelationSet Name={value(name, SET)}>\n" if name else "<RelationSet>\n"
        yield from lines
        yield "</RelationSet>\n"


def _written_features(features: Mapping[str, str], where: str) -> Iterator[str]:
    for named, said in features.items():
        matched = _CLASS.fullmatch(named)
        name, class_, item = matched.group("name", "class", "item") if matched else (named, "", "")
        of = f" itemClassName={value(item, where)}" if item else ""
        yield f'<Feature>\n  <Name className="{STRING}">{content(name, where)}</Name>\n'
        yield f"  <Value className={value(class_ or STRING, where)}{of}>{content(said, where)}"
        yield "</Value>\n</Feature>\n"


def _looks_like(head: bytes, name: str) -> float:
    """By its root element."""
    if name.endswith("/"):
        return 0.0
    return 0.99 if regex.search(rb"<GateDocument[\s>]", head) else 0.0


FORMAT: Final = Format(
    name="gate",
    title="GATE documents (XML)",
    holds=EVERYTHING - {Feature.CROSSING, Feature.DISCONTINUOUS, Feature.ORIGINS},
    reads=read,
    writes=write,
    endings=(".xml",),
    is_folder=True,
    looks_like=_looks_like,
)
