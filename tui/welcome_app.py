"""The app of a folder without articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app import SidelightApp
from tui.screens.welcome import WelcomeScreen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.screen import Screen

    from store.story.workspace import Workspace
    from tui.keys.keymap import Keymap


class WelcomeApp(SidelightApp):
    """Shows what can be done until there is an article."""

    # Textual does not read the sheet of the screen it begins with.
    CSS_PATH = WelcomeScreen.CSS_PATH

    def __init__(
        self,
        workspace: Workspace,
        keymap: Keymap,
        folder: Path,
        to_edit: Callable[[], Workspace],
    ) -> None:
        """Take the folder.

        Args:
            workspace: The story without articles, to read.
            keymap: The keys.
            folder: Where articles are waited for.
            to_edit: Opens the same story to edit, for an import.
        """
        super().__init__(workspace, keymap)
        self._folder = folder
        self._to_edit = to_edit
        self.chosen: Path | None = None
        """The folder that is to be opened; none if it was only left."""
        self.practises = False
        """Whether practice is to be opened instead."""

    def get_default_screen(self) -> Screen[None]:
        """Start with what can be done."""
        return WelcomeScreen(self._folder, self._to_edit)

    def on_welcome_screen_chosen(self, message: WelcomeScreen.Chosen) -> None:
        """Leave, to go on elsewhere."""
        self.chosen, self.practises = message.folder, message.practises
        self.exit()
