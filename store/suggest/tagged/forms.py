"""The forms in which what was tagged may stand elsewhere: short for it, or an acronym."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import regex

from store.text.lexicon import (
    CAPITAL_AT_START,
    MONTHS,
    NO_SURNAMES,
    PARTICLES,
    PASSED_OVER,
    TITLES,
    WEEKDAYS,
)
from store.text.spelling import folded, is_spaceless, plain, without_possessive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_WORD: Final = regex.compile(r"\w+")
_DATES: Final = WEEKDAYS | MONTHS
_LEAST_SURNAME: Final = 3
_LONGEST_NAME: Final = 5
_MOST_PARTS: Final = 4
_LONGEST_INITIAL: Final = 2


class How(StrEnum):
    """How what stands somewhere is like what was tagged."""

    SAME = "same"
    SURNAME = "surname"
    FULL_NAME = "full name"
    ACRONYM = "acronym"
    SPELT_OUT = "spelt out"


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
    may_begin_small: bool
    """Whether the case of its first letter does not count all the same."""

    @property
    def is_one_word(self) -> bool:
        """Whether it is a single word."""
        return len(self.first) == len(self.folded)


def forms_of(
    text: str,
    is_common: Callable[[str], bool],
    definitions: Iterable[tuple[str, str]] = (),
) -> tuple[Form, ...]:
    """The forms in which a tagged text may stand elsewhere; the first is its own.

    Args:
        text: What was tagged.
        is_common: Whether a word, in lower case, stands in the story in lower case too.
        definitions: Acronyms with what they stand for, as far as the story explains them.
    """
    own = without_possessive(plain(text).strip())
    if not own:
        return ()
    found = {own: How.SAME}
    if _is_name(own, is_common):
        surname = _surname(own, is_common)
        if surname:
            found.setdefault(surname, How.SURNAME)
    for short, long in definitions:
        if own == short:
            found.setdefault(plain(long), How.SPELT_OUT)
        elif folded(own) in (folded(plain(long)), "the " + folded(plain(long))):
            found.setdefault(short, How.ACRONYM)
    return tuple(_form(form, how, is_common) for form, how in found.items())


def _form(text: str, how: How, is_common: Callable[[str], bool]) -> Form:
    word = None if is_spaceless(text[0]) else _WORD.search(text)
    first = "" if word is None else folded(word.group())
    return Form(
        text,
        folded(text),
        first,
        0 if word is None else word.start(),
        how,
        _is_name(text, is_common),
        first in CAPITAL_AT_START or (is_common(first) and not text.isupper()),
    )


def _is_name(text: str, is_common: Callable[[str], bool]) -> bool:
    """Whether capitals in a text mean something, and are not only those of a sentence's start."""
    words = _WORD.findall(text)
    if any(word[0].isupper() for word in words[1:]):
        return True
    if not words or not words[0][0].isupper():
        return any(c.isupper() for c in text)
    first = folded(words[0])
    return (words[0].isupper() and len(words[0]) > 1) or not (
        first in CAPITAL_AT_START or is_common(first)
    )


def _surname(name: str, is_common: Callable[[str], bool]) -> str:
    """The surname in what looks like the name of a person; empty if it does not."""
    from store.suggest.candidates.gazetteer import is_given_name, place

    words = name.split(" ")
    while words and (
        words[0].rstrip(".").lower() in TITLES or words[0].lower() in CAPITAL_AT_START
    ):
        words = words[1:]
    if not 2 <= len(words) <= _LONGEST_NAME:
        return ""
    if not all(word[:1].isupper() or word.lower() in PARTICLES or "-" in word for word in words):
        return ""
    surname = words[-1]
    parts = surname.split("-")
    if len(parts) == 2 and parts[0].lower() in PARTICLES:
        surname = parts[1]
    lower = folded(surname)
    is_usable = (
        len(surname) >= _LEAST_SURNAME
        and surname[0].isupper()
        and surname[1:].islower()
        and lower not in NO_SURNAMES
        and not is_common(lower)
    )
    if not is_usable or place(name) is not None or place(surname) is not None:
        return ""
    if is_given_name(words[0]) or any(word.lower() in PARTICLES for word in words[1:-1]):
        return surname
    is_foreign = place(words[0]) is not None or is_common(folded(words[0]))
    return "" if is_foreign or not words[0][1:].islower() else surname


# What a match stands in --------------------------------------------------------------------------

