"""Write only the cells that changed, not the whole row they stand in, and their styles briefly.

Textual's compositor crops a partial update at its right edge but not at its left (its own code has
a note to do so, textual issue 5625): a caret move would write each changed row from its start. This
crops both. It also ends every style at the end of its text and names the next one whole, which is
more than half of what a page writes: here only that is written which is other than before. Rows
that go up or down together are moved by the terminal, which has them already.
`EditorScreen` and `Dialog` install it; a test makes sure that it is in effect.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.console import COLOR_SYSTEMS
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rich.console import Console

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


_PLAIN: Final = _Look()


@lru_cache(maxsize=2_000)
def _look_of(numbers: str) -> _Look:
    """What a terminal is told by numbers."""
    attributes, ink, ground = [], "", ""
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
    return _Look(frozenset(attributes), ink, ground)


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


@lru_cache(maxsize=4_000)
def _on_blanks(before: _Look, wanted: _Look) -> _Look:
    """How blanks may be written so that they look as wanted: they have no ink of their own."""
    if wanted.attributes & _SEEN_ON_BLANKS:
        return wanted
    return _Look(before.attributes - _SEEN_ON_BLANKS, before.ink, wanted.ground)


class Scroll(NamedTuple):
    """Rows (half-open) of the screen, or of a widget, that go up together; down if less than 0."""

    top: int
    bottom: int
    by: int


class _Pen:
    """Writes text in its styles, and remembers how the terminal writes at the moment."""

    def __init__(self, console: Console) -> None:
        self._colours = COLOR_SYSTEMS[console.color_system or "truecolor"]
        self._look = _PLAIN
        self._written: list[str] = []

    def move_to(self, x: int, y: int) -> None:
        """Go on in a cell of the screen."""
        self._written.append(f"\x1b[{y + 1};{x + 1}H")

    def scroll(self, scroll: Scroll) -> None:
        """Have the terminal move rows, as terminals can since the VT100: in margins for a while."""
        edge, step = (scroll.bottom - 1, "\x1bD") if scroll.by > 0 else (scroll.top, "\x1bM")
        self._written.append(f"\x1b[{scroll.top + 1};{scroll.bottom}r")
        self.move_to(0, edge)
        self._written += (step * abs(scroll.by), "\x1b[r")

    def write(self, strip: Strip) -> None:
        """Write a strip where the last one ended."""
        for text, style, _ in strip:
            look = _PLAIN
            if style is not None:
                look = _look_of(Strip.render_ansi(style, self._colours))
            if not text.strip(" "):
                look = _on_blanks(self._look, look)
            self._written += (_change(self._look, look), text)
            self._look = look

    def sequences(self) -> str:
        """All that was written, after which the terminal writes plainly again."""
        return "".join((*self._written, _change(self._look, _PLAIN)))


def lines_as_drawn(widget: Widget, crop: Region) -> list[Strip]:
    """The lines of a widget that draws them whole, without a frame, and keeps what it has drawn.

    Textual would lay a style sheet's frame, padding and opacity around each, and keep them again.
    """
    filters, width, columns = widget.get_line_filters(), widget.size.width, crop.column_span
    background = widget.background_colors[1] if filters else Color(0, 0, 0)
    strips = []
    for y in crop.line_range:
        strip = widget.render_line(y).adjust_cell_length(width)
        for each in filters:
            strip = strip.apply_filter(each, background)
        strips.append(strip if columns == (0, width) else strip.crop(*columns))
    return strips


class ComparedWidget(Widget):
    """A widget that finds out what of it has changed only once it is painted.

    Whatever comes of a key, each of its rows is then drawn and compared once.
    """

    def changed_regions(self) -> Iterable[Region]:
        """The cells that are other ones than when this was last asked."""
        raise NotImplementedError

    def compare_later(self) -> None:
        """Have what has changed painted soon."""
        self.refresh(Region())

    def _exchange_repaint_regions(self) -> Collection[Region]:
        return {*super()._exchange_repaint_regions(), *self.changed_regions()}


class CroppedUpdate(ChopsUpdate):
    """A partial update that begins where the change begins."""

    scrolled: Scroll | None = None
    """What is moved before anything is written."""

    def render_segments(self, console: Console) -> str:
        """The terminal sequences that paint the update."""
        pen = _Pen(console)
        if self.scrolled is not None:
            pen.scroll(self.scrolled)
        for y, first, last in self.spans:
            for end, (start, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or start >= last or end <= first:
                    continue
                left, right = max(first, start), min(last, end)
                pen.move_to(left, y)
                pen.write(strip.crop(left - start, right - start))
        return pen.sequences()


class WholeUpdate(LayoutUpdate):
    """The whole screen."""

    def render_segments(self, console: Console) -> str:
        """The terminal sequences that paint the update."""
        pen = _Pen(console)
        for y, line in enumerate(self.strips, self.region.y):
            pen.move_to(self.region.x, y)
            for strip in line:
                pen.write(strip)
        return pen.sequences()


class CroppingCompositor(Compositor):
    """A compositor whose partial updates touch only what is dirty.

    Textual's own renders every widget within the rectangle around all dirty regions. The status
    line, the caret and the inspector together span the screen, so that each key would render all.
    """

    _wanted: Collection[Region] | None = None
    """The dirty regions of the partial update that is being made."""
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

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:  # noqa: FBT001, FBT002  # Textual's
        """Render everything."""
        self._scrolled = None
        update = super().render_full_update(simplify=simplify)
        return WholeUpdate(update.strips, update.region)

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what is dirty, or nothing."""
        self._wanted = tuple(self._dirty_regions)
        try:
            update = super().render_partial_update()
        finally:
            self._wanted = None
        if update is None:
            return None
        cropped = CroppedUpdate(update.chops, update.spans, update.chop_ends)
        cropped.scrolled, self._scrolled = self._scrolled, None
        return cropped

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """The strips of each widget in its dirty rows."""
        if self._wanted is None:
            yield from super()._get_renders(crop)
            return
        wanted = list(self._wanted)
        for widget, (region, clip) in self.visible_widgets.items():  # those in front first
            visible = region.intersection(clip)
            dirty = [part.intersection(visible) for part in wanted if part.overlaps(visible)]
            if dirty:
                wanted = [part for part in wanted if not visible.contains_region(part)]
            for top, bottom in _joined((part.y, part.bottom) for part in dirty):
                band = Region(visible.x, top, visible.width, bottom - top)
                lines = Region(band.x - region.x, top - region.y, band.width, band.height)
                yield region, band, widget.render_lines(lines)


def _joined(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of rows (half-open) in order, those that meet as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
