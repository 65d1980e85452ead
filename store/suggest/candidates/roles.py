"""What the labels of a set are for: actors, places, claims, sources.

That is what `suggests` says in `labels.toml`; else what the label's name says; else, as far as
something has to be taken for likely, what its style says: what is filled is short.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from store.labels import Drawing, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.labels import Label, LabelSet

_SYNONYMS: Final[Mapping[Meaning, frozenset[str]]] = {
    meaning: frozenset(words.split())
    for meaning, words in {
        Meaning.ACTOR: "actor agent party participant entity who stakeholder player subject "
        "protagonist name",
        Meaning.PERSON: "person per people individual human politician",
        Meaning.ORGANISATION: "organisation organization org institution agency company group norp",
        Meaning.LOCATION: "location loc place gpe where country geo geography city region area "
        "state",
        Meaning.CLAIM: "claim statement assertion content quote quotation proposition allegation "
        "said",
        Meaning.SOURCE: "source speaker attribution attributor witness spokesperson outlet "
        "informant",
    }.items()
}
"""Names of labels, in small letters, by what they stand for."""
_BEGINNINGS: Final[Mapping[Meaning, tuple[str, ...]]] = {
    Meaning.QUOTATION: ("quot",),
    Meaning.AMOUNT: (
        *("date", "time", "when", "number", "quantit"),
        *("money", "percent", "cardinal", "amount"),
    ),
}
"""How the names of labels begin for which the rules suggest nothing, but which are likely."""
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
    """What the labels of a set are for, as far as their names, or `suggests`, say."""
    found = {meaning: _label_for(meaning, labels) for meaning in _SYNONYMS}
    actor, person = found[Meaning.ACTOR], found[Meaning.PERSON]
    organisation = found[Meaning.ORGANISATION]
    return Roles(
        person=person or actor,
        organisation=organisation or actor,
        group=actor or person or organisation,
        location=found[Meaning.LOCATION],
        claim=found[Meaning.CLAIM],
        source=found[Meaning.SOURCE],
    )


@lru_cache(maxsize=256)
def meaning_of(label: Label) -> Meaning:
    """What a label is for."""
    if label.suggests is not None:
        return label.suggests
    for meaning, beginnings in _BEGINNINGS.items():
        if label.name.casefold().startswith(beginnings):
            return meaning
    named = (meaning for meaning in _SYNONYMS if _is_named(label.name, meaning))
    return next(named, Meaning.SHORT if label.drawing is Drawing.FILL else Meaning.LONG)


def _label_for(meaning: Meaning, labels: LabelSet) -> str:
    """The name of the label for a meaning: one that says so, one named just so, or one whose name
    begins with the word."""
    said = (label.name for label in labels if label.suggests is meaning)
    open_ = [label.name for label in labels if label.suggests is None]
    exact = (name for name in open_ if name.casefold() in _SYNONYMS[meaning])
    alike = (name for name in open_ if _is_named(name, meaning))
    return next(said, "") or next(exact, "") or next(alike, "")


def _is_named(name: str, meaning: Meaning) -> bool:
    """Whether the first word of a label's name, or its singular, stands for a meaning."""
    first = next(iter(_LETTERS.findall(name)), "").casefold()
    words = _SYNONYMS[meaning]
    return first in words or (len(first) > 3 and first.endswith("s") and first[:-1] in words)
