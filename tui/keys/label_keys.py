"""The letters of labels: which label each tags with, and which commands make room for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.keys.commands import KEPT, MAIN_MODES, Command, Mode, is_of_label
from tui.keys.keymap import KeymapError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
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
    others = [command for command in commands if not is_of_label(command.id)]
    owner = _owners(others, MAIN_MODES)
    faults = [
        f"{_place_of(command, labels_file)}the label {command.id.removeprefix('tag.')} has the "
        f"key {key!r}, which always belongs to {owner.get(key, 'another command')}; "
        f"choose a letter other than {' '.join(sorted(KEPT))}"
        for command in commands
        if command.id.startswith("tag.")
        for key in command.keys
        if key in KEPT
    ]
    on_card = _owners((each for each in others if len(each.modes) > 1), frozenset({Mode.CARD}))
    faults += [
        f"{_place_of(command, labels_file)}the document label "
        f"{command.id.removeprefix('document.')} has the key {key!r}, "
        f"which on the card of an article belongs to {on_card[key]}; choose another"
        for command in commands
        if command.id.startswith("document.")
        for key in command.keys
        if key in on_card
    ]
    if faults:
        raise KeymapError(faults)


def _owners(commands: Iterable[Command], modes: frozenset[Mode]) -> dict[str, str]:
    """The ids of commands by the keys that they have in some modes."""
    return {key: each.id for each in commands if each.modes & modes for key in each.keys}


def _place_of(command: Command, labels_file: Path | None) -> str:
    """Where the file says which key a label has, to begin a sentence with."""
    if labels_file is None:
        return ""
    from store.labels_file import place_in  # only where something is wrong

    kind, _, name = command.id.partition(".")
    return f"{place_in(labels_file, 'label' if kind == 'tag' else kind, name, 'key')}: "


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
