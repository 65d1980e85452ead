"""The Textual app: themes, the palette of commands, and the way in and out."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

import msgspec
from textual import events
from textual.app import App
from textual.binding import Binding
from textual.geometry import Offset
from textual.reactive import Reactive
from textual.theme import BUILTIN_THEMES, Theme

from store.errors import SidelightError
from store.files import Files
from store.labels import LABELS_FILE
from tui.forwarding import Clicks, KeptKeys, PromptPaint
from tui.keys.commands import MAIN_MODES, Mode, all_commands
from tui.keys.keymap_file import keymap_for
from tui.render.palette import palette
from tui.screens.editor_state import EditorSetup
from tui.screens.main import MainScreen
from tui.widgets.command_keys import CommandKeys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.screen import Screen

    from store.labels import LabelSet
    from store.story.workspace import Workspace
    from store.suggest.outside.choosing import OutsideSuggester
    from tui.keys.keymap import Keymap
    from tui.render.palette import Palette
    from tui.slow_disk import DiskWatch

DARK: Final = Theme(
    name="sidelight-dark",
    primary="#74a8fc",
    accent="#8fb8ff",
    foreground="#d6dae2",
    background="#15181e",
    surface="#1c1f25",
    panel="#242830",
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
_WATCH_AFTER: Final = 0.1
"""Seconds after the start from which it is said that the disk is waited for."""
_OWN_THEMES: Final = {theme.name: theme for theme in (DARK, LIGHT)}
PLAIN: Final = "sidelight-plain"
"""The name of the theme without colours of its own, for NO_COLOR."""
_SHOWN: Final = "story"
"""What Textual calls the stack of screens of a story, which is replaced where that has grown."""
_ALT_IN_TEXT: Final = frozenset(("alt+backspace", "alt+enter"))
"""What people have in their fingers where text is written; it must not close what they write."""


def _keys_with_alt(keymap: Keymap) -> dict[Mode, frozenset[str]]:
    """The keys with Alt that mean something, by mode."""
    return {
        mode: frozenset(
            key
            for command in keymap.commands
            if mode in command.modes
            for chord in keymap.keys_of(command.id)
            for key in chord.split(" ")
            if key.startswith("alt+")
        )
        for mode in Mode
    }


def theme_names() -> list[str]:
    """The themes that somebody can name: Textual's and our own."""
    return sorted({*BUILTIN_THEMES, *_OWN_THEMES})


def _few_colours(labels: LabelSet, *, is_plain: bool, is_dark: bool) -> Palette:
    from tui.render import few_colours  # most terminals have many

    if is_plain:
        return few_colours.plain_palette(labels)
    return few_colours.ansi_palette(labels, is_dark=is_dark)


def _own_themes(app: SidelightApp) -> Mapping[str, Theme]:
    if not (app.is_plain or app.has_few_colours):
        return _OWN_THEMES
    from tui.render import few_colours  # most terminals have many

    return few_colours.PLAIN_THEMES if app.is_plain else few_colours.THEMES


def _palette_of(app: SidelightApp) -> Palette:
    """The styles of an app's theme, as far as its terminal has the colours."""
    labels = app.workspace.labels
    if app.has_few_colours or app.current_theme.ansi:
        return _few_colours(labels, is_plain=app.is_plain, is_dark=app.current_theme.dark)
    # Not `theme_variables`: a new theme is in them only once its style sheet is.
    variables = app.get_css_variables()
    return palette(
        labels,
        background=variables["background"],
        foreground=variables["foreground"],
        accent=variables["accent"],
        has_256=app.console.color_system == "256",
    )


