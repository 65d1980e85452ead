"""What keys are called: by a keymap, and to a person."""

from __future__ import annotations

from functools import lru_cache
from string import punctuation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual import events

GIVE_UP: Final = "escape"
"""Takes back a chord or a number that was begun, whatever else it means."""
TAKE_BACK: Final = frozenset((GIVE_UP, "backspace"))
"""All keys that do."""
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

_CALLED: Final = {shown.lower(): name for name, shown in _KEY_NAMES.items()}


def key_name(chord: str) -> str:
    """A key as a person reads it: `shift+left` is `Shift+←`."""
    return " ".join(
        key if len(key) == 1 else "+".join(map(_part_name, key.split("+")))
        for key in chord.split(" ")
    )


def _part_name(part: str) -> str:
    return _KEY_NAMES.get(part) or (part.upper() if part[1:].isdigit() else part.title())


def key_called(shown: str) -> str:
    """A key as a keymap names it, of how a person may write it: `Ctrl+PgDn` is `ctrl+pagedown`."""
    if len(shown) == 1:
        return shown
    *modifiers, last = shown.lower().split("+")
    return "+".join((*sorted(modifiers), _CALLED.get(last, last)))


def pressed_key(event: events.Key) -> str:
    """A key as a keymap names it: the character, or the name of what has none.

    Textual spells out what a terminal with kitty's protocol sends with Alt or Ctrl:
    `alt+semicolon` is `alt+;` here.
    """
    character = event.character
    *modifiers, last = event.key.split("+") if len(event.key) > 1 else [event.key]
    if not {"alt", "ctrl"} & {*modifiers}:
        is_plain = character is not None and character.isprintable() and character != " "
        return character if character and is_plain else event.key
    return event.key if len(last) == 1 else "+".join((*modifiers, _marks().get(last, last)))


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    """The marks of ASCII by the names that Textual has for them; made at the first such key."""
    from textual.keys import _character_to_key  # this is loaded also where there is no screen

    return {_character_to_key(mark): mark for mark in punctuation}
