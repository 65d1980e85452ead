"""A range of an article's text."""

from __future__ import annotations

from store.frozen import Frozen


class Span(Frozen, order=True):
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

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The code points of `text` inside the span."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Span:
        """The span without the white space at its two ends; empty if there is nothing else."""
        piece = self.of(text)
        start = self.start + len(piece) - len(piece.lstrip())
        return Span(start, max(start, self.end - (len(piece) - len(piece.rstrip()))))

    def moved(self, by: int) -> Span:
        """The span so many code points further on."""
        return Span(self.start + by, self.end + by)
