"""The app of practice: Sidelight with a teacher, who counts the keys."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import events

from tui.app import SidelightApp
from tui.screens.practice import PracticeScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.practice.teacher import Teacher
    from store.story.workspace import Workspace
    from tui.keys.keymap import Keymap


class PracticeApp(SidelightApp):
    """Sidelight with a teacher."""

    def __init__(
        self,
        teacher: Teacher,
        workspace: Workspace,
        keymap: Keymap,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(workspace, keymap)
        self.teacher = teacher
        self._clock = clock
        """Seconds; never goes back."""

    def get_default_screen(self) -> PracticeScreen:
        """Start in the screen of practice."""
        return PracticeScreen(replace(self.setup, resumes=False), self.teacher)

    def on_mount(self) -> None:
        """Start the clock. What any app of ours does when it is mounted is done as well."""
        self.teacher.begin(self._clock())

    async def on_event(self, event: events.Event) -> None:
        """Count each key and each press of a mouse button, in dialogs as well."""
        is_pressed = isinstance(event, events.Key | events.MouseDown)
        if is_pressed and not event.is_forwarded:
            self.teacher.press(self._clock())
        await super().on_event(event)
