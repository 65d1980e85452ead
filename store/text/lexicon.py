"""The one lexicon: words by what they do in a sentence, from the file of a language.

Whatever tells the parts of a sentence apart by its words takes them from here. A second language is
a second file in `languages/`, with the same parts.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGE: Final = "english"
"""The language whose file is read."""
LANGUAGES: Final = Path(__file__).parent / "languages"


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a list that comes with the package, without comments and empty ones."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and line[0] != "#":
            yield line.strip()


def parts_of(path: Path) -> dict[str, frozenset[str]]:
    """The parts of a language's file, by the names in square brackets above them."""
    parts: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in lines_of(path):
        if line[0] == "[":
            words = parts.setdefault(line.strip("[]"), set())
        elif "," in line:
            words.update(word.strip() for word in line.split(",") if word.strip())
        else:
            words.update(line.split())
    return {name: frozenset(part) for name, part in parts.items()}


_PARTS: Final = parts_of(LANGUAGES / f"{LANGUAGE}.txt")

FUNCTION_WORDS: Final = _PARTS["function words"]
"""By which the language of a text is known."""
ENDINGS: Final = tuple(sorted(_PARTS["endings"], key=lambda ending: (-len(ending), ending)))
"""What is cut off words to compare them, the longest first."""
DETERMINERS: Final = _PARTS["determiners"]
ARTICLES: Final = _PARTS["articles"]
INDEFINITE: Final = _PARTS["indefinite"]
"""Determiners of what was not spoken of before."""
OF_TWO: Final = _PARTS["of two"]
"""What begins a mention of two things."""
YOUNGER: Final = _PARTS["younger"]
"""What stands behind the name of somebody who is called as a parent or a child."""
COUNTS: Final = _PARTS["counts"]
"""Numbers, and words that say how many."""
PRONOUNS: Final = _PARTS["pronouns"]
SUBJECT_PRONOUNS: Final = _PARTS["subject pronouns"]
OWNERS: Final = _PARTS["owners"]
PREPOSITIONS: Final = _PARTS["prepositions"]
CONJUNCTIONS: Final = _PARTS["conjunctions"]
SUBORDINATORS: Final = _PARTS["subordinators"]
AUXILIARIES: Final = _PARTS["auxiliaries"]
FINITE: Final = (AUXILIARIES - {"be", "been", "being", "having", "'s"}) | _PARTS["finite"]
"""Verb forms that have a subject, as far as they need not be told by their endings."""
ADVERBS: Final = _PARTS["adverbs"]
"""Words that have a capital only where a sentence begins with them."""
SMALL_WORDS: Final = (
    DETERMINERS | PRONOUNS | PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | AUXILIARIES | ADVERBS
)
"""Words that say nothing of what a text is about."""
CAPITAL_AT_START: Final = DETERMINERS | COUNTS | PREPOSITIONS | CONJUNCTIONS
"""Small words that have a capital only where a sentence or a heading begins with them."""

SAYING: Final = _PARTS["saying"]
"""Forms of verbs that report what somebody says or thinks."""
TELLING: Final = _PARTS["telling"]
"""Those that have a listener before what is said."""
BESIDE_QUOTATIONS: Final = _PARTS["beside quotations"]
"""Those that report only beside a quotation, or are as often nouns."""
BEFORE_SAYING: Final = AUXILIARIES | ADVERBS | _PARTS["before a reporting verb"]
"""What may stand between a subject and its verb of saying."""
REPORTS: Final = _PARTS["reports"]
"""Nouns for what is said, and participles of those who say it, that a "that" can follow."""
DENYING: Final = _PARTS["denying"]
"""Forms of verbs that say that something is not so."""
HEDGES: Final = _PARTS["hedges"]
"""Words within a statement that leave open whether it is so."""
PROBABLE: Final = _PARTS["probable"]
"""Words within a statement that make it likely."""
BELIEVING: Final = _PARTS["believing"]
"""Forms of verbs of those who hold something for likely."""
DOCUMENTS: Final = _PARTS["documents"]
"""Nouns for what says something and is nobody, in the singular."""
IMPERSONAL: Final = _PARTS["impersonal"]
"""What stands before "that" after "it"."""
BEGINS_NO_CLAUSE: Final = _PARTS["begins no clause"]
"""What a reported clause does not begin with."""
CONNECTIVES: Final = tuple(sorted(_PARTS["connectives"], key=lambda words: (-len(words), words)))
"""What stands before the first clause of a sentence and joins it to what has gone before."""
BARE_CONNECTIVES: Final = tuple(sorted(_PARTS["bare connectives"]))
"""Those that need no comma."""

TITLES: Final = _PARTS["titles"]
"""Words that stand before a name and are no part of it; without a full stop."""
ABBREVIATIONS: Final = _PARTS["abbreviations"]
"""What is written with a full stop that ends no sentence."""
PARTICLES: Final = _PARTS["particles"]
"""Small words within the names of persons."""
WEEKDAYS: Final = _PARTS["weekdays"]
MONTHS: Final = _PARTS["months"]
BEFORE_PLACE: Final = _PARTS["before a place"]
"""What stands before a country that is meant as a place."""
BEFORE_ACTING: Final = _PARTS["before who acts"]
"""What stands before a country that acts, or is acted upon."""
PASSED_OVER: Final = _PARTS["passed over by initials"]
"""Words that an acronym has no letter of."""

PERSONS: Final = _PARTS["persons"]
"""Nouns for people, in the singular."""
BODIES: Final = _PARTS["bodies"]
"""Nouns for bodies of people, in the singular."""
PLURALS: Final = _PARTS["plurals"]
"""Nouns for several of either."""
MODEST: Final = _PARTS["modest"]
"""Nouns for people that as often name something else, or nobody in particular."""
ENDINGS_OF_PEOPLE: Final = tuple(_PARTS["endings of people"])
"""How words for people end."""
NO_PEOPLE: Final = _PARTS["no people"]
"""Words that end so and are no people."""
MEDIA: Final = _PARTS["media"]
"""In what the name of a newspaper or a news agency ends, and some that are one word."""
ORGANISATIONS: Final = BODIES | _PARTS["organisations"]
"""In what the name of an organisation ends."""
GEOGRAPHY: Final = _PARTS["geography"]
"""What belongs to the name of a place that it follows: "Latakia province"."""
NO_SURNAMES: Final = ORGANISATIONS | GEOGRAPHY | _PARTS["ends no surname"]
"""What ends the name of a person is none of these."""
