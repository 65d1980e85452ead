"""Articles as CAS: our annotations as custom layers of INCEpTION, those of others as they were."""

from __future__ import annotations

import keyword
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import msgspec
import regex

from store.formats.cas import types
from store.formats.cas.structures import Cas, Structure
from store.formats.own_metadata import OWN, relations_within, rest_text
from store.formats.rows import split_parts
from store.formats.tokens import row_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from store.formats.choices import TokenRules
    from store.formats.rows import ArticleRow, ClusterRow, SpanRow

_FEATURE: Final = regex.compile(r"([A-Za-z][A-Za-z0-9_]*)(?::(uima\.cas\.\w+))?")
_TYPE: Final = regex.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*", regex.ASCII)
_RESERVED: Final = frozenset(
    {"begin", "end", "sofa", "type", "self", "xmiID", "next", "first", "note", "attributes"}
)


class Writer:
    """Makes CASes that share a type system, which grows as types and features are needed."""

    def __init__(self, cassis: ModuleType, rules: TokenRules) -> None:
        self._rules = rules
        self.types: Any = cassis.TypeSystem()
        self._known: dict[str, Any] = {}
        self._ranges: dict[tuple[str, str], str] = {}
        self._type(types.METADATA, types.DOCUMENT, documentTitle=types.STRING,
                   documentId=types.STRING)  # fmt: skip
        self._type(types.SENTENCE)
        self._type(types.TOKEN)
        self._type(types.SPAN, label=types.STRING, note=types.STRING, id=types.STRING,
                   attributes=types.STRING)  # fmt: skip
        self._type(types.RELATION, Governor=types.SPAN, Dependent=types.SPAN, label=types.STRING,
                   role=types.STRING, id=types.STRING)  # fmt: skip

    def cas(self, row: ArticleRow) -> Cas:
        """An article as a CAS."""
        row, text = split_parts(row), row.said
        edges = {edge for span in row.spans for edge in (span.start, span.end)}
        cas = Cas(text, row_tokens(row, edges, self._rules))
        about = {"documentId": row.id, "documentTitle": row.meta.title or row.id}
        cas.add(types.METADATA, (0, len(text)), about, is_first=True)
        # A type takes no features any more once there is something of it: so they come first.
        planned = [(span, *self._type_and_values(span)) for span in row.spans]
        known, uses = row.ids, Counter(m for each in row.clusters for m in set(each.members))
        chains = [
            (cluster, self._chain_types(cluster, [known[m] for m in cluster.members], uses))
            for cluster in row.clusters
        ]
        if rest := rest_text(row):
            self._type(types.REST, types.ANNOTATION_BASE, **{OWN: types.STRING})
        made: dict[str, Structure] = {}
        for span, name, said in planned:
            made[span.id] = cas.add(name, (span.start, span.end), said)
        for relation in relations_within(row):
            head, tail = made[relation.head], made[relation.tail]
            is_ours = head.type == tail.type == types.SPAN
            name = types.RELATION if is_ours else self._any_relation()
            about = {"label": relation.type, "role": relation.role, "id": relation.id}
            values: dict[str, Any] = {"Governor": head, "Dependent": tail} | _full(about)
            cas.add(name, tail.place, values)
        for cluster, (chain, link) in chains:
            _add_chain(cas, cluster, chain, link, [made[member] for member in cluster.members])
        if rest:
            cas.add(types.REST, None, {OWN: rest})
        return cas

    # Types ---------------------------------------------------------------------------------

    def _type(self, name: str, above: str = types.ANNOTATION, /, **features: str) -> Any:
        """A type, made if there is none yet, with at least these features."""
        known = self._known.get(name)
        if known is None:
            is_there = name.startswith("uima.") and self.types.contains_type(name)
            known = self.types.get_type(name) if is_there else self.types.create_type(name, above)
            self._known[name] = known
        for feature, kind in features.items():
            self._has_feature(name, feature, kind)
        return known

    def _has_feature(self, type_name: str, feature: str, kind: str) -> bool:
        """Whether a type has a feature of this kind, once it has been made if it can be."""
        known = self._ranges.setdefault((type_name, feature), kind)
        if known == kind and self._known[type_name].get_feature(feature) is None:
            self.types.create_feature(self._known[type_name], name=feature, rangeType=kind)
        return known == kind

    def _any_relation(self) -> str:
        self._type(types.ANY_RELATION, Governor=types.ANNOTATION, Dependent=types.ANNOTATION,
                   label=types.STRING, role=types.STRING, id=types.STRING)  # fmt: skip
        return types.ANY_RELATION

    # Annotations ---------------------------------------------------------------------------

    def _type_and_values(self, span: SpanRow) -> tuple[str, dict[str, Any]]:
        """The type of an annotation and the values of its features, all of them declared."""
        attributes = dict(span.attributes)
        name, label_feature = _type_of(span), ""
        if name != types.SPAN:
            label_feature = attributes.pop(types.LABEL_FEATURE, "")
            del attributes[types.TYPE]
        self._type(name)
        values: dict[str, Any] = {}
        if name == types.SPAN:
            values |= {"label": span.label} | _full({"id": span.id})
        elif label_feature:
            self._has_feature(name, label_feature, types.STRING)
            values[label_feature] = span.label
        if span.note:
            self._has_feature(name, "note", types.STRING)
            values["note"] = span.note
        packed: dict[str, str] = {}
        for named, said in attributes.items():
            matched = _FEATURE.fullmatch(named)
            feature, kind = matched.groups() if matched else ("", None)
            is_free = feature not in values and feature not in _RESERVED
            is_free = is_free and not keyword.iskeyword(feature)
            is_own = name == types.SPAN and feature in {"label", "id"}
            value = _value(said, kind or types.STRING)
            if not matched or not is_free or is_own or value is None:
                packed[named] = said
            elif self._has_feature(name, feature, kind or types.STRING):
                values[feature] = value
            else:
                packed[named] = said
        if packed:
            self._has_feature(name, "attributes", types.STRING)
            values["attributes"] = msgspec.json.encode(packed, order="sorted").decode()
        return name, values

    # Clusters ------------------------------------------------------------------------------

    def _chain_types(
        self, cluster: ClusterRow, members: Sequence[SpanRow], uses: Mapping[str, int]
    ) -> tuple[str, str]:
        """The types of the chain and the links that a cluster is written as."""
        chain = _chain_type(cluster, members, uses)
        link = f"{chain.removesuffix('Chain')}Link" if chain else types.LINK
        self._type(link)
        self._type(link, next=link)
        self._type(chain or types.CHAIN, types.ANNOTATION_BASE, first=link)
        if not chain:
            self._type(link, span=types.ANNOTATION)
            self._type(types.CHAIN, id=types.STRING, label=types.STRING, name=types.STRING,
                       relation=types.STRING)  # fmt: skip
        return chain or types.CHAIN, link


