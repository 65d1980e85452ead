"""Nouns by what they name, from `data/nouns.txt`: people and bodies of people, media, places."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from store.suggest.words import lines_of


def _read() -> dict[str, tuple[str, ...]]:
    """The parts of the list, by their names."""
    parts: dict[str, tuple[str, ...]] = {}
    name = ""
    for line in lines_of("nouns.txt"):
        if line[0] == "[":
            name = line.strip("[]")
        else:
            parts[name] = (*parts.get(name, ()), *line.split())
    return parts


_PARTS: Final = _read()
MEDIA: Final = frozenset(_PARTS["media"])
"""In what the name of a newspaper or a news agency ends, and some that are one word."""
GEOGRAPHY: Final = frozenset(_PARTS["geography"])
"""What belongs to the name of a place that it follows: "Latakia province"."""
_SINGULARS: Final = frozenset((*_PARTS["persons"], *_PARTS["bodies"]))
_PLURALS: Final = frozenset(_PARTS["plurals"])
_MODEST: Final = frozenset(_PARTS["modest"])
_ENDINGS: Final = _PARTS["endings"]
_NO_PEOPLE: Final = frozenset(_PARTS["no people"])
_LEAST_LETTERS: Final = 6
"""Letters in a word that is taken for people because of how it ends."""


@lru_cache(maxsize=8_192)
def is_people(word: str) -> bool:
    """Whether a word in small letters names people, or a body of them."""
    if word in _SINGULARS or word in _PLURALS or singular(word) in _SINGULARS:
        return True
    is_long = len(word) >= _LEAST_LETTERS and word.isalpha()
    return is_long and word.endswith(_ENDINGS) and word not in _NO_PEOPLE


def is_modest(word: str) -> bool:
    """Whether a word for people as often names something else, or nobody in particular."""
    return word in _MODEST or singular(word) in _MODEST


def is_plural(word: str) -> bool:
    """Whether a word for people names several."""
    return word in _PLURALS or word.endswith(("s", "men"))


def singular(word: str) -> str:
    """A word without the s or ies of a plural."""
    if word.endswith("ies") and word[:-3] + "y" in _SINGULARS:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and word[:-1] in _SINGULARS else word
