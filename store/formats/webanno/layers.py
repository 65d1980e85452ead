"""What the header of a WebAnno TSV file declares, and how its cells are written.

A layer is a type of annotations, with a column for each of its features.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

import regex

HEAD: Final = "#FORMAT=WebAnno TSV 3."
"""What the first line begins with."""
VERSION: Final = 3
"""Of the format that is written: 3.3."""
TEXT: Final = "#Text="
NOTHING: Final = "_"
"""A cell of a unit without an annotation of the layer."""
NULL: Final = "*"
"""The value of a feature that is not set, and of an annotation that has no features."""
PREFIX: Final = "webanno:"
"""What the names of attributes begin with that say which layer something is of."""
LAYER: Final = f"{PREFIX}layer"
"""The attribute of a span with the declaration of its layer; none on our own layer."""
NOTE: Final = "sidelightNote"
ATTRIBUTES: Final = "sidelightAttributes"
"""Features with the note and the attributes of a span, where its layer is not ours."""
REST: Final = "sidelightMore"
"""The feature, of one span of the article, with what there is no other place for, as JSON."""


class LayerKind(StrEnum):
    """A kind of layers; the values are as in the header."""

    SPAN = "#T_SP"
    CHAIN = "#T_CH"
    RELATION = "#T_RL"


class ColumnKind(Enum):
    """What the cells of a column are."""

    PLACEHOLDER = 1
    """Of a layer without features."""
    FEATURE = 2
    ROLE = 3
    """Names of what is linked to a span."""
    TARGET = 4
    """What is linked to it under these names."""
    BASE = 5
    """Where a relation comes from."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    kind: ColumnKind
    name: str = ""
    """Of the feature, or the slot; empty for `PLACEHOLDER` and `BASE`."""
    refers_to: str = ""
    """Of `TARGET` and `BASE`: the layer."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer."""

    kind: LayerKind
    declaration: str
    """What stands in the header after the equals sign."""
    name: str
    columns: tuple[Column, ...]

    @property
    def short(self) -> str:
        """The name without its package: the label of what has no better one."""
        return self.name.rpartition(".")[2]

    @property
    def features(self) -> list[str]:
        """The names of the plain features."""
        return [c.name for c in self.columns if c.kind is ColumnKind.FEATURE]

    @property
    def label(self) -> str:
        """The feature that is the label; empty if there is none."""
        usual = "referenceType" if self.kind is LayerKind.CHAIN else "value"
        features = self.features
        return usual if usual in features else features[0] if features else ""

    @property
    def slots(self) -> list[str]:
        """The features that link spans to a span."""
        return [c.name for c in self.columns if c.kind is ColumnKind.ROLE]

    @property
    def base(self) -> str:
        """The layer that relations of this layer are between."""
        return next((c.refers_to for c in self.columns if c.kind is ColumnKind.BASE), "")

    def target(self, feature: str) -> str:
        """The layer of what a slot links to."""
        slot = (ColumnKind.TARGET, feature)
        return next((c.refers_to for c in self.columns if (c.kind, c.name) == slot), "")


_ROLE: Final = regex.compile(r"ROLE_.+:([^_:]+)_.+")


def layer_of(kind: LayerKind, declaration: str) -> Layer | None:
    """The layer that a declaration such as `webanno.custom.Span|value` declares; none if bad."""
    name, *fields = declaration.split("|")
    columns: list[Column] = []
    for field in filter(None, fields):
        follows = bool(columns) and columns[-1].kind is ColumnKind.ROLE
        if kind is LayerKind.SPAN and (match := _ROLE.fullmatch(field)):
            columns.append(Column(ColumnKind.ROLE, match[1]))
        elif kind is LayerKind.SPAN and follows:
            columns.append(Column(ColumnKind.TARGET, columns[-1].name, field))
        elif kind is LayerKind.RELATION and field.startswith("BT_"):
            columns.append(Column(ColumnKind.BASE, refers_to=field.removeprefix("BT_")))
        else:
            columns.append(Column(ColumnKind.FEATURE, field))
    layer = Layer(kind, declaration, name, tuple(columns or [Column(ColumnKind.PLACEHOLDER)]))
    has_base = sum(c.kind is ColumnKind.BASE for c in columns) == 1
    is_whole = {
        LayerKind.SPAN: not columns or columns[-1].kind is not ColumnKind.ROLE,
        LayerKind.CHAIN: set(layer.features) == {"referenceType", "referenceRelation"},
        LayerKind.RELATION: has_base,
    }
    return layer if name and is_whole[kind] else None


