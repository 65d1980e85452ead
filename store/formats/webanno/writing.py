"""The lines of a WebAnno TSV file.

Sentences and tokens are ours. White space between two sentences belongs to the first of them, but
for the line end that readers put there; so the text comes back as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

import regex

from store.formats.offsets import Offsets, Unit
from store.formats.own_metadata import relations_within, rest_text
from store.formats.rows import example_of, split_parts
from store.formats.stripping import lose_of_article
from store.formats.tokens import Tokens, tokens_of
from store.formats.webanno.items import (
    Item,
    TokenUnit,
    declared_layer,
    is_in,
    layer_of_all,
    native_chains,
    span_item,
    tokens_only,
)
from store.formats.webanno.layers import (
    BETWEEN,
    CLUSTER,
    HEAD,
    NOTHING,
    NULL,
    PREFIX,
    RELATION,
    REST,
    TEXT,
    VERSION,
    ColumnKind,
    Layer,
    LayerKind,
    escape_text,
    escape_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow

_UNSAFE: Final = regex.compile(r"[\x00-\x1f]")
"""What would end a cell or a line."""
_EDGES: Final = "spans with white space at their ends"
_BLANK: Final = "spans of white space alone"


def lines_of(row: ArticleRow, losses: Losses, language: str = "") -> Iterator[str]:
    """The lines of an article, without their line ends."""
    return _WebannoArticle(split_parts(row), losses, language).lines()


class _WebannoArticle:
    def __init__(self, row: ArticleRow, losses: Losses, language: str) -> None:
        self._row = row
        self._known = row.ids
        self._losses = losses
        self._tokens = _with_edges(tokens_of(row.said, language=language), row.said)
        self._units: dict[int, TokenUnit] = {}
        """The tokens that spans are in, by their numbers."""
        self._offsets = Offsets(row.said, Unit.UTF16)
        self._is_plain = self._offsets.length == len(row.said)
        """Whether each character is one unit."""
        self._items: dict[str, Item] = {}
        """By the ids of the spans."""
        self._by_layer: dict[str, list[Item]] = {}
        """All, by the names of their layers."""
        self._chains = 0

    def lines(self) -> Iterator[str]:
        row = self._row
        tokens = tokens_only(row)
        chains = native_chains(row)
        chained = {member for cluster in chains for member in cluster.members}
        for span in row.spans:
            units = self._units_of(span)
            if units and span.id in tokens and len(units) == 1:
                self._items[span.id] = Item(None, units)
            elif units:
                item = self._place(span_item(span, units, is_chained=span.id in chained))
                if span.id:
                    self._items[span.id] = item
        for cluster in row.clusters:
            self._add_cluster(cluster, is_native=cluster in chains)
        for relation in relations_within(row):
            self._add_relation(relation)
        self._add_rest()
        layers = [layer_of_all(items) for items in self._by_layer.values()]
        layers.sort(key=lambda layer: (list(LayerKind).index(layer.kind), layer.slots, layer.name))
        self._name_units(layers)
        yield f"{HEAD}{VERSION}"
        yield from (f"{layer.kind}={layer.declaration}" for layer in layers)
        yield ""
        yield from self._sentences(layers)

    # What there is -------------------------------------------------------------------------

    def _units_of(self, span: SpanRow) -> list[TokenUnit]:
        touched = self._tokens.within(span.start, span.end)
        if not touched:
            self._losses.lose(_BLANK, example_of(self._row, span))
            return []
        found = []
        for number in touched:
            token = self._unit(number)
            start, end = max(token.start, span.start), min(token.end, span.end)
            if (start, end) == (token.start, token.end):
                found.append(token)
            else:
                found.append(token.parts.setdefault((start, end), TokenUnit(start, end)))
        if (found[0].start, found[-1].end) != (span.start, span.end):
            self._losses.change(_EDGES, example_of(self._row, span))
        return found

    def _unit(self, number: int) -> TokenUnit:
        if number not in self._units:
            self._units[number] = TokenUnit(self._tokens.starts[number], self._tokens.ends[number])
        return self._units[number]

    def _place(self, item: Item) -> Item:
        """An item, in its units."""
        assert item.layer is not None
        self._by_layer.setdefault(item.layer.name, []).append(item)
        for unit in item.units:
            unit.items.setdefault(item.layer.name, []).append(item)
        return item

    def _add_cluster(self, cluster: ClusterRow, *, is_native: bool) -> None:
        members = [member for member in cluster.members if member in self._items]
        if not members:
            return
        self._chains += 1
        for number, member in enumerate(members, start=1):
            item = self._items[member]
            if not is_native:
                values = {"referenceType": self._known[member].label}
                if number == 1:
                    told = (cluster.name, cluster.label, cluster.relation, cluster.id)
                    values["referenceRelation"] = BETWEEN.join(told)
                item = self._place(Item(CLUSTER, item.units, values))
            item.chain = (self._chains, number)

    def _add_relation(self, relation: RelationRow) -> None:
        head, tail = self._items.get(relation.head), self._items.get(relation.tail)
        if head is None or tail is None:
            self._losses.lose(f"relations of {_BLANK}", relation.type)
            return
        if head.layer is not None and relation.role in head.layer.slots:
            role = "" if relation.type == relation.role else relation.type
            head.links.setdefault(relation.role, []).append((role, tail))
            tail.needs_number |= not is_in(tail, head.layer.target(relation.role))
            return
        said = self._known[relation.tail].attributes
        layer = declared_layer(relation, said)
        if layer is None:
            layer, values = RELATION, {"label": relation.type}
            if relation.role:
                values["role"] = relation.role
        else:
            prefix = f"{PREFIX}{relation.role}."
            values = {name: said[prefix + name] for name in layer.features if prefix + name in said}
            if layer.label and relation.type != layer.short:
                values[layer.label] = relation.type
        for end in (head, tail):
            end.needs_number |= not is_in(end, layer.base)
        self._place(Item(layer, tail.units[:1], values, head=head, tail=tail))

    def _add_rest(self) -> None:
        items = (item for some in self._by_layer.values() for item in some)
        spans = (item for item in items if item.layer and item.layer.kind is LayerKind.SPAN)
        bearer = next(spans, None)
        if bearer is None:
            lose_of_article(self._row, self._losses)
        elif rest := rest_text(self._row):
            bearer.values[REST] = rest

    # Rows ----------------------------------------------------------------------------------

    def _name_units(self, layers: list[Layer]) -> None:
        spans = [layer.name for layer in layers if layer.kind is LayerKind.SPAN]
        sentences = self._tokens.sentences
        in_order = sorted(self._units.items())
        for token, token_unit in in_order:
            number = bisect_right(sentences, token, key=lambda sentence: sentence.start)
            place = token - sentences[number - 1].start + 1
            for part, unit in enumerate(_rows_of(token_unit)):
                unit.id = f"{number}-{place}" + (f".{part}" if part else "")
                for name in spans:
                    here = unit.items.get(name, [])
                    for item in here:
                        item.needs_number |= len(here) > 1 or len(item.units) > 1
        count = 0
        for _, token_unit in in_order:
            for unit in _rows_of(token_unit):
                for item in (item for name in spans for item in unit.items.get(name, ())):
                    if item.needs_number and not item.number:
                        count += 1
                        item.number = count

    def _sentences(self, layers: list[Layer]) -> Iterator[str]:
        text = self._row.said
        tokens = self._tokens
        starts = [tokens.starts[sentence.start] for sentence in tokens.sentences]
        empty = f"{NOTHING}\t" * sum(len(layer.columns) for layer in layers)
        for number, sentence in enumerate(tokens.sentences):
            is_last = number + 1 == len(starts)
            said = text[starts[number] : None if is_last else starts[number + 1]]
            if not is_last:
                said = said.removesuffix("\n")
            yield ""
            yield from (TEXT + escape_text(line) for line in said.split("\n"))
            for place, token in enumerate(sentence, start=1):
                if token in self._units:
                    yield from (self._row_of(u, layers) for u in _rows_of(self._units[token]))
                else:
                    placed = self._placed(tokens.starts[token], tokens.ends[token])
                    yield f"{number + 1}-{place}\t{placed}\t{empty}"

    def _row_of(self, unit: TokenUnit, layers: list[Layer]) -> str:
        cells = [
            _cell(unit.items.get(layer.name, []), layer, number)
            for layer in layers
            for number in range(len(layer.columns))
        ]
        return "\t".join((unit.id, self._placed(unit.start, unit.end), *cells, ""))

    def _placed(self, start: int, end: int) -> str:
        """Where a row is, and what the text says there."""
        surface = self._row.said[start:end]
        if not surface.isprintable() and _UNSAFE.search(surface):
            surface = escape_text(surface)
        if self._is_plain:
            return f"{start}-{end}\t{surface}"
        units = self._offsets.units
        return f"{units(start)}-{units(end)}\t{surface}"


# Rows and cells ----------------------------------------------------------------------------


def _rows_of(token: TokenUnit) -> list[TokenUnit]:
    """A token and its parts, in the order of the text."""
    return [token, *sorted(token.parts.values(), key=lambda part: (part.start, -part.end))]


def _with_edges(tokens: Tokens, text: str) -> Tokens:
    """The tokens, and where need be one for the white space before them.

    A sentence begins with a token, and readers take for spaces what is before the first.
    """
    if not len(tokens):
        return Tokens((0,), (len(text),), (range(1),)) if text else tokens
    first = tokens.starts[0]
    if not text[:first].strip(" "):
        return tokens
    head, *others = (range(s.start + 1, s.stop + 1) for s in tokens.sentences)
    sentences = (range(head.stop), *others)
    return Tokens((0, *tokens.starts), (first, *tokens.ends), sentences)


def _cell(items: list[Item], layer: Layer, number: int) -> str:
    """What a unit has in a column of a layer."""
    if not items:
        return NOTHING
    return "|".join(_part(item, layer, number) for item in items)


def _part(item: Item, layer: Layer, number: int) -> str:
    column = layer.columns[number]
    suffix = f"[{item.number}]" if item.number else ""
    if column.kind is ColumnKind.PLACEHOLDER:
        return NULL + suffix
    if column.kind is ColumnKind.ROLE:
        roles = [role for role, _ in item.links.get(column.name, ())]
        return (";".join(map(_value, roles)) or NOTHING) + suffix
    if column.kind is ColumnKind.TARGET:
        links = item.links.get(column.name, ())
        return ";".join(_reference(target) for _, target in links) or NULL
    if column.kind is ColumnKind.BASE:
        assert item.head is not None
        assert item.tail is not None
        numbers = (item.head.number, item.tail.number)
        return item.head.units[0].id + ("[{}_{}]".format(*numbers) if any(numbers) else "")
    said = item.values.get(column.name)
    value = NULL if said is None else escape_value(said)
    if layer.kind is not LayerKind.CHAIN:
        return value + (suffix if layer.kind is LayerKind.SPAN else "")
    chain, link = item.chain
    return f"{value}[{chain}]" if column.name == "referenceType" else f"{value}->{chain}-{link}"


def _value(role: str) -> str:
    return escape_value(role) if role else NULL


def _reference(item: Item) -> str:
    return item.units[0].id + (f"[{item.number}]" if item.number else "")
