"""The annotations of a WebAnno TSV file, read into the row of an article."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.formats.fields import WITHOUT_WIDTH, unpacked
from store.formats.own_metadata import with_rest_text
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow
from store.formats.webanno import layers
from store.formats.webanno.layers import ColumnKind, Layer, LayerKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.reading import Input
    from store.formats.webanno.units import Body, Row

    _Cells = dict[tuple[ColumnKind, str], str]
    """What the columns of a layer say of one annotation in one row, by their kinds and names."""

_ANYTHING: Final = "uima.tcas.Annotation"
"""The layer of slots that link to spans of whatever layer."""
_LINKS: Final = "links to spans without width"


@dataclass(slots=True, eq=False)
class _TableSpan:
    """An annotation, as its rows are read."""

    layer: Layer | None
    """None for a token that is only referred to."""
    name: str
    """Of the layer."""
    start: int
    end: int
    line: int
    id: str = ""
    """Of the span that it becomes; empty if it becomes none."""
    values: dict[str, str] = field(default_factory=dict)
    """Of the features that are set."""
    links: list[tuple[str, str, str]] = field(default_factory=list)
    """The feature, the role, and the reference as it stands."""


@dataclass(slots=True)
class TsvReader:
    """Reads the annotations of one file."""

    source: Input
    body: Body
    _found: list[_TableSpan] = field(default_factory=list)
    _numbered: dict[int, _TableSpan] = field(default_factory=dict)
    """By their disambiguation ids."""
    _at: dict[tuple[str, str], list[_TableSpan]] = field(default_factory=dict)
    """By the layer's name and the unit's id."""
    _chains: dict[int, dict[int, _TableSpan]] = field(default_factory=dict)
    _places: dict[tuple[int, int, str], _TableSpan] = field(default_factory=dict)
    """Spans by where they are and their labels, once that is asked for."""
    _units: dict[str, Row] = field(default_factory=dict)
    """By their ids, once that is asked for."""
    _relations: list[RelationRow] = field(default_factory=list)
    _said: dict[str, dict[str, str]] = field(default_factory=dict)
    """Attributes that tell of relations, by the id of the span that these run to."""

    def row(self, article_id: str) -> ArticleRow:
        """The article."""
        for each, layer, entry in self._entries((LayerKind.SPAN, LayerKind.CHAIN)):
            if layer.kind is LayerKind.SPAN:
                self._span(each, layer, entry)
            else:
                self._element(each, layer, entry)
        self._number()
        clusters = [
            cluster
            for number, chain in self._chains.items()
            if (cluster := self._cluster(chain, f"{article_id}#{number}")) is not None
        ]
        self._link_slots()
        text = self.body.text
        for each, layer, entry in self._entries((LayerKind.RELATION,)):
            self._relation(each, layer, entry)
        row = ArticleRow(
            article_id,
            [
                _span_row(found, text[found.start : found.end], self._said.get(found.id, {}))
                for found in self._found
                if found.id
            ],
            text=text,
            meta=Meta(file=self.source.path.name),
            relations=self._relations,
            clusters=clusters,
        )
        for found in self._found:
            row = with_rest_text(row, found.values.get(layers.REST, ""), self.source, found.line)
        return row

    def _entries(self, kinds: tuple[LayerKind, ...]) -> Iterator[tuple[Row, Layer, _Cells]]:
        """Of each row what the layers of some kinds say of each of their annotations."""
        for each in self.body.rows:
            at = 0
            for layer in self.body.layers:
                cells = each.cells[at : at + len(layer.columns)]
                at += len(layer.columns)
                if layer.kind in kinds and any(cell != layers.NOTHING for cell in cells):
                    for said in _annotations_in(layer, cells):
                        yield each, layer, said

    # Spans and chains ----------------------------------------------------------------------

    def _span(self, each: Row, layer: Layer, entry: _Cells) -> None:
        number = _number_in(entry)
        found = self._numbered.get(number) if number else None
        if found is None or found.layer is not layer:
            found = _TableSpan(layer, layer.name, each.start, each.end, each.line)
            self._found.append(found)
            if number:
                self._numbered[number] = found
            found.values = _values_in(entry)
            found.links = [link for feature in layer.slots for link in _links(feature, entry)]
        self._extend(found, each, layer)

    def _extend(self, found: _TableSpan, each: Row, layer: Layer) -> None:
        """Take note that an annotation is in a row, too."""
        found.start, found.end = min(found.start, each.start), max(found.end, each.end)
        self._at.setdefault((layer.name, each.id), []).append(found)

    def _element(self, each: Row, layer: Layer, entry: _Cells) -> None:
        relation = layers.link(entry.get((ColumnKind.FEATURE, "referenceRelation"), ""))
        if relation is None:
            reason = "a link of a chain has the numbers of chain and link, such as *->1-2"
            self.source.fault(reason, line=each.line)
            return
        said = entry.get((ColumnKind.FEATURE, "referenceType"), layers.NULL)
        type_, _, _ = layers.split_suffix(said)
        value, chain, number = relation
        found = self._chains.setdefault(chain, {}).get(number)
        if found is None:
            # A link of our own chains is no span but stands where one is.
            found = _TableSpan(layer, layer.name, each.start, each.end, each.line)
            if not layers.is_own(layer):
                self._found.append(found)
            self._chains[chain][number] = found
            for name, said in (("referenceType", type_), ("referenceRelation", value)):
                if said != layers.NULL:
                    found.values[name] = layers.unescape_value(said)
        self._extend(found, each, layer)

    def _number(self) -> None:
        """Give an id to all that is a span."""
        for number, found in enumerate(self._found, start=1):
            if found.start < found.end:
                found.id = f"s{number}"
            else:
                example = f"{found.name} in line {found.line} of {self.source.path.name}"
                self.source.losses.lose(WITHOUT_WIDTH, example)

    def _cluster(self, chain: dict[int, _TableSpan], id_: str) -> ClusterRow | None:
        links = [found for _, found in sorted(chain.items())]
        layer = links[0].layer
        if layer is None or not layers.is_own(layer):
            members = [found for found in links if found.id]
            if not members:
                return None
            return ClusterRow(id_, _label(members[0]), "", [found.id for found in members])
        members = [self._there(found) for found in links]
        told = links[0].values.get("referenceRelation", "").rsplit(layers.BETWEEN, 3)
        if len(told) != 4:  # changed with another tool
            told = [layers.BETWEEN.join(told), _label(members[0]), "", id_]
        name, label, relation, own_id = told
        return ClusterRow(own_id, label, name, [found.id for found in members], relation)

    def _there(self, link_: _TableSpan) -> _TableSpan:
        """The span at a link of our own chains, which has its label."""
        if not self._places:
            equal = Counter[tuple[int, int, str]]()
            for found in self._found:
                if found.id:
                    place = (found.start, found.end, _label(found))
                    equal[place] += 1
                    which = f"{place[2]}{layers.BETWEEN}{equal[place]}"
                    self._places.setdefault(place, found)
                    self._places.setdefault((found.start, found.end, which), found)
        place = (link_.start, link_.end, _label(link_))
        known = self._places.get(place)
        if known is None:
            known = self._new(link_)
            self._places[place] = known
        return known

    def _new(self, found: _TableSpan) -> _TableSpan:
        self._found.append(found)
        found.id = f"s{len(self._found)}"
        return found

    # Links and relations -------------------------------------------------------------------

    def _link_slots(self) -> None:
        for found in list(self._found):
            for feature, role, reference in found.links:
                unit, number, _ = layers.split_suffix(reference)
                base = "" if found.layer is None else found.layer.target(feature)
                target = self._find(base, unit, number, found.line)
                if target is None:
                    continue
                if target.id and found.id:
                    relation = RelationRow(role or feature, found.id, target.id, "", feature)
                    self._relations.append(relation)
                else:
                    self._lose(found.line)

    def _relation(self, each: Row, layer: Layer, entry: _Cells) -> None:
        base = entry.get((ColumnKind.BASE, ""), layers.NULL)
        unit, head_number, tail_number = layers.split_suffix(base)
        head = self._find(layer.base, unit, head_number, each.line)
        tail = self._find(layer.base, each.id, tail_number, each.line)
        if head is None or tail is None:
            return
        if not head.id or not tail.id:
            self._lose(each.line)
            return
        values = _values_in(entry)
        type_ = values.get(layer.label, layer.short)
        role = values.get("role", "") if layers.is_own(layer) else self._note(tail, layer, values)
        number = len(self._relations) + 1
        self._relations.append(RelationRow(type_, head.id, tail.id, f"r{number}", role))

    def _note(self, tail: _TableSpan, layer: Layer, values: dict[str, str]) -> str:
        """Note at its end what else there is to say of a relation; the role that names it."""
        said = self._said.setdefault(tail.id, {})
        others = {
            name: value
            for name, value in values.items()
            if name != layer.label or value == layer.short
        }
        role, number = layer.short, 1
        while said.get(layers.PREFIX + role, layer.declaration) != layer.declaration or (
            others and layers.PREFIX + role in said
        ):
            number += 1
            role = f"{layer.short}#{number}"
        said[layers.PREFIX + role] = layer.declaration
        said |= {f"{layers.PREFIX}{role}.{name}": value for name, value in others.items()}
        return role

    def _find(self, base: str, unit: str, number: int, line: int) -> _TableSpan | None:
        """What a reference means: by its number, else the first of the layer in that unit."""
        bases = [base]
        if base == _ANYTHING:
            bases += [layer.name for layer in self.body.layers if layer.kind is LayerKind.SPAN]
        here = [found for name in bases for found in self._at.get((name, unit), ())]
        if number:
            here = [self._numbered[number]] if number in self._numbered else []
        if here:
            return here[0]
        if not self._units:
            self._units = {each.id: each for each in self.body.rows}
        row = self._units.get(unit)
        if row is None or number:
            what = f"{unit}[{number}]" if number else unit
            reason = f"it is about {what}, which is no annotation of this file"
            self.source.fault(reason, line=line)
            return None
        # Relations may be between tokens, on which there need not be annotations.
        token = _TableSpan(None, base, row.start, row.end, row.line)
        self._at[base, unit] = [token]
        return self._new(token) if row.start < row.end else token

    def _lose(self, line: int) -> None:
        self.source.losses.lose(_LINKS, f"that in line {line} of {self.source.path.name}")


def _span_row(found: _TableSpan, text: str, told: dict[str, str]) -> SpanRow:
    """An annotation with what it says and what is told of it elsewhere."""
    values, layer = dict(found.values), found.layer
    values.pop(layers.REST, None)
    label = _label(found)
    if layer is None:
        attributes = {layers.LAYER: found.name}
        note = ""
    elif layers.is_own(layer):
        note = values.get("note", "") if layer.kind is LayerKind.SPAN else ""
        attributes = unpacked(values.get("attributes", ""))
    else:
        note = values.pop(layers.NOTE, "")
        attributes = unpacked(values.pop(layers.ATTRIBUTES, ""))
        if label != layer.short:
            values.pop(layer.label, None)
        declaration = layer.declaration
        for extra in (layers.NOTE, layers.ATTRIBUTES, layers.REST):
            declaration = declaration.replace(f"|{extra}", "")
        if "|" not in declaration:
            declaration += "|"
        attributes |= {layers.LAYER: declaration, **values}
    return SpanRow(
        found.start, found.end, label, found.id, text, note=note, attributes=attributes | told
    )


def _annotations_in(layer: Layer, cells: tuple[str, ...]) -> Iterator[_Cells]:
    """What each of the annotations stacked in one row has in the columns of a layer."""
    keys = [(column.kind, column.name) for column in layer.columns]
    stacks = [[] if cell == layers.NOTHING else layers.split(cell, "|") for cell in cells]
    for number in range(max(map(len, stacks))):
        stacked = zip(keys, stacks, strict=True)
        yield {key: stack[number] for key, stack in stacked if number < len(stack)}


def _number_in(entry: _Cells) -> int:
    """The disambiguation id of an annotation; 0 for none."""
    cells = (
        c for (kind, _), c in entry.items() if kind not in (ColumnKind.TARGET, ColumnKind.BASE)
    )
    return next(filter(None, (layers.split_suffix(cell)[1] for cell in cells)), 0)


def _values_in(entry: _Cells) -> dict[str, str]:
    """The features of an annotation that are set."""
    cells = {name: cell for (kind, name), cell in entry.items() if kind is ColumnKind.FEATURE}
    bare = {name: layers.split_suffix(cell)[0] for name, cell in cells.items()}
    return {name: layers.unescape_value(said) for name, said in bare.items() if said != layers.NULL}


def _links(feature: str, entry: _Cells) -> list[tuple[str, str, str]]:
    """The links of a slot: feature, role and reference; the role may be empty."""
    roles = layers.split_suffix(entry.get((ColumnKind.ROLE, feature), layers.NOTHING))[0]
    targets = entry.get((ColumnKind.TARGET, feature), layers.NULL)
    named = [] if roles == layers.NOTHING else layers.split(roles, ";")
    pairs = itertools.zip_longest(named, layers.split(targets, ";"), fillvalue=layers.NULL)
    return [
        (feature, "" if role == layers.NULL else layers.unescape_value(role), target)
        for role, target in pairs
        if target not in (layers.NULL, layers.NOTHING)
    ]


def _label(found: _TableSpan) -> str:
    if found.layer is None:
        return found.name.rpartition(".")[2]
    return found.values.get(found.layer.label, "") or found.layer.short
