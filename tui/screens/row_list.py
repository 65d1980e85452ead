"""Rows of which one has the keys, and is in view: what the list and the matrix share."""

from __future__ import annotations

from tui.render.concordance import top_with


class RowList:
    """Rows that are looked for in steps, and filtered by what is typed."""

    def __init__(self) -> None:
        self.typed = ""
        """The filter, as it is typed."""
        self.fault = ""
        """What is wrong with it, or with what is looked through."""
        self.at = 0
        """The number of the row that the keys are for."""
        self.top = 0
        """The number of the first one in view."""

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def begin(self) -> None:
        """Have everything looked at anew."""
        raise NotImplementedError

    def look_on(self) -> bool:
        """Look at some of it; whether there is more still."""
        raise NotImplementedError

    def want(self, typed: str) -> None:
        """Keep the rows that fit a filter."""
        raise NotImplementedError

    def leave_innermost(self) -> bool:
        """End what was begun last, such as the filter; whether there was anything."""
        raise NotImplementedError

    def go(self, by: int) -> bool:
        """Go so many rows on or back, as far as there are; whether that is anywhere else."""
        before, self.at = self.at, max(0, min(self.count - 1, self.at + by))
        return before != self.at

    def in_view(self, height: int) -> slice:
        """The numbers of so many rows, with the one that the keys are for among them."""
        self.top = top_with(self.top, self.at, height, self.count)
        return slice(self.top, self.top + height)
