"""A place in a list, and the query by which it is filtered, understood for what is listed now."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from store.errors import InputError
from store.query.completing import QueryHelp, query_help
from store.query.expressions import Expressions
from store.query.finding import AskedQuery, QueryError, kinds_asked
from store.query.parsing import parse_query
from store.query.tree import QueryFault
from store.text.span import Span
from tui.render.concordance import top_with

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.query.queried import QueriedStory
    from store.story.annotation_list import ListedKind

    Kept = TypeVar("Kept")


class RowQuery:
    """What is typed over a list, and what is wrong with it."""

    def __init__(self, story_now: Callable[[], QueriedStory]) -> None:
        """Ask for nothing yet.

        Args:
            story_now: Gives the story as it is at the moment.
        """
        self._story_now = story_now
        self._story: QueriedStory | None = None
        self._expressions = Expressions()
        self._asked: AskedQuery | None = None
        self.typed = ""
        """What was last understood."""
        self.faults: tuple[QueryFault, ...] = ()
        """Of what was last typed."""

    @property
    def story(self) -> QueriedStory:
        """The story as it is since the last change."""
        if self._story is None:
            self._story = self._story_now()
        return self._story

    @property
    def asks(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.typed.strip())

    @property
    def kinds(self) -> frozenset[ListedKind]:
        """What it asks for beside annotations."""
        return kinds_asked(parse_query(self.typed).tree)

    @property
    def fault(self) -> str:
        """Why what was last typed cannot be answered; empty if it can."""
        return next((each.said for each in self.faults if not each.is_mild), "")

    def forget(self) -> None:
        """Understand it anew: what it is asked of has changed."""
        self._story = self._asked = None

    def want(self, typed: str) -> bool:
        """Ask for something else, if that can be answered; whether it can."""
        try:
            asked = AskedQuery(typed, self.story, self._expressions)
        except QueryError as error:
            self.faults = (error.fault,)
            return False
        self.typed, self._asked, self.faults = typed, asked, asked.faults
        return True

    def answer(self, find: Callable[[AskedQuery], list[Kept]]) -> list[Kept]:
        """What is found; nothing where it cannot be answered any more, and `fault` says why."""
        try:
            if self._asked is None:
                self._asked = AskedQuery(self.typed, self.story, self._expressions)
            return find(self._asked)
        except QueryError as error:
            self.faults = (error.fault,)
        except InputError as error:  # an expression is none, or takes too long
            self.faults = (QueryFault(str(error), Span(0, len(self.typed))),)
        return []

    def help(self, typed: str, caret: int) -> QueryHelp:
        """What is said of it while it is typed, with the caret behind so many code points."""
        return query_help(typed, caret, self.story, self.faults)


class ListCursor:
    """Which line of a list the keys are for, which are in view, and by what it is filtered."""

    def __init__(self, story_now: Callable[[], QueriedStory]) -> None:
        """Begin at the top, without a filter.

        Args:
            story_now: Gives the story as it is at the moment, for what is asked of it.
        """
        self.query = RowQuery(story_now)
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
        self.typed = typed
        is_understood = self.query.want(typed)
        self.fault = self.query.fault
        if is_understood:
            self.relist()

    def answered(self, find: Callable[[AskedQuery], list[Kept]]) -> list[Kept]:
        """What the filter keeps; nothing where it asks for what is gone, and `fault` says why."""
        found = self.query.answer(find)
        self.fault = self.query.fault
        return found

    def help(self, caret: int) -> QueryHelp:
        """What is said of the filter as it is typed, with so many code points before the caret."""
        return self.query.help(self.typed, caret)

    def relist(self) -> None:
        """List what is wanted, in its order."""
        raise NotImplementedError

    def look_on(self, articles: int) -> bool:
        """Look at so many articles more; whether there is more to do."""
        raise NotImplementedError

    def begin(self) -> None:
        """Have everything looked at anew."""
        raise NotImplementedError

    def leave_innermost(self) -> bool:
        """Leave what was entered last: a group, the filter, the marks; whether there was any."""
        raise NotImplementedError
