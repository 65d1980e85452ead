"""Motions: functions from a place in a laid-out text to another place."""

from __future__ import annotations

from functools import partial
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

    @property
    def step(self) -> int:
        """Rows of a screenful, less the one that stays in sight."""
        return max(1, self.height - 1)

    @property
    def half_step(self) -> int:
        """Rows of half a screenful."""
        return max(1, self.height // 2)


def _vertical(page: Page, place: CaretPlace, rows: int) -> CaretPlace:
    """So many rows below, or above, in the same cell."""
    layout = page.layout
    row, column = layout.place(place.offset)
    goal = column if place.goal is None else place.goal
    target = row + rows
    if target < 0:
        return CaretPlace(0, goal)
    if target >= len(layout):
        return CaretPlace(len(page.text), goal)
    return CaretPlace(layout.offset(target, goal), goal)


def _row_start(page: Page, place: CaretPlace, _: int) -> CaretPlace:
    return CaretPlace(page.layout.starts[page.layout.row_of(place.offset)])


def _row_text(page: Page, place: CaretPlace, _: int) -> CaretPlace:
    """Before the first character of the row that is not blank."""
    row = page.layout.row_of(place.offset)
    start, last = page.layout.starts[row], page.layout.last_of(row)
    indent = next((i for i in range(start, last) if not page.text[i].isspace()), start)
    return CaretPlace(ceil_grapheme(page.text, indent))


def _row_end(page: Page, place: CaretPlace, _: int) -> CaretPlace:
    """Behind the last character of the row."""
    return CaretPlace(page.layout.last_of(page.layout.row_of(place.offset)))


def _to(found: _Stops, edge: Callable[[str, int], int], *, is_back: bool = False) -> _Motion:
    """A motion by what the text says.

    Args:
        found: Where it stops.
        edge: Gives the edge of a grapheme: a sentence may begin inside of one, a caret never.
        is_back: Whether it ends at the start of the text, not at its end.
    """

    def motion(page: Page, place: CaretPlace, count: int) -> CaretPlace:
        text, offset = page.text, place.offset
        edges = (edge(text, stop) for stop in found(text, offset))
        places = _without_repeats(edges, offset)
        return CaretPlace(stops.nth(places, count, 0 if is_back else len(text)))

    return motion


def _without_repeats(places: Iterator[int], last: int) -> Iterator[int]:
    """The places without those that are the same as the one before."""
    for place in places:
        if place != last:
            last = place
            yield place


def _exactly(_: str, stop: int) -> int:
    return stop


_onwards: Final = partial(_to, edge=ceil_grapheme)
_back: Final = partial(_to, edge=floor_grapheme, is_back=True)

MOTIONS: Final[Mapping[str, _Motion]] = {
    "left": _back(stops.graphemes_before, edge=_exactly),
    "right": _onwards(stops.graphemes_after, edge=_exactly),
    "up": lambda page, place, count: _vertical(page, place, -count),
    "down": _vertical,
    "page-up": lambda page, place, count: _vertical(page, place, -count * page.step),
    "page-down": lambda page, place, count: _vertical(page, place, count * page.step),
    "half-page-up": lambda page, place, count: _vertical(page, place, -count * page.half_step),
    "half-page-down": lambda page, place, count: _vertical(page, place, count * page.half_step),
    "row-start": _row_start,
    "row-text": _row_text,
    "row-end": _row_end,
    "article-start": lambda _page, _place, _count: CaretPlace(0),
    "article-end": lambda page, _place, _count: CaretPlace(len(page.text)),
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
