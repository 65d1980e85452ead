"""A person's own keys: the keymap of all commands, changed by a TOML file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from store.errors import InputError
from store.files import CONFINED
from tui.keys.commands import MAIN_MODES, WRITING_MODES, Mode
from tui.keys.key_names import key_called
from tui.keys.keymap import Keymap, KeymapError
from tui.keys.label_keys import check_label_keys, with_room_for_labels

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tui.keys.commands import Command

NAMED_KEYS: Final = frozenset(
    (
        *("left", "right", "up", "down", "home", "end", "pageup", "pagedown", "tab", "enter"),
        *("escape", "space", "backspace", "delete", "insert"),
        *(f"f{number}" for number in range(1, 13)),
    )
)
_MODIFIERS: Final = ("ctrl", "shift", "alt")
_DIGITS: Final = frozenset("123456789")
"""What begins a number; 0 only goes on with one."""
_WRITTEN: Final = frozenset(("space", "backspace"))
"""Keys with a name that somebody needs who writes."""
OF_BROWSERS: Final = frozenset(
    ("ctrl+n", "ctrl+t", "ctrl+w", "ctrl+pageup", "ctrl+pagedown", "f5", "f11", "f12")
)
"""Keys that no page is given, or that ours leaves to the browser."""
_TAKEN: Final = {"ctrl+q": "it always leaves"}
"""Keys that never reach a command, and why."""


def own_keymap_path() -> Path:
    """Where a person's own keymap is looked for."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return Path(home) / "sidelight" / "keymap.toml"


def own_keymap() -> Path | None:
    """A person's own keymap file, if there is one."""
    path = own_keymap_path()
    return path if path.exists() else None


def keymap_for(
    commands: Sequence[Command], path: Path | None = None, labels_file: Path | None = None
) -> Keymap:
    """The keymap of the commands, changed by a person's own file if there is one.

    Args:
        commands: Every command there is.
        path: A TOML file with a table `[keys]`: command id to a key or a list of keys.
        labels_file: Where the labels come from, to be named if their keys are at fault.

    Raises:
        InputError: The file cannot be read or is not TOML.
        KeymapError: It names an unknown command or key, or two commands clash.
    """
    own, places = _read(path) if path is not None else ({}, {})
    chosen, faults = _choices(own, {command.id: command for command in commands})
    check_label_keys([c for c in commands if c.id not in own], labels_file)
    keys = _with_room_for_own(commands, with_room_for_labels(commands, chosen), chosen) | chosen
    try:
        keys = _with_room_in_practice(commands, keys, chosen)
        keymap = Keymap(commands, keys, chosen, places, path)
    except KeymapError as error:
        if path is None:
            raise
        faults += [f"{sentence}; give one of them another" for sentence in error.sentences]
        raise KeymapError([f"{path}: {fault}" for fault in faults]) from error
    if faults:
        raise KeymapError([f"{path}: {fault}" for fault in faults])
    if CONFINED in os.environ:
        keymap.leave_unnamed(OF_BROWSERS)
    return keymap


