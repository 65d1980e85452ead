"""How a tagged mention is worded: its name or its noun, titles, number, and what it cannot be."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import regex
from msgspec.structs import replace

from store.frozen import Frozen
from store.suggest.candidates.gazetteer import PlaceKind, is_given_name, place
from store.suggest.candidates.nouns import is_people, is_plural, singular
from store.text.lexicon import (
    CONJUNCTIONS,
    COUNTS,
    DETERMINERS,
    GEOGRAPHY,
    INDEFINITE,
    OF_TWO,
    OWNERS,
    PARTICLES,
    PASSED_OVER,
    PERSONS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TITLES,
)
from store.text.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD: Final = regex.compile(r"(?:\p{L}\.){2,}|[\p{L}\p{N}][\p{L}\p{N}\p{M}'&]*\.?")
_SYLLABLE: Final = regex.compile(r"(?<=\p{Lu}\p{Ll}{1,4})-(\p{Ll}{2,3})\b")
"""The second half of a given name such as Jong-un."""
_LIES: Final = regex.compile(r"(?<=\w),\s+|(?<=\w)\s+(?:in|at)\s+")
"""Between a place and where it lies."""
_LEAD: Final = (DETERMINERS - OWNERS) | {"in", "at", "on", "to", "from"}
"""What a mention may begin with and mean the same without."""
_ENDS_HEAD: Final = (PREPOSITIONS | SUBORDINATORS) - {"plus"}
_LONGEST_ACRONYM: Final = 6
"""Letters of the longest word of capitals that is taken for initials."""
_LONGEST_KEPT: Final = 4
"""Letters of the longest one that keeps them, as it may be another word without: US."""
_PRONOUNS: Final = PRONOUNS | OWNERS | SUBORDINATORS


class MentionForm(Frozen):
    """What the words of a mention show."""

    key: str
    """By which it is the same text as others: without case, accents, marks and determiner."""
    words: tuple[str, ...]
    """Folded, without a leading determiner."""
    name: tuple[str, ...] = ()
    """Folded words of the name, without titles and what says of which country; empty if none."""
    written: str = ""
    """The name as it is written."""
    title: str = ""
    """The titles before the name, folded."""
    role: str = ""
    """Who somebody is, without which country it is of: "supreme leader"; empty for a name."""
    head: str = ""
    """The noun, in the singular; empty where it is a name."""
    modifiers: frozenset[str] = frozenset()
    """All other words that say something."""
    names_behind: frozenset[str] = frozenset()
    """Of these, those with a capital that stand behind the noun."""
    within: frozenset[str] = frozenset()
    """Of a place, the words behind a comma or "in" that say where it lies."""
    place: tuple[str, ...] = ()
    """The name of the place without these; empty where nothing says where it lies."""
    country: str = ""
    """Which country it belongs to, by a word such as "Russian" before the noun or name."""
    is_plural: bool = False
    is_indefinite: bool = False
    is_owned: bool = False
    """Begins with a possessive, as "his government"."""
    is_several: bool = False
    """Names two things or more, as "the United States and South Korea" or "the two leaders"."""
    is_pronoun: bool = False

    @property
    def says_which(self) -> bool:
        """Whether its words tell which one thing is meant, as far as words can."""
        return not (self.is_several or self.is_pronoun)

    @property
    def is_acronym(self) -> bool:
        """Whether it is one word of capitals."""
        letters = self.written.replace(".", "")
        return 1 < len(letters) <= _LONGEST_ACRONYM and letters.isupper() and letters.isalpha()

    @property
    def initials(self) -> str:
        """The first letters of a name of several words, without small ones."""
        words = [word for word in self.name if word not in PASSED_OVER]
        return "".join(word[0] for word in words) if len(words) > 1 else ""


@lru_cache(maxsize=16_384)
def mention_form(text: str) -> MentionForm:
    """How a tagged text is worded."""
    words = _words_of(text)
    first = next((n for n, each in enumerate(words) if each.low not in _LEAD), len(words))
    lead, words = words[:first], words[first:]
    if not words:
        said = " ".join(each.low for each in lead)
        return MentionForm(said or text.strip(), (), is_pronoun=bool(said))
    low = tuple(each.low for each in words)
    form = MentionForm(
        _key(words),
        low,
        is_indefinite=any(each.low in INDEFINITE for each in lead) or _is_counted(low),
        is_owned=low[0] in OWNERS,
        is_several=_is_several([*lead, *words]),
        is_pronoun=len(words) == 1 and low[0] in _PRONOUNS and not words[0].text.isupper(),
    )
    if form.is_pronoun:
        return form
    words = list(_whole_of(words))
    low = tuple(each.low for each in words)
    stop = next((n for n, each in enumerate(words) if n and _ends_head(each)), len(words))
    owned = max((n + 1 for n, each in enumerate(words[: stop - 1]) if each.owns), default=0)
    name, title, country = _name_of(words, owned, stop)
    if name:
        inner = name[1:-1]  # a middle initial keeps its stop
        words_of_it = (f"{w.text}." if w in inner and w.is_initial else w.text for w in name)
        written = " ".join(words_of_it)
        at, within = _lying_in(text)
        return replace(
            form,
            place=at,
            within=within,
            name=tuple(each.low for each in name),
            written=written,
            title=" ".join(each.low for each in title),
            country=country,
        )
    front, country = _after_country(words, stop)
    role = words[max(owned, front) :]
    if not country and (country := _country_behind(words[stop:])):
        role = words[max(owned, front) : stop]
    others = {singular(w) for n, w in enumerate(low) if n >= front and n != stop - 1}
    return replace(
        form,
        role=" ".join(each.low for each in role),
        head=singular(low[stop - 1]),
        modifiers=frozenset(others - _SMALL),
        names_behind=frozenset(each.low for each in words[stop:] if each.is_capital),
        country=country,
        is_plural=is_plural(low[stop - 1]),
    )


def _lying_in(text: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The name of a place, and where it lies, as in "Bern, Switzerland" and "an arena in Bern"."""
    parted = _LIES.search(text)
    if parted is None:
        return (), frozenset()
    behind = (each.low for each in _words_of(text[parted.end() :]))
    return mention_form(text[: parted.start()]).name, frozenset(behind) - _LEAD


