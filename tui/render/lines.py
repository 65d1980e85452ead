"""Lines of text parts in cells: what the bars around the panes are made of."""

from __future__ import annotations

import re
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.filter import ANSIToTruecolor
from textual.strip import Strip

from store.text.boundaries import GRAPHEME
from store.text.inert import inert
from tui.render.changes import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.geometry import Region
    from textual.widget import Widget

    from tui.keys.keymap import Keymap
    from tui.render.palette import Palette

Part = tuple[str, Style]
"""A piece of text, made inert when it is drawn, and its style."""


def cut(text: str, cells: int) -> str:
    """The text, inert and in one line, cut to a number of cells with an ellipsis."""
    if text.isascii() and text.isprintable():  # as nearly all that stands in a list
        if len(text) <= cells:
            return text
        return f"{text[: cells - 1]}…" if cells > 0 else ""
    shown = inert(" ".join(text.split()) if "\n" in text or "\r" in text else text)
    if cell_len(shown) <= cells:
        return shown
    end, room = 0, cells - 1
    for grapheme in GRAPHEME.finditer(shown):  # half of one could be of another width
        room -= cell_len(grapheme[0])
        if room < 0:
            break
        end = grapheme.end()
    return shown[:end] + "…" if cells > 0 else ""


def with_the_last(said: str, cells: int) -> str:
    """Hints with dots between them, of which those before the last are left out for want of room.

    The last says how to leave. A sentence is not changed.
    """
    hints = said.split(" · ")
    while len(hints) > 1 and cell_len(" · ".join(hints)) > cells:
        del hints[-2]
    return " · ".join(hints)


def wrapped_hints(said: str, cells: int) -> list[str]:
    """Hints with dots between them in lines, none of them torn where it fits into one."""
    lines: list[str] = []
    for hint in said.split(" · "):
        longer = f"{lines[-1]} · {hint}" if lines else hint
        if lines and cell_len(longer) <= cells:
            lines[-1] = longer
        else:
            lines += wrap(hint, max(1, cells)) or [""]
    return lines


_LONG: Final = 5_000
"""Characters of a text from which on only its ends are looked at."""
_LEAST_NAME: Final = 2
"""Letters that stay of a name where there is little room."""
COMMAND: Final = "command"
"""What the meta of a style calls the command whose keys are drawn in it."""
ANCHOR: Final = "\u2800"
"""Looks like a space, but is a letter to a terminal that reorders text from right to left."""
_HINT: Final = re.compile(r"[^·\u2500-\u257f]+")
"""A hint: between these stand dots, around all of them a frame."""
_WORD: Final = re.compile(r"\S+")
RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def with_anchors(segments: list[Segment]) -> list[Segment]:
    """The segments, with the blanks at both ends with_anchors if there is text from right to left.

    A terminal that reorders takes a whole line of the screen for one paragraph. Blanks, digits and
    borders between the right-to-left texts of two panes would belong to one stretch with them, and
    the panes would change places. Between letters from left to right (UAX #9, N1) each keeps its
    own. Controls for this, such as isolates, are exactly what a text must not smuggle in.
    """
    if RIGHT_TO_LEFT.search("".join([segment.text for segment in segments])) is None:
        return segments
    result = list(segments)
    first, last = result[0], result[-1]
    if first.text.startswith(" "):
        result[0] = Segment(ANCHOR + first.text[1:], first.style)
    if last.text.endswith(" "):
        last = result[-1]
        result[-1] = Segment(last.text[:-1] + ANCHOR, last.style)
    return result


def named_at(row: str, cell: int) -> tuple[str, ...]:
    """What may name a key in a row of hints, as `Enter keeps · Esc leaves`.

    Returns:
        The word in the cell, and the word with which its hint begins.
    """
    for hint in _HINT.finditer(row):
        if hint.start() <= cell < hint.end():
            words = [*_WORD.finditer(row, hint.start(), hint.end())]
            here = (word[0] for word in words if word.start() <= cell < word.end())
            return (*here, *(word[0] for word in words[:1]))
    return ()


def key_parts(keymap: Keymap, command_id: str, does: str, palette: Palette) -> list[Part]:
    """The first key of a command and what it does, in a bar; nothing where it has none."""
    if not does or not keymap.keys_of(command_id):
        return []
    parts = [(f" {keymap.name_of(command_id)}", palette.key), (f" {does} ", palette.bar)]
    return pressable(parts, command_id)


def pressable(parts: Iterable[Part], command_id: str) -> list[Part]:
    """Parts that stand for the keys of a command, also to the mouse."""
    mark = _mark_of(command_id)
    return [(text, style + mark) for text, style in parts]


