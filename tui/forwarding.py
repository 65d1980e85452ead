"""Gives an event to a widget as if it had come from the terminal, and keeps keys behind clicks.

Textual has no public way for the first: this is the one place that goes through a private one.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual.errors import NoWidget

if TYPE_CHECKING:
    from textual import events
    from textual.app import App
    from textual.widget import Widget

_CLICK: Final = 0.5
"""Seconds that a key waits at most for what was clicked before it."""


def forward(event: events.Event, widget: Widget) -> None:
    """Give a widget or a screen an event that came before it was there, or while others had to
    wait."""
    widget._forward_event(event)  # noqa: SLF001 (see above)


class Clicks:
    """Lets what was clicked take effect before the key that came after it.

    A key is taken at once, while a click goes from queue to queue: to what was clicked, and what
    that says of it up to the screen.
    """

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._clicked: Widget | None = None
        """What was clicked, until a key comes."""

    def see(self, event: events.MouseEvent) -> None:
        """Something has been done with the mouse."""
        app = self._app
        self._clicked = app.mouse_captured or app.screen
        if app.mouse_captured is None:
            with suppress(NoWidget):
                self._clicked = app.screen.get_widget_at(event.x, event.y)[0]

    async def wait(self) -> None:
        """A key has come: wait until what was clicked has been told."""
        clicked, self._clicked = self._clicked, None
        if clicked is None:
            return
        for node in (clicked, *clicked.ancestors_with_self):
            if node is self._app or not node.is_running:
                return
            reached = asyncio.Event()
            node.call_later(reached.set)
            with suppress(TimeoutError):  # it is busy with what waits for a key
                await asyncio.wait_for(reached.wait(), _CLICK)
