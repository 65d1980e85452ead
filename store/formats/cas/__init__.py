"""UIMA CAS, which INCEpTION and DKPro exchange, as XMI and as JSON.

A folder holds a file for each article; for XMI, `TypeSystem.xml` beside them says what types there
are. Offsets in the files count UTF-16 code units. The library dkpro-cassis knows the formats.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from store.formats.cas.reading import CasPlace, articles
from store.formats.cas.structures import json, xmi
from store.formats.cas.types import infer_types, saying_what_it_says
from store.formats.cas.writing import Writer
from store.formats.extras import extra_module
from store.formats.features import EVERYTHING, Feature
from store.formats.folders import read_files
from store.formats.format import Format
from store.formats.markup import tree
from store.formats.rows import Placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from store.formats.reading import Input
    from store.formats.rows import ArticleRow
    from store.formats.writing import Output

EXTRA: Final = "cas"
_XMI: Final = "http://www.omg.org/XMI"
_TYPES: Final = "TypeSystem.xml"

# Reading -----------------------------------------------------------------------------------


def read_xmi(source: Input) -> Iterator[Placed]:
    """The articles of an XMI file, or of those in a folder."""
    known: dict[Path | None, Any] = {}
    return _read(source, ".xmi", lambda file: _load_xmi(file, known))


def read_json(source: Input) -> Iterator[Placed]:
    """The articles of a CAS JSON file, or of those in a folder."""
    return _read(source, ".json", _load_json)


def _read(
    source: Input, ending: str, load: Callable[[Input], tuple[Any, dict[int, CasPlace]]]
) -> Iterator[Placed]:
    taken: set[str] = set()

    def read(file: Input, name: str) -> Iterator[Placed]:
        for row in articles(file, *load(file), name, taken):
            yield Placed(row, file.path)

    return read_files(source, ending, read)


def _load_xmi(file: Input, known: dict[Path | None, Any]) -> tuple[Any, dict[int, CasPlace]]:
    cassis = extra_module("cassis", EXTRA)
    path, data = file.path, file.data()
    root = tree(data, path)
    if (root.namespace, root.name) != (_XMI, "XMI"):
        raise file.error(f"this is no XMI, but <{root.name}>", root.line)
    places: dict[int, CasPlace] = {}
    for element in root.elements():
        named = (f"{{{_XMI}}}id", "begin", "end")
        id_, begin, end = (_number(element.attributes.get(name)) for name in named)
        if id_ is not None and (begin is not None or end is not None):
            places[id_] = CasPlace(begin, end, element.line, "")
    beside = _type_system_of(path)
    with saying_what_it_says("this CAS cannot be read", path):
        if beside is None:
            known[None] = infer_types(cassis, root)
        elif beside not in known:
            known[beside] = _type_system(file.at(beside), cassis)
        # Without a document type, which `tree` refuses, there is nothing to distrust.
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


def _type_system(file: Input, cassis: ModuleType) -> Any:
    data = file.data()
    tree(data, file.path)  # which refuses what could make the library fetch something
    with saying_what_it_says("these types cannot be read", file.path):
        return cassis.load_typesystem(io.BytesIO(data))


def _load_json(file: Input) -> tuple[Any, dict[int, CasPlace]]:
    cassis = extra_module("cassis", EXTRA)
    whole = file.json()
    if not isinstance(whole, dict) or not isinstance(whole.get("%VIEWS"), dict):
        raise file.error("this is no CAS: there are no views", field="%VIEWS")
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
            where = f"%FEATURE_STRUCTURES[{key}]"
            raise file.error("this is no feature structure", field=where)
        id_ = each.get("%ID", _number(str(key)))
        ends = [each.get(name) for name in ("begin", "end")]
        if isinstance(id_, int) and any(end is not None for end in ends):
            begin, end = (e if isinstance(e, int) else None for e in ends)
            places[id_] = CasPlace(begin, end, None, f"%FEATURE_STRUCTURES[{key}]")
    whole.setdefault("%TYPES", {})
    with saying_what_it_says("this CAS cannot be read", file.path):
        stream = io.BytesIO(msgspec.json.encode(whole))
        return cassis.load_cas_from_json(stream), places


# Writing -----------------------------------------------------------------------------------


def write_xmi(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write an XMI file for each article, and the types beside them."""
    writer = Writer(extra_module("cassis", EXTRA), target.options.tokens)
    for row in rows:
        with (
            target.stream(target.file_name(row.id, ".xmi")) as stream,
            saying_what_it_says(f"{row.id} cannot be written as XMI"),
        ):
            stream.writelines(map(str.encode, xmi(writer.cas(row), writer.types)))
    with saying_what_it_says("the types cannot be written"):
        writer.types.to_xml(target.path(_TYPES))


def write_json(rows: Iterator[ArticleRow], target: Output) -> None:
    """Write a CAS JSON file for each article; it has its types in it."""
    cassis = extra_module("cassis", EXTRA)
    for row in rows:
        writer = Writer(cassis, target.options.tokens)  # the library knows a type as it was used
        with (
            target.stream(target.file_name(row.id, ".json")) as stream,
            saying_what_it_says(f"{row.id} cannot be written as CAS JSON"),
        ):
            stream.writelines(map(str.encode, json(writer.cas(row), cassis, writer.types)))


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


_FORMAT: Final = Format(
    name="cas-xmi",
    is_xml=True,
    title="UIMA CAS as XMI, for INCEpTION and WebAnno",
    holds=EVERYTHING - {Feature.DISCONTINUOUS, Feature.ORIGINS},
    has_local_ids=True,
    reads=read_xmi,
    writes=write_xmi,
    endings=(".xmi",),
    is_folder=True,
    extra=EXTRA,
    looks_like=_looks_like_xmi,
)
FORMATS: Final = (
    _FORMAT,
    replace(
        _FORMAT,
        name="cas-json",
        is_xml=False,
        title="UIMA CAS as JSON, for INCEpTION",
        reads=read_json,
        writes=write_json,
        endings=(".json",),
        looks_like=_looks_like_json,
    ),
)
