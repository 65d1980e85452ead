"""Write only the cells that changed, not the whole row they stand in.

Textual's compositor crops a partial update at its right edge but not at its left (its own code has
a note to do so, textual issue 5625): a caret move would write each changed row from its start. This
crops both. `MainScreen` installs it; a test makes sure that it is in effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor

if TYPE_CHECKING:
    from rich.console import Console


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
                sequences.append(strip.crop(left - start, right - start).render(console))
        return "".join(sequences)


class CroppingCompositor(Compositor):
    """A compositor whose partial updates are cropped on both sides."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Render what is dirty, or nothing."""
        update = super().render_partial_update()
        if update is None:
            return None
        return CroppedUpdate(update.chops, update.spans, update.chop_ends)
