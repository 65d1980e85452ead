"""Which label of a label set stands for what: actors, places, claims, sources; by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from store.labels import LabelSet

_SYNONYMS: Final = {
    "actor": "actor agent party participant entity who stakeholder player subject protagonist name",
    "person": "person per people individual human politician",
    "organisation": "organisation organization org institution agency company group norp",
    "location": "location loc place gpe where country geo geography city region area state",
    "claim": "claim statement assertion content quote quotation proposition allegation said",
    "source": "source speaker attribution attributor witness spokesperson outlet informant",
}
_LETTERS: Final = regex.compile(r"\p{L}+")


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of labels; empty where the set has none for it."""

    person: str = ""
    organisation: str = ""
    group: str = ""
    """For role descriptions such as "Russian officials", and countries that act."""
    location: str = ""
    claim: str = ""
    source: str = ""


def roles_of(labels: LabelSet) -> Roles:
    """What the labels of a set are for, as far as their names say: `PER`, "Places", "who"."""
    found: dict[str, str] = {}
    for role, words in _SYNONYMS.items():
        # A label that is named just so goes before one that only begins with the word.
        for exact in (True, False):
            for label in labels:
                if role not in found and _means(label.name, words.split(), exact=exact):
                    found[role] = label.name
    actor, person = found.get("actor", ""), found.get("person", "")
    organisation = found.get("organisation", "")
    return Roles(
        person=person or actor,
        organisation=organisation or actor,
        group=actor or person or organisation,
        location=found.get("location", ""),
        claim=found.get("claim", ""),
        source=found.get("source", ""),
    )


def _means(name: str, words: list[str], *, exact: bool) -> bool:
    parts = [part.casefold() for part in _LETTERS.findall(name)]
    if not parts or (exact and len(parts) > 1):
        return False
    first = parts[0]
    return first in words or (len(first) > 3 and first.endswith("s") and first[:-1] in words)
