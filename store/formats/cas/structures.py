"""A CAS as we write it: feature structures as plain values, and their two ways onto the disk.

The library keeps each token as an object, and asks some forty questions of it where it writes it: a
text of 5 MB, which has a million, took minutes and gigabytes. The types are still the library's.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import msgspec

from store.formats.cas import types
from store.formats.markup import check_characters
from store.formats.offsets import Offsets, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType

    from store.formats.tokens import Tokens

_SOFA: Final = 1
"""The id of the text; those of feature structures follow it."""
_VIEW: Final = "_InitialView"
_MIME: Final = "text/plain"
_XMI: Final = "http://www.omg.org/XMI"
_CAS: Final = "http:///uima/cas.ecore"
_PLACES: Final = ("sofa", "begin", "end")
"""Features that are written before the others."""
_FLOATS: Final = frozenset({"uima.cas.Float", "uima.cas.Double"})
_SPECIAL: Final = re.compile('[\x00-\x1f&<>"\ufffe\uffff\ud800-\udfff]')
"""What stands in an attribute otherwise than it is, or not at all."""
_ENTITIES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_AT_ONCE: Final = 4_096
"""Feature structures that are written at once."""


@dataclass(slots=True, eq=False)
class Structure:
    """A feature structure, with its id in the file."""

    id: int
    type: str
    place: tuple[int, int] | None
    """Where it starts and ends, in code points; none where it is of the whole text."""
    values: dict[str, Any]
    """Of its other features, by their names: a text, a number, or another structure."""


@dataclass(slots=True)
class Cas:
    """An article: its text, and what is said of it."""

    text: str
    tokens: Tokens
    first: list[Structure] = field(default_factory=list)
    """Those before the sentences and tokens; they are added before any of the others."""
    others: list[Structure] = field(default_factory=list)

    def add(
        self,
        type_: str,
        place: tuple[int, int] | None,
        values: dict[str, Any],
        *,
        is_first: bool = False,
    ) -> Structure:
        """A new feature structure."""
        number = _SOFA + 1 + len(self.first)
        if not is_first:
            number += len(self.tokens) + len(self.tokens.sentences) + len(self.others)
        made = Structure(number, type_, place, values)
        (self.first if is_first else self.others).append(made)
        return made

    @property
    def ids(self) -> range:
        """Those of all feature structures."""
        count = len(self.first) + len(self.tokens) + len(self.tokens.sentences) + len(self.others)
        return range(_SOFA + 1, _SOFA + 1 + count)

    @property
    def offsets(self) -> Offsets:
        """Converts offsets into those of the file."""
        return Offsets(self.text, Unit.UTF16)

    def segments(self) -> Iterator[tuple[str, int, int]]:
        """The sentences, each before its tokens: their types, and where they are in the file."""
        units = self.offsets.all_units
        starts, ends = list(units(self.tokens.starts)), list(units(self.tokens.ends))
        for sentence in self.tokens.sentences:
            yield types.SENTENCE, starts[sentence.start], ends[sentence.stop - 1]
            for number in sentence:
                yield types.TOKEN, starts[number], ends[number]


# XMI ---------------------------------------------------------------------------------------


def xmi(cas: Cas, types_: Any) -> Iterator[str]:
    """The pieces of an XMI file.

    Args:
        cas: The article.
        types_: The library's, of what is in it.
    """
    used = (each.type for each in (*cas.first, *cas.others))
    segments = (types.SENTENCE, types.TOKEN) if len(cas.tokens) else ()
    spaces, names = _names([*(s.type for s in cas.first), *segments, *used])
    yield "<?xml version='1.0' encoding='UTF-8'?>\n<xmi:XMI"
    yield from (f' xmlns:{prefix}="{url}"' for prefix, url in spaces.items())
    yield ' xmi:version="2.0">\n  <cas:NULL xmi:id="0"/>\n'
    units = cas.offsets.units
    order = {name: _features(types_, name) for name in names}
    for each in cas.first:
        yield _element(each, names, order, units)
    number = _SOFA + len(cas.first)
    heads = {name: f"  <{names[name]} xmi:id=" for name in segments}
    tail = f' sofa="{_SOFA}" begin='
    for some in _some(cas.segments()):
        yield "".join(
            f'{heads[name]}"{id_}"{tail}"{start}" end="{end}"/>\n'
            for id_, (name, start, end) in enumerate(some, number + 1)
        )
        number += len(some)
    for each in cas.others:
        yield _element(each, names, order, units)
    yield f'  <cas:Sofa xmi:id="{_SOFA}" sofaNum="1" sofaID="{_VIEW}" mimeType="{_MIME}"'
    yield f' sofaString="{_escaped(cas.text)}"/>\n'
    yield f'  <cas:View sofa="{_SOFA}" members="{" ".join(map(str, cas.ids))}"/>\n</xmi:XMI>\n'


def _names(type_names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The prefixes with what they stand for, and the names of elements by their types."""
    spaces = {"xmi": _XMI, "cas": _CAS}
    prefixes: dict[str, str] = {}
    numbers: dict[str, int] = {}
    names: dict[str, str] = {}
    for name in dict.fromkeys(type_names):
        package, _, short = (name if "." in name else f"uima.noNamespace.{name}").rpartition(".")
        url = f"http:///{package.replace('.', '/')}.ecore"
        if url not in prefixes:
            prefix = raw = package.rpartition(".")[2]
            if raw in spaces:
                number = numbers.get(raw, 0)
                prefix, numbers[raw] = f"{raw}{number}", number + 1
            spaces[prefix], prefixes[url] = url, prefix
        names[name] = f"{prefixes[url]}:{short}"
    return spaces, names


