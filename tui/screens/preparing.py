"""Prepares in a pause what the first key of a kind would have to wait for: letters, dialogs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.screens import opening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from textual.screen import Screen

    from tui.screens.dialog import Dialog
    from tui.screens.editor import EditorScreen


def prepare(screen: EditorScreen) -> Iterator[bool]:
    """Find what letters can stand at in what is visible, and make the dialogs that are opened most.

    A dialog is made as for its key, and knows of the story what it knows before it is opened.

    Yields:
        After each step, which takes a key's time at most, whether it has to wait for others.
    """
    from tui import jump_targets  # all this has been read ahead
    from tui.screens.annotations import AnnotationsScreen
    from tui.screens.command_palette import PaletteScreen
    from tui.screens.help import HelpScreen
    from tui.screens.kept_dialogs import has_been_opened, prepare_dialog
    from tui.screens.note import NoteScreen, Writing, note_dialog
    from tui.screens.picker import PickerScreen

    for pane in screen.panes.panes:
        if pane.opened is not None and pane.size.height:
            text, visible = pane.opened.article.text, pane.viewport.visible_text
            for _ in jump_targets.find_ahead(text, visible, screen.workspace.labels):
                yield False
    dialogs: dict[type[Screen[Any]], Callable[[EditorScreen], Dialog[Any]]] = {
        HelpScreen: opening.help_dialog,
        PaletteScreen: partial(opening.palette_dialog, used=()),
        PickerScreen: opening.picker_dialog,
        AnnotationsScreen: opening.list_dialog,
        NoteScreen: lambda screen: note_dialog(screen.app, Writing("", "")),
    }
    for kind, made_by in dialogs.items():
        if not has_been_opened(screen.app, kind):
            yield from prepare_dialog(screen.app, made_by(screen))
    screen.bars.prompt.search_bar()
    yield False
