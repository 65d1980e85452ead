"""UIMA CAS, which INCEpTION and DKPro exchange, as XMI and as JSON.

A folder holds a file for each article; for XMI, `TypeSystem.xml` beside them says what types there
are. Offsets in the files count UTF-16 code units. The library dkpro-cassis knows the formats.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.errors import InputError
from store.formats.cas.inferred import infer_types
from store.formats.cas.reading import CasPlace, articles
from store.formats.cas.types import library, saying_what_it_says
from store.formats.cas.writing import Writer
from store.formats.features import EVERYTHING, Feature
from store.formats.folders import file_name, files_of, text_of
from store.formats.format import Format
from store.formats.markup import Element, check_characters, scan
from store.formats.rows import Placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from store.formats.reading import Input
    from store.formats.rows import ArticleRow
    from store.formats.writing import Output

_XMI: Final = "http://www.omg.org/XMI"
_TYPES: Final = "TypeSystem.xml"

# Reading -----------------------------------------------------------------------------------


def read_xmi(source: Input) -> Iterator[Placed]:
    """The articles of an XMI file, or of those in a folder."""
    known: dict[Path | None, Any] = {}
    yield from _read(source, ".xmi", lambda path: _loaded_xmi(source, path, known))


def read_json(source: Input) -> Iterator[Placed]:
    """The articles of a CAS JSON file, or of those in a folder."""
    yield from _read(source, ".json", lambda path: _loaded_json(source, path))


def _read(
    source: Input, ending: str, load: Callable[[Path], tuple[Any, dict[int, CasPlace]]]
) -> Iterator[Placed]:
    taken: set[str] = set()
    for path, name in files_of(source, ending):
        try:
            cas, places = load(path)
            for row in articles(source, path, cas, places, name, taken):
                yield Placed(row, path)
        except InputError as error:
            source.take(error)


def _loaded_xmi(
    source: Input, path: Path, known: dict[Path | None, Any]
) -> tuple[Any, dict[int, CasPlace]]:
    cassis = library()
    data = source.data(path)
    places: dict[int, CasPlace] = {}
    roots: list[Element] = []

    def start(element: Element) -> None:
        if not roots:
            roots.append(element)
            if (element.namespace, element.name) != (_XMI, "XMI"):
                reason = f"this is no XMI, but <{element.name}>"
                raise InputError(reason, path=path, line=element.line)
        attributes = element.attributes
        id_, begin, end = (
            _number(attributes.get(name)) for name in (f"{{{_XMI}}}id", "begin", "end")
        )
        if id_ is not None and (begin is not None or end is not None):
            places[id_] = CasPlace(begin, end, element.line, "")

    scan(data, path, start)
    beside = _type_system_of(path)
    with saying_what_it_says("this CAS cannot be read", path):
        if beside is None:
            known[None] = infer_types(cassis, data, path)
        elif beside not in known:
            known[beside] = _type_system(source, cassis, beside)
        # Without a document type, which `scan` refuses, there is nothing to distrust.
        stream = io.BytesIO(data)
        return cassis.load_cas_from_xmi(stream, typesystem=known[beside], trusted=True), places


def _number(said: str | None) -> int | None:
    return int(said) if said and said.isascii() and said.isdigit() else None


def _type_system_of(path: Path) -> Path | None:
    """The file of the types of a CAS: named for it, or in its folder or the one above."""
    own = path.with_name(f"{path.stem}.typesystem.xml")
    for file in (own, *(f / name for f in path.parents[:2] for name in (_TYPES, "typesystem.xml"))):
        if file.is_file():
            return file
    return None


def _type_system(source: Input, cassis: ModuleType, path: Path) -> Any:
    data = source.data(path)
    scan(data, path)
    with saying_what_it_says("these types cannot be read", path):
        return cassis.load_typesystem(io.BytesIO(data))


def _loaded_json(source: Input, path: Path) -> tuple[Any, dict[int, CasPlace]]:
    cassis = library()
    whole = source.json(path)
    if not isinstance(whole, dict) or not isinstance(whole.get("%VIEWS"), dict):
        raise InputError("this is no CAS: there are no views", path=path, field="%VIEWS")
    structures = whole.get("%FEATURE_STRUCTURES") or []
    pairs: list[tuple[object, object]] = (
        list(structures.items())
        if isinstance(structures, dict)
        else list(enumerate(structures))
        if isinstance(structures, list)
        else []
    )
    places: dict[int, CasPlace] = {}
    for key, each in pairs:
        if not isinstance(each, dict):
            reason = "this is no feature structure"
            raise InputError(reason, path=path, field=f"%FEATURE_STRUCTURES[{key}]")
        id_ = each.get("%ID", _number(str(key)))
        ends = [each.get(name) for name in ("begin", "end")]
        if isinstance(id_, int) and any(end is not None for end in ends):
            begin, end = (e if isinstance(e, int) else None for e in ends)
            places[id_] = CasPlace(begin, end, None, f"%FEATURE_STRUCTURES[{key}]")
    whole.setdefault("%TYPES", {})
    with saying_what_it_says("this CAS cannot be read", path):
        stream = io.BytesIO(msgspec.json.encode(whole))
        return cassis.load_cas_from_json(stream), places


# Writing -----------------------------------------------------------------------------------


def write_xmi(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write an XMI file for each article, and the types beside them."""
    writer = Writer(library())
    taken: set[str] = set()
    for row in rows:
        text = check_characters(text_of(row, target, "cas-xmi"), f"the text of {row.id}")
        path = target.path(file_name(row.id, ".xmi", taken))
        with saying_what_it_says(f"{row.id} cannot be written as XMI"):
            writer.cas(row, text).to_xmi(path, pretty_print=True)
    with saying_what_it_says("the types cannot be written"):
        writer.types.to_xml(target.path(_TYPES))


