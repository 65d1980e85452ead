"""A line of the list in which an article is picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from store.frozen import Frozen
from tui.render.lines import cut, line_strip

if TYPE_CHECKING:
    from textual.strip import Strip

    from tui.render.lines import Part
    from tui.render.palette import Palette


class PickedLine(Frozen):
    """An article as it is offered."""

    number: str
    """Which of how many it is."""
    name: str
    marks: tuple[str, ...]
    """What there is to say of it: how many spans, how far, whether it is on the screen."""
    fits: frozenset[int]
    """The places of its name that fit what was typed."""


def article_line(line: PickedLine, palette: Palette, width: int, *, is_chosen: bool) -> Strip:
    """An article: its number, its name with what of that fits, and how far it is.

    Args:
        line: What is shown.
        palette: The styles.
        width: In cells.
        is_chosen: Whether the keys are for it.
    """
    plain = palette.selection if is_chosen else palette.bar
    faint = palette.selection if is_chosen else palette.bar_faint
    found = plain + Style(bold=True, underline=True)
    right: list[Part] = [(f"  {' · '.join(line.marks)}" if line.marks else "", plain)]
    room = max(1, width - len(line.number) - 1 - sum(len(text) for text, _ in right))
    name = cut(line.name, room)
    left: list[Part] = [(f"{line.number} ", faint)]
    left += [(c, found if n in line.fits and c != "…" else plain) for n, c in enumerate(name)]
    return line_strip(left, right, width, plain)
