"""Which of the lines of a list the keys are for, which are in view, and which are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from tui.render.concordance import top_with
from tui.screens.row_query import RowQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.query.completing import QueryHelp
    from store.query.finding import AskedQuery
    from store.query.queried import QueriedStory

    Kept = TypeVar("Kept")

Key = TypeVar("Key")
"""What tells one row from another."""


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


class QueriedList(ListCursor):
    """A list that is filtered by a query."""

    def __init__(self, story_now: Callable[[], QueriedStory]) -> None:
        """Begin without a query.

        Args:
            story_now: Gives the story as it is at the moment, for what is asked of it.
        """
        super().__init__()
        self.query = RowQuery(story_now)

    @property
    def is_looking(self) -> bool:
        """Whether an expression in the query is still looked for; nothing is listed meanwhile."""
        return self.query.is_looking

    @property
    def is_found(self) -> bool:
        """Whether it is found by now, so that `relist` lists what is wanted."""
        return self.query.is_found

    def want(self, typed: str) -> None:
        """List what a query keeps; where it is none, all stays and `fault` says why."""
        self.typed = typed
        is_understood = self.query.want(typed)
        self.fault = self.query.fault
        if is_understood:
            self.relist()

    def answered(self, find: Callable[[AskedQuery], list[Kept]]) -> list[Kept]:
        """What the query keeps; nothing where it asks for what is gone, and `fault` says why.

        Nothing either as long as an expression is looked for.
        """
        found = self.query.answer(find)
        self.fault = self.query.fault
        return found

    def help(self, caret: int) -> QueryHelp:
        """What is said of the query as it is typed, with so many code points before the caret."""
        return self.query.help(self.typed, caret)


class MarkedList(QueriedList, Generic[Key]):
    """A list of which rows can be marked, and one opened."""

    def __init__(self, story_now: Callable[[], QueriedStory]) -> None:
        super().__init__(story_now)
        self.marked: set[Key] = set()
        """What tells the rows that are marked."""

    def close(self) -> bool:
        """Close what was opened; whether anything was."""
        raise NotImplementedError

    def leave_innermost(self) -> bool:
        """Close what is open, else end the filter, else take the marks away; whether any."""
        if self.close():
            return True
        had = bool(self.typed or self.marked)
        if self.typed:
            self.want("")
        else:
            self.marked = set()
        return had