@cache
def _mark_of(command_id: str) -> Style:
    """What a style has that stands for the keys of a command; to make one takes long."""
    return Style(meta={COMMAND: command_id})


def shortened(names: Sequence[str], room: int) -> list[str]:
    """Names cut to one length, as long as they can have in a number of cells for all of them.

    Two letters stay of each, whatever there is room for.
    """
    most = max(map(len, names), default=0)
    while sum(cell_len(name[:most]) for name in names) > room and most > _LEAST_NAME:
        most -= 1
    return [name[:most] for name in names]


def line_strip(left: Iterable[Part], right: Iterable[Part], width: int, blank: Style) -> Strip:
    """A strip of exactly `width` cells: parts from the left, and parts that end at the right.

    Where there is no room for all, the right parts stay whole and the left ones are cut.
    """
    rights = [(inert(text), style) for text, style in right if text]
    room = width - sum(cell_len(text) for text, _ in rights)
    if room < 0:
        shown = cut("".join(text for text, _ in rights), width)
        return Strip([Segment(shown + " " * (width - cell_len(shown)), rights[0][1])], width)
    parts: list[Part] = []
    for text, style in left:
        shown = cut(text, room)
        if shown:
            parts.append((shown, style))
            room -= cell_len(shown)
        if room <= 0 or (shown.endswith("…") and not inert(text).endswith("…")):
            break
    middle, said = " " * room, "".join(text for text, _ in rights).strip()
    if room and said and RIGHT_TO_LEFT.search("".join(text for text, _ in parts)):
        middle = middle[1:] + ANCHOR  # else a number behind it goes to the other side of the text
    return Strip(with_anchors(joined([*parts, (middle, blank), *rights])), width)


def lines_as_drawn(widget: Widget, crop: Region, line: Callable[[int], Strip]) -> list[Strip]:
    """The lines of a widget that draws them whole, without a frame, and keeps what it has drawn.

    Textual would lay a style sheet's frame, padding and opacity around each, and keep them again.
    It would also look in each for the terminal's own colours: a palette has only these or none.

    Args:
        widget: Whose lines they are.
        crop: Which cells of it.
        line: Draws one by its number.
    """
    filters = [f for f in widget.get_line_filters() if not isinstance(f, ANSIToTruecolor)]
    width, columns = widget.outer_size.width, crop.column_span
    strips = [line(y).adjust_cell_length(width) for y in crop.line_range]
    for each in filters:
        background = widget.background_colors[1]
        strips = [strip.apply_filter(each, background) for strip in strips]
    return strips if columns == (0, width) else [strip.crop(*columns) for strip in strips]


def shorten_middle(text: str, most: int) -> str:
    """A text in one line of at most `most` cells: its start and its end, of whole words where that
    leaves enough of both."""
    if len(text) > _LONG:  # only its ends are shown; the rest need not be looked at
        text = f"{text[:_LONG]} {text[-_LONG:]}"
    one_line = " ".join(text.split())
    most = max(12, most)
    cells = cell_len(one_line)
    if cells <= most:
        return one_line
    if cells != len(one_line):  # some of it takes two cells, or none
        tail = _last_cells(one_line, most // 3)
        return f"{cut(one_line, most - most // 3 - 2).removesuffix('…').rstrip()} … {tail.lstrip()}"
    tail = _last_words(one_line, most // 3, most // 2)
    return f"{_first_words(one_line, most - len(tail) - 3)} … {tail}"


def _last_cells(one_line: str, cells: int) -> str:
    """The end of a text, in at most so many cells."""
    begin = len(one_line)
    for grapheme in reversed([*GRAPHEME.finditer(one_line)]):
        cells -= cell_len(grapheme[0])
        if cells < 0:
            break
        begin = grapheme.start()
    return one_line[begin:]


def _last_words(text: str, room: int, at_most: int) -> str:
    """The last words that have room; if none has, the last one, unless it is longer than most."""
    begin = len(text) - room
    if text[begin - 1] != " ":
        behind, before = text.find(" ", begin), text.rfind(" ", 0, begin)
        if behind >= 0:
            begin = behind
        elif len(text) - before - 1 <= at_most:
            begin = before
    return text[max(0, begin) :].lstrip()


def _first_words(text: str, room: int) -> str:
    """The first words that have room; or what has, where that is a good deal more."""
    if text[room] != " ":
        end = text.rfind(" ", 0, room)
        room = end if end >= room // 2 else room
    return text[:room].rstrip()
