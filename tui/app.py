"""The Textual app: themes, the palette of commands, and the way in and out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import App
from textual.binding import Binding
from textual.theme import Theme

from tui.render.palette import palette, plain_palette
from tui.screens.main import MainScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType
    from textual.command import Provider

    from store.workspace import Workspace
    from tui.keymap import Keymap
    from tui.render.palette import Palette

DARK: Final = Theme(
    name="sidelight-dark",
    primary="#74a8fc",
    accent="#8fb8ff",
    foreground="#d6dae2",
    background="#15181e",
    surface="#1b1f27",
    panel="#232832",
    warning="#f2c14e",
    error="#f27878",
    success="#54c99a",
    dark=True,
)
LIGHT: Final = Theme(
    name="sidelight-light",
    primary="#1a5bc4",
    accent="#1a5bc4",
    foreground="#22262e",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e8e5de",
    warning="#a85200",
    error="#b8252e",
    success="#0b7a55",
    dark=False,
)
PLAIN: Final = "ansi-dark"
"""The theme without colours of its own, for NO_COLOR."""


def _commands() -> type[Provider]:
    from tui.palette_commands import SidelightCommands  # only when the palette is first opened

    return SidelightCommands


class SidelightApp(App[None]):
    """Sidelight in the terminal."""

    TITLE = "Sidelight"
    CSS_PATH = Path(__file__).parent / "styles" / "sidelight.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Leave", show=False, priority=True),
    ]

    def __init__(
        self, workspace: Workspace, keymap: Keymap, *, theme: str, columns: int | None
    ) -> None:
        self.is_plain = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if self.is_plain else None)
        self.workspace = workspace
        self.own_keymap = keymap
        self._columns = columns
        self._palette: Palette | None = None
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = PLAIN if self.is_plain else theme

    def get_default_screen(self) -> MainScreen:
        """Start in the main screen."""
        return MainScreen(self.workspace, self.own_keymap, self._columns)

    @property
    def palette(self) -> Palette:
        """The styles of the theme."""
        if self._palette is None:
            labels = self.workspace.labels
            if self.is_plain or self.current_theme.ansi:
                self._palette = plain_palette(labels)
            else:
                # Not `theme_variables`: a new theme is in them only once its style sheet is.
                variables = self.get_css_variables()
                self._palette = palette(
                    labels,
                    background=variables["background"],
                    foreground=variables["foreground"],
                    accent=variables["accent"],
                )
        return self._palette

    def watch_theme(self, theme: str) -> None:
        """Make the palette anew and draw with it."""
        self._palette = None
        if self.is_running and isinstance(self.screen_stack[0], MainScreen):
            self.call_after_refresh(self.screen_stack[0].theme_changed)

    def action_toggle_theme(self) -> None:
        """Change between dark and light."""
        if not self.is_plain:
            self.theme = LIGHT.name if self.current_theme.dark else DARK.name
