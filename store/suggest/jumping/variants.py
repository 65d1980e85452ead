"""Variants: spans that no rule finds and that a guideline may want all the same.

A word more to the left or one less, groups of words around a noun or a verb, single words; and of
what is long every stretch from where something said may begin to where it may end. The rules of
`candidates` say what is likely from nothing; most of this is not, until somebody tags such spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.suggest.candidates.candidate import CandidateKind
from store.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SUBORDINATORS,
)
from store.text.marks import CLOSING, FULL_STOPS, OPENING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.suggest.candidates.cues import Cue
    from store.suggest.candidates.passage_analysis import PassageAnalysis
    from store.text.tokens import Token

    Variant = tuple[int, int, "frozenset[Cue] | None", float, str]
    """The first token and the one behind the last; the cues of what it is a variant of, if of
    anything; by how much less likely it is, in log odds; what it is."""

_IN_NO_GROUP: Final = (
    ADVERBS | AUXILIARIES | CONJUNCTIONS | DETERMINERS | FINITE | PREPOSITIONS | PRONOUNS
) | SUBORDINATORS
"""Small words that stand in no group around a noun, save at its start."""
_PARTICLES: Final = PREPOSITIONS - {"of", "than", "as"}
_LESS: Final = -3.0
"""How much less likely a variant of a likely span is than that, in log odds."""
_GROUP, _WORD, _VERB, _PRONOUN = -4.5, -5.5, -5.5, -5.5
"""How likely these are where nothing is known, in log odds."""
_STRETCH: Final = -4.8
_LONGEST_GROUP: Final = 6
"""Tokens in the longest group around a noun."""
_FARTHEST: Final = 4
"""Ends that are tried for one start of a long stretch."""
_LEAST_STRETCH: Final = 3
"""Tokens in the shortest long stretch."""
_MOST_STRETCH: Final = 70
_BREAKS: Final = frozenset(",;:—–")


# Short ones --------------------------------------------------------------------------------


def short_variants(passage: PassageAnalysis) -> Iterator[Variant]:
    """All of them; some more than once, the likeliest form of each first."""
    tokens = passage.tokens
    for candidate in passage.candidates:
        if candidate.kind in (CandidateKind.NAME, CandidateKind.ROLE, CandidateKind.WORD):
            first = passage.starts.get(candidate.start)
            last = passage.ends.get(candidate.end)
            if first is not None and last is not None and first < last:
                yield from _beside(tokens, first, last, candidate.cues)
    yield from _groups(tokens)
    yield from _verbs(tokens)
    for number, token in enumerate(tokens):
        if token.is_word:
            is_small = token.lower in _IN_NO_GROUP
            prior = _PRONOUN if token.lower in PRONOUNS else _WORD - 2 * is_small
            yield number, number + 1, None, prior, "a word"
        else:
            yield number, number + 1, None, _WORD - 2.5, "a mark"


def _beside(
    tokens: Sequence[Token], first: int, last: int, cues: frozenset[Cue]
) -> Iterator[Variant]:
    """A likely span with a word or two more before it, or without its first small words."""
    if first and (tokens[first - 1].is_word or tokens[first - 1].text == "-"):
        reach = 1 if tokens[first - 1].is_word else 2
        if first >= reach:
            before = tokens[first - 1].lower
            doubt = _LESS - 2 * (before in FINITE | SAYING) - 4 * (before in CONJUNCTIONS)
            yield first - reach, last, cues, doubt, "a word more"
            further = first - reach - 1
            if further >= 0 and tokens[further].is_word:
                yield further, last, cues, _LESS - 1.5, "two words more"
    inner = first
    while inner + 1 < last and tokens[inner].lower in DETERMINERS | PREPOSITIONS:
        inner += 1
        yield inner, last, cues, _LESS, "without its first word"
    if last - first > 1 and tokens[last - 1].is_word and tokens[first].is_word:
        yield first + 1, last, cues, _LESS - 1, "without its first word"
    if last + 1 < len(tokens) and tokens[last].lower == "'s":
        yield first, last + 1, cues, _LESS - 1, "with its possessive"
    if last < len(tokens) and tokens[last].is_word and tokens[last].lower not in _IN_NO_GROUP:
        yield first, last + 1, cues, _LESS - 1, "a word more behind"


def _groups(tokens: Sequence[Token]) -> Iterator[Variant]:
    """Groups around a noun, with and without their determiner, and how they end."""
    first = 0
    while first < len(tokens):
        last = first
        while last < len(tokens) and _is_in_group(tokens, last, first):
            last += 1
        if last == first:
            first += 1
            continue
        before = tokens[first - 1].lower if first else ""
        for begin in range(first, last):
            if last - begin <= _LONGEST_GROUP and tokens[begin].is_word:
                shortened = -0.5 * (begin - first)
                yield begin, last, None, _GROUP + shortened, "a group"
        if before in DETERMINERS and last - first < _LONGEST_GROUP:
            yield first - 1, last, None, _GROUP, "a group with its determiner"
            if first > 1 and tokens[first - 2].lower in PREPOSITIONS:
                yield first - 2, last, None, _GROUP - 1.5, "a group with its preposition"
        first = last + 1


def _is_in_group(tokens: Sequence[Token], number: int, first: int) -> bool:
    token = tokens[number]
    if token.text in ("-", "'s", "’s"):
        return number > first
    if not token.is_word or token.lower in _IN_NO_GROUP:
        return False
    return number == first or not (token.lower in SAYING and token.text.islower())


def _verbs(tokens: Sequence[Token]) -> Iterator[Variant]:
    """Verbs, with what helps them before and the particle behind; "according to" is one."""
    for number, token in enumerate(tokens):
        if not (token.text.islower() and _may_be_verb(token)):
            continue
        likely = _VERB + 1.5 * (token.lower in SAYING)
        first = number
        while first and (
            tokens[first - 1].lower in AUXILIARIES or _is_adverb(tokens[first - 1]) or
            tokens[first - 1].lower == "to"
        ):  # fmt: skip
            first -= 1
        ends = [number + 1]
        if number + 1 < len(tokens) and (
            tokens[number + 1].lower in _PARTICLES or tokens[number + 1].text == ":"
        ):
            ends.append(number + 2)
        for end in ends:
            for begin in {first, number}:
                worth = likely - 0.5 * (number - begin) - 0.5 * (end - number - 1)
                yield begin, end, None, worth, "a verb" if end == number + 1 else "a verb and more"


def _may_be_verb(token: Token) -> bool:
    lower = token.lower
    if lower in SAYING or lower in FINITE:
        return True
    return lower not in _IN_NO_GROUP and lower.endswith(("ed", "ing", "s"))


def _is_adverb(token: Token) -> bool:
    return token.lower in ADVERBS or (token.text.islower() and token.lower.endswith("ly"))


# Long ones ---------------------------------------------------------------------------------


def long_variants(passage: PassageAnalysis) -> Iterator[Variant]:
    """From where something said may begin to where it may end, in each sentence and quotation."""
    for stretch in dict.fromkeys((*passage.sentences, *(p.outside for p in passage.pairs))):
        within = passage.tokens_of(stretch)
        if len(within) < _LEAST_STRETCH:
            continue
        low = passage.starts[within[0].start]
        high = low + len(within)
        ends = list(_ends(passage.tokens, low, high))
        for begin, why in _begins(passage.tokens, low, high):
            behind = [end for end in ends if end - begin >= _LEAST_STRETCH]
            nearest = behind[:_FARTHEST]
            nearest += [end for end in behind[-2:] if end not in nearest]
            for rank, end in enumerate(nearest):
                if end - begin <= _MOST_STRETCH:
                    yield begin, end, None, _STRETCH - 0.2 * rank, why


def _begins(tokens: Sequence[Token], low: int, high: int) -> Iterator[tuple[int, str]]:
    """The tokens of a sentence with which something said may begin."""
    yield low, "a stretch from the start"
    for number in range(low + 1, high - 1):
        token, before = tokens[number], tokens[number - 1]
        if before.text in OPENING or token.text in OPENING:
            yield number, "a stretch from a mark"
        elif token.lower in SUBORDINATORS or token.lower == "to":
            yield number, "a stretch from a small word"
        elif before.text in _BREAKS or before.lower == "that" or before.lower in CONJUNCTIONS:
            yield number, "a stretch from a break"
        elif before.text.islower() and _may_be_verb(before):
            yield number, "a stretch from a verb"
        elif before.lower in _PARTICLES and number > 1 and _may_be_verb(tokens[number - 2]):
            yield number, "a stretch from a particle"


def _ends(tokens: Sequence[Token], low: int, high: int) -> Iterator[int]:
    """The tokens of a sentence before which something said may end."""
    for number in range(low + 1, high):
        token, before = tokens[number], tokens[number - 1]
        is_mark = token.text in _BREAKS or token.text in FULL_STOPS or token.text in CLOSING
        was_mark = before.text in _BREAKS or before.text in FULL_STOPS or before.text in CLOSING
        if is_mark or (was_mark and before.text not in "—–:") or token.lower in CONJUNCTIONS:
            yield number
    yield high
