"""A range of an article's text."""

from __future__ import annotations

from typing import Final

from store.frozen import Frozen

INVISIBLE: Final = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Format characters that are no part of a word at its ends; not the joiners, which spell."""
BLANK: Final = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""White space, as `str.isspace` has it."""


class Span(Frozen, order=True, gc=False):
    """A half-open range `[start, end)` in Unicode code points of one article's text."""

    start: int
    """Code points before the span."""
    end: int
    """Code points up to the end of the span; never less than `start`."""

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def shared(self, other: Span) -> int:
        """How many code points both have; below zero by as many as they are apart."""
        return min(self.end, other.end) - max(self.start, other.start)

    def likeness(self, other: Span) -> float:
        """The share of what either covers that both cover, from 0 to 1."""
        shared = max(0, self.shared(other))
        return shared / ((len(self) + len(other) - shared) or 1)

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The code points of `text` inside the span."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Span:
        """The span without the white space at its two ends; empty if there is nothing else."""
        return self._without(text, None)

    def visible(self, text: str) -> Span:
        """The span without what nobody sees at its two ends; empty if there is nothing else."""
        return self._without(text, BLANK + INVISIBLE)

    def _without(self, text: str, around: str | None) -> Span:
        piece = self.of(text)
        start = self.start + len(piece) - len(piece.lstrip(around))
        return Span(start, max(start, self.end - (len(piece) - len(piece.rstrip(around)))))

    def moved(self, by: int) -> Span:
        """The span so many code points further on."""
        return Span(self.start + by, self.end + by)
