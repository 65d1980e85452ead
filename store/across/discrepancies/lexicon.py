"""How English writes quantities and times, and its phrases found in tokens."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from store.text.lexicon import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from store.text.tokens import Token

_DATA: Final = Path(__file__).parent.parent / "data" / "quantities.txt"
T = TypeVar("T")


@lru_cache(maxsize=1)
def _parts() -> Mapping[str, frozenset[str]]:
    return parts_of(_DATA)


@lru_cache(maxsize=32)
def words(part: str) -> frozenset[str]:
    """The words of a part of the list."""
    return _parts()[part]


@lru_cache(maxsize=32)
def named(part: str) -> Mapping[str, str]:
    """What the words of a part come to, as it stands behind the equals sign."""
    pairs = (word.partition("=") for word in _parts()[part])
    return {word.strip(): value.strip() for word, _, value in pairs}


@lru_cache(maxsize=32)
def numbers(part: str) -> Mapping[str, float]:
    """The numbers that the words of a part come to."""
    return {word: float(value) for word, value in named(part).items()}


class Phrases(Generic[T]):
    """Phrases of one word or more that are looked for in tokens, each with what it comes to."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._of: dict[tuple[str, ...], T] = {tuple(said.split()): value for said, value in phrases}
        self._most = max(map(len, self._of))

    def at(self, tokens: Sequence[Token], start: int) -> tuple[T, int] | None:
        """The longest phrase that begins at a token, and the number of the token behind it."""
        for count in range(min(self._most, len(tokens) - start), 0, -1):
            found = self._of.get(tuple(each.lower for each in tokens[start : start + count]))
            if found is not None:
                return found, start + count
        return None

    def before(self, tokens: Sequence[Token], end: int) -> tuple[T, int] | None:
        """The longest phrase that ends before a token, and the number of its first."""
        for count in range(min(self._most, end), 0, -1):
            found = self._of.get(tuple(each.lower for each in tokens[end - count : end]))
            if found is not None:
                return found, end - count
        return None


@lru_cache(maxsize=1)
def hedges() -> Phrases[str]:
    """What stands before a number and says how far it may be off, by the part of the list."""
    parts = ("at least", "over", "at most", "under", "nearly", "about")
    return Phrases((phrase, part) for part in parts for phrase in words(part))


@lru_cache(maxsize=1)
def hedges_behind() -> Phrases[str]:
    """What stands behind a number and says how far it may be off, by the part of the list."""
    parts = {"or more": "at least", "or so": "about", "or less": "at most"}
    return Phrases((phrase, part) for name, part in parts.items() for phrase in words(name))


@lru_cache(maxsize=1)
def vague() -> Phrases[tuple[float, float]]:
    """What is said without a number: the least and the most that is meant."""
    return Phrases((said, _range(value)) for said, value in named("vague").items())


@lru_cache(maxsize=1)
def vague_scales() -> Phrases[tuple[float, float]]:
    """How many times a scale is meant, as in "several hundred"."""
    return Phrases((said, _range(value)) for said, value in named("vague scales").items())


@lru_cache(maxsize=1)
def currencies() -> Phrases[str]:
    """What money is called, and the currency that each name stands for."""
    return Phrases(named("currencies").items())


@lru_cache(maxsize=1)
def states() -> Mapping[str, str]:
    """What has become of those who are counted, by the words that say it."""
    names = ("killed", "injured", "missing", "held", "displaced", "rescued")
    return {word: name for name in names for word in words(name)}


def _range(value: str) -> tuple[float, float]:
    low, _, high = value.partition(" ")
    return float(low), float(high)
