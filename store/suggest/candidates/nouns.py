"""Nouns for people and for bodies of people."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from store.text.lexicon import BODIES, ENDINGS_OF_PEOPLE, MODEST, NO_PEOPLE, PERSONS, PLURALS

_SINGULARS: Final = PERSONS | BODIES
_LEAST_LETTERS: Final = 6
"""Letters in a word that is taken for people because of how it ends."""


@lru_cache(maxsize=8_192)
def is_people(word: str) -> bool:
    """Whether a word in small letters names people, or a body of them."""
    if word in _SINGULARS or word in PLURALS or singular(word) in _SINGULARS:
        return True
    is_long = len(word) >= _LEAST_LETTERS and word.isalpha()
    return is_long and word.endswith(ENDINGS_OF_PEOPLE) and word not in NO_PEOPLE


def is_modest(word: str) -> bool:
    """Whether a word for people as often names something else, or nobody in particular."""
    return word in MODEST or singular(word) in MODEST


def is_plural(word: str) -> bool:
    """Whether a word for people names several."""
    return word in PLURALS or word.endswith(("s", "men"))


def singular(word: str) -> str:
    """A word without the s or ies of a plural."""
    if word.endswith("ies") and word[:-3] + "y" in _SINGULARS:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and word[:-1] in _SINGULARS else word