def _own(kind: LayerKind, declaration: str) -> Layer:
    layer = layer_of(kind, declaration)
    assert layer is not None
    return layer


SPAN: Final = _own(LayerKind.SPAN, "webanno.custom.Span|label|note|attributes")
"""Our own layer, with all columns that it may have; the last is JSON."""
RELATION: Final = _own(
    LayerKind.RELATION, "webanno.custom.Relation|label|role|BT_webanno.custom.Span"
)
CLUSTER: Final = _own(LayerKind.CHAIN, "webanno.custom.ClusterLink|referenceType|referenceRelation")
"""The relation of a chain's first link is the cluster's name, label, relation and id."""
BETWEEN: Final = " | "
"""What stands between those."""


def is_own(layer: Layer) -> bool:
    """Whether a layer is one that we write."""
    own = {SPAN.name: SPAN, RELATION.name: RELATION, CLUSTER.name: CLUSTER}.get(layer.name)
    return own is not None and own.kind is layer.kind and own.label == layer.label


# Cells -------------------------------------------------------------------------------------

_TEXT_ESCAPES: Final = {
    "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\b": "\\b", "\\": "\\\\",
    **{chr(i): f"\\{chr(i)}" for i in range(32) if not 7 < i < 14},
}  # fmt: skip
_TEXT_TABLE: Final = str.maketrans(_TEXT_ESCAPES)
_TEXT_MEANT: Final = {escape[1:]: character for character, escape in _TEXT_ESCAPES.items()}
_TEXT_ESCAPE: Final = regex.compile(r"\\(u[0-9a-fA-F]{4}|[tnfrb\\\x00-\x07\x0e-\x1f])")
_VALUE_ESCAPED: Final = regex.compile(r"->|[\\\[\]|_;\t\n\r*]")
_VALUE_ESCAPE: Final = regex.compile(r"\\(->|[\\\[\]|_;tnr*])")
_NAMES: Final = {"\t": "t", "\n": "n", "\r": "r"}
_NAMED: Final = {name: character for character, name in _NAMES.items()}
_SUFFIX: Final = regex.compile(
    r"((?:\\.|[^\\\[])*)\[([0-9]{1,9})(?:_([0-9]{1,9}))?\]", regex.DOTALL
)
_LINK: Final = regex.compile(
    r"((?:\\->|\\.|[^\\-]|-(?!>))*)->([0-9]{1,9})-([0-9]{1,9})", regex.DOTALL
)


def escape_text(text: str) -> str:
    """A text as it stands after `#Text=`."""
    if "\\" not in text and text.isprintable():  # as most are
        return text
    return text.translate(_TEXT_TABLE)


def unescape_text(text: str, version: int) -> str:
    """What such a text means; up to 3.1 characters could be written by their numbers."""

    def meant(match: regex.Match[str]) -> str:
        escape: str = match[1]
        if len(escape) == 1:
            return _TEXT_MEANT[escape]
        return chr(int(escape[1:], 16)) if version < 2 else match[0]

    return _TEXT_ESCAPE.sub(meant, text)


def escape_value(value: str) -> str:
    """A value as it stands in a cell."""
    if value.isalnum():  # as most are
        return value
    return _VALUE_ESCAPED.sub(lambda match: "\\" + _NAMES.get(match[0], match[0]), value)


def unescape_value(value: str) -> str:
    """What a value in a cell means."""
    return _VALUE_ESCAPE.sub(lambda match: _NAMED.get(match[1], match[1]), value)


def split(cell: str, separator: str) -> list[str]:
    """The parts of a cell; separators with a backslash before them do not count."""
    if "\\" not in cell:
        return cell.split(separator)
    parts, at = [""], 0
    while at < len(cell):
        if cell[at] == separator:
            parts.append("")
        else:
            size = 2 if cell[at] == "\\" else 1
            parts[-1] += cell[at : at + size]
            at += size - 1
        at += 1
    return parts


def split_suffix(cell: str) -> tuple[str, int, int]:
    """A value and the numbers in brackets after it; 0 for those that are not there."""
    match = _SUFFIX.fullmatch(cell)
    return (match[1], int(match[2]), int(match[3] or 0)) if match else (cell, 0, 0)


def link(cell: str) -> tuple[str, int, int] | None:
    """A value, the number of a chain, and that of the element within it; none if it has none."""
    match = _LINK.fullmatch(cell)
    return (match[1], int(match[2]), int(match[3])) if match else None
