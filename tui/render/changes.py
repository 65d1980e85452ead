"""Find the cells in which two strips differ, so that only those are written."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from operator import ne
from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size
from rich.segment import Segment

from tui.render.cells import COMPLEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.style import Style
    from textual.strip import Strip


@cache
def _stretch(gap: int) -> re.Pattern[bytes]:
    """Finds what differs, with up to so many equal cells between it."""
    return re.compile(rb"\x01+(?:\x00{1,%d}\x01+)*" % gap)


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
    before, after = old.text, new.text
    if not (old.cell_length == width and _is_one_to_one(before) and _is_one_to_one(after)):
        return [(0, max(old.cell_length, width))]
    differs = bytearray(map(ne, before, after))
    for first, last in _restyled(old, new):
        differs[first:last] = b"\x01" * (last - first)
    return [stretch.span() for stretch in _stretch(gap).finditer(differs)]


def _restyled(old: Strip, new: Strip) -> Iterator[tuple[int, int]]:
    """Where two strips of one length have other styles, whose characters take a cell each."""
    place = number = 0
    for (text, was, _), (other, now, _) in zip(old, new, strict=False):  # as most begin alike
        if was is not now or len(text) != len(other):
            break
        place += len(text)
        number += 1
    olds, news = islice(old, number, None), islice(new, number, None)
    end_was = end_now = place
    was = now = None
    while place < new.cell_length:
        while end_was <= place:
            text, was, _ = next(olds)
            end_was += len(text)
        while end_now <= place:
            text, now, _ = next(news)
            end_now += len(text)
        last = min(end_was, end_now)
        if was is not now and was != now:
            yield place, last
        place = last


def _is_one_to_one(text: str) -> bool:
    """Whether each character takes one cell; marks that take none can hide wide ones in a sum."""
    return all(get_character_cell_size(each) == 1 for each in COMPLEX.findall(text))


def joined(parts: Iterable[tuple[str, Style | None]]) -> list[Segment]:
    """The parts as segments, neighbours of one style as one, without those that are empty.

    A style is one object: a palette has it once, and Rich keeps what it has added.
    """
    segments: list[Segment] = []
    run, before = "", None
    for text, style in parts:
        if style is before:
            run += text
        elif text:
            if run:
                segments.append(Segment(run, before))
            run, before = text, style
    if run:
        segments.append(Segment(run, before))
    return segments
