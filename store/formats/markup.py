"""XML read and written safely: with expat, and without document type declarations.

Everything by which an XML file makes a reader fetch something, or grow what it reads beyond
measure, stands in a document type declaration or needs one. So a file that has one is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

import regex

from store.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

XML_ID: Final = "xml:id"
"""The name that the attribute of that name has here."""
DEEPEST: Final = 200
"""Elements within each other that are read; texts have a dozen or two."""
_XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"
FORBIDDEN: Final = regex.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML has no place for."""
_IN_CONTENT: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_VALUES: Final = _IN_CONTENT | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_CONTENT_TABLE: Final = str.maketrans(_IN_CONTENT)
_VALUE_TABLE: Final = str.maketrans(_IN_VALUES)


@dataclass(slots=True)
class Element:
    """An element with what is in it."""

    name: str
    """Without its namespace."""
    namespace: str
    attributes: dict[str, str]
    """By their names; those of other namespaces as `{namespace}name`, save `xml:…`."""
    line: int
    """Where it begins, from 1."""
    children: list[Element | str] = field(default_factory=list)

    def elements(self, name: str = "") -> Iterator[Element]:
        """The elements in it, or those of a name."""
        for child in self.children:
            if isinstance(child, Element) and name in ("", child.name):
                yield child

    def first(self, *names: str) -> Element | None:
        """The first element along a path of names; none if there is none."""
        found: Element | None = self
        for name in names:
            if found is None:
                return None
            found = next(found.elements(name), None)
        return found

    @property
    def said(self) -> str:
        """All text in it, as it stands."""
        return "".join(c if isinstance(c, str) else c.said for c in self.children)


def tree(data: bytes, path: Path) -> Element:
    """An XML file as elements.

    Args:
        data: The file.
        path: Its path, for what is said of it.

    Raises:
        InputError: It is not XML, has a document type declaration, or is nested too deeply.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    root = Element("", "", {}, 0)
    opened = [root]

    def start(name: str, attributes: Mapping[str, str]) -> None:
        line = parser.CurrentLineNumber
        if len(opened) > DEEPEST:
            raise InputError("this is nested too deeply", path=path, line=line)
        namespace, _, local = name.rpartition("}")
        named = {_attribute(key): value for key, value in attributes.items()}
        element = Element(local, namespace, named, line)
        opened[-1].children.append(element)
        opened.append(element)

    def end(_: str) -> None:
        opened.pop()

    def text(said: str) -> None:
        opened[-1].children.append(said)

    def doctype(*_: object) -> None:
        reason = (
            "it has a document type declaration, which could make a reader fetch or expand things; "
            "take the <!DOCTYPE …> out of it"
        )
        raise InputError(reason, path=path, line=parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003  # C takes no names
    except expat.ExpatError as error:
        reason = f"this is not XML: {expat.ErrorString(error.code)}"
        raise InputError(reason, path=path, line=error.lineno) from error
    except (ValueError, LookupError) as error:  # what it says of encodings that it does not know
        reason = f"its encoding cannot be read ({error}); save it as UTF-8"
        raise InputError(reason, path=path) from error
    return next(root.elements())


def _attribute(name: str) -> str:
    namespace, _, local = name.rpartition("}")
    if namespace == _XML_NAMESPACE:
        return f"xml:{local}"
    return f"{{{namespace}}}{local}" if namespace else local


def content(text: str, where: str) -> str:
    """A text as the content of an element.

    Args:
        text: What is written.
        where: What it is, for what is said of it.

    Raises:
        InputError: It has a character that XML cannot hold.
    """
    return check_characters(text, where).translate(_CONTENT_TABLE)


def value(text: str, where: str) -> str:
    """A text as the value of an attribute, with its quotation marks; the same as `content`."""
    return f'"{check_characters(text, where).translate(_VALUE_TABLE)}"'


def check_characters(text: str, where: str) -> str:
    """The text itself.

    Raises:
        InputError: It has a character that XML cannot hold.
    """
    if found := FORBIDDEN.search(text):
        code = f"U+{ord(found[0]):04X}"
        raise InputError(
            f"{where} has the character {code} at {found.start()}, which XML cannot hold; "
            "export it as jsonl"
        )
    return text
