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
from store.formats.tokens import Tokens, row_tokens
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
    Column,
    ColumnKind,
    Layer,
    LayerKind,
    escape_text,
    escape_value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.formats.choices import TokenRules
    from store.formats.losses import Losses
    from store.formats.rows import ArticleRow, ClusterRow, RelationRow, SpanRow

_UNSAFE: Final = regex.compile(r"[\x00-\x1f]")
"""What would end a cell or a line."""
_EDGES: Final = "spans with white space at their ends"
_BLANK: Final = "spans of white space alone"


def lines_of(row: ArticleRow, losses: Losses, rules: TokenRules) -> Iterator[str]:
    """The lines of an article, many at once, without the last line end."""
    return _WebannoArticle(split_parts(row), losses, rules).lines()


class _WebannoArticle:
    def __init__(self, row: ArticleRow, losses: Losses, rules: TokenRules) -> None:
        self._row = row
        self._known = row.ids
        self._losses = losses
        self._tokens = _with_edges(row_tokens(row, (), rules), row.said)
        self._units: dict[int, TokenUnit] = {}
        """The tokens that spans are in, by their numbers."""
        self._offsets = Offsets(row.said, Unit.UTF16)
        self._items: dict[str, Item] = {}
        """By the ids of the spans."""
        self._by_layer: dict[str, list[Item]] = {}
        """All, by the names of their layers."""
        self._chains = 0
        self._equal: dict[tuple[int, int, str], dict[str, int]] = {}
        """By place and label: the spans there, each with its number among them."""

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
        native = set(map(id, chains))
        for cluster in row.clusters:
            self._add_cluster(cluster, is_native=id(cluster) in native)
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
            if span.start <= token.start and token.end <= span.end:
                found.append(token)
            else:
                start, end = max(token.start, span.start), min(token.end, span.end)
                found.append(token.parts.setdefault((start, end), TokenUnit(start, end)))
        if (found[0].start, found[-1].end) != (span.start, span.end):
            self._losses.change(_EDGES, example_of(self._row, span))
        return found

    def _unit(self, number: int) -> TokenUnit:
        unit = self._units.get(number)
        if unit is None:
            unit = TokenUnit(self._tokens.starts[number], self._tokens.ends[number])
            self._units[number] = unit
        return unit

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
                values = {"referenceType": self._which(self._known[member])}
                if number == 1:
                    told = (cluster.name, cluster.label, cluster.relation, cluster.id)
                    values["referenceRelation"] = BETWEEN.join(told)
                item = self._place(Item(CLUSTER, item.units, values))
            item.chain = (self._chains, number)

    def _which(self, span: SpanRow) -> str:
        """The label of a span, and which one it is of those that have it in the same place."""
        if not self._equal:
            for each in self._row.spans:
                equal = self._equal.setdefault((each.start, each.end, each.label), {})
                equal[each.id] = len(equal) + 1
        number = self._equal[span.start, span.end, span.label][span.id]
        return span.label if number == 1 else f"{span.label}{BETWEEN}{number}"

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
        starts = [sentence.start for sentence in self._tokens.sentences]
        in_order = sorted(self._units.items())
        for token, token_unit in in_order:
            number = bisect_right(starts, token)
            place = token - starts[number - 1] + 1
            for part, unit in enumerate(token_unit.rows):
                unit.id = f"{number}-{place}" + (f".{part}" if part else "")
                for name in spans:
                    here = unit.items.get(name, [])
                    for item in here:
                        item.needs_number |= len(here) > 1 or len(item.units) > 1
        count = 0
        for _, token_unit in in_order:
            for unit in token_unit.rows:
                for item in (item for name in spans for item in unit.items.get(name, ())):
                    if item.needs_number and not item.number:
                        count += 1
                        item.number = count

    def _sentences(self, layers: list[Layer]) -> Iterator[str]:
        """The lines of each sentence, joined."""
        text, tokens, counted = self._row.said, self._tokens, self._offsets.all_units
        starts = [tokens.starts[sentence.start] for sentence in tokens.sentences]
        empty = [f"{NOTHING}\t" * len(layer.columns) for layer in layers]
        nothing = "".join(empty)
        for number, sentence in enumerate(tokens.sentences, start=1):
            said = text[starts[number - 1] : starts[number] if number < len(starts) else None]
            if number < len(starts):
                said = said.removesuffix("\n")
            places = zip(sentence, *map(counted, tokens.places(sentence)), strict=True)
            words = _surfaces(tokens.texts(text, sentence))
            rows = [
                f"{number}-{place}\t{start}-{end}\t{word}\t{nothing}"
                if token not in self._units
                else "\n".join([self._row_of(u, layers, empty) for u in self._units[token].rows])
                for place, ((token, start, end), word) in enumerate(
                    zip(places, words, strict=True), start=1
                )
            ]
            said_lines = [TEXT + escape_text(line) for line in said.split("\n")]
            yield "\n".join(["", *said_lines, *rows])

    def _row_of(self, unit: TokenUnit, layers: list[Layer], empty: list[str]) -> str:
        start, end = self._offsets.all_units((unit.start, unit.end))
        (word,) = _surfaces([self._row.said[unit.start : unit.end]])
        cells = [
            _cells(unit.items[layer.name], layer) if layer.name in unit.items else nothing
            for layer, nothing in zip(layers, empty, strict=True)
        ]
        return f"{unit.id}\t{start}-{end}\t{word}\t{''.join(cells)}"


# Rows and cells ----------------------------------------------------------------------------


def _surfaces(words: Sequence[str]) -> Sequence[str]:
    """What tokens say, as it stands in a row."""
    whole = "".join(words)
    if whole.isprintable() or not _UNSAFE.search(whole):
        return words
    return [escape_text(word) if _UNSAFE.search(word) else word for word in words]


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


def _cells(items: list[Item], layer: Layer) -> str:
    """What a unit has in the columns of a layer."""
    columns = ([_part(item, layer, column) for item in items] for column in layer.columns)
    return "".join(["|".join(parts) + "\t" for parts in columns])


def _part(item: Item, layer: Layer, column: Column) -> str:
    suffix = f"[{item.number}]" if item.number else ""
    if column.kind is ColumnKind.FEATURE:
        said = item.values.get(column.name)
        value = NULL if said is None else escape_value(said)
        if layer.kind is not LayerKind.CHAIN:
            return value + suffix if layer.kind is LayerKind.SPAN else value
        chain, link = item.chain
        is_type = column.name == "referenceType"
        return f"{value}[{chain}]" if is_type else f"{value}->{chain}-{link}"
    if column.kind is ColumnKind.PLACEHOLDER:
        return NULL + suffix
    if column.kind is ColumnKind.BASE:
        assert item.head is not None
        assert item.tail is not None
        numbers = (item.head.number, item.tail.number)
        return item.head.units[0].id + ("[{}_{}]".format(*numbers) if any(numbers) else "")
    links = item.links.get(column.name, ())
    if column.kind is ColumnKind.ROLE:
        return (";".join([_value(role) for role, _ in links]) or NOTHING) + suffix
    return ";".join([_reference(target) for _, target in links]) or NULL


def _value(role: str) -> str:
    return escape_value(role) if role else NULL


def _reference(item: Item) -> str:
    return item.units[0].id + (f"[{item.number}]" if item.number else "")
