"""What keys give, as the tests of this room ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.labels import DEFAULT_LABELS
from tui.keys.commands import MAIN_MODES, Mode, all_commands
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from pathlib import Path

    from tui.keys.keymap import Keymap, Pressed

ALL: Final = all_commands(DEFAULT_LABELS)
IDS: Final = [command.id for command in ALL]
MAIN: Final = [command for command in ALL if not command.modes.isdisjoint(MAIN_MODES)]
"""The commands of the main screen."""


def press(keymap: Keymap, keys: str, mode: Mode = Mode.READING) -> Pressed:
    """Press keys, parted by spaces; what came of the last."""
    for key in keys.split(" "):
        pressed = keymap.press(key, mode)
    return pressed


def outcome(keymap: Keymap, keys: str, mode: Mode = Mode.READING) -> tuple[str, int | None]:
    """The command that keys give, and its count."""
    pressed = press(keymap, keys, mode)
    return (pressed.command.id if pressed.command else "", pressed.count)


def own(tmp_path: Path, text: str) -> Keymap:
    """The keymap of a person whose file says so."""
    path = tmp_path / "keymap.toml"
    path.write_text(f"[keys]\n{text}\n", encoding="utf-8")
    return keymap_for(ALL, path)