def _element(
    each: Structure,
    names: Mapping[str, str],
    order: Mapping[str, Mapping[str, str]],
    units: Any,
) -> str:
    said = [f'  <{names[each.type]} xmi:id="{each.id}" sofa="{_SOFA}"']
    if each.place is not None:
        said.append(f'begin="{units(each.place[0])}" end="{units(each.place[1])}"')
    for name, kind in order[each.type].items():
        if name in each.values:
            said.append(f'{name}="{_attribute(each.values[name], kind)}"')
    return " ".join(said) + "/>\n"


def _attribute(value: Any, kind: str) -> str:
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, Structure):
        return str(value.id)
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind in _FLOATS:
        return _odd_float(value) or str(value).upper().replace("E+", "E")  # as Java writes it
    return str(value)


def _odd_float(value: float) -> str:
    """What is written for no number and for infinite ones; nothing for others."""
    if math.isnan(value):
        return "NaN"
    return "" if math.isfinite(value) else "Infinity" if value > 0 else "-Infinity"


def _escaped(said: str) -> str:
    if _SPECIAL.search(said) is None:
        return said
    return escape(check_characters(said, f"“{said[:40]}”"), _ENTITIES)


# JSON --------------------------------------------------------------------------------------


def json(cas: Cas, cassis: ModuleType, types_: Any) -> Iterator[str]:
    """The pieces of a CAS JSON file, with the types that are in it."""
    segments = (types.SENTENCE, types.TOKEN) if len(cas.tokens) else ()
    used = dict.fromkeys((*(each.type for each in (*cas.first, *cas.others)), *segments))
    yield '{\n  "%TYPES": ' + _indented(_declared(cassis, types_, used), "  ")
    sofa = {"%ID": _SOFA, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": _VIEW}
    sofa |= {"mimeType": _MIME, "sofaString": cas.text}
    yield ',\n  "%FEATURE_STRUCTURES": [\n    ' + _indented(sofa, "    ")
    units = cas.offsets.units
    order = {name: _features(types_, name) for name in used}
    for each in cas.first:
        yield ",\n    " + _indented(_fields(each, order, units), "    ")
    number = _SOFA + len(cas.first)
    for some in _some(cas.segments()):
        yield "".join(
            f',\n    {{\n      "%ID": {id_},\n      "%TYPE": "{name}",\n      "@sofa": {_SOFA},\n'
            f'      "begin": {start},\n      "end": {end}\n    }}'
            for id_, (name, start, end) in enumerate(some, number + 1)
        )
        number += len(some)
    for each in cas.others:
        yield ",\n    " + _indented(_fields(each, order, units), "    ")
    members = ",\n        ".join(map(str, cas.ids))
    yield f'\n  ],\n  "%VIEWS": {{\n    "{_VIEW}": {{\n      "%SOFA": {_SOFA},\n'
    yield f'      "%MEMBERS": [\n        {members}\n      ]\n    }}\n  }}\n}}'


def _fields(each: Structure, order: Mapping[str, Mapping[str, str]], units: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"%ID": each.id, "%TYPE": each.type, "@sofa": _SOFA}
    if each.place is not None:
        found |= {"begin": units(each.place[0]), "end": units(each.place[1])}
    for name, kind in order[each.type].items():
        if name not in each.values:
            continue
        value = each.values[name]
        if isinstance(value, Structure):
            found[f"@{name}"] = value.id
        elif kind in _FLOATS and (odd := _odd_float(value)):
            found[f"#{name}"] = odd
        else:
            found[name] = value
    return found


def _declared(cassis: ModuleType, types_: Any, used: Iterable[str]) -> Any:
    """The declarations of types and of what they need, as the library writes them."""
    bare = cassis.Cas(typesystem=types_)
    bare.sofa_string = ""
    for name in used:
        type_ = types_.get_type(name)
        has_place = any(feature.name == "begin" for feature in type_.all_features)
        bare.add(type_(begin=0, end=0) if has_place else type_())
    minimal = cassis.typesystem.TypeSystemMode.MINIMAL
    return msgspec.json.decode(bare.to_json(type_system_mode=minimal))["%TYPES"]


def _indented(value: Any, margin: str) -> str:
    said = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return said.replace("\n", f"\n{margin}")


# Both --------------------------------------------------------------------------------------


def _features(types_: Any, name: str) -> dict[str, str]:
    """The features of a type but for those of place, in their order, with what they hold."""
    every = types_.get_type(name).all_features
    return {each.name: each.rangeType.name for each in every if each.name not in _PLACES}


def _some(segments: Iterator[tuple[str, int, int]]) -> Iterator[list[tuple[str, int, int]]]:
    """Some at a time, as writing each by itself takes longer."""
    while some := list(islice(segments, _AT_ONCE)):
        yield some
