"""Gives an event to a widget as if it had come from the terminal, keeps keys in their order, and
paints what they have changed.

Textual has no public way for the first and the last: this is the one place that goes through
private ones.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.errors import NoWidget

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.timer import Timer
    from textual.widget import Widget

_CLICK: Final = 0.5
"""Seconds that a key waits at most for what was clicked before it."""
_COMMAND: Final = 2
"""Seconds that keys wait at most for a command, whose field may be gone before it is told."""
_FRAME: Final = 1 / 60
"""Seconds between two keys from which on each is painted at once: what comes faster than a screen
can show it is painted together, as Textual does it."""


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


class KeptKeys:
    """Keeps what comes after a command that waits for what was typed before it.

    That is told to the field that has the focus, and the command after it. The command may give the
    focus to another field, or close all: what comes then is for what is there then. So does what
    comes before the first screen stands.
    """

    def __init__(self, app: App[None], give: Callable[[events.Event], Awaitable[None]]) -> None:
        """Keep nothing yet.

        Args:
            app: For its clock.
            give: Gives what was kept to what is there.
        """
        self._app = app
        self._give = give
        self._kept: list[events.Event] | None = None
        self._latest: Timer | None = None
        """Ends the wait for a command that is never told."""

    def begin(self) -> None:
        """A command waits from now on."""
        if self._kept is None:
            self.begin_until_shown()
            self._latest = self._app.set_timer(_COMMAND, self.end)

    def begin_until_shown(self) -> None:
        """A screen is not laid out yet: what comes before that has nothing in sight to be for."""
        self._kept = self._kept or []

    def keeps(self, event: events.Event) -> bool:
        """Keep what was pressed or pasted, if a command waits; whether one does."""
        if self._kept is None or not isinstance(event, events.Key | events.Paste):
            return False
        self._kept.append(event)
        return True

    async def end(self) -> None:
        """The command is done: give what came meanwhile, up to the next that waits."""
        if self._latest is not None:  # else it would end the wait for a later command
            self._latest.stop()
        kept, self._kept = self._kept or [], None
        while kept:
            await self._give(kept.pop(0))
            if self._waits_again(kept):
                return

    def _waits_again(self, kept: list[events.Event]) -> bool:
        """Whether what was given is a command that waits too; then the rest is kept for longer."""
        if self._kept is not None:
            self._kept[:0] = kept
        return self._kept is not None


class PromptPaint:
    """Paints what a key has changed as soon as it is done.

    Textual paints when its turn comes (`tui/__init__.py` says how often it looks): what changes
    soon after a paint waits for that. In a pause a count in the status line is painted now and
    then, and the key that comes next would wait.
    """

    def __init__(self) -> None:
        self._last = 0.0
        """When a key was painted last, on the clock of `time.monotonic`."""

    def paint(self, app: App[Any]) -> None:
        """Paint what is to be drawn anew of the screen, if its layout stays as it is.

        That is done when the widgets have heard that they were asked for it: what is written then
        leaves while nothing else is to be done.
        """
        now = monotonic()
        if now - self._last < _FRAME or not app.screen_stack:
            return
        screen = app.screen
        visible = screen._compositor.visible_widgets  # noqa: SLF001  # Textual's, see above
        changed = {each for each in visible if each._repaint_required}  # noqa: SLF001  # as above
        is_laid_out = not any(each._layout_required for each in visible)  # noqa: SLF001  # as above
        if not changed or screen in changed or not is_laid_out:
            return
        self._last = now
        for each in changed:
            each._repaint_required = False  # noqa: SLF001  # as above
        screen._dirty_widgets |= changed  # noqa: SLF001  # as above
        # Not by `call_later`, which wraps it anew, so that its signature is looked up each time.
        paint = events.Callback(screen._on_timer_update)  # noqa: SLF001  # as above
        screen.post_message(paint)
