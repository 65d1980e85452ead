"""The stories of a folder in one list: how far each is, and which is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from tui.keys.commands import Mode
from tui.render.library_sheet import LibrarySheet, library_keys
from tui.screens.list_screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.strip import Strip

    from store.story.workspace import Change, Workspace
    from tui.render.palette import Palette
    from tui.screens.library_choice import LibraryChoice


class LibraryScreen(ListScreen[None]):
    """Lists stories; tells the app which of them is to be opened."""

    MODE = Mode.LIBRARY

    class StoryChosen(Message):
        """Somebody wants to go on with a story."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, workspace: Workspace, choice: LibraryChoice, palette: Palette) -> None:
        """List the stories of a folder.

        Args:
            workspace: The folder as a story without articles, to read: its labels and keys.
            choice: What is listed; it stays so while a story is open.
            palette: The styles.
        """
        super().__init__(workspace, choice, palette)
        self._choice = choice

    def on_mount(self) -> None:
        """Say what kept a story from being opened."""
        if self._choice.said:
            self.say(self._choice.said, is_bad=True)
            self._choice.said = ""

    def take_change(self, change: Change) -> None:
        """Nothing is edited here."""

    def row_handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands do that not every list has, by their ids."""
        return {
            "rows.order": self._choice.next_order,
            "list.choose": self.choose,
            "library": self._go_back,
            "quit": self.app.exit,
        }

    def choose(self) -> None:
        """Open the story that the keys are for."""
        if self._choice.story is not None:
            self._open(self._choice.story.name)

    def _go_back(self) -> None:
        """Go on with the story that was open before."""
        if self._choice.opened in self._choice.survey.stories:
            self._open(self._choice.opened)
        else:
            self.say("No story was open before; {key:list.choose} opens one, {key:quit} leaves")

    def _open(self, name: str) -> None:
        self._choice.opened = name
        self.post_message(self.StoryChosen(name))

    def leave(self) -> None:
        """Leave the line that is typed into, then the filter; the list itself is left by a key."""
        if self.is_typing or self._choice.typed:
            super().leave()
        else:
            self.say("{key:list.choose} opens a story, {key:quit} leaves")

    # Drawing -----------------------------------------------------------------------------------

    @property
    def rows_in_view(self) -> int:
        """How many rows there is room for."""
        return self._sheet().rows_in_view

    def strips(self, said: list[Strip]) -> list[Strip]:
        """The lines of the screen."""
        sheet = self._sheet()
        shown = self._choice.shown(sheet.rows_in_view)
        return [
            sheet.top(shown),
            *sheet.stories(
                shown, f"No story fits that; {self.key('dialog.leave')} ends the filter"
            ),
            *sheet.about(shown, said),
            *sheet.keys,
        ]

    def _sheet(self) -> LibrarySheet:
        size, has_story = self.size, bool(self._choice.opened)
        keys = library_keys(
            self.keymap, self._palette, size, is_filtering=self.is_typing, has_story=has_story
        )
        return LibrarySheet(size.width, size.height, self._palette, keys)
