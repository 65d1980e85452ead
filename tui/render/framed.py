"""A frame of lines around others, with a title at the top and what is said at the bottom."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.render.lines import cut, with_the_last

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui.render.palette import Palette

SIDE = 2
"""Cells of each side: the line and a blank."""


def framed(
    lines: Iterable[Strip], title: str, said: str, palette: Palette, width: int
) -> list[Strip]:
    """Lines in a frame.

    Args:
        lines: As wide as there is room within it.
        title: Stands in the line at the top.
        said: Stands in the one at the bottom.
        palette: The styles.
        width: Of all, in cells.
    """
    edge = palette.key + Style(bold=False)
    left, right = Segment("│ ", edge), Segment(" │", edge)
    return [
        _rule(f"╭─{_spaced(title, width)}", "╮", edge, width),
        *(Strip([left, *line, right], width) for line in lines),
        _rule("╰", f"{_hints(said, width)}─╯", edge, width),
    ]


def ruled(
    lines: Iterable[Strip], title: str, said: str, palette: Palette, width: int
) -> list[Strip]:
    """Lines that take the whole width between two rules; as `framed`."""
    edge = palette.key + Style(bold=False)
    return [
        _rule(f"─{_spaced(title, width)}", "─", edge, width),
        *lines,
        _rule("─", f"{_hints(said, width)}─", edge, width),
    ]


def _spaced(text: str, width: int) -> str:
    return f" {cut(text, max(1, width - 6))} " if text else ""


def _hints(said: str, width: int) -> str:
    return _spaced(with_the_last(said, width - 6), width)


@lru_cache(maxsize=64)
def _rule(left: str, right: str, style: Style, width: int) -> Strip:
    """A line with something at both ends; the same one as long as it says the same."""
    between = "─" * max(0, width - cell_len(left) - cell_len(right))
    return Strip([Segment(left + between + right, style)], width)
