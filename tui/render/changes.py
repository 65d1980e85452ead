"""Find the cells in which two strips differ, so that only those are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import get_character_cell_size

from tui.render.cells import COMPLEX

if TYPE_CHECKING:
    from rich.segment import Segment
    from rich.style import Style
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
    before, after = _cells(old), _cells(new)
    width = new.cell_length
    if not (len(before) == len(after) == width and _is_one_to_one(old, new)):
        return [(0, max(old.cell_length, width))]
    runs: list[tuple[int, int]] = []
    for column, (was, now) in enumerate(zip(before, after, strict=True)):
        if was == now:
            continue
        if runs and column - runs[-1][1] <= gap:
            runs[-1] = runs[-1][0], column + 1
        else:
            runs.append((column, column + 1))
    return runs


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    return [(character, style) for text, style, _ in strip for character in text]


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
