"""Write only the cells that changed, not the whole row they stand in, and their styles briefly.

Textual's compositor crops a partial update at its right edge but not at its left (its own code has
a note to do so, textual issue 5625): a caret move would write each changed row from its start. This
crops both, and writes with a `Pen`. Rows that go up or down are moved by the terminal, which has
them already.
`EditorScreen` and `Dialog` install it; a test makes sure that it is in effect.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate, ReflowResult
from textual.geometry import Region, Size

from tui.render.pen import Pen, Scroll

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from textual.strip import Strip
    from textual.widget import Widget

_FEW: Final = 8
"""Regions that are compared with each other."""


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
        pen = Pen(console)
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
        pen = Pen(console)
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

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out, and have painted what is new, gone or elsewhere.

        Textual would also have painted what has another number among its like, as all has behind a
        line that opens: what comes over it or goes from there is painted itself.
        """
        dirty, before = {*self._dirty_regions}, self._full_map
        result = super().reflow(parent, size)
        now = self._full_map
        for widget in before.keys() | now.keys():
            places = [each[widget]._replace(order=()) for each in (before, now) if widget in each]
            if len(places) == 1 or places[0] != places[1]:
                dirty |= {shown for p in places if (shown := p.clip.intersection(p.region))}
        self._dirty_regions = dirty
        return result

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
