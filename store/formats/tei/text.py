"""The text of a TEI document, and where its elements are in it.

- Paragraphs, headings and other blocks are set apart by a blank line; lines of verse, items of
  lists, rows of tables and `<lb/>` by a newline; cells by a space. Page breaks and other
  milestones leave nothing, and those with `break="no"` take the white space before them away.
- Elsewhere a run of white space is one space, unless `xml:space="preserve"` keeps it.
- Of several readings one is read: the correction, the regular or the expanded form, the lemma.
  Deletions, running heads and notes within paragraphs are not read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import regex

from store.formats.markup import XML_ID, Element

if TYPE_CHECKING:
    from store.formats.losses import Losses

NAMES: Final = frozenset(
    {"persName", "placeName", "orgName", "geogName", "name", "rs", "term", "date", "time",
     "quote", "q", "said", "objectName", "eventName", "country", "region", "settlement",
     "district", "bloc"}
)  # fmt: skip
"""Elements that are annotations by themselves; their name is the label."""
_BLOCKS: Final = frozenset(
    {"text", "front", "body", "back", "group", "floatingText", "div", "div1", "div2", "div3",
     "div4", "div5", "div6", "div7", "p", "ab", "head", "lg", "list", "table", "figure", "sp",
     "speaker", "stage", "opener", "closer", "salute", "signed", "dateline", "byline", "trailer",
     "argument", "epigraph", "postscript", "titlePage", "docTitle", "titlePart", "docAuthor",
     "docImprint", "imprimatur", "listBibl", "bibl", "biblStruct",
     "castList", "castItem", "set", "epilogue", "prologue", "performance", "formula", "u",
     "post", "entry", "egXML", "address"}
)  # fmt: skip
_LINES: Final = frozenset({"l", "item", "label", "row", "addrLine"})
_CONTAINERS: Final = frozenset(
    {"text", "front", "body", "back", "group", "floatingText", "div", "div1", "div2", "div3",
     "div4", "div5", "div6", "div7", "list", "item", "figure", "listBibl", "titlePage", "sp",
     "lg"}
)  # fmt: skip
"""In these a note is a block of its own."""
_MILESTONES: Final = frozenset({"pb", "cb", "gb", "milestone", "anchor"})
_APART: Final = frozenset(
    {"teiHeader", "standOff", "spanGrp", "span", "linkGrp", "link", "joinGrp", "join", "altGrp",
     "alt", "timeline", "interpGrp", "interp", "fs", "fLib", "fvLib", "certainty", "precision",
     "respons", "index", "listRelation", "listAnnotation"}
)  # fmt: skip
"""What says something of the text, and is not part of it."""
_UNREAD: Final = {
    "del": "deletions",
    "surplus": "deletions",
    "fw": "running heads",
    "gap": "gaps in the text",
}
_READINGS: Final = {"choice": ("corr", "reg", "expan"), "app": ("lem",)}
_OF_READINGS: Final = frozenset({"corr", "sic", "reg", "orig", "expan", "abbr", "lem", "rdg"})
_SPACE: Final = regex.compile(r"[ \t\r\n]+")
_SEPARATORS: Final = ("", " ", "\n", "\n\n")
_WORD, _LINE, _BLOCK = 1, 2, 3


@dataclass(slots=True)
class Extent:
    """Where an element is in the text."""

    element: Element
    is_verbatim: bool
    """Whether what it says is in the text as it stands in the file, white space and all."""
    start: int = -1
    """In code points; less than 0 if it says nothing."""
    end: int = -1


@dataclass(slots=True)
class TextOfTei:
    """The text so far, and its elements."""

    losses: Losses
    extents: list[Extent] = field(default_factory=list)
    """Of all annotations among the elements and of those with an `xml:id`, as they begin."""
    apart: list[Element] = field(default_factory=list)
    """Elements that say something of the text, and are not part of it."""
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _due: int = 0
    """What is to come before the next word: an index of `_SEPARATORS`."""
    _unstarted: list[Extent] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What has been read."""
        return "".join(self._pieces)

    def read(self, element: Element, parent: str = "", *, keeps_space: bool = False) -> None:
        """Read an element that is part of the text."""
        name = element.name
        keeps_space = element.attributes.get("xml:space", "preserve" * keeps_space) == "preserve"
        if name in _APART:
            self.apart.append(element)
            return
        if name in _UNREAD or (name == "note" and parent not in _CONTAINERS):
            self.losses.lose(_UNREAD.get(name, "notes within paragraphs"), _place(element))
            return
        if name == "lb" or name in _MILESTONES:
            self._milestone(element)
        gap = self._gap(element)
        self._due = max(self._due, gap)
        extent = self._extent(element, keeps_space=keeps_space)
        for child in self._read_children(element):
            if isinstance(child, str):
                self._say(child, keeps_space=keeps_space)
            else:
                self.read(child, name, keeps_space=keeps_space)
        if extent is not None:
            if extent.start < 0:
                self._unstarted.remove(extent)
            extent.end = self._length
        self._due = max(self._due, gap)

    def _extent(self, element: Element, *, keeps_space: bool) -> Extent | None:
        if not is_span(element) and XML_ID not in element.attributes:
            return None
        extent = Extent(element, keeps_space)
        self.extents.append(extent)
        self._unstarted.append(extent)
        return extent

    def _gap(self, element: Element) -> int:
        name = element.name
        if name in _BLOCKS or name == "note":
            return _BLOCK
        if name in _LINES:
            return _LINE
        if name == "cell":
            return _WORD
        if name in NAMES:  # a quotation may be one or more paragraphs
            is_block = any(child.name in _BLOCKS for child in element.elements())
            return _BLOCK if is_block else 0
        is_known = name in _MILESTONES or name in _READINGS or name in _OF_READINGS or name == "lb"
        if not is_known and not is_span(element):
            self.losses.lose("other elements within paragraphs", _place(element))
        return 0

    def _milestone(self, element: Element) -> None:
        if element.attributes.get("break") == "no":
            self._due = 0
        elif element.name == "lb":
            self._due = max(self._due, _LINE)
        if element.name != "lb":
            self.losses.lose("page breaks and other milestones", _place(element))

    def _read_children(self, element: Element) -> list[Element | str]:
        if element.name not in _READINGS:
            return element.children
        readings = list(element.elements())
        wanted = _READINGS[element.name]
        chosen = next((r for name in wanted for r in readings if r.name == name), None)
        kept = chosen or next(iter(readings), None)
        if len(readings) > 1:
            self.losses.lose("other readings", _place(element), len(readings) - 1)
        return [kept] if kept is not None else []

    def _say(self, said: str, *, keeps_space: bool) -> None:
        if keeps_space:
            self._add(said)
            return
        at = 0
        for match in _SPACE.finditer(said):
            self._add(said[at : match.start()])
            self._due = max(self._due, _WORD)
            at = match.end()
        self._add(said[at:])

    def _add(self, said: str) -> None:
        if not said:
            return
        separator = _SEPARATORS[self._due] if self._length else ""
        self._due = 0
        self._length += len(separator)
        for extent in self._unstarted:
            extent.start = self._length
        self._unstarted.clear()
        self._pieces += (separator, said)
        self._length += len(said)


def is_span(element: Element) -> bool:
    """Whether an element is an annotation."""
    if element.name == "seg":
        return bool(element.attributes.get("type") or element.attributes.get("ana"))
    return element.name in NAMES


def _place(element: Element) -> str:
    return f"<{element.name}> in line {element.line}"
