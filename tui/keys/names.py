"""Keys as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.keys.keymap import Keymap

_KEY_NAMES: Final = {
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
}


def key_name(chord: str) -> str:
    """A key as a person reads it: `shift+left` is `Shift+←`."""
    return " ".join(
        key if len(key) == 1 else "+".join(map(_part_name, key.split("+")))
        for key in chord.split(" ")
    )


def _part_name(part: str) -> str:
    return _KEY_NAMES.get(part) or (part.upper() if part[1:].isdigit() else part.title())


def first_key(keymap: Keymap, command_id: str) -> str:
    """The first key of a command, as a person reads it; its id where it has none."""
    keys = keymap.keys_of(command_id)
    return key_name(keys[0]) if keys else command_id
