"""What the labels of a set are for: actors, places, claims, sources.

That is what `suggests` says in `labels.toml`; else what the label's name says; else, as far as
something has to be taken for likely, what its style says: what is filled is short.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.label_words import LABEL_WORDS, is_named_for, named_for
from store.labels import Drawing, Meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from store.labels import Label, LabelSet

_NAMED: Final = tuple(map(Meaning, LABEL_WORDS))
"""The meanings that names of labels say by a word."""
_BEGINNINGS: Final[Mapping[Meaning, tuple[str, ...]]] = {
    Meaning.QUOTATION: ("quot",),
    Meaning.AMOUNT: (
        *("date", "time", "when", "number", "quantit"),
        *("money", "percent", "cardinal", "amount"),
    ),
}
"""How the names of labels begin for which the rules suggest nothing, but which are likely."""


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
    found = {meaning: _label_for(meaning, labels) for meaning in _NAMED}
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
    named = (meaning for meaning in _NAMED if is_named_for(meaning, label.name))
    return next(named, Meaning.SHORT if label.drawing is Drawing.FILL else Meaning.LONG)


def _label_for(meaning: Meaning, labels: LabelSet) -> str:
    """The name of the label for a meaning: one that says so, one named just so, or one whose name
    begins with the word."""
    said = (label.name for label in labels if label.suggests is meaning)
    open_ = [label.name for label in labels if label.suggests is None]
    return next(said, "") or named_for(meaning, open_)
