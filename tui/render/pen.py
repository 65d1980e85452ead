"""Writes text in few bytes: all that looks alike together, wherever it stands, its look named once.

Textual ends every style at the end of its text and names the next one whole, which is most of what
a page writes.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len
from rich.console import COLOR_SYSTEMS
from rich.segment import Segment
from textual.strip import Strip

from tui.render.cells import pinned

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.console import Console
    from rich.style import Style

_ENDS: Final = {
    **dict.fromkeys(("1", "2"), "22"),
    **dict.fromkeys(("4", "21"), "24"),
    **dict.fromkeys(("5", "6"), "25"),
    **dict.fromkeys(("51", "52"), "54"),
    "3": "23",
    "7": "27",
    "8": "28",
    "9": "29",
    "53": "55",
}
"""What ends each attribute of a text."""
_SEEN_ON_BLANKS: Final = frozenset(("4", "7", "8", "9", "21", "51", "52", "53"))
"""The attributes that show where there are no letters."""


class _Look(NamedTuple):
    """How a terminal writes, in the numbers that tell it so; none are its own colours."""

    attributes: frozenset[str] = frozenset()
    ink: str = ""
    ground: str = ""
    has_lines: bool = False
    """Whether blanks have more to see than the ground."""


_PLAIN: Final = _Look()
_UNBEGUN: Final = _Look()
"""Stands for the look of what comes before the first text."""


@lru_cache(maxsize=4_000)
def _look_of(style: Style, colours: ColorSystem) -> _Look:
    """What a terminal is told for a style."""
    attributes, ink, ground = [], "", ""
    numbers = Strip.render_ansi(style, colours)
    parts = iter(numbers.split(";") if numbers else ())
    for part in parts:
        colour = part
        if part in ("38", "48"):
            kind = next(parts)
            colour = ";".join((part, kind, *islice(parts, 3 if kind == "2" else 1)))
        number = int(part)
        if number in range(30, 40) or number in range(90, 98):
            ink = "" if part == "39" else colour
        elif number in range(40, 50) or number in range(100, 108):
            ground = "" if part == "49" else colour
        else:
            attributes.append(part)
    return _Look(frozenset(attributes), ink, ground, not _SEEN_ON_BLANKS.isdisjoint(attributes))


@lru_cache(maxsize=4_000)
def _change(before: _Look, after: _Look) -> str:
    """The shortest sequence after which a terminal writes otherwise than before."""
    if before == after:
        return ""
    whole = ["0", *sorted(after.attributes), after.ink, after.ground]
    ended = {_ENDS[each] for each in before.attributes - after.attributes}
    parts = [
        *sorted(ended),
        *sorted(
            each
            for each in after.attributes
            if each not in before.attributes or _ENDS[each] in ended
        ),
        (after.ink or "39") if after.ink != before.ink else "",
        (after.ground or "49") if after.ground != before.ground else "",
    ]
    return f"\x1b[{min((';'.join(filter(None, way)) for way in (whole, parts)), key=len)}m"


class Scroll(NamedTuple):
    """Rows (half-open) of the screen, or of a widget, that go up together; down if less than 0."""

    top: int
    bottom: int
    by: int


_Run = tuple[int, int, int, str]
"""Text of one look: its row, its first column and the one behind it; no gap is within."""


class Pen:
    """Writes text where it belongs, all that has one look at once, and one ground after another.

    To tell a look takes three times the bytes that it takes to go elsewhere, half of them for its
    ground.
    """

    def __init__(self, console: Console) -> None:
        self._colours = COLOR_SYSTEMS[console.color_system or "truecolor"]
        self._looks: dict[int, _Look] = {id(None): _PLAIN}
        """By the identity of a style, which is that of its strip until all is written."""
        self._scrolled = ""
        self._runs: dict[_Look, list[_Run]] = {}
        self._blank: dict[str, _Look] = {}
        """By the ground, a look in which blanks may be written: they have no ink of their own."""

    def scroll(self, scroll: Scroll) -> None:
        """Have the terminal move rows, as terminals can since the VT100: in margins for a while."""
        edge, step = (scroll.bottom - 1, "\x1bD") if scroll.by > 0 else (scroll.top, "\x1bM")
        margins = f"\x1b[{scroll.top + 1};{scroll.bottom}r"
        self._scrolled = f"{margins}\x1b[{edge + 1};1H{step * abs(scroll.by)}\x1b[r"

    def write(self, strip: Strip, x: int, y: int, first: int, last: int) -> None:
        """Write what of a strip, which begins in a cell of the screen, is from one column to before
        another; blanks with what stands before or behind them, where they look alike so."""
        looks, before, run, begun = self._looks, _UNBEGUN, "", first
        ground: str | None = None  # of a run whose blanks show nothing else
        blank: _Look | None = None  # of a run that can still be written as what follows
        for text, style, _ in strip:
            begin = x
            x += len(text) if text.isascii() else cell_len(text)
            if x <= first:
                continue
            if begin >= last:
                break
            if begin < first or x > last:
                text = _piece(text, max(0, first - begin), min(x, last) - begin)
                begin = max(begin, first)
            look = looks.get(id(style)) or self._look(style)
            _, _, its_ground, has_lines = look
            is_blank = not has_lines and not text.strip(" ")
            if ground == its_ground and is_blank:
                look = before
            elif ground == its_ground and before is blank and not has_lines:
                before = look
            if look is before:
                run += text
                if not is_blank:
                    blank = None
                continue
            if before is not _UNBEGUN:
                self._put((y, begun, begin, run), before, is_blank=before is blank)
            run, begun, before, blank = text, begin, look, look if is_blank else None
            ground = None if has_lines else its_ground
        if before is not _UNBEGUN:
            self._put((y, begun, min(x, last), run), before, is_blank=before is blank)

    def _look(self, style: Style | None) -> _Look:
        """What a terminal is told for a style that was not written yet."""
        look = _PLAIN if style is None else _look_of(style, self._colours)
        self._looks[id(style)] = look
        return look

    def _put(self, run: _Run, look: _Look, *, is_blank: bool) -> None:
        """Write a run that is over in its look, or if it is blank in any that is like it so."""
        look = self._blank.setdefault(look.ground, look) if is_blank else look
        self._runs.setdefault(look, []).append(run)

    def sequences(self) -> str:
        """All that was written, after which the terminal writes plainly again."""
        written, before, x, y = [self._scrolled], _PLAIN, -1, -1
        grounds: dict[str, list[_Look]] = {}
        for look in self._runs:
            grounds.setdefault(look.ground, []).append(look)
        for look in chain.from_iterable(grounds.values()):
            runs = self._runs[look]
            written.append(_change(before, look))
            before = look
            for run in runs:
                line, begin, end, text = run
                if line != y:
                    written.append(f"\x1b[{line + 1};{begin + 1}H")
                elif begin != x:
                    written.append(f"\x1b[{begin + 1}G")
                written.append(text if text.isascii() else pinned(text, begin))
                x, y = end, line
        written.append(_change(before, _PLAIN))
        return "".join(written)


def _piece(text: str, first: int, last: int) -> str:
    """What of a text is from one of its cells to before another; blank where that halves one."""
    if text.isascii():
        return text[first:last]
    return Segment(text).split_cells(first)[1].split_cells(last - first)[0].text
