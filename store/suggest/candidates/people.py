"""Descriptions of people by what they are: "a senior regional official", "rebel forces"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.suggest.candidates.cues import Cue
from store.suggest.candidates.nouns import is_modest, is_people, is_plural
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
from store.text.names import is_date_word, is_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.text.tokens import Token

_STOPS: Final = (
    ADVERBS | AUXILIARIES | CONJUNCTIONS | FINITE | PREPOSITIONS | PRONOUNS | SAYING | SUBORDINATORS
) - (DETERMINERS | COUNTS | {"following", "state", "post"})
_BEFORE_VERB: Final = AUXILIARIES - {"'s"}
_END_IN_S: Final = frozenset(
    ("sports", "news", "arms", "rights", "customs", "affairs", "systems", "series", "operations")
)
"""Words in s that stand before a noun."""
_ADJECTIVES: Final = (
    *("al", "ial", "ian", "an", "ish", "ic", "ive", "ous", "ent", "ant", "ary", "ern", "ior", "or"),
    *("ese", "ful", "less", "able", "ible", "y", "top", "local", "new", "key", "own", "elite"),
)
"""How a word ends that is no verb although it follows "to"."""
_REACHES: Final = 9
"""Tokens before a noun that can belong to it."""
_OF: Final = frozenset(("of", "for", "from", "in", "at", "to", "with"))


def phrases_in(
    tokens: Sequence[Token], names: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, set[Cue]]]:
    """The descriptions of people in a passage: ranges of tokens, with cues.

    Args:
        tokens: Of the passage.
        names: Where the names are, in order.
    """
    ends = dict(names)
    previous: tuple[int, int] | None = None
    for head, token in enumerate(tokens):
        if not is_people(token.lower) or (token.is_capital and _is_in_name(tokens, head)):
            continue
        after = tokens[head + 1] if head + 1 < len(tokens) else None
        if after is not None and after.text.islower() and is_people(after.lower):
            continue  # of "rebel forces" the last is the noun
        first = _first_modifier(tokens, head)
        yield from _forms(tokens, first, head, ends)
        if previous is not None and tokens[previous[1]].lower == "and" and previous[1] + 1 == first:
            yield previous[0], head + 1, {Cue.ROLE, Cue.SHORTENED}
        previous = (first, head + 1) if head + 1 < len(tokens) else None


def _forms(
    tokens: Sequence[Token], first: int, head: int, names: dict[int, int]
) -> Iterator[tuple[int, int, set[Cue]]]:
    """A description as a whole, with more behind it, and with less before it."""
    word, last = tokens[head].lower, head + 1
    common = {Cue.ROLE}
    if is_modest(word):
        common.add(Cue.MODEST)
    if is_plural(word):
        common.add(Cue.PLURAL)
    follows_name = last in names and tokens[last].start - tokens[head].end == 1
    if follows_name:
        common.add(Cue.BEFORE_NAME)
    starts = list(dict.fromkeys(_starts(tokens, first, head)))
    for start in starts:
        cues = common | _cues_of_start(tokens, start, head)
        if start != starts[0]:
            cues.add(Cue.SHORTENED)
        yield start, last, cues
        if follows_name:
            yield start, names[last], cues - {Cue.BEFORE_NAME} | {Cue.NAMED}
    if last < len(tokens) and tokens[last].lower in _OF:
        end = _object_end(tokens, last + 1, names)
        if end is not None:
            how = Cue.EXTENDED if tokens[last].lower == "of" else Cue.FURTHER
            yield starts[0], end, common | _cues_of_start(tokens, starts[0], head) | {how}


def _starts(tokens: Sequence[Token], first: int, head: int) -> Iterator[int]:
    """Where a description can begin, the longest form first."""
    if (quantity := _quantity_before(tokens, first)) is not None:
        yield quantity
    if (coupled := _coupled_before(tokens, first)) is not None:
        yield coupled
    yield first
    inner = first
    while inner < head and tokens[inner].lower in DETERMINERS | COUNTS:
        inner += 1
    yield inner
    for number in range(inner, head):
        if tokens[number].lower == "'s":
            yield number + 1
    capitals = [n for n in range(inner, head + 1) if tokens[n].is_capital]
    if capitals and capitals[0] > inner and tokens[capitals[0] - 1].text != "-":
        yield capitals[0]


def _cues_of_start(tokens: Sequence[Token], start: int, head: int) -> set[Cue]:
    begin = tokens[start]
    found = set()
    if begin.lower in DETERMINERS:
        found.add(Cue.DETERMINED)
    if begin.lower in COUNTS or begin.text[0].isdigit():
        found.add(Cue.COUNTED)
    if begin.lower in OWNERS or any(tokens[n].lower == "'s" for n in range(start, head)):
        found.add(Cue.OWNED)
    if start == head:
        found.add(Cue.BARE)
    return found


def _first_modifier(tokens: Sequence[Token], head: int) -> int:
    """Where the words begin that belong to a noun."""
    first = head
    while first > 0 and head - first < _REACHES:
        token = tokens[first - 1]
        glued = token.end == tokens[first].start
        if token.text == "-" and glued and first > 1 and tokens[first - 2].end == token.start:
            first -= 2
        elif token.lower == "'s" and first > 1:
            owner = tokens[first - 2]
            if owner.is_capital:
                return _first_of_name(tokens, first - 2)
            if not is_people(owner.lower):
                break
            first -= 2
        elif token.text == ")" and first > 2 and tokens[first - 3].text == "(":
            first -= 3  # the Free Syrian Army (FSA) commander
        elif not token.is_word or not _modifies(tokens, first - 1):
            break
        else:
            first -= 1
            if token.lower in DETERMINERS:
                break
    return first


def _first_of_name(tokens: Sequence[Token], last: int) -> int:
    """Where a name begins that owns something, with the determiner before it."""
    first = last
    while first > 0 and (tokens[first - 1].is_capital or tokens[first - 1].text == "-"):
        if tokens[first - 1].lower in _STOPS or is_date_word(tokens[first - 1]):
            break
        first -= 2 if tokens[first - 1].text == "-" and first > 1 else 1
    if first > 0 and tokens[first - 1].lower == "the":
        first -= 1
    return first


def _modifies(tokens: Sequence[Token], number: int) -> bool:
    """Whether a word can stand before a noun that it belongs to."""
    token = tokens[number]
    lower = token.lower
    before = tokens[number - 1].lower if number else ""
    if lower in DETERMINERS or lower in COUNTS:
        return lower != "that"
    if lower in _STOPS:
        return False
    if token.is_capital:
        return not is_date_word(token)
    if not token.text.islower():
        return True
    is_noun = lower.endswith(_ADJECTIVES) or is_people(lower)
    if before in _BEFORE_VERB or (before == "to" and not is_noun):
        return False
    if lower.endswith("ly"):
        return lower in ("early", "daily", "family", "elderly", "deadly", "friendly")
    if lower.endswith(("ed", "ing")):
        return before in DETERMINERS or before in COUNTS or before in ("-", "", "of")
    is_plain_s = lower.endswith("s") and not lower.endswith(("ss", "ous", "us", "is"))
    return not is_plain_s or lower in _END_IN_S


def _quantity_before(tokens: Sequence[Token], first: int) -> int | None:
    """Where "hundreds of", "one of", "a group of" before a description begins."""
    if first < 2 or tokens[first - 1].lower != "of":
        return None
    start = first - 2
    if tokens[start].lower not in COUNTS and not is_people(tokens[start].lower):
        return None
    while start > 0 and tokens[start - 1].lower in DETERMINERS | COUNTS:
        start -= 1
    return start


def _coupled_before(tokens: Sequence[Token], first: int) -> int | None:
    """Where "Russian and" before "Iranian troops" begins."""
    if first < 2 or tokens[first - 1].lower not in ("and", "or") or not tokens[first].is_capital:
        return None
    before = tokens[first - 2]
    if not before.is_capital or before.lower in _STOPS:
        return None
    if first > 2 and tokens[first - 3].is_capital:
        return None  # Vladimir Putin and Iranian leaders
    return first - 3 if first > 2 and tokens[first - 3].lower == "the" else first - 2


def _object_end(tokens: Sequence[Token], start: int, names: dict[int, int]) -> int | None:
    """Where a name, or another description, ends that begins after "of"."""
    if start < len(tokens) and tokens[start].lower in DETERMINERS:
        start += 1
    if start in names:
        return names[start]
    for number in range(start, min(start + 4, len(tokens))):
        if is_people(tokens[number].lower):
            return number + 1
        if not tokens[number].is_word or tokens[number].lower in _STOPS:
            return None
    return None


def _is_in_name(tokens: Sequence[Token], head: int) -> bool:
    """Whether a capitalised word for people is part of a name, as in Quds Force, or a title."""
    before = tokens[head - 1] if head else None
    after = tokens[head + 1] if head + 1 < len(tokens) else None
    is_after_name = before is not None and before.is_capital and not is_title(tokens[head])
    is_before_name = after is not None and after.is_capital
    return is_after_name or is_before_name
