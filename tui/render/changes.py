"""Find the cells in which two strips differ, so that only those are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size
from rich.segment import Segment

from tui.render.cells import COMPLEX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.strip import Strip


def changed_runs(old: Strip, new: Strip, gap: int = 12) -> list[tuple[int, int]]:
    """The stretches of cells (half-open) in which two strips of one length differ.

    Where a wide character makes cells and characters differ, that is the whole row.

    Args:
        old: What was drawn.
        new: What is drawn now.
        gap: Up to so many equal cells between two stretches are counted with them: to write them
            takes fewer bytes than to move over them.
    """
    if old == new:
        return []
    width = new.cell_length
    if not (old.cell_length == width and _is_one_to_one(old, new)):
        return [(0, max(old.cell_length, width))]
    runs: list[tuple[int, int]] = []
    for first, last in _differences(old, new):
        if runs and first - runs[-1][1] <= gap:
            runs[-1] = runs[-1][0], last
        else:
            runs.append((first, last))
    return runs


def _differences(old: Strip, new: Strip) -> Iterator[tuple[int, int]]:
    """Where two strips of one length differ whose characters take a cell each."""
    olds, news = iter(old), iter(new)
    was = now = Segment("")
    place = from_was = from_now = 0
    while place < new.cell_length:
        while from_was == len(was.text):
            was, from_was = next(olds), 0
        while from_now == len(now.text):
            now, from_now = next(news), 0
        count = min(len(was.text) - from_was, len(now.text) - from_now)
        if was.style != now.style:
            yield place, place + count
        elif was.text[from_was : from_was + count] != now.text[from_now : from_now + count]:
            cells = zip(
                was.text[from_was : from_was + count],
                now.text[from_now : from_now + count],
                strict=True,
            )
            differing = [at for at, (before, after) in enumerate(cells) if before != after]
            yield from _stretches(place, differing)
        place, from_was, from_now = place + count, from_was + count, from_now + count


def _stretches(place: int, differing: list[int]) -> Iterator[tuple[int, int]]:
    """Where cells differ in a piece of text that begins at a place; as one, if most of it does."""
    first, last = differing[0], differing[-1]
    if 2 * len(differing) > last - first:
        yield place + first, place + last + 1
    else:
        for at in differing:
            yield place + at, place + at + 1


def _is_one_to_one(*strips: Strip) -> bool:
    """Whether each character takes one cell; marks that take none can hide wide ones in a sum."""
    return all(
        COMPLEX.search(text) is None or all(get_character_cell_size(c) == 1 for c in text)
        for strip in strips
        for text, _, _ in strip
    )


def join_segments(segments: list[Segment]) -> list[Segment]:
    """The segments with neighbours of one style made one. A style is one object: a palette has it
    once, and Rich keeps what it has added."""
    result: list[Segment] = []
    before = None
    for segment in segments:
        if result and segment.style is before:
            result[-1] = type(segment)(result[-1].text + segment.text, before)
        else:
            result.append(segment)
            before = segment.style
    return result
