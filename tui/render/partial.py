"""Write only the cells that changed, not the whole row they stand in, and their styles briefly.

Textual's compositor crops a partial update at its right edge but not at its left (its own code has
a note to do so, textual issue 5625): a caret move would write each changed row from its start. This
crops both. It also ends every style at the end of its text and names the next one whole, which is
most of what a page writes: here all that looks alike is written together, wherever it stands, and
each look is named once. Rows that go up or down are moved by the terminal, which has them already.
`EditorScreen` and `Dialog` install it; a test makes sure that it is in effect.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, combinations, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len
from rich.console import COLOR_SYSTEMS
from rich.segment import Segment
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tui.render.cells import pinned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.color import ColorSystem
    from rich.console import Console
    from rich.style import Style
    from textual.widget import Widget

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
_FEW: Final = 8
"""Regions that are compared with each other."""


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


class _Pen:
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


class Piece(NamedTuple):
    """Cells (half-open) of a row of the screen, with the strip of which they are to be written."""

    y: int
    first: int
    last: int
    x: int
    """Where the strip begins."""
    strip: Strip


class CroppedUpdate(ChopsUpdate):
    """A partial update that begins where the change begins."""

    def __init__(self, pieces: Sequence[Piece], scrolled: Scroll | None) -> None:
        """Make one.

        Args:
            pieces: What is written.
            scrolled: What is moved before.
        """
        super().__init__([], [], [])
        self._pieces, self._scroll = pieces, scrolled

    def render_segments(self, console: Console) -> str:
        """The terminal sequences that paint the update."""
        pen = _Pen(console)
        if self._scroll is not None:
            pen.scroll(self._scroll)
        for y, first, last, x, strip in self._pieces:
            pen.write(strip, x, y, first, last)
        return pen.sequences()


class WholeUpdate(LayoutUpdate):
    """The whole screen."""

    def __init__(
        self, strips: list[Iterable[Strip]], region: Region, cuts: Sequence[Sequence[int]]
    ) -> None:
        """Make one.

        Args:
            strips: What stands in each row.
            region: Of the screen.
            cuts: The columns at which these begin, row by row.
        """
        super().__init__(strips, region)
        self._cuts = cuts

    def render_segments(self, console: Console) -> str:
        """The terminal sequences that paint the update."""
        pen = _Pen(console)
        for y, (starts, line) in enumerate(zip(self._cuts, self.strips, strict=False)):
            for x, strip in zip(starts, line, strict=False):
                if strip is not None:  # nothing covers it, until the next layout
                    pen.write(strip, x, y, x, x + strip.cell_length)
        return pen.sequences()


class CroppingCompositor(Compositor):
    """A compositor whose partial updates touch only what is dirty.

    Textual's own renders every widget within the rectangle around all dirty regions. The status
    line, the caret and the inspector together span the screen, so that each key would render all.
    It also divides every row of the screen among the widgets, for each paint.
    """

    _scrolled: Scroll | None = None
    """What the terminal is to move before the next partial update."""

    def scroll(self, widget: Widget, rows: Scroll) -> bool:
        """Have the terminal move rows of a widget with its next paint; whether it will.

        It moves whole rows of the screen, so the widget must fill those alone. What comes to be in
        the place of what was moved away is for the widget to repaint.
        """
        if self._scrolled is not None or widget.screen is not widget.app.screen:
            return False
        region, clip = self.visible_widgets.get(widget, (Region(), Region()))
        moved = Region(0, region.y + rows.top, self.size.width, rows.bottom - rows.top)
        if moved.intersection(region).intersection(clip) != moved:
            return False
        around = widget.ancestors_with_self
        if any(
            each not in around and place.overlaps(moved)
            for each, (place, _) in self.visible_widgets.items()
        ):
            return False
        self._scrolled = Scroll(moved.y, moved.bottom, rows.by)
        return True

    def forget_changes(self) -> None:
        """Take what was laid out as painted: nobody sees it, and who shows it has it painted."""
        self._dirty_regions.clear()

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:  # noqa: FBT001, FBT002  # Textual's
        """Render everything."""
        self._scrolled = None
        update = super().render_full_update(simplify=simplify)
        return WholeUpdate(update.strips, update.region, self.cuts)

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what is dirty, or nothing."""
        wanted = _apart([each.intersection(self.size.region) for each in self._dirty_regions])
        self._dirty_regions.clear()
        if not wanted:
            return None
        pieces: list[Piece] = []
        for widget, region, visible, parts in self._seen(wanted):
            for top, bottom in _joined((part.y, part.bottom) for part in parts):
                lines = _rendered(widget, region, visible, top, bottom)
                pieces += (
                    Piece(y, part.x, part.right, visible.x, lines[y - top])
                    for part in parts
                    for y in part.line_range
                    if top <= y < bottom
                )
        scrolled, self._scrolled = self._scrolled, None
        return CroppedUpdate(sorted(pieces), scrolled)  # no two begin in one cell

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """The strips of each widget in the rows that are wanted, as far as it can be seen."""
        for widget, region, visible, parts in self._seen([crop or self.size.region]):
            for top, bottom in _joined((part.y, part.bottom) for part in parts):
                band = Region(visible.x, top, visible.width, bottom - top)
                yield region, band, _rendered(widget, region, visible, top, bottom)

    def _seen(self, wanted: list[Region]) -> Iterator[tuple[Widget, Region, Region, list[Region]]]:
        """The widgets that are seen in regions of the screen: where each is, what of that may be
        seen, and in which parts of the regions it is what is seen."""
        left = wanted
        for widget, (region, clip) in self.visible_widgets.items():  # what is in front comes first
            if not left:
                return
            if not widget.is_attached:  # it is gone, and the next layout will say so
                continue
            visible = region.intersection(clip)
            parts = [(part, part.intersection(visible)) for part in left]
            left = [rest for part, here in parts for rest in _without(part, here)]
            if seen := [here for _, here in parts if here]:
                yield widget, region, visible, seen


def _rendered(
    widget: Widget, region: Region, visible: Region, top: int, bottom: int
) -> list[Strip]:
    """What of a widget is visible in rows of the screen."""
    x, y = visible.x - region.x, top - region.y
    return widget.render_lines(Region(x, y, visible.width, bottom - top))


def _apart(regions: Sequence[Region]) -> list[Region]:
    """The cells of regions, as regions of which no two share one."""
    some = [each for each in regions if each]
    if len(some) <= _FEW and not any(a.overlaps(b) for a, b in combinations(some, 2)):
        return some
    spans = CroppingCompositor._regions_to_spans(some)  # noqa: SLF001  # Textual's
    return [Region(first, y, last - first, 1) for y, first, last in spans]


def _without(part: Region, hole: Region) -> list[Region]:
    """What is left of a region around a part of it; all of it around nothing."""
    if not hole:
        return [part]
    if hole == part:
        return []
    x, y, width, height = part
    around = (
        Region(x, y, width, hole.y - y),
        Region(x, hole.y, hole.x - x, hole.height),
        Region(hole.right, hole.y, x + width - hole.right, hole.height),
        Region(x, hole.bottom, width, y + height - hole.bottom),
    )
    return [each for each in around if each]


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of rows (half-open) in order, those that meet as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