def _add_chain(
    cas: Cas, cluster: ClusterRow, chain: str, link: str, members: list[Structure]
) -> None:
    """Add a cluster as a chain of a type, with links of a type."""
    values: dict[str, Any] = {}
    if chain == types.CHAIN:
        members = [cas.add(link, member.place, {"span": member}) for member in members]
        values = _full(
            {"id": cluster.id, "label": cluster.label, "name": cluster.name,
             "relation": cluster.relation}
        )  # fmt: skip
    for one, following in pairwise(members):
        one.values["next"] = following
    cas.add(chain, None, ({"first": members[0]} if members else {}) | values)


def _full(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _type_of(span: SpanRow) -> str:
    """The type that a span had where it came from, if it can be had again; else ours."""
    name = span.attributes.get(types.TYPE, "")
    if not _TYPE.fullmatch(name) or types.is_layer(name) or name.startswith("webanno.custom.Any"):
        return types.SPAN
    if name in {types.SPAN, types.RELATION, types.CHAIN, types.LINK, types.METADATA}:
        return types.SPAN
    feature = span.attributes.get(types.LABEL_FEATURE, "")
    if feature and (not _FEATURE.fullmatch(feature) or ":" in feature or feature in _RESERVED):
        return types.SPAN
    if not feature and span.label != name.rpartition(".")[2]:
        return types.SPAN
    others = span.attributes.keys() - {types.TYPE}
    if name.startswith("uima.") and (name != types.ANNOTATION or others or span.note):
        return types.SPAN
    return name


def _value(said: str, kind: str) -> Any:
    """A text as a value of a primitive type; none if it is not one."""
    if kind == types.STRING:
        return said
    try:
        return types.NUMBERS[kind](said)
    except (KeyError, ValueError):
        return None


def _chain_type(cluster: ClusterRow, members: Sequence[SpanRow], uses: Mapping[str, int]) -> str:
    """The type of chain that a cluster was, if it can be one again; else nothing.

    Args:
        cluster: Which one.
        members: Its spans.
        uses: In how many clusters of the article each span is, by its id.
    """
    names = {_type_of(member) for member in members}
    name = names.pop() if len(names) == 1 else ""
    is_shared = any(uses[member.id] > 1 for member in members)
    is_told = cluster.relation or cluster.refs or cluster.note or cluster.attributes
    if not name.endswith("Link") or is_shared or is_told:
        return ""
    if (cluster.label, cluster.name) != (members[0].label, members[0].text):
        return ""
    return f"{name.removesuffix('Link')}Chain"
