"""A value as a text says it: of what kind, from the least to the most it means, and where."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from msgspec.structs import replace

from store.frozen import Frozen

INFINITE: Final = float("inf")
_SCALES: Final = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))
_SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩"}


class ValueKind(StrEnum):
    """What a value says; the value is how a person asks for it."""

    COUNT = "how many"
    MONEY = "how much money"
    SHARE = "which share"
    MEASURE = "how much"
    DURATION = "how long"
    AGE = "how old"
    DATE = "when"
    TIME = "at what time"
    PLACE = "where"


class Bound(StrEnum):
    """How a number is meant; the value is what stands before it where it is told."""

    EXACT = ""
    AT_LEAST = "at least"
    OVER = "over"
    AT_MOST = "at most"
    UNDER = "under"
    NEARLY = "nearly"
    ABOUT = "about"
    RANGE = "from … to"
    VAGUE = "vaguely"


class TextValue(Frozen):
    """A value in a text."""

    kind: ValueKind
    start: int
    """Code points before it."""
    end: int
    low: float
    """The least that it means: in units of its kind, or the ordinal of a day."""
    high: float
    """The most."""
    told: str
    """In short, as "40+", "24 – 199", "$1.8 billion"."""
    words: str = ""
    """Of a date, as it is said: it is told so where its day is not known."""
    unit: str = ""
    """A currency, or what is measured."""
    noun: str = ""
    """What is counted, or who is of an age, in small letters and the singular; may be empty."""
    state: str = ""
    """What became of those who are counted, such as "killed"; may be empty."""
    bound: Bound = Bound.EXACT
    is_known: bool = True
    """Whether it can be compared: a weekday cannot where nobody knows of which week."""
    is_long: bool = False
    """Of a date: a month or more."""

    @property
    def is_vague(self) -> bool:
        """Whether no number is said."""
        return self.bound is Bound.VAGUE


def told_number(low: float, high: float, bound: Bound, unit: str = "") -> str:
    """A number in short.

    Args:
        low: The number that is said, or the first of two.
        high: The second of two; else the same.
        bound: How it is meant.
        unit: Of money, its currency.
    """
    if bound in (Bound.RANGE, Bound.VAGUE):
        return f"{_told(low, unit)} – {_told(high, unit)}"
    if bound is Bound.AT_LEAST:
        return f"{_told(low, unit)}+"
    return f"{bound.value} {_told(low, unit)}".strip()


def _told(number: float, unit: str) -> str:
    said = f"{number:,.0f}" if number == int(number) else f"{number:,.6g}"
    for scale, name in _SCALES:
        if number >= scale:
            said = f"{number / scale:.6g}{name}"
            break
    sign = _SIGNS.get(unit, "")
    return f"{sign}{said}" if sign or not unit else f"{said} {unit}"


# Comparing ---------------------------------------------------------------------------------------

YEARLESS: Final = "yearless"
"""The unit of a date whose year nobody knows: it is held to be in `NO_YEAR`."""
NO_YEAR: Final = 4
"""A leap year long ago."""
_FAR: Final = 2.0
"""How many times off a number has to be from a vague word to contradict it."""


def can_both_hold(one: TextValue, other: TextValue) -> bool:
    """Whether two values of one thing may both be right."""
    if not (one.is_known and other.is_known) or (one.is_long and other.is_long):
        return True
    if one.unit != other.unit and YEARLESS in (one.unit, other.unit):
        one, other = _without_year(one), _without_year(other)
    far = _FAR if one.is_vague or other.is_vague else 1.0
    return one.low <= other.high * far and other.low <= one.high * far


def _without_year(value: TextValue) -> TextValue:
    """A date as if nobody knew its year; where it reaches into another year, any day."""
    first, last = (date.fromordinal(int(each)) for each in (value.low, value.high))
    if first.year != last.year:
        first, last = date(NO_YEAR, 1, 1), date(NO_YEAR, 12, 31)
    low, high = (each.replace(year=NO_YEAR).toordinal() for each in (first, last))
    return replace(value, low=low, high=high)
