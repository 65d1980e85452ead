"""A selection: a value, with a direction."""

from __future__ import annotations

from store.frozen import Frozen
from store.text.span import Span


class Selection(Frozen):
    """From an anchor that stays to a head that moves, in code points; empty for a bare caret."""

    anchor: int
    head: int
    """Where the caret is."""

    @classmethod
    def caret(cls, offset: int) -> Selection:
        """A caret without a selection."""
        return cls(offset, offset)

    @property
    def span(self) -> Span:
        """The selected code points."""
        return Span(min(self.anchor, self.head), max(self.anchor, self.head))

    @property
    def is_empty(self) -> bool:
        """Whether there is only a caret."""
        return self.anchor == self.head

    def moved(self, head: int, *, extend: bool) -> Selection:
        """With the head elsewhere; the anchor stays if the selection is extended."""
        return Selection(self.anchor if extend else head, head)

    def flipped(self) -> Selection:
        """With head and anchor exchanged."""
        return Selection(self.head, self.anchor)
