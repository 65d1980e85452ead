"""A jumpable: a span that a person may want to jump to, with the signs by which it is judged."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from store.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    COUNTS,
    DETERMINERS,
    FINITE,
    OWNERS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SUBORDINATORS,
)
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.suggest.candidates.cues import Cue
    from store.text.tokens import Token

_CLASSES: Final = (
    (OWNERS, "owner"),
    (DETERMINERS, "determiner"),
    (COUNTS, "count"),
    (SAYING, "saying"),
    (SUBORDINATORS, "subordinator"),
    (PRONOUNS, "pronoun"),
    (AUXILIARIES, "auxiliary"),
    (FINITE, "verb"),
    (PREPOSITIONS, "preposition"),
    (CONJUNCTIONS, "conjunction"),
    (ADVERBS, "adverb"),
)
_THEMSELVES: Final = frozenset(("the", "a", "an", "of", "to", "that", "who", "and", "'s"))
"""Words that are a class of their own."""
_ENDINGS: Final = ("ed", "ing", "ly", "s")
_LENGTHS: Final = ((1, "1"), (2, "2"), (3, "3"), (5, "5"), (8, "8"), (15, "15"), (30, "30"))
EDGE: Final = "edge"
"""The class of what stands before the first word of a passage and behind the last."""


class Jumpable(NamedTuple):
    """A span that somebody may want to jump to."""

    start: int
    """Code points before it."""
    end: int
    """Code points up to its end."""
    cues: frozenset[Cue] | None
    """By which the weights judge it; none if they say nothing of such spans."""
    doubt: float
    """Added to what they say, in log odds."""
    signs: tuple[str, ...]
    """What is so of it, as it is learned from."""
    phrase: str
    """Its text, as it is compared with others."""
    is_long: bool
    """Whether it is a clause or more."""

    @property
    def span(self) -> Span:
        """Where it is."""
        return Span(self.start, self.end)

    def moved(self, by: int) -> Jumpable:
        """The span so many code points further on."""
        return self._replace(start=self.start + by, end=self.end + by)


def phrase_of(text: str) -> str:
    """A text as it is compared with others."""
    return " ".join(text.split())


@lru_cache(maxsize=32_768)
def word_class(word: str) -> str:
    """What a word does in a sentence, as far as its letters show, or the mark that it is."""
    lower = word.lower().replace("’", "'")
    if lower in _THEMSELVES or not word[0].isalnum():
        return lower
    for words, name in _CLASSES:
        if lower in words:
            return name
    if word[0].isdigit():
        return "digits"
    if word[0].isupper():
        return "capitals" if len(word) > 1 and word.isupper() else "capital"
    return next((f"-{ending}" for ending in _ENDINGS if lower.endswith(ending)), "word")


def signs_of(tokens: Sequence[Token], first: int, last: int, kinds: Iterable[str]) -> list[str]:
    """The signs of a range of tokens: its ends, what is beside it, its length, and more.

    Args:
        tokens: Of its passage.
        first: The number of its first token.
        last: Of the one behind it.
        kinds: What else is so of it.
    """
    length = next((name for most, name in _LENGTHS if last - first <= most), "more")
    before = word_class(tokens[first - 1].text) if first else EDGE
    behind = word_class(tokens[last].text) if last < len(tokens) else EDGE
    begins, ends = word_class(tokens[first].text), word_class(tokens[last - 1].text)
    return [
        *kinds,
        _sign("begins", begins),
        _sign("ends", ends),
        _sign(f"from {begins} to", ends),
        _sign("last", tokens[last - 1].lower),
        _sign("behind", before),
        _sign("before", behind),
        _sign("length", length),
    ]


@lru_cache(maxsize=32_768)
def _sign(of: str, what: str) -> str:
    """A sign; it is one text for all that have it, as a screen holds some thousand."""
    return f"{of} {what}"
