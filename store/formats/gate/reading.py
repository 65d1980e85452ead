"""What a GateDocument says, as an article: its text, its annotations and what links them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.formats.markup import Element, tree
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    Meta,
    Placed,
    RelationRow,
    SpanRow,
    text_sha256,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store.formats.reading import Input

STRING: Final = "java.lang.String"
"""The class of features that are texts."""
SET: Final = "gate.set"
"""The attribute that names the annotation set; absent for the default set."""
ID: Final = "sidelight.id"
"""The feature of documents and annotations with the id that we gave them."""
NOTE: Final = "note"
"""The feature with the note."""
_MARKUP: Final = "Original markups"
"""The set with the elements of the HTML or XML from which GATE took the text."""
_LAYERS: Final = frozenset({"Token", "SpaceToken", "Sentence", "Split", "POS"})
COREF: Final = "coref"
"""The type of relations that GATE gives to coreference chains."""
META: Final = ("title", "outlet", "date", "author")
"""The features of documents with what is known of an article."""


class GateDocument:
    """One GateDocument."""

    def __init__(self, source: Input, path: Path, name: str) -> None:
        self._source = source
        self._path = path
        self._root = tree(source.data(path), path)
        if self._root.name != "GateDocument":
            reason = f"this is no GateDocument, but <{self._root.name}>"
            raise InputError(reason, path=path, line=self._root.line)
        self._nodes: dict[str, int] = {}
        self._text = self._text_with_nodes()
        features = self._root.first("GateDocumentFeatures")
        self._features = dict(_features(features)) if features is not None else {}
        self._id = self._features.get(ID) or name
        self._spans: list[SpanRow] = []
        self._taken: set[str] = set()
        self._known: dict[tuple[str, str], str] = {}
        """The ids of spans by the set and the id of their annotations; under no set, too."""

    def placed(self) -> Placed:
        """The article."""
        sets = [
            (each.attributes.get("Name", ""), annotation)
            for each in self._root.elements("AnnotationSet")
            for annotation in each.elements("Annotation")
        ]
        shared = Counter(annotation.attributes.get("Id", "") for _, annotation in sets)
        for name, annotation in sets:
            self._take(name, annotation, is_shared=shared[annotation.attributes.get("Id", "")] > 1)
        relations, clusters = self._relations()
        ours = {ID, *META} | ({"gate.NAME", "MimeType"} if ID in self._features else set())
        others = [name for name in self._features if name not in ours]
        if others:
            self._source.losses.lose("features of documents", len(others), others[0])
        row = ArticleRow(
            self._id,
            self._spans,
            self._text,
            text_sha256(self._text),
            meta=Meta(
                title=self._features.get("title", ""),
                outlet=self._features.get("outlet", ""),
                date=self._features.get("date", ""),
                author=self._features.get("author", ""),
                file=self._path.name,
            ),
            relations=relations,
            clusters=clusters,
        )
        return Placed(row, self._path)

    def _text_with_nodes(self) -> str:
        place = self._root.first("TextWithNodes")
        if place is None:
            raise InputError("it has no text: there is no <TextWithNodes>", path=self._path)
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
        example = f"{type_} in line {annotation.line} of {self._path.name}"
        if set_name == _MARKUP:
            losses.lose("elements of the original markup", 1, example)
            return
        if type_ in _LAYERS:
            losses.lose("tokens, sentences and other linguistic layers", 1, example)
            return
        ends = [self._node(annotation, name) for name in ("StartNode", "EndNode")]
        start, end = ends
        if start is None or end is None:
            return
        if start == end:
            losses.lose("spans without width", 1, example)
            return
        if not type_ or start > end:
            reason = "it has no Type" if not type_ else f"it ends at {end}, before it begins"
            self._source.fault(reason, path=self._path, line=annotation.line, field="Annotation")
            return
        attributes = dict(_features(annotation))
        id_ = annotation.attributes.get("Id", "")
        named = attributes.pop(ID, "") or (f"{set_name}/{id_}" if id_ and is_shared else id_)
        while named and named in self._taken:
            named += "'"
        self._taken.add(named)
        self._known.setdefault((set_name, id_), named)
        self._known.setdefault(("", id_), named)
        note = attributes.pop(NOTE, "")
        if set_name:
            attributes[SET] = set_name
        said = self._text[start:end]
        self._spans.append(
            SpanRow(start, end, type_, named, said, note=note, attributes=attributes)
        )

    def _node(self, annotation: Element, name: str) -> int | None:
        node = annotation.attributes.get(name, "")
        found = self._nodes.get(node)
        if found is None:
            reason = f"there is no node {node!r} in the text"
            self._source.fault(reason, path=self._path, line=annotation.line, field=name)
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
                id_ = features.pop(ID, "") or relation.attributes.get("Id", "")
                if not all(known):
                    what = "relations of what is no span"
                    self._source.losses.lose(what, 1, f"{type_} in line {relation.line}")
                elif type_ == COREF:
                    label = features.pop("label", "") or self._label(known[0])
                    name, kind = features.pop("name", ""), features.pop("relation", "")
                    clusters.append(ClusterRow(id_, label, name, known, kind))
                elif len(known) == 2:
                    role = features.pop("role", "")
                    relations.append(RelationRow(type_, known[0], known[1], id_, role))
                else:
                    what = "relations between other than two spans"
                    self._source.losses.lose(what, 1, f"{type_} in line {relation.line}")
                    continue
                if features:
                    self._source.losses.lose("features of relations", len(features), type_)
        return relations, clusters

    def _label(self, id_: str) -> str:
        return next(span.label for span in self._spans if span.id == id_)


def _features(parent: Element) -> Iterator[tuple[str, str]]:
    for feature in parent.elements("Feature"):
        name, held = feature.first("Name"), feature.first("Value")
        if name is None or held is None:
            continue
        class_ = held.attributes.get("className", STRING)
        item = held.attributes.get("itemClassName", "")
        of = f"<{item}>" if item else ""
        suffix = f":{class_}{of}" if class_ != STRING else ""
        yield name.said + suffix, held.said
