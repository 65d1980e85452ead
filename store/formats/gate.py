"""GATE documents: the XML in which GATE Developer and GATE Teamware keep text and annotations.

A file holds one article. Nodes stand in the text, and annotations in named sets go from one node
to another. As GATE does, the place of a node is where it stands in the text; its id, which counts
UTF-16 code units where GATE wrote it, is only a name.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import msgspec
import regex

from store.articles.model import BYLINE_FACTS
from store.formats.features import EVERYTHING, Feature
from store.formats.fields import WITHOUT_WIDTH
from store.formats.folders import read_files
from store.formats.format import Format
from store.formats.markup import Element, content, tree, value
from store.formats.offsets import Offsets, Unit
from store.formats.own_metadata import OWN, relations_within, rest_text, with_rest_text
from store.formats.people import People
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    Meta,
    Placed,
    RelationRow,
    SpanRow,
    example_of,
    free_id,
    split_parts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.formats.reading import Input
    from store.formats.writing import Output

_STRING: Final = "java.lang.String"
"""The class of features that are texts."""
_SET: Final = "gate.set"
"""The attribute that names the annotation set; absent for the default set."""
_ID: Final = "sidelight.id"
"""The feature of documents and annotations with the id that we gave them."""
_NOTE: Final = "note"
"""The feature with the note."""
_MARKUP: Final = "Original markups"
"""The set with the elements of the HTML or XML from which GATE took the text."""
_LAYERS: Final = frozenset({"Token", "SpaceToken", "Sentence", "Split", "POS"})
_COREF: Final = "coref"
"""The type of relations that GATE gives to coreference chains."""
_META: Final = ("title", *BYLINE_FACTS)
"""The features of documents with what is known of an article."""
_CLASS: Final = regex.compile(
    r"(?P<name>.*):(?P<class>[\w$]+(?:\.[\w$]+)+)(?:<(?P<item>[\w.$]+)>)?"
)
"""The name of an attribute that is no string: `matches:java.util.ArrayList<java.lang.Integer>`."""

# Reading -----------------------------------------------------------------------------------


def read(source: Input) -> Iterator[Placed]:
    """A GateDocument, or those in a folder."""
    return read_files(source, ".xml", _read_file)


def _read_file(file: Input, name: str) -> Iterator[Placed]:
    yield Placed(_GateDocument(file, name).row(), file.path)


class _GateDocument:
    """One GateDocument."""

    def __init__(self, source: Input, name: str) -> None:
        self._source = source
        self._root = tree(source.data(), source.path)
        if self._root.name != "GateDocument":
            raise source.error(f"this is no GateDocument, but <{self._root.name}>", self._root.line)
        self._nodes: dict[str, int] = {}
        self._text = self._text_with_nodes()
        features = self._root.first("GateDocumentFeatures")
        self._features = dict(_features(features)) if features is not None else {}
        self._id = self._features.get(_ID) or name
        self._spans: list[SpanRow] = []
        self._taken: set[str] = set()
        self._known: dict[tuple[str, str], str] = {}
        """The ids of spans by the set and the id of their annotations; under no set, too."""
        self._left_out: set[str] = set()
        """The sets that are somebody else's."""

    def row(self) -> ArticleRow:
        """The article."""
        sets = [
            (each.attributes.get("Name", ""), annotation)
            for each in self._root.elements("AnnotationSet")
            for annotation in each.elements("Annotation")
        ]
        shared = Counter(annotation.attributes.get("Id", "") for _, annotation in sets)
        people, several = People(self._source), self._sets_of_people(sets)
        for name, annotation in sets:
            if name in several and not people.is_read(name, self._text):
                self._left_out.add(name)
                people.leave_out("annotation set", name, self._example(annotation))
                continue
            self._take(name, annotation, is_shared=shared[annotation.attributes.get("Id", "")] > 1)
        relations, clusters = self._relations()
        ours = {_ID, OWN, *_META} | ({"gate.NAME", "MimeType"} if _ID in self._features else set())
        others = [name for name in self._features if name not in ours]
        if others:
            self._source.losses.lose("features of documents", others[0], len(others))
        about = {name: self._features.get(name, "") for name in _META}
        row = ArticleRow(
            self._id,
            self._spans,
            self._text,
            meta=msgspec.convert(about | {"file": self._source.path.name}, Meta),
            relations=relations,
            clusters=clusters,
        )
        return with_rest_text(row, self._features.get(OWN, ""), self._source)

    def _sets_of_people(self, sets: Sequence[tuple[str, Element]]) -> set[str]:
        """The sets that stand for people: those that say the same of one place as another does, and
        those that have annotations of a type which one of these has too.

        Sets that say nothing twice are layers of one's work, and so are all in a file of ours.
        """
        saying: dict[tuple[str | None, ...], set[str]] = {}
        types: dict[str, set[str | None]] = {}
        for name, annotation in sets:
            if name != _MARKUP and annotation.attributes.get("Type") not in _LAYERS:
                types.setdefault(name, set()).add(annotation.attributes.get("Type"))
                said = map(annotation.attributes.get, ("Type", "StartNode", "EndNode"))
                saying.setdefault(tuple(said), set()).add(name)
        if self._source.options.annotator in types:
            return set(types)
        if _ID in self._features:
            return set()
        people = set[str]().union(*(those for those in saying.values() if len(those) > 1))
        if people and self._source.options.is_one_of_all:
            return set(types)
        theirs = set[str | None]().union(*(types[name] for name in people))
        return {name for name, own in types.items() if own & theirs}

    def _example(self, annotation: Element) -> str:
        type_ = annotation.attributes.get("Type", "")
        return f"{type_} in line {annotation.line} of {self._source.path.name}"

    def _text_with_nodes(self) -> str:
        place = self._root.first("TextWithNodes")
        if place is None:
            raise self._source.error("it has no text: there is no <TextWithNodes>")
        pieces: list[str] = []
        length = 0
        for child in place.children:
            if isinstance(child, str):
                pieces.append(child)
                length += len(child)
            else:
                self._nodes[child.attributes.get("id", "")] = length
        return "".join(pieces)

    def _take(self, set_name: str, annotation: Element, *, is_shared: bool) -> None:
        type_ = annotation.attributes.get("Type", "")
        losses = self._source.losses
        example = self._example(annotation)
        if set_name == _MARKUP:
            losses.lose("elements of the original markup", example)
            return
        if type_ in _LAYERS:
            losses.lose("tokens, sentences and other linguistic layers", example)
            return
        start, end = (self._node(annotation, name) for name in ("StartNode", "EndNode"))
        if start is None or end is None:
            return
        if start == end:
            losses.lose(WITHOUT_WIDTH, example)
            return
        if not type_ or start > end:
            reason = "it has no Type" if not type_ else f"it ends at {end}, before it begins"
            self._source.fault(reason, line=annotation.line, field="Annotation")
            return
        attributes = dict(_features(annotation))
        id_ = annotation.attributes.get("Id", "")
        named = attributes.pop(_ID, "") or (f"{set_name}/{id_}" if id_ and is_shared else id_)
        named = free_id(named, self._taken, "'") if named else ""
        self._known.setdefault((set_name, id_), named)
        self._known.setdefault(("", id_), named)
        note = attributes.pop(_NOTE, "")
        if set_name:
            attributes[_SET] = set_name
        said = self._text[start:end]
        self._spans.append(
            SpanRow(start, end, type_, named, said, note=note, attributes=attributes)
        )

    def _node(self, annotation: Element, name: str) -> int | None:
        node = annotation.attributes.get(name, "")
        found = self._nodes.get(node)
        if found is None:
            reason = f"there is no node {node!r} in the text"
            self._source.fault(reason, line=annotation.line, field=name)
        return found

    def _relations(self) -> tuple[list[RelationRow], list[ClusterRow]]:
        relations: list[RelationRow] = []
        clusters: list[ClusterRow] = []
        for each in self._root.elements("RelationSet"):
            for relation in each.elements("Relation"):
                type_ = relation.attributes.get("Type", "")
                members = relation.attributes.get("Members", "").split(";")
                set_name = each.attributes.get("Name", "")
                known = [
                    self._known.get((set_name, member)) or self._known.get(("", member), "")
                    for member in members
                ]
                features = dict(_features(relation))
                id_ = features.pop(_ID, "") or relation.attributes.get("Id", "")
                if set_name in self._left_out or not all(known):
                    what = "relations of what is no span"
                    self._source.losses.lose(what, f"{type_} in line {relation.line}")
                elif type_ == _COREF:
                    label = features.pop("label", "") or self._label(known[0])
                    name, kind = features.pop("name", ""), features.pop("relation", "")
                    row = ClusterRow(id_, label, name, known, kind, attributes=features)
                    clusters.append(row)
                elif len(known) == 2:
                    role = features.pop("role", "")
                    head, tail = known
                    tie = RelationRow(type_, head, tail, id_, role, attributes=features)
                    relations.append(tie)
                else:
                    what = "relations between other than two spans"
                    self._source.losses.lose(what, f"{type_} in line {relation.line}")
        return relations, clusters

    def _label(self, id_: str) -> str:
        return next(span.label for span in self._spans if span.id == id_)


