"""The list of formats: what each would lose of a story, in a sign and in the words of a person."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from store.formats.features import MADE_ANEW, Feature
from store.text.inert import inert
from store.wording import singular
from tui.render.lines import cut, line_strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.strip import Strip

    from store.formats.losses import Loss, Losses
    from tui.render.lines import Part
    from tui.render.palette import Palette

NAME: Final = 13
"""Cells of the column with the names of formats."""
_FILE: Final = (12, 30)
"""Cells that the column with the names of files has at least, and at most."""


class ExportMark(StrEnum):
    """How much is lost, as a sign."""

    NOTHING = "="
    BOOKKEEPING = "~"
    """Ids and times, which are made anew wherever they are missing."""
    CONTENT = "!"
    IMPOSSIBLE = "–"
    UNKNOWN = "·"
    """It is being worked out."""


LEGEND: Final = "= loses nothing  ~ ids and times  ! what is named"
_WORDS: Final[dict[str, tuple[str, str]]] = {
    Feature.OVERLAPS: ("nested span", "nested spans"),
    Feature.SUBTOKEN: ("span off the words", "spans off the words"),
    Feature.DISCONTINUOUS: ("span in parts", "spans in parts"),
    Feature.RELATIONS: ("tie", "ties"),
    Feature.CROSSING: ("tie between articles", "ties between articles"),
    Feature.IDS: ("id", "ids"),
    Feature.ORIGINS: ("origin and time", "origins and times"),
    Feature.DOCUMENTS: ("mark on an article", "marks on articles"),
    "roles of relations": ("role of a tie", "roles of ties"),
}
"""What is called otherwise here than in a file: for one, and for several."""
_CHANGED: Final[dict[str, tuple[str, str]]] = {
    Feature.SUBTOKEN: ("span moved to whole words", "spans moved to whole words"),
}


def mark_of(losses: Losses) -> ExportMark:
    """How much that is."""
    if losses.content:
        return ExportMark.CONTENT
    return ExportMark.BOOKKEEPING if losses.found else ExportMark.NOTHING


def loss_words(losses: Losses) -> str:
    """What is lost or changed, counted; ids and times only where nothing else is."""
    lost = [_counted(loss, _WORDS) for loss in losses.found.values() if _is_content(loss)]
    changed = [_counted(loss, _CHANGED) for loss in losses.changed.values()]
    if lost or changed:
        return ", ".join((*lost, *changed))
    names = [_WORDS[loss.feature][1] for loss in losses.found.values()]
    return ", ".join(names)


def _is_content(loss: Loss) -> bool:
    return loss.feature not in MADE_ANEW


def _counted(loss: Loss, words: dict[str, tuple[str, str]]) -> str:
    what: str = loss.feature
    one, several = words.get(what) or (singular(what), what)
    return f"{loss.count:,} {one if loss.count == 1 else several}"


def export_line(
    mark: ExportMark,
    cells: tuple[str, str, str],
    widths: tuple[int, int],
    palette: Palette,
    *,
    is_chosen: bool,
) -> Strip:
    """A format in the list.

    Args:
        mark: How much it loses.
        cells: Its name, the file that is written, and what is lost or else what it is.
        widths: Of the line and of the column of files, in cells.
        palette: The styles.
        is_chosen: Whether the keys are for it.
    """
    (name, file, said), (width, file_width) = cells, widths
    is_vain = mark in (ExportMark.IMPOSSIBLE, ExportMark.UNKNOWN)
    plain = palette.bar_faint if is_vain else palette.bar
    strong = palette.bar_strong if mark is ExportMark.CONTENT else plain
    if is_chosen:
        plain = strong = palette.selection
    file = cut(file, file_width)
    text = f"{inert(name):<{NAME}} {file}{' ' * (file_width - cell_len(file))} {said}"
    return line_strip([(f"{mark} ", strong), (text, plain)], [], width, plain)


def file_column(names: Iterable[str], width: int) -> int:
    """How many cells the column of files has in a list of a width."""
    least, most = _FILE
    longest = max(map(len, names), default=0)
    return max(least, min(longest, most, width // 3))


def what_parts(
    scopes: Sequence[str], chosen: str, palette: Palette, *, has_text: bool
) -> list[Part]:
    """How much is written, and whether with the texts: what is chosen stands out."""
    texts = ("with", "without")
    choices = [("what", scopes, chosen), ("text", texts, texts[not has_text])]
    return choice_parts(choices, palette)


def choice_parts(choices: Iterable[tuple[str, Iterable[str], str]], palette: Palette) -> list[Part]:
    """What can be chosen from; what is chosen stands out.

    Args:
        choices: What each is called, what there is, and what of that is chosen.
        palette: The styles.
    """
    parts: list[Part] = []
    for name, those, chosen in choices:
        parts.append((f"{'   ' if parts else ''}{name} ", palette.bar_faint))
        for each in those:
            parts.append((f" {each} ", palette.selection if each == chosen else palette.bar_faint))
    return parts
