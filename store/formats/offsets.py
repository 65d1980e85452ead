"""Offsets in the units that tools count in: code points, UTF-16 code units, UTF-8 bytes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum
from itertools import accumulate
from typing import Final

import regex

_ASTRAL: Final = regex.compile("[\U00010000-\U0010ffff]")
_WIDE: Final = regex.compile("[^\x00-\x7f]")


class Unit(StrEnum):
    """What an offset counts."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"
    UTF8 = "utf8"


class Offsets:
    """Converts the offsets of one text; where each character is one unit that costs nothing."""

    def __init__(self, text: str, unit: Unit) -> None:
        self._length = len(text)
        pattern = _ASTRAL if unit is Unit.UTF16 else _WIDE
        wide = [] if unit is Unit.CODEPOINT else [m.start() for m in pattern.finditer(text)]
        self._wide = wide
        """The characters that are more than one unit, by their offsets in code points."""
        extra = [
            1 if unit is Unit.UTF16 else len(text[i].encode("utf-8", "surrogatepass")) - 1
            for i in wide
        ]
        self._before = [0, *accumulate(extra)]
        """Units beyond one for each character, in all before each of `_wide`."""
        self._starts = [i + self._before[n] for n, i in enumerate(wide)]
        """Where each of `_wide` begins, in units."""

    @property
    def length(self) -> int:
        """Units in the text."""
        return self._length + self._before[-1]

    def units(self, codepoint: int) -> int:
        """The offset in units of an offset in code points."""
        return codepoint + self._before[bisect_left(self._wide, codepoint)]

    def codepoint(self, units: int) -> int | None:
        """The offset in code points of an offset in units; none if it lies within a character."""
        number = bisect_right(self._starts, units)
        if number and units != self._starts[number - 1]:
            last = number - 1
            end = self._starts[last] + 1 + self._before[number] - self._before[last]
            if units < end:
                return None
        elif number:
            return self._wide[number - 1]
        return units - self._before[number]
