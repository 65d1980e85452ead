"""The types of an XMI file without its type system, as far as the file itself shows them.

What has a place in a text is an annotation, its features are texts. Only those by which WebAnno and
INCEpTION link annotations are taken for references, and lists of what has a target for slots.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from store.formats.cas import types
from store.formats.markup import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from types import ModuleType

    from store.formats.markup import Element

_REFERENCES: Final = frozenset({"Governor", "Dependent", "first", "next", "target"})
_XMI_ID: Final = "{http://www.omg.org/XMI}id"
_TOP: Final = "uima.cas.TOP"


def infer_types(cassis: ModuleType, data: bytes, path: Path) -> Any:
    """A type system for what is in an XMI file."""
    elements = [each for each in tree(data, path).elements() if _type_name(each)]
    by_id = {each.attributes.get(_XMI_ID, ""): each for each in elements}
    grouped: dict[str, list[Element]] = {}
    for each in elements:
        name = _type_name(each)
        if not name.startswith("uima.cas.") and name not in {types.ANNOTATION, types.DOCUMENT}:
            grouped.setdefault(name, []).append(each)
    system = cassis.TypeSystem()
    for name, found in grouped.items():
        system.create_type(name, _above(name, found))
    for name, found in grouped.items():
        type_ = system.get_type(name)
        for feature in dict.fromkeys(f for each in found for f in each.attributes):
            if feature in {_XMI_ID, "sofa", "begin", "end"} or type_.get_feature(feature):
                continue
            values = [each.attributes[feature] for each in found if feature in each.attributes]
            kind = _range(feature, values, by_id)
            system.create_feature(type_, name=feature, rangeType=kind)
        for feature in dict.fromkeys(c.name for each in found for c in each.elements()):
            if not type_.get_feature(feature):
                system.create_feature(type_, name=feature, rangeType="uima.cas.StringArray")
    return system


def _type_name(element: Element) -> str:
    """`webanno.custom.Span` for `Span` in the namespace `http:///webanno/custom.ecore`."""
    package = element.namespace.removeprefix("http:///").removesuffix(".ecore")
    if package == element.namespace or element.name in {"NULL", "View", "Sofa"}:
        return ""
    if package == "uima/noNamespace":
        return element.name
    return f"{package.replace('/', '.')}.{element.name}"


def _above(name: str, found: Iterable[Element]) -> str:
    if name == types.METADATA:
        return types.DOCUMENT
    if all("begin" in each.attributes for each in found):
        return types.ANNOTATION
    return types.ANNOTATION_BASE if all("sofa" in each.attributes for each in found) else _TOP


def _range(feature: str, values: Iterable[str], by_id: Mapping[str, Element]) -> str:
    pointed = [by_id.get(id_) for value in values for id_ in value.split()]
    known = [each for each in pointed if each is not None]
    if not known or len(known) < len(pointed):
        return types.STRING
    if feature in _REFERENCES:
        names = {_type_name(each) for each in known}
        return names.pop() if len(names) == 1 else _TOP
    return "uima.cas.FSArray" if all("target" in e.attributes for e in known) else types.STRING