_BEFORE: Final = regex.compile(r"(?r)(?:^|(?<=[^\w'’.-]))([\w'’.]+)([ \u00a0-])\G")
_AFTER: Final = regex.compile(r"\G([ \u00a0-])([\w'’]+)")
_SENTENCE_START: Final = regex.compile(r'(?r)(?:^|[.!?:]["\'”’)]*\s+|["“(]|\n\s*)\G')


def name_before(text: str, start: int, is_common: Callable[[str], bool]) -> int:
    """Where a name begins of which the word at `start` may be the last one; `start` if alone.

    Args:
        text: Of an article.
        start: Where the word begins, in code points.
        is_common: As for `forms_of`.
    """
    from store.suggest.candidates.gazetteer import is_given_name, place

    begin = at = start
    for _ in range(_MOST_PARTS):
        before = _BEFORE.match(text, pos=max(0, at - 40), endpos=at)
        if before is None:
            break
        word, lower = before[1], folded(before[1].rstrip("."))
        if without_possessive(plain(word)) != plain(word):
            break
        if word.endswith(".") and len(lower) > _LONGEST_INITIAL and lower not in TITLES:
            break  # the end of a sentence
        if lower in PARTICLES:
            at = before.start(1)
            begin = at if before[1][0].isupper() or before[2] == "-" else begin
            continue
        is_part = word[:1].isupper() and lower not in TITLES | _DATES | CAPITAL_AT_START
        if not is_part or is_common(lower) or place(word) is not None:
            break
        if not is_given_name(word) and _SENTENCE_START.match(text, endpos=before.start(1)):
            break
        begin = at = before.start(1)
    return begin


def goes_on(text: str, end: int, is_common: Callable[[str], bool]) -> bool:
    """Whether a name that ends at `end` is only the beginning of a longer one."""
    after = _AFTER.match(text, end)
    if after is None or after[1] == "-" or not after[2][0].isupper():
        return False
    from store.suggest.candidates.gazetteer import place

    lower = folded(without_possessive(plain(after[2])))
    return not (
        lower in _DATES | CAPITAL_AT_START or is_common(lower) or place(after[2]) is not None
    )


# Acronyms ----------------------------------------------------------------------------------------

_SHORT_IN_BRACKETS: Final = regex.compile(
    r"\((?:the |or |also |known |as |formerly |called )*[\"']?"
    r"(\p{Lu}[\p{Lu}\p{N}.&-]{0,8}\p{Lu}\.?)s?\b[\"']?[^()]{0,60}\)"
)
_LONG_IN_BRACKETS: Final = regex.compile(r"\b(\p{Lu}{2,8})\s?\(([^()]{4,90})\)")


def definitions_in(text: str) -> list[tuple[str, str]]:
    """The acronyms that a text explains in brackets, each with what it stands for.

    An acronym is spelled by initials of the words before (or in) the bracket, where small words
    may be passed over: after Schwartz and Hearst, "A simple algorithm for identifying abbreviation
    definitions in biomedical text" (2003), but by initials only.

    Args:
        text: As `spelling.plain` makes it.
    """
    found: list[tuple[str, str]] = []
    for match in _SHORT_IN_BRACKETS.finditer(text):
        before = text[max(0, match.start() - 120) : match.start()].rstrip()
        long = _spelt(match[1], before.split(" "))
        if long:
            found.append((match[1], long))
    for match in _LONG_IN_BRACKETS.finditer(text):
        words = match[2].strip().split(" ")
        long = _spelt(match[1], words)
        if long and len(long.split(" ")) == len(words):
            found.append((match[1], long))
    return list(dict.fromkeys(found))


def _spelt(short: str, words: list[str]) -> str:
    """The last words whose initials are those of an acronym; empty if there are none."""
    letters = [c for c in short.lower() if c.isalpha()]
    taken = len(words)
    while letters and taken > 0:
        word = words[taken - 1].strip("\"'")
        initials = [part[0].lower() for part in word.split("-") if part]
        if not initials or not word[0].isalnum():
            return ""
        count = len(initials)
        if initials == letters[-count:]:
            del letters[-count:]
        elif initials[0] == letters[-1] and (word[0].isupper() or count > 1):
            letters.pop()
        elif word.lower() not in PASSED_OVER:
            return ""
        taken -= 1
    if letters:
        return ""
    long = " ".join(words[taken:]).strip("\"'")
    return long if any(c.isupper() for c in long) and " " in long else ""
