"""Words of English by what they do in a sentence, from `data/words.txt`."""

from __future__ import annotations

from importlib.resources import files
from typing import Final


def lines_of(name: str) -> list[str]:
    """The lines of a list that comes with the package, without comments and empty ones."""
    text = (files("store.suggest") / "data" / name).read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def _read() -> dict[str, frozenset[str]]:
    """The parts of the list of words, by their names."""
    parts: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in lines_of("words.txt"):
        if line[0] == "[":
            words = parts.setdefault(line.strip("[]"), set())
        else:
            words.update(line.split())
    return {name: frozenset(part) for name, part in parts.items()}


_PARTS: Final = _read()

SAYING: Final = _PARTS["saying"]
"""Forms of verbs that report what somebody says or thinks."""
BESIDE_QUOTATIONS: Final = _PARTS["beside quotations"]
"""Verbs that report only beside a quotation, or are as often nouns."""
BEGINS_SOURCE: Final = _PARTS["begins a source"]
"""Words with which a source begins that is no name."""
PRONOUNS: Final = _PARTS["pronouns"]
BEFORE_SAYING: Final = _PARTS["before a reporting verb"]
"""What may stand between a subject and its verb of saying."""
PARTS_CLAUSES: Final = _PARTS["parts clauses"]
"""Words over which a noun phrase does not reach."""
IN_NO_PHRASE: Final = _PARTS["in no phrase"]
"""Words that stand in no noun phrase."""
AFTER_LISTENER: Final = _PARTS["after a listener"]
"""Words that end the phrase that names to whom something was said."""
BEGINS_NO_CLAUSE: Final = _PARTS["begins no clause"]
"""What a reported clause does not begin with."""
DETERMINERS: Final = _PARTS["determiners"]
STOPS: Final = _PARTS["stops"]
"""Words over which a phrase that ends in a known head does not reach back."""
TITLES: Final = _PARTS["titles"]
"""Words before a name that are no part of it; without a full stop."""
BEFORE_PLACE: Final = _PARTS["before a place"]
"""What stands before a country that is meant as a place."""
BEFORE_ACTING: Final = _PARTS["before who acts"]
"""What stands before a country that acts, or is acted upon."""
AFTER_ACTING: Final = _PARTS["after who acts"]
"""What stands after a country that acts."""
ORGANISATIONS: Final = _PARTS["organisations"]
"""In what the name of an organisation ends."""
NO_SURNAMES: Final = ORGANISATIONS | _PARTS["ends no surname"]
"""What ends the name of a person is none of these."""
PARTICLES: Final = _PARTS["particles"]
"""Small words within names of persons."""
CAPITAL_AT_START: Final = _PARTS["capital at a start"]
"""Words that have a capital only where a sentence or a heading begins with them."""
DAYS_AND_MONTHS: Final = _PARTS["days and months"]
PASSED_OVER: Final = _PARTS["passed over by initials"]
"""Words that an acronym has no letter of."""
