"""The brackets in which CorefUD writes spans: `(e1-actor` opens one, `e1)` closes it.

What stands in a bracket are fields parted by `-`; a line `# global.Entity = eid-etype-other` names
them. A span of several parts is `(e1[1/2]-actor`, `e1[1/2])`, `(e1[2/2]-actor)`. The field `other`
is for anything else, `key:value` parted by commas: here the id, the note and the attributes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FIELDS: Final = "eid-etype-other"
"""The fields that are written, as the file names them."""
USUAL_FIELDS: Final = "eid-etype-head-other"
"""Those of a file that names none."""
_OLD_NAMES: Final = {"GRP": "eid", "entity": "etype"}
_CHUNK: Final = regex.compile(r"\([^()]+\)?|[^()]+\)|[^()]+|[()]")
_PART: Final = regex.compile(r"(.+)\[([0-9]{1,6})/([0-9]{1,6})\]")
_SPECIAL: Final = regex.compile(r"[%\-()\[\]|=,:&\s\p{C}]")
_OWN: Final = "attribute."
"""Before the names of attributes that would else be taken for what we write ourselves."""
_TAKEN: Final = ("id", "note")


@dataclass(slots=True)
class BracketSpan:
    """A span on words."""

    entity: str
    """The id of what is meant; the spans of one entity share it."""
    label: str
    others: dict[str, str]
    """What else stands in the bracket, by the names of its fields."""
    parts: list[tuple[int, int]] = field(default_factory=list)
    """The numbers of the first word and of that after the last, of each part."""


class Brackets:
    """Reads brackets word by word."""

    def __init__(self, fields: str = USUAL_FIELDS) -> None:
        self._fields = [_OLD_NAMES.get(name, name) for name in fields.split("-")]
        self.mentions: list[BracketSpan] = []
        """Those that have been opened, in order."""
        self._open: dict[str, list[tuple[BracketSpan, int, int]]] = defaultdict(list)
        """By what closes them: the spans, the first word of each, and its line."""
        self._parted: dict[str, BracketSpan] = {}
        """By the entity: the last span of several parts."""

    def take(self, word: int, line: int, brackets: str) -> Iterator[str]:
        """Read the brackets of a word.

        Args:
            word: Its number.
            line: Where it stands.
            brackets: As the file has them.

        Yields:
            A sentence for each that cannot be used.
        """
        for chunk in _CHUNK.findall(brackets):
            inner = chunk.strip("()")
            if chunk.startswith("(") and inner:
                reason = self._open_span(word, line, inner, closes=chunk.endswith(")"))
            elif chunk.endswith(")") and inner:
                reason = self._close_span(word, inner)
            else:
                reason = f"{chunk!r} neither opens nor closes an entity"
            if reason:
                yield reason

    def unclosed(self) -> Iterator[tuple[str, int]]:
        """The entities that are still open, and the lines in which they were opened."""
        for key, waiting in self._open.items():
            yield from ((key, line) for _, _, line in waiting)

    def _open_span(self, word: int, line: int, inner: str, *, closes: bool) -> str:
        values = dict(zip(self._fields, inner.split("-"), strict=False))
        key, label = values.pop("eid", ""), unquote(values.pop("etype", ""))
        if not key or not label:
            return f"the entity {inner!r} has no {'label' if key else 'id'}"
        match = _PART.fullmatch(key)
        entity, part = (match[1], int(match[2])) if match else (key, 1)
        if part > 1:
            mention = self._parted.get(entity)
            if mention is None:
                return f"the part {key!r} has no first part before it"
        else:
            mention = BracketSpan(entity, label, _others(values))
            self.mentions.append(mention)
            if match:
                self._parted[entity] = mention
        if closes:
            mention.parts.append((word, word + 1))
        else:
            self._open[key].append((mention, word, line))
        return ""

    def _close_span(self, word: int, key: str) -> str:
        if not self._open.get(key):
            return f"the entity {key!r} is closed, but was not opened"
        mention, first, _ = self._open[key].pop()
        mention.parts.append((first, word + 1))
        return ""


def _others(values: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, value in values.items():
        if name != "other":
            if value:
                found[name] = unquote(value)
            continue
        for pair in filter(None, value.split(",")):
            key, _, said = pair.partition(":")
            found[unquote(key)] = unquote(said)
    return found


def opening_bracket(entity: str, label: str, others: Mapping[str, str]) -> str:
    """A bracket that opens a span, with the `FIELDS`."""
    other = ",".join(f"{escape(name)}:{escape(value)}" for name, value in others.items())
    return f"({entity}-{escape(label)}" + (f"-{other}" if other else "")


def others_of(id_: str, note: str, attributes: Mapping[str, str]) -> dict[str, str]:
    """What is said of a span beside its label, to be put into its bracket."""
    found = {"id": id_, "note": note}
    found = {name: value for name, value in found.items() if value}
    for name, value in attributes.items():
        found[f"{_OWN}{name}" if name in _TAKEN or name.startswith(_OWN) else name] = value
    return found


def attributes_of(others: Mapping[str, str]) -> dict[str, str]:
    """What stands in a bracket beside the label, the id and the note."""
    return {n.removeprefix(_OWN): value for n, value in others.items() if n not in _TAKEN}


def escape(value: str) -> str:
    """A value in which nothing parts fields; it is written as in a web address."""
    if value.isalnum():  # most are
        return value
    return _SPECIAL.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), value)


def brackets_of(word: int, spans: Sequence[tuple[str, str, int, int]]) -> str:
    """The brackets of a word: first what ends with it, then what begins.

    Args:
        word: Its number.
        spans: Those that begin or end with it: what closes and what opens each, the numbers of its
            first word and of that after its last.
    """
    ends = [s for s in spans if s[3] == word + 1 and s[2] != word]
    begins = [s for s in spans if s[2] == word]
    ends.sort(key=lambda s: s[2], reverse=True)
    begins.sort(key=lambda s: s[3], reverse=True)
    return "".join(f"{key})" for key, _, _, _ in ends) + "".join(
        f"{opens})" if end == word + 1 else opens for _, opens, _, end in begins
    )
