"""The types of UIMA CAS that we know, and the library that reads and writes it."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import ModuleType

    from store.formats.markup import Element

ANNOTATION: Final = "uima.tcas.Annotation"
ANNOTATION_BASE: Final = "uima.cas.AnnotationBase"
DOCUMENT: Final = "uima.tcas.DocumentAnnotation"
STRING: Final = "uima.cas.String"
NUMBERS: Final[dict[str, Callable[[str], object]]] = {
    "uima.cas.Boolean": lambda said: said == "true",
    "uima.cas.Byte": int,
    "uima.cas.Short": int,
    "uima.cas.Integer": int,
    "uima.cas.Long": int,
    "uima.cas.Float": float,
    "uima.cas.Double": float,
}
"""What makes a value of a primitive type out of a text; strings are left out."""
_DKPRO: Final = "de.tudarmstadt.ukp.dkpro.core.api."
METADATA: Final = f"{_DKPRO}metadata.type.DocumentMetaData"
TOKEN: Final = f"{_DKPRO}segmentation.type.Token"
SENTENCE: Final = f"{_DKPRO}segmentation.type.Sentence"
_LAYERS: Final = tuple(
    f"{_DKPRO}{package}."
    for package in ("segmentation", "lexmorph", "syntax", "metadata", "phonetics", "frequency",
                    "transform", "anomaly", "structure")
)  # fmt: skip
_LAYER_NAMES: Final = frozenset(
    {"Token", "Sentence", "Lemma", "Stem", "POS", "Paragraph", "Div", "Dependency", "Chunk",
     "Constituent"}
)  # fmt: skip
SPAN: Final = "webanno.custom.Span"
"""Our annotations, and below what links them; INCEpTION takes such names for custom layers."""
RELATION: Final = "webanno.custom.Relation"
ANY_RELATION: Final = "webanno.custom.AnyRelation"
"""The same between annotations of which one is not ours."""
CHAIN: Final = "webanno.custom.ClusterChain"
LINK: Final = "webanno.custom.ClusterLink"
REST: Final = "webanno.custom.Sidelight"
"""Of the document, not of a place in it: what our other types have no feature for, as JSON."""
TYPE: Final = "cas.type"
"""The attribute with the name of an annotation's type, where it is not ours."""
LABEL_FEATURE: Final = "cas.feature"
"""The attribute with the feature that has the label; absent where the type is the label."""


def is_layer(type_name: str) -> bool:
    """Whether a type is of a linguistic layer, such as tokens."""
    return type_name.startswith(_LAYERS) or type_name.rpartition(".")[2] in _LAYER_NAMES


@contextmanager
def saying_what_it_says(doing: str, path: Path | None = None) -> Iterator[None]:
    """Turn what the library raises into one sentence, and keep its warnings off the terminal.

    Args:
        doing: What cannot be done if it raises.
        path: The file.

    Raises:
        InputError: It has raised.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except InputError:
        raise
    except Exception as error:  # it raises whatever its steps do: KeyError, TypeError, LxmlError
        said = " ".join(str(getattr(error, "message", None) or error).split())
        kind = type(error).__name__
        raise InputError(f"{doing}: {kind}{f', {said}' if said else ''}", path=path) from error


# Types that are not told ------------------------------------------------------------------

_REFERENCES: Final = frozenset({"Governor", "Dependent", "first", "next", "target"})
_XMI_ID: Final = "{http://www.omg.org/XMI}id"
_TOP: Final = "uima.cas.TOP"


def infer_types(cassis: ModuleType, root: Element) -> Any:
    """The types of an XMI file without its type system, as far as the file itself shows them.

    What has a place in a text is an annotation, its features are texts. Only those by which WebAnno
    and INCEpTION link annotations are taken for references, and lists of what has a target for
    slots.
    """
    elements = [each for each in root.elements() if _type_name(each)]
    by_id = {each.attributes.get(_XMI_ID, ""): each for each in elements}
    grouped: dict[str, list[Element]] = {}
    for each in elements:
        name = _type_name(each)
        if not name.startswith("uima.cas.") and name not in {ANNOTATION, DOCUMENT}:
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
    if name == METADATA:
        return DOCUMENT
    if all("begin" in each.attributes for each in found):
        return ANNOTATION
    return ANNOTATION_BASE if all("sofa" in each.attributes for each in found) else _TOP


def _range(feature: str, values: Iterable[str], by_id: Mapping[str, Element]) -> str:
    pointed = [by_id.get(id_) for value in values for id_ in value.split()]
    known = [each for each in pointed if each is not None]
    if not known or len(known) < len(pointed):
        return STRING
    if feature in _REFERENCES:
        names = {_type_name(each) for each in known}
        return names.pop() if len(names) == 1 else _TOP
    return "uima.cas.FSArray" if all("target" in e.attributes for e in known) else STRING
