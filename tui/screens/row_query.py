"""The query by which a list is filtered, understood for what is listed now."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from store.errors import InputError
from store.query.completing import query_help
from store.query.expressions import SOON, Expressions, StillLookingError
from store.query.finding import AskedQuery, QueryError, kinds_asked, unused_fields
from store.query.parsing import parse_query
from store.query.tree import QueryFault
from store.text.span import Span
from tui.screens.list_cursor import LOOKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.query.help import QueryHelp
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
        self._expressions = Expressions(SOON)
        self._asked: AskedQuery | None = None
        self.typed = ""
        """What was last understood."""
        self.faults: tuple[QueryFault, ...] = ()
        """Of what was last typed."""
        self._is_vain = False
        """Whether nothing was found by what was last understood."""
        self.is_looking = False
        """Whether the last answer lacks an expression that was still looked for."""

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
    def is_found(self) -> bool:
        """Whether the expression that was looked for is found, so that `answer` knows more."""
        return not self._expressions.is_looking

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
        if typed != self.typed:
            self.stop()
        try:
            asked = AskedQuery(typed, self.story, self._expressions)
        except QueryError as error:
            self.faults = (error.fault,)
            return False
        self.typed, self._asked, self.faults = typed, asked, asked.faults
        return True

    def stop(self) -> None:
        """Look no more for an expression, if one is still looked for."""
        self.is_looking = False
        if not self.is_found:
            self._expressions.stop()

    def answer(self, find: Callable[[AskedQuery], list[Kept]]) -> list[Kept]:
        """What is found; nothing as long as an expression is looked for, or where it cannot be
        answered any more, and `fault` says why."""
        self.is_looking = False
        try:
            if self._asked is None:
                self._asked = AskedQuery(self.typed, self.story, self._expressions)
            found = find(self._asked)
            self._is_vain = not found
            return found
        except QueryError as error:
            self.faults = (error.fault,)
        except StillLookingError:
            self._is_vain, self.is_looking = False, True
        except InputError as error:  # an expression is none, or takes too long
            self.faults = (QueryFault(str(error), Span(0, len(self.typed))),)
        return []

    def help(self, typed: str, caret: int) -> QueryHelp:
        """What is said of it while it is typed, with the caret behind so many code points."""
        faults = self.faults
        if self.is_looking:
            faults = (QueryFault(LOOKING, Span(0, 0), is_mild=True),)
        elif not faults and self._is_vain and (unused := unused_fields(self.story, typed)):
            named = ", ".join(f"{name}:" for name in unused)
            faults = (QueryFault(f"Nothing here has {named} yet", Span(0, 0), is_mild=True),)
        return query_help(typed, caret, self.story, faults)
