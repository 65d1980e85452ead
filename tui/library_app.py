"""The app of a folder of stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app import SidelightApp
from tui.screens.library import LibraryScreen

if TYPE_CHECKING:
    from textual.screen import Screen

    from store.story.workspace import Workspace
    from tui.keys.keymap import Keymap
    from tui.screens.library_choice import LibraryChoice


class LibraryApp(SidelightApp):
    """Lists the stories of a folder until one is chosen."""

    # Textual does not read the sheet of the screen it begins with.
    CSS_PATH = LibraryScreen.CSS_PATH

    def __init__(self, workspace: Workspace, keymap: Keymap, choice: LibraryChoice) -> None:
        """Take the stories.

        Args:
            workspace: The folder as a story without articles, to read.
            keymap: The keys.
            choice: What is listed.
        """
        super().__init__(workspace, keymap)
        self.choice = choice
        self.chosen = ""
        """The name of the story that is to be opened; empty if the list was only left."""

    def get_default_screen(self) -> Screen[None]:
        """Start with the list."""
        return LibraryScreen(self.workspace, self.choice, self.palette)

    def on_library_screen_story_chosen(self, message: LibraryScreen.StoryChosen) -> None:
        """Leave, to go on with a story."""
        self.chosen = message.name
        self.exit()
