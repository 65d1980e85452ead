"""Which stories of a corpus the library shows, in what order, and which one the keys are for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from store.corpus.story_choice import STORY_FILTERS, StoryOrder, ordered_stories, story_filter
from store.errors import InputError
from store.query.help import Completion, QueryHelp
from store.query.tree import QueryFault
from store.text.span import Span
from tui.render.library_sheet import ShownLibrary
from tui.screens.list_cursor import ListCursor

if TYPE_CHECKING:
    from store.corpus.story_summary import StorySummary
    from store.corpus.survey import Survey


class LibraryChoice(ListCursor):
    """The stories of a corpus; it stays as it was left while a story is open."""

    def __init__(self, survey: Survey, opened: str = "") -> None:
        """List all stories.

        Args:
            survey: What is known of them.
            opened: The name of the one that was open before, if any was.
        """
        super().__init__()
        self.survey = survey
        self.order = StoryOrder.LAST
        self.opened = opened
        self.said = ""
        """What kept the story from being opened, as a sentence."""
        self._names: list[str] = []
        """Those that are listed."""
        self._height = 0
        self._articles = 0
        self._labels: tuple[str, ...] = ()
        self._counted_at = 0
        """How many stories had been looked at when articles and labels were last counted."""
        self.relist()
        self._count_all()

    @property
    def count(self) -> int:
        """How many are listed."""
        return len(self._names)

    @property
    def story(self) -> StorySummary | None:
        """The story that the keys are for."""
        return self.survey.stories[self._names[self.at]] if self._names else None

    @property
    def is_known(self) -> bool:
        """Whether all stories are known from the last time."""
        return all(story.is_known for story in self.survey.stories.values())

    # Looking through the corpus ----------------------------------------------------------------

    def begin(self) -> None:
        """Look at the story that was left, as it has changed."""
        self.survey.look_again(self.opened)

    def look_on(self, seconds: float) -> bool:
        """Look at stories for so long, first at those in view; whether there are more."""
        in_view = self._names[self.top : self.top + self._height]
        if self.survey.look_on(seconds, first=in_view):
            if self.survey.looked_at - self._counted_at > len(self.survey.stories) // 20:
                self._count_all()
            return True
        # Until all is known the order stays, so that nothing moves under whoever reads.
        self.survey.keep()
        self.relist()
        self._count_all()
        return False

    def _count_all(self) -> None:
        """Count the articles of all stories, and the labels that they have."""
        stories = self.survey.stories.values()
        self._counted_at = self.survey.looked_at
        self._articles = sum(story.articles for story in stories)
        counts: Counter[str] = Counter()
        for labels in filter(None, (story.labels for story in stories)):
            counts.update(labels)
        self._labels = tuple(label for label, _ in counts.most_common())

    # What is listed ----------------------------------------------------------------------------

    def relist(self) -> None:
        """List what is wanted, in its order; the keys stay on their story where they have moved."""
        here = self.story.name if self.at and self.story is not None else self.opened
        try:
            wanted = story_filter(self.typed)
        except InputError as error:
            self.fault = str(error)
            return
        self.fault = ""
        found = ordered_stories(filter(wanted, self.survey.stories.values()), self.order)
        self._names = [story.name for story in found]
        self.at = self._names.index(here) if here in self._names else 0

    def want(self, typed: str) -> None:
        """List what a filter keeps."""
        self.typed = typed
        self.relist()

    def help(self, caret: int) -> QueryHelp:
        """What the word before the caret can become."""
        begun = self.typed[:caret].rpartition(" ")[2]
        is_not, word = begun[: len(begun) - len(begun.lstrip("-"))], begun.lstrip("-")
        offers = [Completion(is_not + each) for each in STORY_FILTERS if word and word in each]
        place = Span(caret - len(begun), caret)
        fault = QueryFault(self.fault, place) if self.fault and not offers else None
        return QueryHelp(tuple(offers), place, fault)

    def next_order(self) -> None:
        """List in the next order, from the top."""
        orders = list(StoryOrder)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.relist()
        self.at = self.top = 0

    def leave_innermost(self) -> bool:
        """Leave the filter; whether there was one."""
        if not self.typed:
            return False
        self.want("")
        return True

    def shown(self, height: int) -> ShownLibrary:
        """What is in view.

        Args:
            height: How many rows there is room for.
        """
        self._height = height
        stories, names = self.survey.stories, self._names[self.view(height)]
        return ShownLibrary(
            corpus=str(self.survey.place.corpus),
            annotator=self.survey.place.annotator,
            order=self.order.value,
            typed=self.typed,
            total=len(stories),
            articles=self._articles,
            listed=self.count,
            looked_at=self.survey.looked_at,
            rows=tuple(stories[name] for name in names),
            labels=self._labels,
            chosen=self.at - self.top,
            number=self.at + 1,
            trouble=self.survey.trouble,
        )
