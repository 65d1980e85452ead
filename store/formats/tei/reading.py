"""What a TEI document says, as an article: its text, its annotations and what links them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import regex

from store.formats.fields import WITHOUT_WIDTH
from store.formats.markup import XML_ID, Element
from store.formats.own_metadata import with_rest_text
from store.formats.rows import (
    ArticleRow,
    ClusterRow,
    Meta,
    RelationRow,
    free_id,
    span_row_at,
)
from store.formats.tei.text import Extent, TextOfTei, is_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.formats.reading import Input
    from store.formats.rows import SpanRow

ELEMENT: Final = "tei.element"
"""The attribute with the name of the element, where it is not the label."""
OURS: Final = "sidelight"
"""The type of what we wrote."""
CLUSTER: Final = "cluster"
"""The type of relations that are clusters."""
_RANGE: Final = regex.compile(r"#string-range\(\s*#?([^,\s()]+)((?:\s*,\s*\d+\s*,\s*\d+)+)\s*\)")
_INDEX: Final = regex.compile(r"#string-index\(\s*#?([^,\s()]+)\s*,\s*(\d+)\s*\)")
_PLACES: Final = frozenset({"target", "from", "to"})


class TeiDocument:
    """One TEI document."""

    def __init__(self, source: Input, root: Element) -> None:
        self._source = source
        self._root = root
        reader = TextOfTei(source.losses)
        bodies = list(root.elements("text"))
        for body in bodies:
            reader.read(body)
        if not bodies:
            raise source.error("it has no <text>", root.line)
        self._text = reader.text
        self._extents = {
            e.element.attributes[XML_ID]: e
            for e in reader.extents
            if XML_ID in e.element.attributes and e.start >= 0
        }
        self._inline = [extent for extent in reader.extents if is_span(extent.element)]
        self._apart = [*reader.apart, *root.elements("standOff")]
        self._structures = {
            each.attributes[XML_ID]: each for each in self._all("fs") if XML_ID in each.attributes
        }
        self._spans: list[SpanRow] = []
        self._taken: set[str] = set()
        self._ids: dict[str, str] = {}
        """The ids of spans by their `xml:id`."""

    def row(self, id_: str) -> ArticleRow:
        """The article."""
        for extent in self._inline:
            self._take_inline(extent)
        for group in self._all("spanGrp"):
            for span in group.elements("span"):
                self._take_span(span, is_ours=group.attributes.get("type") == OURS)
        for parent in self._apart:
            for span in (parent, *parent.elements("span")):
                if span.name == "span":
                    self._take_span(span, is_ours=False)
        relations, clusters = self._relations()
        for each in self._apart:
            for part in each.elements() if each.name == "standOff" else ():
                if part.name not in {"spanGrp", "span", "fs", "listRelation"}:
                    self._source.losses.lose("other parts of <standOff>", f"<{part.name}>")
        id_, meta = self._meta(id_)
        row = ArticleRow(
            id_, self._spans, self._text, meta=meta, relations=relations, clusters=clusters
        )
        header = self._root.first("teiHeader")
        for each in header.elements("xenoData") if header is not None else ():
            if each.attributes.get("type") == OURS:
                row = with_rest_text(row, each.said, self._source, each.line)
        return row

    def _all(self, name: str) -> Iterator[Element]:
        """The elements of a name that stand off, at the top or in a `<standOff>`."""
        for each in self._apart:
            if each.name == name:
                yield each
            elif each.name == "standOff":
                yield from each.elements(name)

    def _meta(self, id_: str) -> tuple[str, Meta]:
        header = self._root.first("teiHeader", "fileDesc")
        if header is None:
            return id_, Meta(file=self._source.path.name)
        publication = header.first("publicationStmt")
        for number in publication.elements("idno") if publication is not None else ():
            if number.attributes.get("type") == OURS:
                id_ = number.said
        bibl = header.first("sourceDesc", "bibl")
        link = bibl.first("ref") if bibl is not None else None
        title = _said(header.first("titleStmt", "title"))
        meta = Meta(
            title=title if title != id_ else "",
            outlet=_said(bibl.first("publisher")) if bibl is not None else "",
            date=_said(bibl.first("date")) if bibl is not None else "",
            author=_said(header.first("titleStmt", "author")),
            link=link.attributes.get("target", "") if link is not None else "",
            file=self._source.path.name,
        )
        return id_, meta

    def _take_inline(self, extent: Extent) -> None:
        element = extent.element
        if extent.start < 0:
            example = f"<{element.name}> in line {element.line} of {self._source.path.name}"
            self._source.losses.lose(WITHOUT_WIDTH, example)
            return
        label, attributes = _label(element), _rest(element)
        if label != element.name:
            attributes[ELEMENT] = element.name
        self._add(element, [(extent.start, extent.end)], label, "", attributes)

    def _take_span(self, span: Element, *, is_ours: bool) -> None:
        parts = self._parts(span)
        if parts is None:
            return
        pointers = span.attributes.get("ana", "").replace("#", " ").split()
        structures = [self._structures[p] for p in pointers if p in self._structures]
        attributes = {} if is_ours else _rest(span) | {ELEMENT: "span"}
        if structures:
            attributes.pop("ana", None)
        for structure in structures:
            attributes |= _features_of(structure)
        keeps_space = span.attributes.get("xml:space") == "preserve"
        note = span.said if keeps_space else " ".join(span.said.split())
        self._add(span, parts, _label(span), note, attributes, is_ours=is_ours)

    def _add(
        self,
        element: Element,
        parts: list[tuple[int, int]],
        label: str,
        note: str,
        attributes: dict[str, str],
        *,
        is_ours: bool = False,
    ) -> None:
        xml_id = element.attributes.get(XML_ID, "")
        id_ = (element.attributes.get("n") or xml_id) if is_ours else xml_id
        id_ = free_id(id_, self._taken, "'") if id_ else ""
        if xml_id:
            self._ids.setdefault(xml_id, id_)
        span = span_row_at(self._text, parts, label, id_)
        self._spans.append(msgspec.structs.replace(span, note=note, attributes=attributes))

    def _parts(self, span: Element) -> list[tuple[int, int]] | None:
        """The ranges that a span points to; none if that cannot be used, which is said."""
        attributes = span.attributes
        name = "target" if "target" in attributes else "from"
        pointed = attributes.get(name, "")
        indices = [_INDEX.fullmatch(attributes.get(end, "").strip()) for end in ("from", "to")]
        if indices[0] is not None and indices[1] is not None:
            if indices[0][1] != indices[1][1]:
                self._fault(span, name, "it begins and ends in two elements")
                return None
            first, last = int(indices[0][2]), int(indices[1][2])
            return self._ranges(span, name, indices[0][1], [(first, last - first)])
        if matched := _RANGE.fullmatch(pointed.strip()):
            numbers = [int(number) for number in matched[2].split(",")[1:]]
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
            return self._ranges(span, name, matched[1], pairs)
        pointers = pointed.split() + attributes.get("to", "").split() * (name == "from")
        extents = [self._extents.get(pointer.removeprefix("#")) for pointer in pointers]
        known = [(e.start, e.end) for e in extents if e is not None]
        if not known or len(known) < len(extents):
            example = f"{pointed!r} in line {span.line} of {self._source.path.name}"
            self._source.losses.lose("spans of what is not in the text", example)
            return None
        if name == "from":
            known = [(min(a for a, _ in known), max(b for _, b in known))]
        return self._join_touching(sorted(known))

    def _ranges(
        self, span: Element, name: str, id_: str, pairs: Sequence[tuple[int, int]]
    ) -> list[tuple[int, int]] | None:
        extent = self._extents.get(id_)
        if extent is None or not extent.is_verbatim:
            what = "an element whose white space is kept"
            self._fault(span, name, f"{id_!r} is not the xml:id of {what}")
            return None
        length = extent.end - extent.start
        for at, count in pairs:
            if count < 1 or at + count > length:
                reason = f"{at}-{at + count} is no range of a text of {length} characters"
                self._fault(span, name, reason)
                return None
        return [(extent.start + at, extent.start + at + count) for at, count in pairs]

    def _fault(self, span: Element, name: str, reason: str) -> None:
        self._source.fault(reason, line=span.line, field=name)

    def _join_touching(self, parts: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """The ranges, those with only white space between them as one."""
        found: list[tuple[int, int]] = []
        for start, end in parts:
            if found and not self._text[found[-1][1] : start].strip():
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found

    def _relations(self) -> tuple[list[RelationRow], list[ClusterRow]]:
        relations: list[RelationRow] = []
        clusters: list[ClusterRow] = []
        for group in self._all("listRelation"):
            for each in group.elements("relation"):
                attributes = each.attributes
                ends = [self._ids_at(attributes.get(name, "")) for name in ("active", "passive")]
                members = self._ids_at(attributes.get("mutual", ""))
                name = attributes.get("name", attributes.get("ref", ""))
                id_ = attributes.get("n") or attributes.get(XML_ID, "")
                note = _said(each.first("desc"), keeps_space=True)
                if attributes.get("type") == CLUSTER and members:
                    label = attributes.get("subtype", "")
                    kind = name if name != CLUSTER else ""
                    clusters.append(ClusterRow(id_, label, note, members, kind))
                elif ends[0] and ends[1] and name:
                    pairs = [(head, tail) for head in ends[0] for tail in ends[1]]
                    relations += [
                        RelationRow(name, head, tail, id_ if len(pairs) == 1 else "", note)
                        for head, tail in pairs
                    ]
                else:
                    example = f"{name} in line {each.line} of {self._source.path.name}"
                    self._source.losses.lose("relations of what is no span", example)
        return relations, clusters

    def _ids_at(self, pointers: str) -> list[str]:
        """The ids of the spans that are pointed to; none if one of them is no span."""
        found = [self._ids.get(pointer.removeprefix("#"), "") for pointer in pointers.split()]
        return found if all(found) else []


def _label(element: Element) -> str:
    if element.name not in {"seg", "span"}:
        return element.name
    named = element.attributes.get("type") or element.attributes.get("ana", "")
    return named.split("#")[-1].strip() if named.startswith("#") else named or element.name


def _rest(element: Element) -> dict[str, str]:
    without = _PLACES | {XML_ID} if element.name == "span" else {XML_ID}
    return {name: said for name, said in element.attributes.items() if name not in without}


def _features_of(structure: Element) -> dict[str, str]:
    """The features of a feature structure."""
    found: dict[str, str] = {}
    for feature in structure.elements("f"):
        for held in feature.elements():
            found[feature.attributes.get("name", "")] = held.attributes.get("value", held.said)
    return found


def _said(element: Element | None, *, keeps_space: bool = False) -> str:
    if element is None:
        return ""
    return element.said if keeps_space else " ".join(element.said.split())