class CalmApp(App[None]):
    """An app of calm screens: a layout draws what it moves, and all where others wrote on it."""

    def refresh(
        self, *, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw all of the screen again."""
        super().refresh(repaint=repaint, layout=layout, recompose=recompose)
        if repaint and layout and self.screen_stack:
            self.screen.refresh()
        return self


class SidelightApp(CalmApp):
    """Sidelight in the terminal."""

    # Ours from the first: with another one before it the style sheet would be parsed twice.
    theme: Reactive[str] = Reactive(DARK.name)
    TITLE = "Sidelight"
    CSS_PATH = Path(__file__).parent / "styles" / "sidelight.tcss"
    DEFAULT_MODE = _SHOWN
    ENABLE_COMMAND_PALETTE = False  # Textual would give it a key that no keymap can change
    has_few_colours = False
    """Whether the terminal has 8 or 16 colours of its own; asked for before that is known."""
    BINDINGS: ClassVar[list[BindingType]] = [
        # It always leaves: no keymap can give it to a command.
        Binding("ctrl+q", "quit", "Leave", show=False, priority=True),
    ]

    def __init__(  # noqa: PLR0913  # each is an option of the command line
        self,
        workspace: Workspace,
        keymap: Keymap,
        *,
        theme: str = DARK.name,
        columns: int | None = None,
        extra: Sequence[OutsideSuggester] = (),
        suggests: str | None = None,
        resumes: bool = True,
    ) -> None:
        self.is_plain = "NO_COLOR" in os.environ  # also empty, as Textual has it
        super().__init__(ansi_color=True if self.is_plain else None)
        self._disable_tooltips = self._disable_notifications = True  # we have none: no widgets
        self.workspace = workspace
        self.own_keymap = keymap
        self.setup = EditorSetup(workspace, keymap, columns, tuple(extra), suggests, resumes)
        self.shows_cursor = False
        """Whether the cursor of the terminal is seen on the caret."""
        self.read_at = self.key_at = 0.0
        """When something was last read from the terminal, though nobody has taken it yet: on the
        clock of `time.monotonic`. Written by the thread that reads; `key_at` also by who takes."""
        self.has_library = self.wants_library = False
        """Whether the stories beside it can be listed, and are to be next."""
        self.kept_dialogs: dict[type[Screen[Any]], Screen[Any]] = {}  # that were opened before
        self._palette: Palette | None = None
        self.has_few_colours = self.console.color_system == "standard" and not self.is_plain
        if self.has_few_colours:
            self.ansi_color = True
        self._clicks, self.prompt_paint = Clicks(self), PromptPaint()
        self.kept_keys = KeptKeys(self, self._give)
        self._event_loop: asyncio.AbstractEventLoop | None = None
        self.ended_by: int | None = None
        """The number of the signal that ended it, if one did."""
        self._alt_keys = _keys_with_alt(keymap)
        self._disk_watch: DiskWatch | None = None
        self.theme = PLAIN if self.is_plain else theme

    def begin_again(self, said: str) -> None:
        """Show the story anew, where one was, and say that it has articles or labels it had not."""
        from tui.screens.kept_dialogs import let_go  # no first paint needs it

        labels_file = self.workspace.story.root / LABELS_FILE
        commands = all_commands(self.workspace.labels)
        try:
            self.own_keymap = keymap_for(commands, self.own_keymap.file, labels_file)
        except SidelightError as error:  # a new label has the key of another command
            said = f"{said}; {error}"
        self._alt_keys = _keys_with_alt(self.own_keymap)
        self._palette = None
        self.setup = msgspec.structs.replace(
            self.setup, keymap=self.own_keymap, resumes=True, said=said
        )
        self.kept_keys.begin_until_shown()
        before, after = self.current_mode, f"{_SHOWN} again {id(self.setup)}"
        if before == _SHOWN:  # Textual reads the style sheet again where it begins in one
            self.add_mode(before, self.get_default_screen)
        self.add_mode(after, self.get_default_screen)
        self.switch_mode(after)
        self.remove_mode(before)
        let_go(self)  # they are of the story as it was
        main = self.screen_stack[0]
        if isinstance(main, MainScreen):
            main.call_after_refresh(main.show_state)
        main.call_after_refresh(self.kept_keys.end)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Textual's themes and our own, by name."""
        return {**super().available_themes, **_OWN_THEMES, **_own_themes(self)}

    def get_theme(self, theme_name: str) -> Theme | None:
        """A theme by its name; asked for at each line that is drawn, so ours are found at once."""
        return _own_themes(self).get(theme_name) or super().get_theme(theme_name)

    def get_default_screen(self) -> Screen[None]:
        """Start in the main screen."""
        return MainScreen(self.setup)

    def get_driver_class(self) -> type[Driver]:
        """Our own, unless the environment names one, as what shows Textual elsewhere does."""
        if sys.platform == "win32" or "TEXTUAL_DRIVER" in os.environ:
            return super().get_driver_class()
        from tui.driver import TerminalDriver

        return TerminalDriver

    def takes_alt(self, key: str) -> bool:
        """Whether Alt and a key mean something where the keys go now.

        If not they are Esc, and then the key: so a terminal sends these if they come within a
        moment. Asked by the thread that reads the terminal.

        Args:
            key: As a keymap names it, such as `alt+shift+x`.
        """
        if self.focused is not None and key in _ALT_IN_TEXT:
            return True
        taker = self._key_taker
        if taker is not None:
            return key in self._alt_keys[taker.MODE]
        is_main = self.focused is None and isinstance(self.screen, MainScreen)
        return is_main and any(key in self._alt_keys[mode] for mode in MAIN_MODES)

    @property
    def _key_taker(self) -> CommandKeys | None:
        """The dialog, or the line that is typed into, which has the keys now."""
        if not self.screen_stack:
            return None
        nodes = (self.focused or self.screen).ancestors_with_self
        return next((node for node in nodes if isinstance(node, CommandKeys)), None)

    @property
    def cursor_position(self) -> Offset:
        """Where the cursor of the terminal is put after each paint: on the caret.

        There a screen reader, a magnifier and an input method look for it, also while it is hidden.
        """
        if not self._screen_stacks[self.current_mode]:
            return Offset(0, 0)
        field: Offset | None = getattr(self.focused, "cursor_screen_offset", None)
        own: Offset = getattr(self.screen, "caret_cell", Offset(0, 0))
        return own if field is None else field

    @cursor_position.setter
    def cursor_position(self, _: Offset) -> None:
        """Textual's fields say where their caret is; they are asked for it instead."""

    async def on_event(self, event: events.Event) -> None:
        """Give a key to the commands of a dialog before it goes to what has the focus."""
        if event.is_forwarded or not self.kept_keys.keeps(event):
            await self._give(event)
        if isinstance(event, events.MouseDown | events.MouseUp) and self.screen_stack:
            self._clicks.see(event)

    async def _give(self, event: events.Event) -> None:
        """Give an event to what is there for it now."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.key_at = time.monotonic()
            await self._clicks.wait()
            if (taker := self._key_taker) is None or not taker.take_key(event):
                await super().on_event(event)
            self.prompt_paint.paint(self)
        else:
            await super().on_event(event)

    async def on_command_done(self) -> None:
        """A command is done for which keys have waited."""
        await self.kept_keys.end()

    # Ending by a signal, and going away for a while ------------------------------------------

    def on_load(self) -> None:
        """From here on the loop runs, and can be told of signals; keys wait for a screen."""
        self.kept_keys.begin_until_shown()
        self._event_loop = asyncio.get_running_loop()
        if self.ended_by is not None:
            self.exit(return_code=128 + self.ended_by)

    def end_by(self, number: int) -> None:
        """Leave because of a signal; may be called between any two steps of the program."""
        self.ended_by = number
        if self._event_loop is not None and not self._event_loop.is_closed():
            self._event_loop.call_soon_threadsafe(partial(self.call_later, self._end, number))

    def _end(self, number: int) -> None:
        """Keep the note that is being written, which `u` takes back, and leave."""
        from tui.screens.note import NoteScreen

        if isinstance(self.screen, NoteScreen):
            self.screen.keep()
        self.call_next(self.exit, return_code=128 + number)

    async def on_ready(self) -> None:
        """The first screen stands: give it what was pressed before that."""
        await self.kept_keys.end()

    def on_mount(self) -> None:
        """Listen for the way back from the shell."""
        self.app_resume_signal.subscribe(self, self._on_return)
        if self._driver is not None and not self.is_headless:
            self.set_timer(_WATCH_AFTER, partial(self._watch_disk, self._driver))

    def _watch_disk(self, driver: Driver) -> None:
        """From now on say so where the disk is waited for."""
        from tui.slow_disk import watch_for  # not before the first paint

        self._disk_watch = Files.watch = watch_for(self, lambda: self.palette, driver)

    def on_unmount(self) -> None:
        """The terminal is given back: nothing more is said on it."""
        if self._disk_watch is not None:
            Files.watch = nullcontext()
            self._disk_watch.close()

    def _on_return(self, _: object) -> None:
        """Draw everything again, as the screen was given to others."""
        self.refresh(layout=True)
        self._look_again()
        main = self.screen_stack[0]
        if isinstance(main, MainScreen) and not getattr(self._driver, "was_stopped", True):
            main.say("There is no shell to go back to")
            main.show_state()

    def on_app_focus(self) -> None:
        """Somebody looks at this terminal again."""
        self._look_again()

    def _look_again(self) -> None:
        """Tell the main screen that other programs may have been at work meanwhile."""
        main = self.screen_stack[0] if self.screen_stack else None
        if isinstance(main, MainScreen) and main.is_mounted:
            main.look_again()

    @property
    def palette(self) -> Palette:
        """The styles of the theme."""
        if self._palette is None:
            self._palette = _palette_of(self)
        return self._palette

    def watch_theme(self, theme: str) -> None:
        """Make the palette anew and draw with it."""
        self._palette = None
        main = self.screen_stack[0] if self.is_running else None
        if isinstance(main, MainScreen):
            self.call_after_refresh(main.panes.repaint)
            self.call_after_refresh(main.show_state)

    def action_toggle_theme(self) -> None:
        """Change between dark and light."""
        if not self.is_plain:
            self.theme = LIGHT.name if self.current_theme.dark else DARK.name