def _choices(
    own: dict[str, object], known: Mapping[str, Command]
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The keys that a person has chosen, by the ids of commands; and what is wrong with others."""
    chosen: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    for command_id, value in own.items():
        chords = [value] if isinstance(value, str) else value
        if command_id not in known:
            faults.append(f"there is no command {command_id!r}{_similar(command_id, known)}")
        elif not isinstance(chords, list) or not all(isinstance(c, str) for c in chords):
            faults.append(f"{command_id} must be a key or a list of keys")
        else:
            found = {chord: _fault_in(chord, known[command_id]) for chord in chords}
            faults += [f"{command_id}: {fault}" for fault in found.values() if fault]
            right = (_normal(chord) for chord, fault in found.items() if not fault)
            chosen[command_id] = tuple(dict.fromkeys(right))
    return chosen, faults


def _with_room_for_own(
    commands: Sequence[Command],
    keys: dict[str, tuple[str, ...]],
    chosen: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    """The keys, where all but the first of a command give way to what a person gave another.

    So a key that a command gets beside the one it has breaks nobody's own keymap.
    """
    kept = dict(keys)
    given = [
        (each.modes, chord) for each in commands if each.id in chosen for chord in chosen[each.id]
    ]
    for command in commands if given else ():
        theirs = [chord for modes, chord in given if not modes.isdisjoint(command.modes)]
        if theirs:
            first, *others = keys[command.id] or ("",)
            free = (each for each in others if not any(_clash(each, own) for own in theirs))
            kept[command.id] = tuple(filter(None, (first, *free)))
    return kept


def _clash(one: str, other: str) -> bool:
    """Whether one chord is another, or begins it."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _with_room_in_practice(
    commands: Sequence[Command], keys: dict[str, tuple[str, ...]], chosen: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The keys, where the teacher's commands leave alone what means something while reading."""
    taken = {
        chord.split(" ")[0]
        for command in commands
        if Mode.READING in command.modes
        for chord in keys[command.id]
    }
    for command in commands:
        if Mode.PRACTICE in command.modes and command.id not in chosen:
            free = (chord for chord in keys[command.id] if chord.split(" ")[0] not in taken)
            keys[command.id] = tuple(free)
    return keys


def _read(path: Path) -> tuple[dict[str, object], dict[str, str]]:
    """The tables of a keymap file: keys by command, and what is meant by what is typed."""
    from store.toml_file import TomlFile  # few people have a keymap of their own

    document = TomlFile(path, "the keymap").document
    table, keyboard = document.get("keys", {}), document.get("keyboard", {})
    if not isinstance(table, dict) or not document or set(document) - {"keys", "keyboard"}:
        reason = (
            'it must hold a table [keys], with a line such as go.next-word = "w", '
            "or [keyboard], or both"
        )
        raise InputError(reason, path=path)
    return _flat(table), _places(keyboard, path)


def _places(keyboard: object, path: Path) -> dict[str, str]:
    """What is meant by what a keyboard types."""
    if keyboard == {}:
        return {}
    ends = keyboard if isinstance(keyboard, dict) else {}
    typed, meant = ends.get("from"), ends.get("into")
    if not (isinstance(typed, str) and isinstance(meant, str) and len(typed) == len(meant)):
        reason = "[keyboard] must hold from and into, two texts of the same length"
        raise InputError(reason, path=path)
    twice = next((each for each in typed if typed.count(each) > 1), "")
    if twice or len(ends) > 2:
        other = next((each for each in ends if each not in ("from", "into")), "")
        reason = f"from has {twice!r} twice" if twice else f"{other!r} is unknown there"
        raise InputError(f"[keyboard]: {reason}", path=path)
    return dict(zip(typed, meant, strict=True))


def _flat(table: dict[str, object], prefix: str = "") -> dict[str, object]:
    """`go.next-word = "w"` without quotes is a table in TOML; take it as it is meant."""
    flat: dict[str, object] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


def _normal(chord: str) -> str:
    """A chord as the terminal names its keys: single spaces, modifiers in alphabetical order."""
    return "space" if chord == " " else " ".join(map(key_called, chord.split()))


def _fault_in(chord: str, command: Command) -> str:
    """Why a command cannot have a key; empty if it can."""
    parts = _normal(chord).split(" ")
    if parts[0] in _DIGITS and command.modes & MAIN_MODES:
        return f"{parts[0]!r} cannot be bound: digits count"
    if not chord.strip() and chord != " ":
        return "a key is missing"
    for part in parts:
        *modifiers, key = part.split("+") if len(part) > 1 else [part]
        if any(m not in _MODIFIERS for m in modifiers) or not (
            (len(key) == 1 and key.isprintable()) or key in NAMED_KEYS
        ):
            return f"{part!r} is not a key; write a character, or a name such as shift+left"
        if modifiers == ["shift"] and len(key) == 1:
            return f"{part!r} is not a key; write the character itself, such as {key.upper()!r}"
        if part in _TAKEN:
            return f"{part!r} cannot be bound: {_TAKEN[part]}"
    is_written = len(parts[0]) == 1 or parts[0] in _WRITTEN
    if is_written and not command.modes.isdisjoint(WRITING_MODES):
        return f"{parts[0]!r} cannot be bound: where {command.id} works, it is written"
    return ""


def _similar(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return f"; did you mean {close[0]!r}?" if close else ""
