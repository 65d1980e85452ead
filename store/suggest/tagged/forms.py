"""The forms in which what was tagged may stand elsewhere: the same words, or a surname alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import regex

from store.text.lexicon import (
    ARTICLES,
    CAPITAL_AT_START,
    MONTHS,
    NO_SURNAMES,
    PRONOUNS,
    TITLES,
    WEEKDAYS,
)
from store.text.spelling import folded, is_spaceless, plain, without_possessive

_WORD: Final = regex.compile(r"\w+")
_BLANKS: Final = regex.compile(" +")
_MARKS: Final = regex.compile(r"[\p{P}\p{Z}]*")
_LEAST_SURNAME: Final = 3
_SHORT_NAME: Final = 2
_LONGEST_NAME: Final = 5
"""Words of names."""
_NO_PART: Final = CAPITAL_AT_START | TITLES | WEEKDAYS | MONTHS
"""Words with a capital beside which a name stands that is whole all the same."""
_NO_NAME: Final = CAPITAL_AT_START | PRONOUNS
_WORD_BEFORE: Final = regex.compile(r"(?r)(?<!\w)(\w+)[ \u00a0]\G")
_BEFORE: Final = regex.compile(r"(?r)(?<![\w.])(\p{Lu}[\w'’]*)[ \u00a0-]\G")
_AFTER: Final = regex.compile(r"\G[ \u00a0](\p{Lu}[\w'’]*)")
_SENTENCE_START: Final = regex.compile(r'(?r)(?:^|[.!?:]["\'”’)]*\s+|["“(]|\n\s*)\G')


class How(StrEnum):
    """How what stands somewhere is like what was tagged."""

    SAME = "same"
    SURNAME = "surname"


@dataclass(frozen=True, slots=True)
class Form:
    """A text to look for."""

    text: str
    """As `spelling.plain` makes it."""
    folded: str
    first: str
    """Its first word in lower case, by which it is looked up; empty in a script without spaces."""
    lead: int
    """Code points before that word."""
    how: How
    is_name: bool
    """Whether its case counts."""

    @property
    def is_one_name(self) -> bool:
        """Whether it is a single word with a capital, which may be a part of a longer name."""
        return self.is_name and len(self.first) == len(self.folded) and not self.text.isupper()


def forms_of(text: str) -> tuple[Form, ...]:
    """The forms in which a tagged text may stand elsewhere: its own, and a surname last.

    What was tagged with its possessive is tagged so again where it has one.
    """
    whole = _BLANKS.sub(" ", plain(text)).strip()
    own = without_possessive(whole)
    if _MARKS.fullmatch(own):  # a colon that is a cue says nothing of other colons
        return ()
    surname = _surname(own)
    return (
        _form(own, How.SAME),
        *((_form(whole, How.SAME),) if whole != own else ()),
        *((_form(surname, How.SURNAME),) if surname else ()),
    )


def _form(text: str, how: How) -> Form:
    word = None if is_spaceless(text[0]) else _WORD.search(text)
    first = "" if word is None else folded(word.group())
    lead = 0 if word is None else word.start()
    return Form(text, folded(text), first, lead, how, is_name(text))


def is_name(text: str) -> bool:
    """Whether capitals in a text mean something, and are not only those of a sentence's start."""
    words = _WORD.findall(text)
    if any(word[0].isupper() for word in words[1:]):
        return True
    if not words or not words[0][0].isupper():
        return any(c.isupper() for c in text)
    is_acronym = words[0].isupper() and len(words[0]) > 1
    return is_acronym or folded(words[0]) not in _NO_NAME


def is_description(text: str) -> bool:
    """Whether a text has a name in it and ends with a common noun: "the North Korean leader"."""
    return is_name(text) and text.rpartition(" ")[2][:1].islower()


def _surname(name: str) -> str:
    """The surname in what looks like the name of a person; empty if it does not.

    Of two words that is the second, behind a title what stands there alone; of more the first has
    to be a given name, as in many languages surnames come first.
    """
    from store.suggest.candidates.gazetteer import is_given_name, place

    words = given = name.split(" ")
    while words and words[0].rstrip(".").lower() in TITLES | CAPITAL_AT_START:
        words = words[1:]
    is_short = len(given) == _SHORT_NAME and given[0].lower() not in CAPITAL_AT_START
    is_person = len(words) > 1 and is_given_name(words[0])
    if not words or not (is_short or is_person) or len(words) > _LONGEST_NAME:
        return ""
    surname = words[-1]
    is_usable = (
        len(surname) >= _LEAST_SURNAME
        and surname.isalpha()  # what has a hyphen and small letters is no surname: "Jae-in"
        and surname.istitle()
        and folded(surname) not in NO_SURNAMES
        and all(word[:1].isupper() for word in words)
    )
    return surname if is_usable and place(name) is None and place(surname) is None else ""


def is_part_of_name(text: str, start: int, end: int) -> bool:
    """Whether a word with a capital is only a part of a longer name: of `Carl Boe`, not `Mr Boe`.

    Args:
        text: Of an article.
        start: Code points before the word.
        end: Code points up to its end.
    """
    after = _AFTER.match(text, end)
    if after is not None and folded(without_possessive(plain(after[1]))) not in _NO_PART:
        return True
    before = _BEFORE.match(text, pos=max(0, start - 40), endpos=start)
    if before is None or folded(before[1]) in _NO_PART:
        return False
    from store.suggest.candidates.gazetteer import is_given_name

    return not begins_sentence(text, before.start(1)) or is_given_name(before[1])


def begins_with_article(text: str) -> bool:
    """Whether a text is an article, such as "the", with something behind it."""
    first, _, rest = text.partition(" ")
    return bool(rest) and first.lower() in ARTICLES


def is_behind_article(text: str, start: int) -> bool:
    """Whether an article stands directly before what begins somewhere."""
    before = _WORD_BEFORE.match(text, endpos=start)
    return before is not None and before[1].lower() in ARTICLES


def begins_sentence(text: str, offset: int) -> bool:
    """Whether a sentence, or a line, begins at an offset."""
    return _SENTENCE_START.match(text, endpos=offset) is not None
