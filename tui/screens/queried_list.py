"""A list that is filtered by a query, and which of its rows are marked.

Apart from `ListCursor`, as all that queries ask takes long to import: the list of stories, which is
shown at the start, does without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from tui.screens.list_cursor import ListCursor
from tui.screens.row_query import RowQuery

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.query.finding import AskedQuery
    from store.query.help import QueryHelp
    from store.query.queried import QueriedStory

    Kept = TypeVar("Kept")

Key = TypeVar("Key")
"""What tells one row from another."""


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
