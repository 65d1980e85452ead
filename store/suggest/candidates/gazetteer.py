"""A small list of places, and of given names: what a name most likely is, without any model.

The lists are package data (`data/`), made for Sidelight. They are read when they are
first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.text.lexicon import lines_of
from store.text.span import Span
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from store.text.tokens import Token

_DATA: Final = Path(__file__).parent / "data"
_LONGEST_INITIALS: Final = 3
"""Letters in the longest name in capitals that is not taken for one in small letters."""
_PARTS: Final = {"regions": "REGION", "cities": "CITY", "waters": "WATER"}


class PlaceKind(StrEnum):
    """What a place is; the value is how a reason names it."""

    COUNTRY = "a country"
    CAPITAL = "a capital"
    DEMONYM = "a people or what belongs to a country"
    REGION = "a region"
    CITY = "a city"
    WATER = "a sea, river or mountain"


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """An entry of the list of places."""

    kind: PlaceKind
    country: str
    """The country that a capital or a demonym belongs to; itself for a country; else empty."""
    is_ambiguous: bool = False
    """As often another word, or the name of a person."""
    is_people: bool = False
    """A demonym that names people: Russians, not Russian."""


def place(text: str) -> GazetteerEntry | None:
    """The place of that name, exactly so written but for curly apostrophes; capitals count."""
    return _places().get(text.replace("’", "'"))


def places_in(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Span, GazetteerEntry]]:
    """The places, countries and demonyms that stand in tokens of a text, each the longest there.

    What is written all in capitals, as in headings, is found as well.
    """
    table, longest = _places(), _longest()
    number = 0
    while number < len(tokens):
        first, taken = tokens[number], 1
        most = longest.get(first.lower, 0) if first.is_capital else 0
        for count in range(min(most, len(tokens) - number), 0, -1):
            span = Span(first.start, tokens[number + count - 1].end)
            entry = _entry(table, span.of(text))
            if entry is not None:
                yield span, entry
                taken = count
                break
        number += taken


def is_given_name(word: str) -> bool:
    """Whether a word is a common given name."""
    return word in _given_names()


def _entry(table: Mapping[str, GazetteerEntry], name: str) -> GazetteerEntry | None:
    name = name.replace("’", "'")
    entry = table.get(name)
    if entry is None and len(name) > _LONGEST_INITIALS and name.isupper():
        return table.get(name.title())
    return entry


@lru_cache(maxsize=1)
def _longest() -> Mapping[str, int]:
    """How many tokens the longest name has that begins with a token."""
    longest: dict[str, int] = {}
    for name in _places():
        tokens = tokens_in(name, Span(0, len(name)))
        longest[tokens[0].lower] = max(longest.get(tokens[0].lower, 0), len(tokens))
    return longest


@lru_cache(maxsize=1)
def _places() -> Mapping[str, GazetteerEntry]:
    places: dict[str, GazetteerEntry] = {}
    part = ""
    for line in lines_of(_DATA / "places.txt"):
        if line.startswith("["):
            part = line.strip("[]")
        elif part == "countries":
            _add_country(places, line)
        else:
            for name in line.split(","):
                _add(places, name, GazetteerEntry(PlaceKind[_PARTS[part]], ""))
    return places


def _add_country(places: dict[str, GazetteerEntry], line: str) -> None:
    names, seats, peoples = (field.split(",") for field in (line + " | | ").split("|")[:3])
    country = names[0].strip(" ?")
    adjective = ""
    for name in peoples:
        word = name.strip(" ?")
        adjective = adjective or word
        people = word != adjective and word.endswith(("s", "men", "man", "Finn", "Dane", "Swede"))
        kind = GazetteerEntry(PlaceKind.DEMONYM, country, is_people=people)
        _add(places, name, kind)
    for name in seats:
        _add(places, name, GazetteerEntry(PlaceKind.CAPITAL, country))
    for name in names:
        _add(places, name, GazetteerEntry(PlaceKind.COUNTRY, country))


def _add(places: dict[str, GazetteerEntry], name: str, entry: GazetteerEntry) -> None:
    stripped = name.strip()
    if stripped.endswith("?"):
        entry = replace(entry, is_ambiguous=True)
        stripped = stripped[:-1]
    if stripped and (stripped not in places or entry.kind is PlaceKind.COUNTRY):
        places[stripped] = entry


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return frozenset(word for line in lines_of(_DATA / "given_names.txt") for word in line.split())
