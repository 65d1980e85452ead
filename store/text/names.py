"""Names, as far as capitals show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    CONNECTIVES,
    DETERMINERS,
    MONTHS,
    PARTICLES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TITLES,
    WEEKDAYS,
)
from store.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.text.tokens import Token

_NEVER: Final = (
    ADVERBS
    | AUXILIARIES
    | CONJUNCTIONS
    | DETERMINERS
    | PREPOSITIONS
    | PRONOUNS
    | SUBORDINATORS
    | frozenset(CONNECTIVES)
) - {"may"}
"""Words that are no part of a name although a sentence begins with them."""
_LINKS: Final = frozenset(("of", "for"))
JOINTS: Final = frozenset(("of", "for", "and", "the", "&"))
"""Small words between the parts of a long name."""
_MOST_SMALL: Final = 2
"""Small words that stand side by side in a name: "of the"."""
_LONGEST_SYLLABLE: Final = 4
"""Letters in the second half of a given name such as Jong-un."""
_NO_SYLLABLE: Final = frozenset(
    ("led", "run", "era", "wide", "born", "made", "held", "like", "bred", "free", "up", "off")
)


def name_runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words with the small words between them, as ranges of tokens."""
    number = 0
    while number < len(tokens):
        if not _begins(tokens, number):
            number += 1
            continue
        end = number + 1
        while (further := _further(tokens, number, end)) > end:
            end = further
        yield number, end
        number = end


def pieces_of(tokens: Sequence[Token], first: int, last: int) -> Iterator[tuple[int, int]]:
    """A run of capitalised words, cut at the small words between them."""
    begin = first
    for number in range(first, last + 1):
        if number == last or tokens[number].text in JOINTS:
            if begin < number:
                yield begin, number
            begin = number + 1


def name_in(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where behind its titles the name begins in a piece; `first` if it has none."""
    behind = [n + 1 for n in range(first, last - 1) if is_title(tokens[n])]
    return behind[-1] if behind else first


def is_title(token: Token) -> bool:
    """Whether a word may be a title before a name."""
    return token.lower.rstrip(".") in TITLES


def is_date_word(token: Token) -> bool:
    """Whether a word is the name of a day or a month."""
    return token.lower.rstrip(".") in WEEKDAYS | MONTHS


def span_of(tokens: Sequence[Token]) -> Span:
    """From the first of some tokens to the last."""
    return Span(tokens[0].start, tokens[-1].end)


def _begins(tokens: Sequence[Token], number: int) -> bool:
    """Whether a name can begin with a token."""
    token = tokens[number]
    if token.is_capital:
        return token.lower not in _NEVER or (len(token.text) > 1 and token.text.isupper())
    return (
        token.lower in PARTICLES and is_joined(tokens, number + 1) and tokens[number + 2].is_capital
    )


def _further(tokens: Sequence[Token], first: int, end: int) -> int:
    """How far a run goes on that reaches up to a token already; `end` if it does not."""
    if end >= len(tokens):
        return end
    token = tokens[end]
    if token.is_capital:
        return end + 1 if token.lower != "i" else end
    if token.text == "-":
        return end + 2 if is_joined(tokens, end) and _goes_on(tokens, first, end) else end
    if token.lower in PARTICLES or token.text in JOINTS:
        if token.text == "and" and not any(tokens[n].text in _LINKS for n in range(first, end)):
            return end
        for number in range(end + 1, min(end + _MOST_SMALL + 3, len(tokens))):
            following = tokens[number]
            if following.is_capital:
                return number + 1 if following.lower not in _NEVER else end
            if following.lower not in PARTICLES and following.text not in (*JOINTS, "-"):
                return end
    return end


def is_joined(tokens: Sequence[Token], hyphen: int) -> bool:
    """Whether a token is a hyphen between two words, without spaces."""
    if not 0 < hyphen < len(tokens) - 1 or tokens[hyphen].text != "-":
        return False
    before, mark, after = tokens[hyphen - 1 : hyphen + 2]
    return before.end == mark.start and mark.end == after.start and after.is_word


def _goes_on(tokens: Sequence[Token], first: int, hyphen: int) -> bool:
    """Whether what follows a hyphen belongs to the name: Al-Quds, Jong-un, but not CIA-backed."""
    following = tokens[hyphen + 1]
    if following.is_capital:
        return True
    before = tokens[hyphen - 1]
    return (
        hyphen - first > 1
        and len(following.text) < _LONGEST_SYLLABLE
        and len(before.text) <= _LONGEST_SYLLABLE
        and not before.text.isupper()
        and following.lower not in _NO_SYLLABLE
    )
