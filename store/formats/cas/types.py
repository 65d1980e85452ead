"""The types of UIMA CAS that we know, and the library that reads and writes it."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

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
