"""Which stories of a corpus are listed, and in what order."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.story.annotation_list import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from store.corpus.story_summary import StorySummary


class StoryOrder(StrEnum):
    """How stories are ordered; the value is how that is said."""

    LAST = "last edited first"
    NAME = "by name"
    TO_DO = "most to do first"
    SPANS = "most spans first"
    OPEN = "most open cells first"
    SUGGESTED = "most suggested first"


_HAS: Final[Mapping[str, Callable[[StorySummary], bool]]] = {
    "new": lambda story: bool(story.articles and not story.edited and not story.problem),
    "begun": lambda story: bool(story.edited and story.done < story.articles),
    "done": lambda story: 0 < story.articles == story.done,
    "unread": lambda story: story.read < story.articles,
    "open": lambda story: story.settled < story.cells,
    "suggested": lambda story: bool(story.suggestions),
    "changed": lambda story: bool(story.remarks),
    "broken": lambda story: bool(story.problem),
    "empty": lambda story: story.is_empty,
}
"""What `is:` can ask for."""
STORY_FILTERS: Final = ("who:", *(f"is:{name}" for name in _HAS))
"""What a filter can say besides words of a name."""
_MOST: Final[Mapping[StoryOrder, Callable[[StorySummary], int | str]]] = {
    StoryOrder.LAST: lambda story: story.edited,
    StoryOrder.TO_DO: lambda story: story.articles - story.done,
    StoryOrder.SPANS: lambda story: story.spans,
    StoryOrder.OPEN: lambda story: story.cells - story.settled,
    StoryOrder.SUGGESTED: lambda story: story.suggestions or 0,
}
"""What the first stories have most of; the others stay in the order of their names."""


def ordered_stories(stories: Iterable[StorySummary], order: StoryOrder) -> list[StorySummary]:
    """Stories, which come by name, in an order."""
    if order is StoryOrder.NAME:
        return list(stories)
    return sorted(stories, key=_MOST[order], reverse=True)  # those that are equal stay as they are


def story_filter(typed: str) -> Callable[[StorySummary], bool]:
    """Whether a story is wanted: all words stand in its name, and it is what is asked for.

    Args:
        typed: Words, `who:NAME` and `is:WHAT`, each with `-` before it for the contrary.

    Raises:
        InputError: There is nothing of what is asked for; the sentence says what there is.
    """
    tests = [_test(term) for term in typed.split()]
    return lambda story: all(test(story) for test in tests)


def _test(term: str) -> Callable[[StorySummary], bool]:
    if term.startswith("-") and len(term) > 1:
        test = _test(term[1:])
        return lambda story: not test(story)
    field, colon, value = term.partition(":")
    if field == "who" and colon:
        return lambda story: any(words_of(value) in words_of(each) for each in story.people)
    if field == "is" and colon:
        # Whoever types has begun a word.
        known = [name for name in _HAS if name.startswith(value)]
        if not known:
            raise InputError(f"Nothing is “{value}”; a story can be {', '.join(_HAS)}")
        return lambda story: any(_HAS[name](story) for name in known)
    word = words_of(term)
    return lambda story: word in words_of(story.name)
