"""Quantities in tokens: counts with what is counted, money, shares, measures, durations, ages."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from store.across.discrepancies.lexicon import (
    Phrases,
    currencies,
    hedges,
    hedges_behind,
    named,
    numbers,
    states,
    words,
)
from store.across.discrepancies.numerals import Numeral, numeral_at
from store.across.discrepancies.values import INFINITE, Bound, TextValue, ValueKind, told_number
from store.frozen import Frozen
from store.suggest.candidates.nouns import singular
from store.text.lexicon import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FINITE,
    MONTHS,
    OWNERS,
    PERSONS,
    PLURALS,
    PREPOSITIONS,
    PRONOUNS,
    SAYING,
    SUBORDINATORS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.text.tokens import Token

_ABOUT: Final = 0.15
"""How far off a number may be that is said to be about right, as a share of it."""
_BOUNDS: Final = {
    "at least": Bound.AT_LEAST,
    "over": Bound.OVER,
    "at most": Bound.AT_MOST,
    "under": Bound.UNDER,
    "nearly": Bound.NEARLY,
    "about": Bound.ABOUT,
}
_PERCENT: Final = frozenset(("%", "percent", "pct"))
_LONGEST_NOUN: Final = 5
"""Words up to the noun that is counted."""
_FAR: Final = 5
"""Tokens between a number and what became of those who are counted, at most."""
_ENDS_NOUN: Final = (
    PREPOSITIONS | AUXILIARIES | CONJUNCTIONS | SUBORDINATORS | PRONOUNS | SAYING | FINITE
) - {"more", "most", "dead"}
_STOPS: Final = frozenset((",", ";", ":", ".", "and", "or", "but", "while", "—", "–"))
"""What parts a number from what is said of another."""
_IRREGULAR: Final = frozenset(
    ("people", "men", "women", "children", "police", "personnel", "staff", "clergy", "dead",
     "injured", "wounded", "missing", "troops", "youths", "wives", "lives", "feet", "sheep",
     "aircraft")
)  # fmt: skip
_NO_PLURAL: Final = ("ss", "us", "is", "'s")
_SINGULARS: Final = {"people": "person", "persons": "person", "men": "man", "women": "woman",
                     "children": "child", "lives": "life", "wives": "wife"}  # fmt: skip


class _Unit(Frozen):
    """What follows a number and says of what it is one."""

    kind: ValueKind
    name: str
    factor: float
    stop: int
    """The number of the token behind it."""


def quantities_in(tokens: Sequence[Token]) -> Iterator[TextValue]:
    """The quantities in tokens of one sentence or phrase, in order."""
    place = 0
    while place < len(tokens):
        share = _share_at(tokens, place)
        if share is not None:
            value, place = share
            yield value
            continue
        numeral = numeral_at(tokens, place)
        if numeral is None:
            if tokens[place].lower in words("none"):
                yield from _none_at(tokens, place)
            place += 1
            continue
        value_here = _quantity(tokens, numeral)
        if value_here is not None:
            yield value_here
        place = max(numeral.stop, place + 1)


def _quantity(tokens: Sequence[Token], numeral: Numeral) -> TextValue | None:
    """What a number is of; nothing where it is no quantity, as in an address."""
    money = _money(tokens, numeral)
    if money is not None:
        return money
    unit = _unit(tokens, numeral.stop)
    age = _age(tokens, numeral)
    if age is not None:
        return age
    if unit is not None:
        first, low, high, bound, _ = _bounded(tokens, numeral, numeral.first, unit.stop)
        told = told_number(numeral.low, numeral.high, bound)
        name = " ".join(each.text for each in tokens[numeral.stop : unit.stop] if each.text != "-")
        half = 0.0 if bound in (Bound.RANGE, Bound.VAGUE) else numeral.half_digit
        if unit.kind is ValueKind.DURATION and numeral.high != 1:
            name = f"{name.removesuffix('s')}s"
        told = f"{told}%" if unit.kind is ValueKind.SHARE else f"{told} {name}"
        return TextValue(
            unit.kind, tokens[first].start, tokens[unit.stop - 1].end,
            max(0.0, low - half) * unit.factor, (high + half) * unit.factor, told,
            unit=unit.name, bound=bound,
        )  # fmt: skip
    return _count(tokens, numeral)


def _bounded(
    tokens: Sequence[Token], numeral: Numeral, first: int, stop: int
) -> tuple[int, float, float, Bound, int]:
    """Where a quantity begins with its hedge, the least and most it means, how, and its end."""
    bound = Bound.RANGE if numeral.is_range else Bound.VAGUE if numeral.is_vague else Bound.EXACT
    found = hedges().before(tokens, first)
    behind = hedges_behind().at(tokens, stop) if stop < len(tokens) else None
    if found is not None:
        part, first = found
    elif behind is not None:
        part, stop = behind
    elif stop < len(tokens) and tokens[stop].text == "+":
        part, stop = "at least", stop + 1
    elif [each.lower for each in tokens[stop : stop + 2]] == ["-", "plus"]:
        part, stop = "at least", stop + 2
    else:
        rounding = numeral.rounding
        return first, numeral.low - rounding, numeral.high + rounding, bound, stop
    if bound is Bound.EXACT:
        bound = _BOUNDS[part]
    low, high = numeral.low, numeral.high
    match part:
        case "at least" | "over":
            high = INFINITE
        case "at most" | "under":
            low = 0.0
        case "nearly":
            low *= 1 - _ABOUT
        case _:
            low, high = low * (1 - _ABOUT), high * (1 + _ABOUT)
    return first, low, high, bound, stop


# Money, units, ages ------------------------------------------------------------------------------


def _money(tokens: Sequence[Token], numeral: Numeral) -> TextValue | None:
    first, stop = numeral.first, numeral.stop
    found = currencies().before(tokens, first)
    if found is not None and tokens[first - 1].lower not in ("won", "pound"):
        unit, first = found
    else:
        place = stop + 1 if stop < len(tokens) and tokens[stop].text == "-" else stop
        behind = currencies().at(tokens, place) if place < len(tokens) else None
        if behind is None or tokens[place].text in ("$", "€", "£", "¥"):
            return None
        unit, stop = behind
        if tokens[stop - 1].lower in ("won", "pounds", "pound") and not numeral.scale > 1:
            return None  # of weight, or the verb
    if numeral.is_range and stop == numeral.stop and tokens[numeral.first].lower == "between":
        first = min(first, numeral.first)
    first, low, high, bound, stop = _bounded(tokens, numeral, first, stop)
    half = min(numeral.half_digit, 0.05 * numeral.high) if numeral.scale > 1 else 0.0
    if bound is Bound.EXACT:
        low, high = min(low, numeral.low - half), max(high, numeral.high + half)
    told = told_number(numeral.low, numeral.high, bound, unit)
    return TextValue(ValueKind.MONEY, tokens[first].start, tokens[stop - 1].end, low, high, told,
                     unit=unit, bound=bound)  # fmt: skip


@lru_cache(maxsize=1)
def _measures() -> Phrases[tuple[str, float]]:
    split = ((said, value.split()) for said, value in named("measures").items())
    return Phrases((said, (name, float(factor))) for said, (name, factor) in split)


def _unit(tokens: Sequence[Token], place: int) -> _Unit | None:
    """The unit that stands behind a number."""
    if place < len(tokens) and tokens[place].text == "-":
        place += 1
    if place >= len(tokens):
        return None
    word = tokens[place].lower
    if word in _PERCENT:
        return _Unit(ValueKind.SHARE, "%", 1.0, place + 1)
    if word == "per" and place + 1 < len(tokens) and tokens[place + 1].lower == "cent":
        return _Unit(ValueKind.SHARE, "%", 1.0, place + 2)
    days = numbers("durations").get(word)
    if days is not None:
        behind = tokens[place + 1].lower if place + 1 < len(tokens) else ""
        is_date = behind in ("ago", "later", "earlier", "before")
        return None if is_date else _Unit(ValueKind.DURATION, "days", days, place + 1)
    found = _measures().at(tokens, place)
    if found is None:
        return None
    (name, factor), stop = found
    return _Unit(ValueKind.MEASURE, name, factor, stop)


def _age(tokens: Sequence[Token], numeral: Numeral) -> TextValue | None:
    """ "47-year-old", "47 years old", "aged 47", "Ana Boe, 47, said"."""
    behind = [each.lower for each in tokens[numeral.stop : numeral.stop + 5]]
    stop = 0
    if behind[:4] == ["-", "year", "-", "old"] or behind[:4] == ["-", "years", "-", "old"]:
        stop = numeral.stop + 4
    elif behind[:2] in (["years", "old"], ["year", "old"]):
        stop = numeral.stop + 2
    elif numeral.first and tokens[numeral.first - 1].lower in ("aged", "age"):
        stop = numeral.stop
    elif numeral.first > 1 and behind[:1] == [","] and tokens[numeral.first - 1].text == ",":
        is_name = tokens[numeral.first - 2].is_capital and tokens[numeral.first].text.isdigit()
        is_age = is_name and 10 <= numeral.low <= 110
        stop = numeral.stop if is_age and tokens[numeral.first - 2].lower not in MONTHS else 0
    if not stop or numeral.low > 120:
        return None
    noun = _noun_from(tokens, stop, is_plural=False)[0]
    told = told_number(numeral.low, numeral.high, Bound.EXACT)
    return TextValue(ValueKind.AGE, tokens[numeral.first].start, tokens[stop - 1].end, numeral.low,
                     numeral.high, told, noun=noun)  # fmt: skip


def _share_at(tokens: Sequence[Token], place: int) -> tuple[TextValue, int] | None:
    """ "Two-thirds", "half of": a share without a sign of per cent."""
    count = 3 if [t.text for t in tokens[place + 1 : place + 2]] == ["-"] else 2
    for size in (count, 1):
        part = tokens[place : place + size]
        said = "".join(t.lower if t.text == "-" else f" {t.lower}" for t in part)
        share = numbers("shares").get(said.strip().replace("- ", "-"))
        stop = place + size
        if share is None:
            continue
        behind = [t.lower for t in tokens[stop : stop + 2]]
        if "half" not in said or (behind[:1] == ["of"] or behind[:1] == ["the"]):
            first, bound, low, high = place, Bound.EXACT, share - 2, share + 2
            found = hedges().before(tokens, place)
            if found is not None:
                bound, first = _BOUNDS[found[0]], found[1]
                low, high = (share, 100.0) if bound in (Bound.OVER, Bound.AT_LEAST) else (
                    (0.0, share) if bound in (Bound.UNDER, Bound.AT_MOST) else (low - 5, high + 5)
                )  # fmt: skip
            told = f"{told_number(share, share, bound)}%"
            value = TextValue(ValueKind.SHARE, tokens[first].start, tokens[stop - 1].end, low, high,
                              told, unit="%", bound=bound)  # fmt: skip
            return value, stop
    return None


# Counts ------------------------------------------------------------------------------------------


def _count(tokens: Sequence[Token], numeral: Numeral) -> TextValue | None:
    first, low, high, bound, stop = _bounded(tokens, numeral, numeral.first, numeral.stop)
    noun, end = _noun_from(tokens, stop, is_plural=numeral.high != 1)
    state = _state(tokens, first, end)
    if noun in _UNCOUNTED or not (noun or state or (first == 0 and end == len(tokens))):
        return None
    is_figure = tokens[numeral.first].text[0].isdigit()
    if numeral.high == 1 and not (is_figure or state):
        return None  # "one" is as often a pronoun
    if _may_be_a_year(tokens, numeral) and not noun:
        return None
    told = told_number(numeral.low, numeral.high, bound)
    return TextValue(ValueKind.COUNT, tokens[first].start, tokens[end - 1].end, low, high, told,
                     noun=noun, state=state, bound=bound)  # fmt: skip


def _may_be_a_year(tokens: Sequence[Token], numeral: Numeral) -> bool:
    is_plain = tokens[numeral.first].text.isdigit() and len(tokens[numeral.first].text) == 4
    return is_plain and 1800 <= numeral.low <= 2100


def _none_at(tokens: Sequence[Token], place: int) -> Iterator[TextValue]:
    """ "Nobody was killed", "no casualties": a count of none."""
    stop = place + 1
    if tokens[place].lower == "no" and [t.lower for t in tokens[stop : stop + 1]] == ["one"]:
        stop += 1
    noun, end = _noun_from(tokens, stop, is_plural=True)
    state = _state(tokens, place, end)
    if tokens[place].lower == "none" and not state:
        return
    if state or noun in _GENERIC:
        yield TextValue(ValueKind.COUNT, tokens[place].start, tokens[end - 1].end, 0, 0, "none",
                        noun=noun, state=state)  # fmt: skip


def _noun_from(tokens: Sequence[Token], start: int, *, is_plural: bool) -> tuple[str, int]:
    """The noun that is counted, and the number of the token behind it; empty if there is none."""
    place = start
    if place < len(tokens) and tokens[place].text == "-":
        place += 1
    while place < len(tokens) and tokens[place].lower in _LEADS:
        place += 1
    last = ""
    for number in range(place, min(len(tokens), place + _LONGEST_NOUN)):
        token = tokens[number]
        word = token.lower
        if word == "'s":
            continue
        if not token.is_word or word in _ENDS_NOUN or token.text[0].isdigit():
            break
        owns = [each.lower for each in tokens[number + 1 : number + 2]] == ["'s"]
        if is_plural and _is_plural(word) and not owns:
            return _singular(word), number + 1
        last = word
        if not is_plural and number + 1 < len(tokens) and not tokens[number + 1].is_word:
            return last, number + 1
    return ("", start) if is_plural or not last else (last, number)


_LEADS: Final = frozenset(("of", "other", "more", "additional", "or", "so")) | OWNERS | (
    DETERMINERS - {"a", "an", "no"})  # fmt: skip


def _is_plural(word: str) -> bool:
    if word in _IRREGULAR or word in PLURALS:
        return True
    ends = word.endswith("s") and len(word) > 3 and not word.endswith(_NO_PLURAL)
    return ends and word not in ADVERBS


def _singular(word: str) -> str:
    known = _SINGULARS.get(word) or singular(word)
    if known != word or word in _IRREGULAR or word in PLURALS:
        return known
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1]


def _state(tokens: Sequence[Token], first: int, stop: int) -> str:
    """What became of those who are counted: of the words that say it the nearest."""
    known = states()
    for token in tokens[first:stop]:
        if token.lower in known:
            return known[token.lower]
    found: list[tuple[int, str]] = []
    for step in (1, -1):
        place = stop if step > 0 else first - 1
        for distance in range(_FAR):
            at = place + step * distance
            if not 0 <= at < len(tokens) or tokens[at].lower in _STOPS or _counts(tokens[at]):
                break
            if tokens[at].lower in known:
                found.append((distance, known[tokens[at].lower]))
                break
    return min(found)[1] if found else ""


def _counts(token: Token) -> bool:
    return token.text[0].isdigit() or (token.lower in numbers("numbers") and token.lower != "one")


def is_of_people(value: TextValue) -> bool:
    """Whether people are counted, as far as the noun tells."""
    noun = value.noun
    return noun in PERSONS or noun in _GENERIC or noun in PLURALS


def is_generic(value: TextValue) -> bool:
    """Whether no noun says what kind of people is counted."""
    return not value.noun or value.noun in _GENERIC


_GENERIC: Final = frozenset(_singular(word) for word in words("people"))
_UNCOUNTED: Final = frozenset(_singular(word) for word in words("uncounted"))


def counts_several(tokens: Sequence[Token]) -> bool:
    """Whether a mention is of several: its noun is a plural, or it begins with a number."""
    noun = ""
    for token in tokens:
        if token.lower in PREPOSITIONS or token.text == ",":
            break
        if token.is_word:
            noun = token.lower
    first = next((number for number, each in enumerate(tokens) if each.is_word), 0)
    numeral = numeral_at(tokens, first) if tokens else None
    return _is_plural(noun) or (numeral is not None and numeral.high > 1)
