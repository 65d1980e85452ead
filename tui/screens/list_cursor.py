"""Which of the lines of a list the keys are for, and which are in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.render.concordance import top_with

if TYPE_CHECKING:
    from store.query.help import QueryHelp

LOOKING: Final = "Still looking for the expression; leaving ends that"
"""What is said while an expression in the filter is looked for."""


class ListCursor:
    """Which line of a list the keys are for, which are in view, and by what it is filtered."""

    def __init__(self) -> None:
        """Begin at the top, without a filter."""
        self.at = 0
        """The number of the line that the keys are for."""
        self.top = 0
        """The number of the first one in view."""
        self.typed = ""
        """The filter, as it is typed."""
        self.fault = ""
        """What is wrong with it."""

    @property
    def count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    @property
    def is_known(self) -> bool:
        """Whether all that is listed is known from the last time, so that it can be shown before
        it is looked at whether it is still so."""
        return False

    @property
    def is_looking(self) -> bool:
        """Whether an expression in the filter is still looked for."""
        return False

    @property
    def is_found(self) -> bool:
        """Whether it is found by now, so that `relist` lists what is wanted."""
        return True

    def go(self, by: int) -> bool:
        """Go so many lines on or back, as far as there are; whether that is anywhere else."""
        before, self.at = self.at, max(0, min(self.count - 1, self.at + by))
        return before != self.at

    def view(self, height: int) -> slice:
        """The lines in view, moved so that the one the keys are for is among them."""
        self.top = top_with(self.top, self.at, height, self.count)
        return slice(self.top, self.top + height)

    def want(self, typed: str) -> None:
        """List what a filter keeps; where it is none, all stays and `fault` says why."""
        raise NotImplementedError

    def help(self, caret: int) -> QueryHelp:
        """What is said of the filter as it is typed, with so many code points before the caret."""
        raise NotImplementedError

    def relist(self) -> None:
        """List what is wanted, in its order."""
        raise NotImplementedError

    def look_on(self, seconds: float) -> bool:
        """Look on for so long; whether there is more to do."""
        raise NotImplementedError

    def begin(self) -> None:
        """Have everything looked at anew."""
        raise NotImplementedError

    def leave_innermost(self) -> bool:
        """Leave what was entered last; whether there was anything to leave but the whole."""
        return False