def _features(parent: Element) -> Iterator[tuple[str, str]]:
    for feature in parent.elements("Feature"):
        name, held = feature.first("Name"), feature.first("Value")
        if name is None or held is None:
            continue
        class_ = held.attributes.get("className", _STRING)
        item = held.attributes.get("itemClassName", "")
        of = f"<{item}>" if item else ""
        suffix = f":{class_}{of}" if class_ != _STRING else ""
        yield name.said + suffix, held.said


# Writing -----------------------------------------------------------------------------------


def write(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a GateDocument for each article."""
    for row in rows:
        with target.stream(target.file_name(row.id, ".xml")) as stream:
            stream.write("".join(_pieces(split_parts(row))).encode())


def _pieces(row: ArticleRow) -> Iterator[str]:
    text, where = row.said, f"the text of {row.id}"
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<GateDocument version="3">\n'
    yield "<!-- The document's features-->\n\n<GateDocumentFeatures>\n"
    about = {"gate.NAME": row.id, "MimeType": "text/plain", _ID: row.id}
    about |= {name: said for name in _META if (said := getattr(row.meta, name))}
    about |= {OWN: rest} if (rest := rest_text(row)) else {}
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
        sets.setdefault(span.attributes.get(_SET, ""), []).append(span)
    for name, spans in sets.items():
        yield f"<!-- {'Named' if name else 'The default'} annotation set -->\n\n"
        yield f"<AnnotationSet Name={value(name, _SET)}>\n" if name else "<AnnotationSet>\n"
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
    features = {name: said for name, said in span.attributes.items() if name != _SET}
    if span.note:
        features[_NOTE] = span.note
    if span.id and span.id != str(number):
        features[_ID] = span.id
    yield from _written_features(features, where)
    yield "</Annotation>\n"


def _relation_set(row: ArticleRow, numbers: Mapping[int, int]) -> Iterator[str]:
    spans = row.ids
    sets: dict[str, list[str]] = {}
    found: list[tuple[str, list[str], dict[str, str]]] = [
        (r.type, [r.head, r.tail], {_ID: r.id, "role": r.role}) for r in relations_within(row)
    ]
    found += [
        (_COREF, c.members, {_ID: c.id, "label": c.label, "name": c.name, "relation": c.relation})
        for c in row.clusters
    ]
    following = max(numbers.values(), default=-1) + 1
    for number, (type_, members, features) in enumerate(found, following):
        where = f"the relation {type_} of {row.id}"
        ids = ";".join(str(numbers[id(spans[member])]) for member in members)
        # GATE keeps the relations within a set apart; those between sets have to go somewhere.
        of_members = {spans[member].attributes.get(_SET, "") for member in members}
        lines = sets.setdefault(of_members.pop() if len(of_members) == 1 else "", [])
        lines.append(f'<Relation Id="{number}" Type={value(type_, where)} Members="{ids}">\n')
        lines.append("<UserData/>\n")
        lines += _written_features({k: v for k, v in features.items() if v}, where)
        lines.append("</Relation>\n")
    for name, lines in sets.items():
        yield "<!-- Relation Set -->\n\n"
        yield f"<RelationSet Name={value(name, _SET)}>\n" if name else "<RelationSet>\n"
        yield from lines
        yield "</RelationSet>\n"


def _written_features(features: Mapping[str, str], where: str) -> Iterator[str]:
    for named, said in features.items():
        matched = _CLASS.fullmatch(named)
        name, class_, item = matched.group("name", "class", "item") if matched else (named, "", "")
        of = f" itemClassName={value(item, where)}" if item else ""
        yield f'<Feature>\n  <Name className="{_STRING}">{content(name, where)}</Name>\n'
        yield f"  <Value className={value(class_ or _STRING, where)}{of}>{content(said, where)}"
        yield "</Value>\n</Feature>\n"


def _looks_like(head: bytes, name: str) -> float:
    """By its root element."""
    if name.endswith("/"):
        return 0.0
    return 0.99 if regex.search(rb"<GateDocument[\s>]", head) else 0.0


FORMAT: Final = Format(
    name="gate",
    is_xml=True,
    title="GATE documents (XML)",
    holds=EVERYTHING - {Feature.DISCONTINUOUS, Feature.ORIGINS},
    has_local_ids=True,
    reads=read,
    writes=write,
    endings=(".xml",),
    is_folder=True,
    looks_like=_looks_like,
)
