"""Motions: functions from a place in a laid-out text to another place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.frozen import Frozen
from store.text import stops
from store.text.boundaries import ceil_grapheme, floor_grapheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tui.render.wrap import Layout

    _Stops = Callable[[str, int], Iterator[int]]
    """The places in a text, from an offset on or back, at which a motion stops."""
    _Motion = Callable[["Page", "CaretPlace", int], "CaretPlace"]
    """Gives where a motion leads that is made so many times, or until it leads nowhere."""


class CaretPlace(Frozen):
    """Where a caret is."""

    offset: int
    goal: int | None = None
    """The cell that vertical motions aim for; none after any other motion."""


class Page(Frozen):
    """What motions move in."""

    layout: Layout
    height: int
    """Rows that are visible."""

    @property
    def text(self) -> str:
        """The article's text."""
        return self.layout.text


def _vertical(page: Page, place: CaretPlace, rows: int) -> CaretPlace:
    layout = page.layout
    row, column = layout.place(place.offset)
    goal = column if place.goal is None else place.goal
    target = row + rows
    if target < 0:
        return CaretPlace(0, goal)
    if target >= len(layout):
        return CaretPlace(len(page.text), goal)
    return CaretPlace(layout.offset(target, goal), goal)


def up(page: Page, place: CaretPlace, count: int) -> CaretPlace:
    """The row above, in the same cell."""
    return _vertical(page, place, -count)


def down(page: Page, place: CaretPlace, count: int) -> CaretPlace:
    """The row below, in the same cell."""
    return _vertical(page, place, count)


def page_up(page: Page, place: CaretPlace, count: int) -> CaretPlace:
    """A screenful up, less one row."""
    return _vertical(page, place, -count * max(1, page.height - 1))


def page_down(page: Page, place: CaretPlace, count: int) -> CaretPlace:
    """A screenful down, less one row."""
    return _vertical(page, place, count * max(1, page.height - 1))


def row_start(page: Page, place: CaretPlace, _: int) -> CaretPlace:
    """The first character of the row."""
    layout = page.layout
    return CaretPlace(layout.starts[layout.row_of(place.offset)])


def row_end(page: Page, place: CaretPlace, _: int) -> CaretPlace:
    """Behind the last character of the row."""
    layout = page.layout
    return CaretPlace(layout.last_of(layout.row_of(place.offset)))


def article_start(page: Page, place: CaretPlace, _: int) -> CaretPlace:
    """The start of the article."""
    return CaretPlace(0)


def article_end(page: Page, place: CaretPlace, _: int) -> CaretPlace:
    """The end of the article."""
    return CaretPlace(len(page.text))


def _onwards(found: _Stops) -> _Motion:
    """A motion by what the text says; a sentence may begin inside a grapheme, a caret never."""

    def motion(page: Page, place: CaretPlace, count: int) -> CaretPlace:
        text, offset = page.text, place.offset
        edges = (ceil_grapheme(text, stop) for stop in found(text, offset))
        return CaretPlace(stops.nth(_without_repeats(edges, offset), count, len(text)))

    return motion


def _back(found: _Stops) -> _Motion:
    def motion(page: Page, place: CaretPlace, count: int) -> CaretPlace:
        text, offset = page.text, place.offset
        edges = (floor_grapheme(text, stop) for stop in found(text, offset))
        return CaretPlace(stops.nth(_without_repeats(edges, offset), count, 0))

    return motion


def left(page: Page, place: CaretPlace, count: int) -> CaretPlace:
    """The character before."""
    return CaretPlace(stops.nth(stops.graphemes_before(page.text, place.offset), count, 0))


def right(page: Page, place: CaretPlace, count: int) -> CaretPlace:
    """The character behind."""
    found = stops.graphemes_after(page.text, place.offset)
    return CaretPlace(stops.nth(found, count, len(page.text)))


def _without_repeats(places: Iterator[int], last: int) -> Iterator[int]:
    """The places without those that are the same as the one before."""
    for place in places:
        if place != last:
            last = place
            yield place


MOTIONS: Final[Mapping[str, _Motion]] = {
    "left": left,
    "right": right,
    "up": up,
    "down": down,
    "page-up": page_up,
    "page-down": page_down,
    "row-start": row_start,
    "row-end": row_end,
    "article-start": article_start,
    "article-end": article_end,
    "next-word": _onwards(stops.word_starts_after),
    "previous-word": _back(stops.word_starts_before),
    "word-end": _onwards(stops.word_ends_after),
    "next-sentence": _onwards(stops.sentence_starts_after),
    "previous-sentence": _back(stops.sentence_starts_before),
    "next-paragraph": _onwards(stops.paragraph_starts_after),
    "previous-paragraph": _back(stops.paragraph_starts_before),
}
"""Every motion by its name. Each goes over the text once, whatever the count."""


def move(name: str, page: Page, place: CaretPlace, count: int = 1) -> CaretPlace:
    """Make a motion `count` times, or until it leads nowhere."""
    return MOTIONS[name](page, place, count)
