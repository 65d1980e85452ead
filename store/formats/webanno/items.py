"""What a WebAnno TSV file is to hold: annotations, each in a layer, on tokens or parts of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.formats.native import json_text
from store.formats.webanno import layers
from store.formats.webanno.layers import Column, ColumnKind, Layer, LayerKind

if TYPE_CHECKING:
    from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow

_OWN: Final = (layers.SPAN, layers.RELATION, layers.CLUSTER)


@dataclass(slots=True, eq=False)
class Item:
    """An annotation as it is written."""

    layer: Layer | None
    """None for a token that is only referred to."""
    units: list[TokenUnit]
    """Where it is."""
    values: dict[str, str] = field(default_factory=dict)
    """Of the features that are set."""
    links: dict[str, list[tuple[str, Item]]] = field(default_factory=dict)
    """Of slots: roles, which may be empty, and what is linked."""
    head: Item | None = None
    """Of a relation: where it comes from."""
    tail: Item | None = None
    chain: tuple[int, int] = (0, 0)
    """The number of the chain, and that of the link within it."""
    needs_number: bool = False
    number: int = 0
    """The disambiguation id; 0 for none."""


@dataclass(slots=True, eq=False)
class TokenUnit:
    """A token, or a part of one."""

    start: int
    end: int
    id: str = ""
    items: dict[str, list[Item]] = field(default_factory=dict)
    """By the name of their layer."""
    parts: dict[tuple[int, int], TokenUnit] = field(default_factory=dict)
    """Of a token: those parts that something is said of, by their offsets."""

    @property
    def rows(self) -> list[TokenUnit]:
        """A token and its parts, in the order of the text."""
        if not self.parts:
            return [self]
        return [self, *sorted(self.parts.values(), key=lambda part: (part.start, -part.end))]


def span_item(span: SpanRow, units: list[TokenUnit], *, is_chained: bool) -> Item:
    """A span as it is written: in the layer of another tool that it is of, else in ours."""
    declaration = span.attributes.get(layers.LAYER, "")
    layer = _foreign(declaration, is_chained=is_chained)
    if layer is not None and not layer.label and span.label != layer.short:
        layer = None  # it has another label by now, for which that layer has no place
    rest = {n: value for n, value in span.attributes.items() if not n.startswith(layers.PREFIX)}
    if layer is None:
        layer, values = layers.SPAN, {"label": span.label}
        note, attributes = "note", "attributes"
        if declaration:
            rest[layers.LAYER] = declaration
    else:
        values = {name: rest.pop(name) for name in layer.features if name in rest}
        if span.label != layer.short and layer.label:
            values[layer.label] = span.label
        note, attributes = layers.NOTE, layers.ATTRIBUTES
    if span.note:
        values[note] = span.note
    if rest:
        values[attributes] = json_text(rest)
    return Item(layer, units, values)


def _foreign(declaration: str, *, is_chained: bool) -> Layer | None:
    """The layer of another tool that a span is of; none if it is to be in ours."""
    name, bar, fields = declaration.partition("|")
    if not bar or (name == layers.SPAN.name and fields.startswith("label")):
        return None
    is_chain = {"referenceType", "referenceRelation"} == set(fields.split("|"))
    if is_chain and not is_chained:
        return None
    return layers.layer_of(LayerKind.CHAIN if is_chain else LayerKind.SPAN, declaration)


def declared_layer(relation: RelationRow, said: dict[str, str]) -> Layer | None:
    """The layer of another tool that a relation is of."""
    declaration = said.get(layers.PREFIX + relation.role, "") if relation.role else ""
    layer = layers.layer_of(LayerKind.RELATION, declaration) if declaration else None
    has_place = layer is not None and (layer.label or relation.type == layer.short)
    return layer if has_place else None


def native_chains(row: ArticleRow) -> list[ClusterRow]:
    """The clusters that can be written as the chains of another tool that they were read from."""
    known = row.ids
    found: list[ClusterRow] = []
    taken: set[str] = set()
    for cluster in row.clusters:
        declared = {
            known[member].attributes.get(layers.LAYER, "")
            for member in cluster.members
            if member in known
        }
        layer = _foreign(declared.pop(), is_chained=True) if len(declared) == 1 else None
        said = (cluster.name, cluster.relation, cluster.refs, cluster.note, cluster.attributes)
        is_plain = not (any(said) or taken & set(cluster.members))
        if layer is not None and layer.kind is LayerKind.CHAIN and is_plain:
            found.append(cluster)
            taken |= set(cluster.members)
    return found


def tokens_only(row: ArticleRow) -> set[str]:
    """The spans that only stand for tokens, to which relations of another tool run."""
    names = {
        span.id: span.attributes[layers.LAYER]
        for span in row.spans
        if span.id and span.attributes.get(layers.LAYER, "|").find("|") < 0 and not span.note
        if all(name.startswith(layers.PREFIX) for name in span.attributes)
    }
    if not names:
        return set()
    known = row.ids
    needed = {member for cluster in row.clusters for member in cluster.members}
    ends: set[str] = set()
    for relation in row.relations:
        layer = declared_layer(relation, known[relation.tail].attributes)
        for end in (relation.head, relation.tail):
            (ends if layer is not None and names.get(end) == layer.base else needed).add(end)
    return (ends & names.keys()) - needed


def is_in(item: Item, layer: str) -> bool:
    """Whether a reference to a layer finds an item without a number."""
    return item.layer is None or item.layer.name == layer


def layer_of_all(items: list[Item]) -> Layer:
    """The layer of some items with the columns that they need."""
    layer = items[0].layer
    assert layer is not None
    used = {name for item in items for name in item.values} | {layer.label}
    columns = [
        column
        for column in layer.columns
        if column.kind is not ColumnKind.FEATURE or column.name in used or layer not in _OWN
    ]
    named = dict.fromkeys(name for item in items for name in item.values)
    extra = [name for name in named if name not in layer.features]
    columns += [Column(ColumnKind.FEATURE, name) for name in extra]
    if layer in _OWN:
        fields = (f"BT_{c.refers_to}" if c.kind is ColumnKind.BASE else c.name for c in columns)
        declaration = "|".join((layer.name, *fields))
    else:
        declaration = "|".join((layer.declaration.removesuffix("|" * bool(extra)), *extra))
        if extra:
            columns = [c for c in columns if c.kind is not ColumnKind.PLACEHOLDER]
    return Layer(layer.kind, declaration, layer.name, tuple(columns))
