"""Acronyms that a text explains in brackets, each with what it stands for."""

from __future__ import annotations

from typing import Final

import regex

from store.text.lexicon import PASSED_OVER

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
