"""Find the cells in which two strips differ, so that only those are written."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.segment import Segment
    from rich.style import Style
    from textual.strip import Strip


def changed_cells(old: Strip, new: Strip) -> tuple[int, int] | None:
    """The first and last cell (half-open) in which two strips of one length differ.

    Returns:
        The range, or nothing if they look the same. Where a wide character makes cells and
        characters differ, the range reaches to the edge of the row.
    """
    before, after = _cells(old), _cells(new)
    first = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
    if first is None and len(before) == len(after):
        return None
    if len(before) != old.cell_length or len(after) != new.cell_length:
        return 0, max(old.cell_length, new.cell_length)
    first = first or 0
    last = max(len(before), len(after))
    while last > first and before[last - 1 : last] == after[last - 1 : last]:
        last -= 1
    return first, last


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    return [(character, style) for text, style, _ in strip for character in text]


def joined(segments: list[Segment]) -> list[Segment]:
    """The segments with neighbours of one style made one, so that fewer codes are written."""
    if not segments:
        return []
    result = [segments[0]]
    for previous, segment in pairwise(segments):
        if segment.style == previous.style:
            result[-1] = type(segment)(result[-1].text + segment.text, segment.style)
        else:
            result.append(segment)
    return result
