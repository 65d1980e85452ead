"""Write only the cells that changed, not the whole row they stand in.

Textual's compositor crops a partial update at its right edge but not at its left (its own code has
a note to do so, textual issue 5625): a caret move would write each changed row from its start. This
crops both. `MainScreen` installs it; a test makes sure that it is in effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rich.console import Console
    from textual.strip import Strip


class CroppedUpdate(ChopsUpdate):
    """A partial update that begins where the change begins."""

    def render_segments(self, console: Console) -> str:
        """The terminal sequences that paint the update."""
        sequences: list[str] = []
        for y, first, last in self.spans:
            for end, (start, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
                if strip is None or start >= last or end <= first:
                    continue
                left, right = max(first, start), min(last, end)
                sequences.append(Control.move_to(left, y).segment.text)
                painted = strip.crop(left - start, right - start).render(console)
                # Ending one style and beginning the next can be said in one sequence.
                sequences.append(painted.replace("\x1b[0m\x1b[", "\x1b[0;"))
        return "".join(sequences)


class CroppingCompositor(Compositor):
    """A compositor whose partial updates touch only what is dirty.

    Textual's own renders every widget within the rectangle around all dirty regions. The status
    line, the caret and the inspector together span the screen, so that each key would render all.
    """

    _wanted: Collection[Region] | None = None
    """The dirty regions of the partial update that is being made."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what is dirty, or nothing."""
        self._wanted = tuple(self._dirty_regions)
        try:
            update = super().render_partial_update()
        finally:
            self._wanted = None
        if update is None:
            return None
        return CroppedUpdate(update.chops, update.spans, update.chop_ends)

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """The strips of each widget, from its first dirty row to its last."""
        if self._wanted is None:
            yield from super()._get_renders(crop)
            return
        for widget, (region, clip) in self.visible_widgets.items():
            visible = region.intersection(clip)
            dirty = [part.intersection(visible) for part in self._wanted if part.overlaps(visible)]
            if dirty:
                top, bottom = min(part.y for part in dirty), max(part.bottom for part in dirty)
                band = Region(visible.x, top, visible.width, bottom - top)
                lines = Region(band.x - region.x, top - region.y, band.width, band.height)
                yield region, band, widget.render_lines(lines)
