"""Words that an apostrophe joins to the next: `l'homme` is two, as in the corpora of French.

In English an apostrophe stands in a word (`O'Brien`, `didn't`), so it has to be known what language
a text is in: somebody says it, or it is told by its small words.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import regex

from store.text.lexicon import FUNCTION_WORDS, LANGUAGES, parts_of

_FILES: Final = {"fr": "french.txt", "it": "italian.txt"}
_LOOKED_AT: Final = 20_000
"""Code points that are looked at."""
_ENOUGH: Final = 5
"""Small words from which on a text is taken to be in a language."""
_WORD: Final = regex.compile(r"\p{L}+")


@cache
def _parts(language: str) -> dict[str, frozenset[str]]:
    return parts_of(LANGUAGES / _FILES[language])


def eliding_language(text: str) -> str:
    """The code of the language in which a text elides, by its small words; empty if in none."""
    words = [word.lower() for word in _WORD.findall(text[:_LOOKED_AT])]
    counts = {
        language: sum(word in _parts(language)["function words"] for word in words)
        for language in _FILES
    }
    language = max(counts, key=counts.__getitem__)
    others = [count for each, count in counts.items() if each != language]
    others.append(sum(word in FUNCTION_WORDS for word in words))
    return language if counts[language] >= _ENOUGH and counts[language] > 2 * max(others) else ""


def elided(language: str) -> str:
    """A pattern of what is a token with its apostrophe in a language; empty if it elides nothing.

    A capital D before another capital begins a name (`D'Alema`).
    """
    if language not in _FILES:
        return ""
    words = "|".join(sorted(_parts(language)["elided"], key=lambda word: (-len(word), word)))
    return rf"(?!D['’ʼ]\p{{Lu}})(?i:{words})['’ʼ](?=\p{{L}})"