def write_json(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a CAS JSON file for each article; it has its types in it."""
    cassis = library()
    writer = Writer(cassis)
    minimal = cassis.typesystem.TypeSystemMode.MINIMAL
    taken: set[str] = set()
    for row in rows:
        text = text_of(row, target, "cas-json")
        path = target.path(file_name(row.id, ".json", taken))
        with saying_what_it_says(f"{row.id} cannot be written as CAS JSON"):
            cas = writer.cas(row, text)
            cas.to_json(path, pretty_print=True, type_system_mode=minimal)


def _looks_like_xmi(head: bytes, name: str) -> float:
    """By its namespace, or the names in a folder."""
    if name.endswith("/"):
        return 0.9 if any(line.endswith(b".xmi") for line in head.splitlines()) else 0.0
    return 0.99 if _XMI.encode() in head and b":XMI" in head else 0.0


def _looks_like_json(head: bytes, name: str) -> float:
    """By its fields."""
    marks = (b'"%VIEWS"', b'"%FEATURE_STRUCTURES"', b'"%TYPES"')
    is_json = not name.endswith("/") and head.lstrip().startswith(b"{")
    return 0.99 if is_json and any(mark in head for mark in marks) else 0.0


_HOLDS: Final = EVERYTHING - {Feature.CROSSING, Feature.DISCONTINUOUS, Feature.ORIGINS}
FORMATS: Final = (
    Format(
        name="cas-xmi",
        title="UIMA CAS as XMI, for INCEpTION and WebAnno",
        holds=_HOLDS,
        reads=read_xmi,
        writes=write_xmi,
        endings=(".xmi",),
        is_folder=True,
        extra="cas",
        looks_like=_looks_like_xmi,
    ),
    Format(
        name="cas-json",
        title="UIMA CAS as JSON, for INCEpTION",
        holds=_HOLDS,
        reads=read_json,
        writes=write_json,
        endings=(".json",),
        is_folder=True,
        extra="cas",
        looks_like=_looks_like_json,
    ),
)
