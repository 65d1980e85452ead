"""Offsets in the units that tools count in: code points, UTF-16 code units, UTF-8 bytes."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

ASTRAL: Final = regex.compile("[\U00010000-\U0010ffff]")
"""What is two code units in UTF-16."""
_CRLF: Final = regex.compile("\r\n")
_WIDE: Final = regex.compile("[^\x00-\x7f]")
_COMPOSED: Final = regex.compile(r"[^\p{M}]\p{M}+|[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?")
"""What may be one character where it is composed: a letter with its marks, a syllable of Hangul."""


Form: TypeAlias = Literal["NFC", "NFD"]
"""A normal form of Unicode: letters composed with their marks, or apart from them."""


class Unit(StrEnum):
    """What an offset counts."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"
    UTF8 = "utf8"

    @property
    def words(self) -> str:
        """What several of them are called."""
        return _WORDS[self]


_WORDS: Final = {Unit.CODEPOINT: "characters", Unit.UTF16: "UTF-16 units", Unit.UTF8: "bytes"}


class NoRangeError(ValueError):
    """Two offsets are no range of a text; the message is why."""

    def __init__(self, reason: str, which: int) -> None:
        super().__init__(reason)
        self.which = which
        """The one that is at fault: 0 or 1."""


class Offsets:
    """Converts the offsets of one text; where each character is one unit that costs nothing."""

    def __init__(
        self, text: str, unit: Unit, *, has_one_for_crlf: bool = False, form: Form | None = None
    ) -> None:
        """Take the text.

        Args:
            text: What they are offsets into.
            unit: What they count.
            has_one_for_crlf: Whether a CR before an LF counts for nothing.
            form: In which normal form characters count, if not as they stand there.
        """
        self._length = len(text)
        extra = dict[int, int]()
        if unit is Unit.UTF16:
            extra = dict.fromkeys((m.start() for m in ASTRAL.finditer(text)), 1)
        elif unit is Unit.UTF8:
            extra = {
                m.start(): len(m[0].encode("utf-8", "surrogatepass")) - 1
                for m in _WIDE.finditer(text)
            }
        if has_one_for_crlf:
            extra |= dict.fromkeys((m.start() for m in _CRLF.finditer(text)), -1)
            extra = dict(sorted(extra.items()))
        if form is not None:
            extra = _in_form(text, form)
        wide = self._wide = list(extra)
        """The characters that are not one unit, by their offsets in code points."""
        self._before = [0, *accumulate(extra.values())]
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

    def all_units(self, codepoints: Iterable[int]) -> Iterable[int]:
        """Those of many offsets; the same ones where each character is one unit."""
        return map(self.units, codepoints) if self._wide else codepoints

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


def _in_form(text: str, form: Form) -> dict[int, int]:
    """How much more or less than one the characters of a text count in a normal form, by place."""
    extra: dict[int, int] = {}
    if form == "NFD":
        for match in _WIDE.finditer(text):
            more = len(unicodedata.normalize("NFD", match[0])) - 1
            if more:
                extra[match.start()] = more
        return extra
    for match in _COMPOSED.finditer(text):
        fewer = len(match[0]) - len(unicodedata.normalize("NFC", match[0]))
        if fewer:
            extra[match.start()] = -fewer
    return extra


@dataclass(frozen=True, slots=True)
class Text:
    """A text with offsets into it that a file counts in a unit of its own."""

    said: str
    unit: Unit
    offsets: Offsets = field(compare=False)
    lead: int = 0
    """What the file counts before the text: 1 for a byte order mark that was taken off it, 3 for
    its bytes, -1 for one that is in it and was not counted."""
    has_one_for_crlf: bool = False
    """Whether CR LF counts as one."""
    form: Form | None = None
    """In which normal form characters count, if not as they stand there."""

    @classmethod
    def of(
        cls,
        said: str,
        unit: Unit,
        *,
        lead: int = 0,
        has_one_for_crlf: bool = False,
        form: Form | None = None,
    ) -> Text:
        """A text whose offsets count a unit."""
        offsets = Offsets(said, unit, has_one_for_crlf=has_one_for_crlf, form=form)
        return cls(said, unit, offsets, lead, has_one_for_crlf, form)

    @property
    def words(self) -> str:
        """What its offsets count."""
        mark = ", and a byte order mark" if self.lead > 0 else ""
        mark = ", and no byte order mark" if self.lead < 0 else mark
        crlf = ", CR LF as one" if self.has_one_for_crlf else ""
        form = f" in {self.form}" if self.form else ""
        return f"{self.unit.words}{form}{crlf}{mark}"

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of the file as a range of code points, which may have no width.

        Raises:
            NoRangeError: They are no range of the text.
        """
        start, end = start - self.lead, end - self.lead
        length, words = self.offsets.length, self.unit.words
        if not 0 <= start <= end <= length:
            reason = f"{start}-{end} is no range of a text of {length} {words}"
            raise NoRangeError(reason, int(0 <= start <= length))
        ends = self.offsets.codepoint(start), self.offsets.codepoint(end)
        if ends[0] is None or ends[1] is None:
            at = start if ends[0] is None else end
            reason = f"offset {at} lies inside a character, counted in {words}"
            raise NoRangeError(reason, int(ends[0] is not None))
        return ends[0], ends[1]
