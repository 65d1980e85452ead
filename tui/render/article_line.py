"""A line of the list in which an article is picked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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


_LEAST_NAME: Final = 14
"""Characters of a name for which what else there is to say is left out."""


def _joined(marks: tuple[str, ...]) -> str:
    return f"  {' · '.join(marks)}" if marks else ""


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
    marks, most = line.marks, width - len(line.number) - 1
    while marks and most - len(_joined(marks)) < min(len(line.name), _LEAST_NAME):
        marks = marks[:-1]
    right: list[Part] = [(_joined(marks), plain)]
    room = max(1, most - len(_joined(marks)))
    name = cut(line.name, room)
    left: list[Part] = [(f"{line.number} ", faint)]
    left += [(c, found if n in line.fits and c != "…" else plain) for n, c in enumerate(name)]
    return line_strip(left, right, width, plain)
