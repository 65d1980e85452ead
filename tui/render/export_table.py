"""The list of formats: what each would lose of a story, in a sign and in the words of a person."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rich.text import Text

from store.formats.features import MADE_ANEW, Feature
from store.text.inert import inert
from store.wording import singular
from tui.render.lines import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.formats.losses import Loss, Losses

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


LEGEND: Final = "= loses nothing  ~ ids and times  ! more"
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


def export_line(mark: ExportMark, cells: tuple[str, str, str], width: int, file_width: int) -> Text:
    """A format in the list.

    Args:
        mark: How much it loses.
        cells: Its name, the file that is written, and what is lost or else what it is.
        width: Of the line, in cells.
        file_width: Of the column of files, in cells.
    """
    name, file, said = cells
    style = "dim" if mark in (ExportMark.IMPOSSIBLE, ExportMark.UNKNOWN) else ""
    text = Text(no_wrap=True, end="")
    text.append(f"{mark} ", "bold" if mark is ExportMark.CONTENT else style)
    text.append(f"{inert(name):<{NAME}} ", style)
    text.append(f"{cut(file, file_width):<{file_width}} ", style)
    text.append(cut(said, max(0, width - NAME - file_width - 4)), style)
    return text


def file_column(names: Iterable[str], width: int) -> int:
    """How many cells the column of files has in a list of a width."""
    least, most = _FILE
    longest = max(map(len, names), default=0)
    return max(least, min(longest, most, width // 3))


def what_line(scopes: Sequence[str], chosen: str, *, has_text: bool) -> Text:
    """How much is written, and whether with the texts: what is chosen stands out."""
    texts = ("with", "without")
    return choice_line([("what", scopes, chosen), ("text", texts, texts[not has_text])])


def choice_line(choices: Iterable[tuple[str, Iterable[str], str]]) -> Text:
    """What can be chosen from; what is chosen stands out.

    Args:
        choices: What each is called, what there is, and what of that is chosen.
    """
    line = Text()
    for name, those, chosen in choices:
        line.append(f"{'   ' if line else ''}{name} ", "dim")
        for each in those:
            line.append(f" {each} ", _style(is_chosen=each == chosen))
    return line


def _style(*, is_chosen: bool) -> str:
    return "bold reverse" if is_chosen else "dim"
