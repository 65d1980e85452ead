"""What a stretch of text is compared by: the stems of its words, and what each counts."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from store.text.lexicon import ENDINGS, FUNCTION_WORDS, SMALL_WORDS
from store.text.span import Span
from store.text.spelling import is_spaceless
from store.text.tokens import tokens_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from store.text.tokens import Token

    Terms: TypeAlias = Mapping[str, float]

SAYS_NOTHING: Final = SMALL_WORDS | FUNCTION_WORDS
"""Words that are not compared."""
NAME: Final = 2.0
"""How many times a name or number counts."""
_K1: Final = 1.2
_SHORTEST_STEM: Final = 4


class WrittenTerm(Frozen):
    """A term as it first stands in a text."""

    text: str
    weight: float


def written_terms(text: str) -> dict[str, WrittenTerm]:
    """The terms of a text by their stems; of writing without spaces, each two characters."""
    found: dict[str, WrittenTerm] = {}
    for number, token in enumerate(tokens_in(text, Span(0, len(text)))):
        if not token.is_word or token.lower in SAYS_NOTHING:
            continue
        if not token.text.isascii() and is_spaceless(token.text[0]):
            found.update((pair, WrittenTerm(pair, 1.0)) for pair in _pairs(text, token))
            continue
        is_name = token.text[0].isdigit() or (token.is_capital and number > 0)
        weight = NAME if is_name else 1.0
        key = stem(token.lower)
        known = found.get(key)
        if known is None or known.weight < weight:
            found[key] = WrittenTerm(token.text, weight)
    return found


@lru_cache(maxsize=32_768)
def terms_of(text: str) -> Terms:
    """What each term of a text counts."""
    return {key: term.weight for key, term in written_terms(text).items()}


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word in small letters without its ending, as far as enough of it is left."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def rarity(holding: int, count: int) -> float:
    """What a term counts that so many of all texts hold (BM25)."""
    return math.log1p((count - holding + 0.5) / (holding + 0.5))


def saturation(length: float, mean: float, evened: float = 0.75) -> float:
    """What a term counts in a text of so many terms where the mean is another (BM25).

    Args:
        length: Terms of the text.
        mean: Of all texts.
        evened: How much less it counts in a longer text: from 0, no less, to 1.
    """
    return (_K1 + 1) / (1 + _K1 * (1 - evened + evened * length / max(1.0, mean)))


def _pairs(text: str, token: Token) -> Iterator[str]:
    """Each character of a token with the one behind it, if that is of such writing too."""
    for start in range(token.start, token.end):
        pair = text[start : start + 2]
        if len(pair) == 2 and is_spaceless(pair[1]):
            yield pair