class _Word(NamedTuple):
    text: str
    low: str
    owns: bool
    """Whether a possessive 's stands behind it."""
    is_initial: bool = False
    """Whether it is one letter and a stop."""

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


_SMALL: Final = PREPOSITIONS | DETERMINERS | CONJUNCTIONS | COUNTS


def _words_of(text: str) -> list[_Word]:
    said = _SYLLABLE.sub(lambda match: " " + match[1].title(), plain(text))
    found = []
    for match in _WORD.finditer(said):
        word = match[0]
        bare = word if word.count(".") > 1 else word.removesuffix(".")
        owns = bare.endswith(("'s", "s'"))
        bare = bare.removesuffix("'s").removesuffix("'")
        if bare:
            said = bare.replace(".", "") if bare.count(".") > 1 else bare
            is_initial = len(bare) == 1 and word == f"{bare}."
            found.append(_Word(bare, _without_accents(said.lower()), owns, is_initial))
    return found


def _whole_of(words: Sequence[_Word]) -> Sequence[_Word]:
    """ "One of the officials" as "officials"."""
    if len(words) > 2 and words[0].low in COUNTS and words[1].low == "of":
        behind = 3 if words[2].low in DETERMINERS and len(words) > 3 else 2
        return words[behind:]
    return words


def _ends_head(word: _Word) -> bool:
    return word.low in _ENDS_HEAD and not word.is_capital


def _key(words: Sequence[_Word]) -> str:
    """The text as a group of the same: a short acronym keeps its capitals."""
    first = words[0].text.replace(".", "")
    if len(words) == 1 and first.isupper() and len(first) <= _LONGEST_KEPT:
        return first
    return " ".join(word.low for word in words)


def _name_of(
    words: Sequence[_Word], owned: int, stop: int
) -> tuple[Sequence[_Word], Sequence[_Word], str]:
    """The name in a mention, the titles before it, and which country it is of; empty if none."""
    begin = after = next(
        (n for n in range(stop - 1, owned, -1) if words[n - 1].low in TITLES), owned
    )
    while begin > owned and words[begin - 1].low in TITLES:
        begin -= 1
    _, country = _after_country(words[owned:], begin - owned)
    if after == owned:
        name = words[after:]
        if not _is_name(name):
            name = words[after:stop]
    else:
        name = words[after:stop]
    if not name or not _is_name(name) or _is_role(words[after:stop]):
        return (), (), ""
    return name, words[begin:after] if after > owned else (), country


def _after_country(words: Sequence[_Word], most: int) -> tuple[int, str]:
    """Behind a word for a country or what belongs to it, that is not all; and which country."""
    for count in (2, 1):
        if count > most or count >= len(words):
            continue
        entry = place(" ".join(word.text for word in words[:count]))
        if entry is not None and entry.kind in (PlaceKind.DEMONYM, PlaceKind.COUNTRY):
            return count, entry.country
    return 0, ""


def _country_behind(words: Sequence[_Word]) -> str:
    """Which country "of the United States" names; empty if it is another thing, or more."""
    behind = [each for each in words[1:] if each.low not in DETERMINERS]
    if not behind or words[0].low != "of":
        return ""
    entry = place(" ".join(each.text for each in behind))
    return entry.country if entry is not None and entry.kind is PlaceKind.COUNTRY else ""


def _is_name(words: Sequence[_Word]) -> bool:
    """Whether all words that are not small have a capital, and the last one does."""
    if not words or not words[0].is_capital:
        return False
    if not words[-1].is_capital:
        return words[-1].low in GEOGRAPHY
    return all(
        each.is_capital or each.text[0].isdigit() or each.low in PARTICLES | PASSED_OVER
        for each in words
    )


def _is_role(words: Sequence[_Word]) -> bool:
    """Whether what has capitals is who somebody is and not what they are called."""
    noun = words[-1].low
    if len(words) > 1 and is_given_name(words[0].text):
        return False
    return noun in TITLES | PERSONS or (len(words) == 1 and is_people(noun))


def _is_counted(low: Sequence[str]) -> bool:
    return low[0] in COUNTS or low[0].isdigit()


def _is_several(words: Sequence[_Word]) -> bool:
    """Whether two names, or two of a kind, are in one mention."""
    if any(word.low in OF_TWO for word in words[:2]):
        return True
    return any(
        words[number].low == "and" and words[number - 1].is_capital == words[number + 1].is_capital
        for number in range(1, len(words) - 1)
    )


def _without_accents(text: str) -> str:
    """A text without the marks on its letters."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
