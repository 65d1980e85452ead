"""How what brat says of a span, an event or a relation is called in our rows, and back.

Our relations run from span to span and have one more word, the role. So the argument of an event is
a relation from its trigger, with the event's id for a role, and what is said of an event or of a
relation is an attribute of its trigger or head: `E1.Negation`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

ARGUMENTS: Final = ("Arg1", "Arg2")
"""What the ends of a relation are called unless its role says otherwise."""
EQUIVALENT: Final = "Equiv"
"""The usual type of an equivalence; another one is the relation of its cluster."""
NOTES: Final = "AnnotatorNotes"
"""The type of a `#` line that is a person's note."""
ATTRIBUTE: Final = "Attribute"
"""The type of our own `#` lines for attributes that an `A` line cannot hold, as JSON."""
CLUSTER: Final = "Cluster"
"""The type of our own `#` lines for what an equivalence cannot hold of a cluster, as JSON."""
REST: Final = "Sidelight"
"""The type of our own `#` line, on the first span, for what brat has no other place for: JSON."""
EVENT: Final = "event:"
MODIFICATION: Final = "modification:"
NORMALIZATION: Final = "normalization:"
NOTE: Final = "note:"
"""What the names of attributes begin with that are not from `A` lines."""
REFERENCE: Final = "Reference"
"""The usual type of a normalization; another one stands before the resource, with a slash."""

BREAKS: Final = regex.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""What some reader takes for the end of a line; no line of an .ann file may have it inside."""
_EVENT_ROLE: Final = regex.compile(r"(E\d[\w.-]*)(?:>(E\d[\w.-]*))?")
_RELATION_ROLE: Final = regex.compile(
    r"(?:(?P<id>R\d[\w.-]*)(?: |$))?"
    r"(?:(?P<head>[^\s()/]+)/)?(?P<tail>[^\s()/]+)?"
    r"(?: ?\((?P<head_event>E\d[\w.-]*)?>(?P<tail_event>E\d[\w.-]*)?\))?"
)
_OWNED: Final = regex.compile(r"([ER]\d[\w-]*)\.(.+)", regex.DOTALL)
_REPEATED: Final = regex.compile(r"#\d+$")


@dataclass(frozen=True, slots=True)
class EventRole:
    """The role of a relation that is an argument of an event."""

    event: str
    """The event's id; its trigger is the relation's head."""
    argument: str = ""
    """The id of the event that is the argument; empty where that is a span."""

    def __str__(self) -> str:
        return f"{self.event}>{self.argument}" if self.argument else self.event


@dataclass(frozen=True, slots=True)
class RelationRole:
    """The role of a relation that is an `R` line."""

    id: str = ""
    """Its id in the file, where something is said of it."""
    names: tuple[str, str] = ARGUMENTS
    """Of its arguments."""
    head_event: str = ""
    tail_event: str = ""
    """The ids of the events that it is about, not their triggers; mostly empty."""

    def __str__(self) -> str:
        head, tail = self.names
        names = f"{head}/{tail}" if head != ARGUMENTS[0] else tail if tail != ARGUMENTS[1] else ""
        events = self.head_event or self.tail_event
        ends = f"({self.head_event}>{self.tail_event})" if events else ""
        return " ".join(filter(None, (self.id, names, ends)))


def role_of(role: str) -> EventRole | RelationRole | None:
    """What the role of a relation means; none if brat has no place for such a role."""
    if match := _EVENT_ROLE.fullmatch(role):
        return EventRole(match[1], match[2] or "")
    if (match := _RELATION_ROLE.fullmatch(role)) is None:
        return None
    names = (match["head"] or ARGUMENTS[0], match["tail"] or ARGUMENTS[1])
    return RelationRole(
        match["id"] or "", names, match["head_event"] or "", match["tail_event"] or ""
    )


def owner_of(name: str) -> tuple[str, str]:
    """The event or relation that an attribute belongs to, or "", and its name without that."""
    match = _OWNED.fullmatch(name)
    return (match[1], match[2]) if match else ("", name)


def free_name(name: str, taken: dict[str, str]) -> str:
    """A name that is free: where one is said twice, the second is `name#2`."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}#{number}"
    return free


def plain(name: str) -> str:
    """A name without the number that `numbered` gave it."""
    return _REPEATED.sub("", name)
