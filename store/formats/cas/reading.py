"""What a CAS says, as articles: one for each view that has a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from store.formats.cas import types
from store.formats.fields import WITHOUT_WIDTH, as_attribute, unpacked
from store.formats.offsets import NoRangeError, Text, Unit
from store.formats.own_metadata import OWN, with_rest_text
from store.formats.rows import ArticleRow, ClusterRow, Meta, RelationRow, SpanRow, free_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from store.formats.reading import Input

_LABELS: Final = ("value", "label")
_OF_RELATIONS: Final = ("label", "value", "DependencyType", "relationType")
_PLACE: Final = frozenset({"sofa", "begin", "end"})
_ENDINGS: Final = (".txt", ".html", ".htm", ".xml", ".pdf", ".xmi", ".json", ".tsv", ".conll")


@dataclass(frozen=True, slots=True)
class CasPlace:
    """Where an annotation is, as its file has it: in UTF-16 code units."""

    begin: int | None
    end: int | None
    line: int | None
    """Of the file, from 1; none where lines mean nothing."""
    field: str
    """The path to it, without the last name; may be empty."""


def articles(
    source: Input, cas: Any, places: Mapping[int, CasPlace], name: str, taken: set[str]
) -> Iterator[ArticleRow]:
    """The articles of a CAS.

    Args:
        source: Its file.
        cas: The CAS, as the library has it.
        places: Where its annotations are, by their ids: the library guesses where it should not.
        name: The id of an article that the file is named for.
        taken: The ids that are in use; new ones are added.

    Raises:
        InputError: None of its views has a text.
    """
    views = [view for view in cas.views if view.sofa.sofaString is not None]
    if not views:
        raise source.error("there is no text in this CAS: none of its views has a sofaString")
    for view in cas.views:
        if view.sofa.sofaString is None:
            source.losses.lose("views without a text", f"{view.sofa.sofaID} of {source.path.name}")
    for view in views:
        reader = _View(source, cas.typesystem, view, places)
        id_ = reader.document_id or name
        if id_ in taken:
            id_ = name
        if len(views) > 1 and view.sofa.sofaID != "_InitialView":
            id_ = f"{id_}/{view.sofa.sofaID}"
        taken.add(id_)
        yield reader.row(id_)


class _View:
    def __init__(
        self, source: Input, types_: Any, view: Any, places: Mapping[int, CasPlace]
    ) -> None:
        self._source = source
        self._types = types_
        self._places = places
        self._text = Text.of(view.sofa.sofaString, Unit.UTF16)
        self._kinds: dict[str, str] = {}
        self._spans: dict[int, SpanRow] = {}
        """By the ids that they have in the CAS."""
        self._ids: set[str] = set()
        self._relations: list[RelationRow] = []
        self._all = sorted(view.get_all_fs(), key=lambda fs: fs.xmiID)
        self._metadata = {
            name: value
            for fs in self._of_kind("document")
            for name in ("documentId", "documentTitle")
            if (value := getattr(fs, name, None))
        }

    @property
    def document_id(self) -> str:
        """The id that the CAS gives to its document, without the ending of a file; or nothing."""
        id_: str = self._metadata.get("documentId", "")
        ending = next((e for e in _ENDINGS if id_.endswith(e) and id_ != e), "")
        return id_.removesuffix(ending)

    def row(self, id_: str) -> ArticleRow:
        """The article."""
        for fs in self._of_kind("span"):
            self._take(fs)
        for fs in self._of_kind("span"):
            self._take_references(fs)
        for fs in self._of_kind("relation"):
            self._take_relation(fs)
        clusters = [c for fs in self._of_kind("chain") if (c := self._cluster(fs)) is not None]
        losses = self._source.losses
        for kind, what in (
            ("layer", "tokens, sentences and other linguistic layers"),
            ("other", "feature structures that are no annotations"),
        ):
            for fs in self._of_kind(kind):
                losses.lose(what, f"{fs.type.name} {fs.xmiID} of {self._source.path.name}")
        title = self._metadata.get("documentTitle", "")
        row = ArticleRow(
            id_,
            sorted(self._spans.values(), key=lambda s: (s.start, -s.end)),
            self._text.said,
            meta=Meta(title=title, file=self._source.path.name),
            relations=self._relations,
            clusters=clusters,
        )
        for fs in self._of_kind("rest"):
            row = with_rest_text(row, fs[OWN] or "", self._source)
        return row

    def _of_kind(self, kind: str) -> Iterator[Any]:
        return (fs for fs in self._all if self._kind(fs.type) == kind)

    def _kind(self, type_: Any) -> str:
        known = self._kinds.get(type_.name)
        if known is None:
            known = self._kinds[type_.name] = self._kind_of(type_)
        return known

    def _kind_of(self, type_: Any) -> str:
        names: list[str] = []
        above = type_
        while above is not None:
            names.append(above.name)
            above = above.supertype
        features = {feature.name: feature for feature in type_.all_features}
        if types.DOCUMENT in names:
            return "document"
        if any(map(types.is_layer, names)):
            return "layer"
        if type_.name in (types.LINK, types.REST):
            return "link" if type_.name == types.LINK else "rest"
        if types.ANNOTATION in names:
            return "relation" if {"Governor", "Dependent"} <= features.keys() else "span"
        first = features.get("first")
        if first is not None:  # its type as it is in the feature may lack its own features
            of_first = self._types.get_type(first.rangeType.name)
            if of_first.get_feature("next") is not None:
                return "chain"
        return "slot" if "target" in features else "other"

    # Annotations ---------------------------------------------------------------------------

    def _take(self, fs: Any) -> None:
        extent = self._extent(fs)
        if extent is None:
            return
        label, attributes = self._label(fs)
        is_ours = fs.type.name == types.SPAN
        id_ = (attributes.pop("id", "") if is_ours else "") or str(fs.xmiID)
        id_ = free_id(id_, self._ids, "'")
        note = attributes.pop("note", "")
        if "attributes" in attributes:
            attributes |= unpacked(attributes.pop("attributes"))
        start, end = extent
        said = self._text.said[start:end]
        self._spans[fs.xmiID] = SpanRow(
            start, end, label, id_, said, note=note, attributes=attributes
        )

    def _extent(self, fs: Any) -> tuple[int, int] | None:
        place = self._places.get(fs.xmiID)
        if place is None or place.begin is None or place.end is None:
            self._fault(place, "begin", f"the {fs.type.name} {fs.xmiID} is nowhere")
            return None
        try:
            start, end = self._text.range(place.begin, place.end)
        except NoRangeError as error:
            self._fault(place, ("begin", "end")[error.which], str(error))
            return None
        if start == end:
            example = f"{fs.type.name} {fs.xmiID} of {self._source.path.name}"
            self._source.losses.lose(WITHOUT_WIDTH, example)
            return None
        return start, end

    def _fault(self, place: CasPlace | None, name: str, reason: str) -> None:
        line = place.line if place else None
        field = f"{place.field}.{name}" if place and place.field else name
        self._source.fault(reason, line=line, field=field)

    def _label(self, fs: Any) -> tuple[str, dict[str, str]]:
        """The label of an annotation, and its attributes."""
        attributes = dict(self._primitives(fs))
        names = (*_LABELS, "referenceType") if fs.type.get_feature("next") else _LABELS
        found = next((name for name in names if attributes.get(name)), None)
        label = attributes.pop(found) if found else fs.type.short_name
        if fs.type.name != types.SPAN:
            attributes[types.TYPE] = fs.type.name
            if found:
                attributes[types.LABEL_FEATURE] = found
        return label, attributes

    def _primitives(self, fs: Any) -> Iterator[tuple[str, str]]:
        for feature in fs.type.all_features:
            value = fs[feature.name]
            if feature.name in _PLACE or value is None:
                continue
            if not self._types.is_primitive(feature.rangeType):
                if several := _values_in(value):
                    yield _name(feature), as_attribute(several)
                continue
            name, kind = _name(feature), feature.rangeType.name
            if isinstance(value, bool):
                value = "true" if value else "false"
            yield (f"{name}:{kind}" if kind in types.NUMBERS else name), str(value)

    # Links ---------------------------------------------------------------------------------

    def _take_references(self, fs: Any) -> None:
        """Slots and other references from one annotation to others, as relations."""
        span = self._spans.get(fs.xmiID)
        is_link = fs.type.get_feature("next") is not None
        for feature in fs.type.all_features if span is not None else ():
            value = fs[feature.name]
            if feature.name in _PLACE or value is None or (is_link and feature.name == "next"):
                continue
            if self._types.is_primitive(feature.rangeType) or _values_in(value):
                continue
            assert span is not None
            for target in _elements(value):
                role, end = "", target
                if getattr(target, "target", None) is not None:
                    role, end = str(getattr(target, "role", None) or ""), target.target
                tail = self._spans.get(getattr(end, "xmiID", None) or -1)
                if tail is None:
                    example = f"{_name(feature)} of {fs.type.name} {fs.xmiID}"
                    self._source.losses.lose("references to what is no span", example)
                else:
                    row = RelationRow(_name(feature), span.id, tail.id, "", role)
                    self._relations.append(row)

    def _take_relation(self, fs: Any) -> None:
        ends = [
            self._spans.get(getattr(end, "xmiID", None) or -1)
            for end in (fs.Governor, fs.Dependent)
        ]
        attributes = dict(self._primitives(fs))
        found = next((name for name in _OF_RELATIONS if attributes.get(name)), None)
        type_ = attributes.pop(found) if found else fs.type.short_name
        head, tail = ends
        if head is None or tail is None:
            example = f"{type_} {fs.xmiID} of {self._source.path.name}"
            self._source.losses.lose("relations of what is no span", example)
            return
        role, id_ = attributes.pop("role", ""), str(fs.xmiID)
        if fs.type.name in {types.RELATION, types.ANY_RELATION}:
            id_ = attributes.pop("id", id_)
        row = RelationRow(type_, head.id, tail.id, id_, role, attributes=attributes)
        self._relations.append(row)

    def _cluster(self, fs: Any) -> ClusterRow | None:
        members: list[SpanRow] = []
        seen: set[int] = set()
        link = fs.first
        while link is not None and link.xmiID not in seen:
            seen.add(link.xmiID)
            is_ours = link.type.name == types.LINK
            span = self._spans.get(link.span.xmiID if is_ours and link.span else link.xmiID)
            if span is None:
                example = f"{link.type.name} {link.xmiID} of {self._source.path.name}"
                self._source.losses.lose("members of chains that are no spans", example)
            else:
                members.append(span)
            link = link.next
        if not members:
            return None
        said = dict(self._primitives(fs))
        return ClusterRow(
            said.get("id", str(fs.xmiID)),
            said.get("label", members[0].label),
            said.get("name", "" if fs.type.name == types.CHAIN else members[0].text),
            list(dict.fromkeys(member.id for member in members)),
            said.get("relation", ""),
        )


def _name(feature: Any) -> str:
    """The name of a feature; the library changes those that Python has a use for."""
    name: str = feature.name
    is_changed = feature._has_reserved_name  # noqa: SLF001  # cassis says it nowhere else
    return name[:-1] if is_changed else name


def _values_in(value: Any) -> list[object]:
    """The texts or numbers of a list or array; none where it has anything else."""
    found = list(_elements(value))
    return found if all(isinstance(each, str | int | float) for each in found) else []


def _elements(value: Any) -> Iterator[Any]:
    """The feature structures in a list or array, or the one itself."""
    if hasattr(value, "elements"):
        for each in value.elements or ():
            yield from _elements(each) if hasattr(each, "elements") else (each,)
    elif value.type.name.startswith(("uima.cas.NonEmpty", "uima.cas.Empty")):
        while getattr(value, "tail", None) is not None:
            yield value.head
            value = value.tail
    else:
        yield value
