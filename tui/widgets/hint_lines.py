"""The keys of a dialog, in as many lines as they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.render.lines import wrapped_hints

if TYPE_CHECKING:
    from textual.geometry import Size

_ANY_WIDTH = 1_000
"""Cells before there is a place for it."""


class HintLines(Static):
    """Hints with dots between them, none of which is torn where a line ends."""

    def __init__(self, hints: str = "", widget_id: str | None = None) -> None:
        super().__init__(classes="hint", id=widget_id, markup=False)
        self.hints = hints

    def show(self, hints: str) -> None:
        """Name other keys."""
        self.hints = hints
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """How many lines they take."""
        return len(wrapped_hints(self.hints, width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n".join(wrapped_hints(self.hints, self.size.width or _ANY_WIDTH)))
