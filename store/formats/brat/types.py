"""The types that a dataset in brat's standoff format has, which its configuration must name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_OVERLAP: Final = "<OVERLAP>\tArg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>"
"""Without it brat takes spans that overlap for mistakes."""


@dataclass(slots=True)
class Types:
    """The types that occur in a dataset, each in the order in which it was met."""

    entities: dict[str, None] = field(default_factory=dict)
    relations: dict[tuple[str, str, str], None] = field(default_factory=dict)
    equivalences: dict[str, None] = field(default_factory=dict)
    events: dict[str, dict[str, None]] = field(default_factory=dict)
    """The roles of each type's arguments."""
    attributes: dict[str, dict[str, None]] = field(default_factory=dict)
    """The values of each."""

    def configuration(self) -> str:
        """What annotation.conf says."""
        relations = [f"{type_}\t{a}:<ANY>, {b}:<ANY>" for type_, a, b in self.relations]
        relations += [
            f"{type_}\tArg1:<ANY>, Arg2:<ANY>, <REL-TYPE>:symmetric-transitive"
            for type_ in self.equivalences
        ]
        events = [
            f"{type_}\t" + ", ".join(f"{role}*:<ANY>" for role in roles) if roles else type_
            for type_, roles in self.events.items()
        ]
        attributes = [
            f"{name}\tArg:<ANY>" + (f", Value:{'|'.join(filled)}" if (filled := [*values]) else "")
            for name, values in self.attributes.items()
        ]
        sections = {
            "entities": [name for name in self.entities if name not in self.events],
            "relations": [*relations, _OVERLAP],
            "events": events,
            "attributes": attributes,
        }
        return "\n".join(
            f"[{name}]\n" + "".join(f"{line}\n" for line in lines)
            for name, lines in sections.items()
        )
