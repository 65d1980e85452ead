"""Lines of text parts in cells: what the bars around the panes are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from store.text.inert import inert
from tui.render.changes import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

Part = tuple[str, "Style"]
"""A piece of text, made inert when it is drawn, and its style."""


def cut(text: str, cells: int) -> str:
    """The text, inert and in one line, cut to a number of cells with an ellipsis."""
    shown = inert(" ".join(text.split()) if "\n" in text or "\r" in text else text)
    if cell_len(shown) <= cells:
        return shown
    while shown and cell_len(shown) > cells - 1:
        shown = shown[: max(0, min(len(shown) - 1, cells))]
    return shown + "…" if cells > 0 else ""


def line_strip(left: Iterable[Part], right: Iterable[Part], width: int, blank: Style) -> Strip:
    """A strip of exactly `width` cells: parts from the left, and parts that end at the right.

    Where there is no room for all, the right parts stay whole and the left ones are cut.
    """
    rights = [Segment(inert(text), style) for text, style in right if text]
    room = width - sum(cell_len(segment.text) for segment in rights)
    if room < 0:
        shown = cut("".join(segment.text for segment in rights), width)
        return Strip([Segment(shown + " " * (width - cell_len(shown)), rights[0].style)], width)
    segments: list[Segment] = []
    for text, style in left:
        shown = cut(text, room)
        if shown:
            segments.append(Segment(shown, style))
            room -= cell_len(shown)
        if room <= 0 or (shown.endswith("…") and not inert(text).endswith("…")):
            break
    segments.append(Segment(" " * room, blank))
    return Strip(joined([s for s in (*segments, *rights) if s.text]), width)
