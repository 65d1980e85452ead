"""The letters of labels: which label each tags with, and which commands make room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.commands import KEPT, Command, Mode, is_of_label
from tui.keys.keymap import KeymapError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from store.labels import LabelSet
    from tui.keys.keymap import Keymap


def labels_by_key(keymap: Keymap, labels: LabelSet) -> dict[str, str]:
    """The names of the labels by the single characters that tag with them."""
    return {
        key: name for name in labels.names for key in keymap.keys_of(f"tag.{name}") if len(key) == 1
    }


def check_label_keys(commands: Sequence[Command], labels_file: Path | None = None) -> None:
    """Make sure that no label has the key of a command that keeps its key.

    On the card of an article these are the commands that mean something elsewhere too.

    Raises:
        KeymapError: One has.
    """
    where = f"{labels_file}: " if labels_file is not None else ""
    others = [command for command in commands if not is_of_label(command.id)]
    owner = {key: command.id for command in others for key in command.keys}
    faults = [
        f"{where}the label {command.id.removeprefix('tag.')} has the key {key!r}, "
        f"which always belongs to {owner.get(key, 'another command')}; "
        f"choose a letter other than {' '.join(sorted(KEPT))}"
        for command in commands
        if command.id.startswith("tag.")
        for key in command.keys
        if key in KEPT
    ]
    on_card = {
        key: command.id
        for command in others
        if Mode.CARD in command.modes and len(command.modes) > 1
        for key in command.keys
    }
    faults += [
        f"{where}the document label {command.id.removeprefix('document.')} has the key {key!r}, "
        f"which on the card of an article belongs to {on_card[key]}; choose another"
        for command in commands
        if command.id.startswith("document.")
        for key in command.keys
        if key in on_card
    ]
    if faults:
        raise KeymapError(faults)


def with_room_for_labels(
    commands: Sequence[Command], own: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """The default keys, where a command whose letter a label has moves to Alt and that letter.

    Its other keys stay, and on the card of an article they are all it has. What a person gave a key
    themselves stays too, and a command that moves does not take a key that they gave another; it
    does so only where it would have none.

    Args:
        commands: Every command there is.
        own: The keys that a person chose, by the ids of commands.
    """
    labels = [command for command in commands if is_of_label(command.id)]
    wanted = {key for label in labels if label.id not in own for key in label.keys}
    modes = frozenset(mode for label in labels for mode in label.modes)
    chosen = {chord.split(" ")[0] for chords in own.values() for chord in chords}
    keys = {command.id: command.keys for command in commands}
    for command in commands:
        if is_of_label(command.id) or command.id in own or not command.modes & modes:
            continue
        moved = tuple(
            _with_alt(chord) if chord.split(" ")[0] in wanted else chord for chord in command.keys
        )
        free = tuple(chord for chord in moved if chord.split(" ")[0] not in chosen)
        if moved != command.keys:
            keys[command.id] = free or moved
    on_card = frozenset({Mode.CARD})
    of_card = [c for c in commands if c.modes == on_card and c.id not in own]
    taken = {key for c in of_card if c.id.startswith("document.") for key in c.keys}
    for command in of_card:
        if not command.id.startswith("document."):
            keys[command.id] = tuple(key for key in command.keys if key not in taken)
    return keys


def _with_alt(chord: str) -> str:
    """A chord with Alt on its first key, named as the terminal names it."""
    first, *rest = chord.split(" ")
    shifted = f"alt+shift+{first.lower()}" if first.isupper() else f"alt+{first}"
    return " ".join((shifted, *rest))
