"""Motions: functions from a place in a laid-out text to another place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.text import boundaries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tui.render.wrap import Layout


@dataclass(frozen=True, slots=True)
class Place:
    """Where a caret is."""

    offset: int
    goal: int | None = None
    """The cell that vertical motions aim for; none after any other motion."""


@dataclass(frozen=True, slots=True)
class Page:
    """What motions move in."""

    layout: Layout
    height: int
    """Rows that are visible."""

    @property
    def text(self) -> str:
        """The article's text."""
        return self.layout.text


def _vertical(page: Page, place: Place, rows: int) -> Place:
    layout = page.layout
    row, column = layout.place(place.offset)
    goal = column if place.goal is None else place.goal
    target = row + rows
    if target < 0:
        return Place(0, goal)
    if target >= len(layout):
        return Place(len(page.text), goal)
    return Place(layout.offset(target, goal), goal)


def up(page: Page, place: Place) -> Place:
    """The row above, in the same cell."""
    return _vertical(page, place, -1)


def down(page: Page, place: Place) -> Place:
    """The row below, in the same cell."""
    return _vertical(page, place, 1)


def page_up(page: Page, place: Place) -> Place:
    """A screenful up, less one row."""
    return _vertical(page, place, -max(1, page.height - 1))


def page_down(page: Page, place: Place) -> Place:
    """A screenful down, less one row."""
    return _vertical(page, place, max(1, page.height - 1))


def row_start(page: Page, place: Place) -> Place:
    """The first character of the row."""
    layout = page.layout
    return Place(layout.starts[layout.row_of(place.offset)])


def row_end(page: Page, place: Place) -> Place:
    """Behind the last character of the row."""
    layout = page.layout
    return Place(layout.last_of(layout.row_of(place.offset)))


def article_start(page: Page, place: Place) -> Place:
    """The start of the article."""
    return Place(0)


def article_end(page: Page, place: Place) -> Place:
    """The end of the article."""
    return Place(len(page.text))


def _onwards(function: Callable[[str, int], int]) -> Callable[[Page, Place], Place]:
    """A motion by what the text says; a sentence may begin inside a grapheme, a caret never."""
    return lambda page, place: Place(
        boundaries.ceil_grapheme(page.text, function(page.text, place.offset))
    )


def _back(function: Callable[[str, int], int]) -> Callable[[Page, Place], Place]:
    return lambda page, place: Place(
        boundaries.floor_grapheme(page.text, function(page.text, place.offset))
    )


MOTIONS: Final[Mapping[str, Callable[[Page, Place], Place]]] = {
    "left": _back(boundaries.previous_grapheme),
    "right": _onwards(boundaries.next_grapheme),
    "up": up,
    "down": down,
    "page-up": page_up,
    "page-down": page_down,
    "row-start": row_start,
    "row-end": row_end,
    "article-start": article_start,
    "article-end": article_end,
    "next-word": _onwards(boundaries.word_start_after),
    "previous-word": _back(boundaries.word_start_before),
    "word-end": _onwards(boundaries.word_end_after),
    "next-sentence": _onwards(boundaries.sentence_start_after),
    "previous-sentence": _back(boundaries.sentence_start_before),
    "next-paragraph": _onwards(boundaries.paragraph_start_after),
    "previous-paragraph": _back(boundaries.paragraph_start_before),
}
"""Every motion by its name."""

MOST_STEPS: Final = 10_000
"""A greater count is taken for this: nobody means more, and it must not hang."""


def move(name: str, page: Page, place: Place, count: int = 1) -> Place:
    """Make a motion `count` times, or until it leads nowhere."""
    motion = MOTIONS[name]
    for _ in range(min(count, MOST_STEPS)):
        following = motion(page, place)
        if following == place:
            break
        place = following
    return place
