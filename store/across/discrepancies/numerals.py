"""Numbers as a text writes them, in figures and in words: from the least to the most they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.across.discrepancies.lexicon import numbers, vague, vague_scales
from store.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.text.tokens import Token

_MOST_ROUNDED: Final = 0.05
"""How far a round number is off at most, as a share of it."""
_JOINED: Final = frozenset(("k", "m", "mn", "bn", "tn"))
"""Scales that are letters: they stand right behind the figures."""
_DASHES: Final = frozenset("-–—")
_SIGNS: Final = frozenset("$€£¥")
_RANK: Final = frozenset(("no", "no.", "number", "nos.", "#", "chapter", "page", "section"))
"""What makes of the number behind it a name."""


class Numeral(Frozen):
    """A number in the tokens of a text."""

    first: int
    """The number of its first token."""
    stop: int
    """That of the token behind it."""
    low: float
    high: float
    half_digit: float = 0.499
    """Not quite half of one in the last digit: "1.8 million" may be 50,000 more or less."""
    rounding: float = 0.0
    """How far off it may be as it is round, such as 1,200."""
    scale: float = 1.0
    is_vague: bool = False
    is_range: bool = False


def numeral_at(tokens: Sequence[Token], start: int) -> Numeral | None:
    """The number that begins at a token, with the one it is a range with, if there is any."""
    one = _single(tokens, start)
    if one is None or one.is_vague:
        return one
    behind = _behind_link(tokens, one)
    other = _single(tokens, behind) if behind else None
    if other is None or other.is_vague:
        return one
    if one.scale == 1 < other.scale and one.low < other.low / other.scale:
        one = _times(one, other.scale)
    linked = tokens[one.stop].lower
    is_range = one.low < other.low and (linked != "or" or other.low <= 2 * one.low)
    if not is_range:
        return one
    if tokens[start - 1 : start] and tokens[start - 1].lower == "between":
        start -= 1
    return Numeral(start, other.stop, one.low, other.high, other.half_digit, is_range=True,
                   scale=other.scale)  # fmt: skip


def _behind_link(tokens: Sequence[Token], one: Numeral) -> int:
    """The number of the token at which a range goes on; 0 where it does not."""
    if one.stop + 1 >= len(tokens):
        return 0
    link = tokens[one.stop]
    if link.lower == "and":
        is_between = one.first and tokens[one.first - 1].lower == "between"
        return one.stop + 1 if is_between else 0
    joins = link.lower in ("to", "or") or link.text in _DASHES
    has_sign = tokens[one.stop + 1].text in _SIGNS and one.stop + 2 < len(tokens)
    return (one.stop + 2 if has_sign else one.stop + 1) if joins else 0


def _single(tokens: Sequence[Token], start: int) -> Numeral | None:
    token = tokens[start]
    if token.text[0].isdigit():
        return _figures(tokens, start)
    if found := _vague(tokens, start):
        return found
    return _worded(tokens, start)


# Figures -----------------------------------------------------------------------------------------


def _figures(tokens: Sequence[Token], start: int) -> Numeral | None:
    said, stop = tokens[start].text, start + 1
    if ":" in said or (start and _is_name(tokens, start)):
        return None
    for mark in (",", ""):  # "200, 000", as tokenised corpora have it, and "200 000"
        wanted = [*([mark] if mark else []), "000"]
        if [each.text for each in tokens[stop : stop + len(wanted)]] == wanted:
            said, stop = f"{said}000", stop + len(wanted)
    number = _value_of(said)
    if number is None:
        return None
    value, digits = number
    if stop < len(tokens) and tokens[stop].start == tokens[stop - 1].end:
        behind = tokens[stop]
        if behind.text[0].isalpha() and behind.lower not in _JOINED:
            return None  # "76ers", "21st"
    half = 0.499 * 10.0**-digits
    round_ = 0.0 if digits else _round_half(value)
    one = Numeral(start, stop, value, value, half, round_)
    return _scaled(tokens, one)


def _is_name(tokens: Sequence[Token], start: int) -> bool:
    """Whether a number belongs to a name: "No. 2", "COVID-19"."""
    before = tokens[start - 1]
    if before.lower in _RANK:
        return True
    touches = before.end == tokens[start].start
    if touches and before.text == "-" and start > 1:
        word = tokens[start - 2]
        return word.end == before.start and word.text[0].isalpha() and not _is_number(word)
    return touches and (before.text[0].isalpha() or before.text in ("/", "#", "."))


def _is_number(token: Token) -> bool:
    return token.lower in numbers("numbers") or token.lower in numbers("scales")


def _value_of(said: str) -> tuple[float, int] | None:
    """A number in figures, and how many of them stand behind the point."""
    whole, _, rest = said.partition(".")
    groups = whole.split(",")
    is_grouped = all(len(each) == 3 for each in groups[1:]) and len(groups[0]) <= 3
    if not said.isascii() or "." in rest or "," in rest or (len(groups) > 1 and not is_grouped):
        return None
    return float("".join(groups) + (f".{rest}" if rest else "")), len(rest)


def _round_half(value: float) -> float:
    """How far off a whole number may be because it ends in two zeros or more."""
    zeros = 0
    while value and value % 10 ** (zeros + 1) == 0:
        zeros += 1
    return min(0.499 * 10.0**zeros, _MOST_ROUNDED * value) if zeros > 1 else 0.0


def _scaled(tokens: Sequence[Token], one: Numeral) -> Numeral:
    """A number with the scale that stands behind it: "1.8 billion", "20-million", "5bn"."""
    stop = one.stop
    if stop < len(tokens) and tokens[stop].text == "-":
        stop += 1
    word = tokens[stop].lower if stop < len(tokens) else ""
    scale = numbers("scales").get(word)
    if scale is None or (word in _JOINED and tokens[stop].start != tokens[one.stop - 1].end):
        return one
    return _times(one, scale, stop + 1)


def _times(one: Numeral, scale: float, stop: int = 0) -> Numeral:
    half = one.half_digit * scale
    round_ = min(half, _MOST_ROUNDED * 2 * one.high * scale if scale == 12 else
                 _MOST_ROUNDED * one.high * scale)  # fmt: skip
    return Numeral(one.first, stop or one.stop, one.low * scale, one.high * scale, half, round_,
                   scale, one.is_vague)  # fmt: skip


# Words -------------------------------------------------------------------------------------------


def _vague(tokens: Sequence[Token], start: int) -> Numeral | None:
    if found := vague_scales().at(tokens, start):
        (low, high), stop = found
        scale = numbers("scales").get(tokens[stop].lower) if stop < len(tokens) else None
        if scale is not None:
            return Numeral(start, stop + 1, low * scale, high * scale, scale=scale, is_vague=True)
    if found := vague().at(tokens, start):
        (low, high), stop = found
        return Numeral(start, stop, low, high, is_vague=True)
    return None


def _worded(tokens: Sequence[Token], start: int) -> Numeral | None:
    """A number in words, such as "a hundred and twelve", "forty-three", "half a million"."""
    scales, place, factor = numbers("scales"), start, 1.0
    if tokens[place].lower == "half":
        factor, place = 0.5, place + 1
    if place < len(tokens) and tokens[place].lower in ("a", "an"):
        place += 1
    if place >= len(tokens):
        return None
    if place > start:
        scale = scales.get(tokens[place].lower, 0.0)
        if scale < 12 or tokens[place].lower in _JOINED:
            return None
        one = _times(Numeral(start, place + 1, factor, factor), scale, place + 1)
        goes_on = [each.lower for each in tokens[place + 1 : place + 2]] == ["and"]
        if scale == 12 or not goes_on or place + 2 >= len(tokens):
            return one
        more, stop = _words_from(tokens, place + 2)
        is_more = stop > place + 2 and more < scale
        return Numeral(start, stop, one.low + more, one.low + more) if is_more else one
    total, stop = _words_from(tokens, start)
    if stop == start:
        return None
    if stop < len(tokens) and tokens[stop].lower in scales and tokens[stop].lower not in _JOINED:
        return _times(Numeral(start, stop, total, total), scales[tokens[stop].lower], stop + 1)
    return Numeral(start, stop, total, total, rounding=_round_half(total))


def _words_from(tokens: Sequence[Token], start: int) -> tuple[float, int]:
    """What the number words from a token on come to, and the number of the token behind them."""
    known, total, current, place = numbers("numbers"), 0.0, 0.0, start
    room = 1000.0
    """What has to come next is less than this: 10 after "forty", 100 after "hundred"."""
    while place < len(tokens):
        word = tokens[place].lower
        behind = tokens[place + 1].lower if place + 1 < len(tokens) else ""
        if word in known and known[word] < room:
            value = known[word]
            current += value
            room = 10 if value >= 20 else 1
        elif word == "hundred" and 0 < current < 100 and place > start:
            current, room = current * 100, 100
        elif word == "thousand" and current:
            total, current, room = total + current * 1000, 0.0, 1000
        elif place > start and word in ("and", "-") and behind in known and known[behind] < room:
            if word == "and" and room == 10:
                break
        else:
            break
        place += 1
    return total + current, place
