"""Which keys do what: a trie per mode, made from the commands and a person's own keymap file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.articles.loading import read_bytes
from store.errors import InputError, SidelightError
from tui.keys.commands import KEPT, Command, Mode, is_of_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from store.labels import LabelSet

NAMED_KEYS: Final = frozenset(
    (
        *("left", "right", "up", "down", "home", "end", "pageup", "pagedown", "tab", "enter"),
        *("escape", "space", "backspace", "delete", "insert"),
        *(f"f{number}" for number in range(1, 13)),
    )
)
_MODIFIERS: Final = ("ctrl", "shift", "alt")
_COUNTING: Final = frozenset("123456789")
"""What begins a number; 0 only goes on with one."""
_MOST_DIGITS: Final = 5
"""Further digits of a number are not taken: nobody means more than 99,999."""
_TAKEN: Final = {"ctrl+q": "it always leaves", "ctrl+c": "it says how to leave"}
"""Keys that never reach a command, and why."""


class KeymapError(SidelightError):
    """A keymap that cannot be used; one sentence for each thing that is wrong with it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self._sentences = tuple(sentences)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong: one sentence for each thing."""
        return self._sentences


@dataclass(slots=True)
class _Node:
    command: Command | None = None
    following: dict[str, _Node] = field(default_factory=dict)


@dataclass(slots=True)
class Pressed:
    """What came of a key."""

    command: Command | None = None
    count: int | None = None
    """What was typed before the command; none if no number was."""
    pending: tuple[tuple[str, Command], ...] = ()
    """After the first keys of a chord: the keys that can follow, and what they do."""
    unknown: str = ""
    """The keys, if they mean nothing."""


class Keymap:
    """The keys of all commands, and how far into a chord or a number the person is."""

    def __init__(self, commands: Sequence[Command], keys: Mapping[str, tuple[str, ...]]) -> None:
        """Use `keymap_for`.

        Raises:
            KeymapError: Two commands of one mode have the same keys.
        """
        self.commands = tuple(commands)
        self._keys = dict(keys)
        self._roots = {mode: _Node() for mode in Mode}
        self._typed: tuple[str, ...] = ()
        self._count = ""
        faults = [
            sentence
            for command in commands
            for chord in keys[command.id]
            for mode in sorted(command.modes)
            for sentence in self._bind(mode, chord, command)
        ]
        if faults:
            raise KeymapError(list(dict.fromkeys(faults)))

    def _bind(self, mode: Mode, chord: str, command: Command) -> list[str]:
        node = self._roots[mode]
        for key in chord.split(" "):
            if node.command is not None:
                return [_clash(chord, command, node.command)]
            node = node.following.setdefault(key, _Node())
        if node.command is not None:
            return [_clash(chord, command, node.command)]
        if node.following:
            return [_clash(chord, command, _first(node))]
        node.command = command
        return []

    def keys_of(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command."""
        return self._keys.get(command_id, ())

    def command(self, command_id: str) -> Command:
        """A command by its id."""
        return next(command for command in self.commands if command.id == command_id)

    @property
    def is_pending(self) -> bool:
        """Whether a chord or a number has been begun."""
        return bool(self._typed or self._count)

    @property
    def typed(self) -> str:
        """What has been typed of a number and a chord."""
        return " ".join((*((self._count,) if self._count else ()), *self._typed))

    def reset(self) -> None:
        """Forget what has been typed of a chord and a number."""
        self._typed, self._count = (), ""

    def press(self, key: str, mode: Mode) -> Pressed:
        """Take one key.

        Args:
            key: A character, or the name of a key such as `shift+left`.
            mode: What the keys mean at the moment.
        """
        if not self._typed and key.isascii() and key.isdigit() and (self._count or key != "0"):
            self._count = (self._count + key)[:_MOST_DIGITS]
            return Pressed(pending=(("…", _COUNTED),))
        typed = (*self._typed, key)
        node = self._roots[mode]
        if mode in (Mode.JUMPING, Mode.LEAVING) and typed[0] not in node.following:
            node = self._roots[Mode.READING]
        for part in typed:
            following = node.following.get(part)
            if following is None:
                unknown = " ".join(typed)
                was_pending = self.is_pending
                self.reset()
                # Esc only takes back what was begun.
                return Pressed(unknown="" if was_pending and key == "escape" else unknown)
            node = following
        if node.command is None:
            self._typed = typed
            return Pressed(pending=tuple((k, _first(n)) for k, n in node.following.items()))
        if key == "escape" and self._count:
            self.reset()
            return Pressed()
        count = int(self._count) if self._count else None
        self.reset()
        return Pressed(command=node.command, count=count)


_COUNTED: Final = Command("count", "a motion, which is made that many times", (), "")


def _first(node: _Node) -> Command:
    while node.command is None:
        node = next(iter(node.following.values()))
    return node.command


def _clash(chord: str, one: Command, other: Command) -> str:
    return f"the key {chord!r} is given both to {other.id} and to {one.id}"


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
    own = _read(path) if path is not None else {}
    keys = _with_room_for_labels(commands, own)
    check_label_keys([c for c in commands if c.id not in own], labels_file)
    if path is None:
        return Keymap(commands, keys)
    faults: list[str] = []
    for command_id, value in own.items():
        chords = [value] if isinstance(value, str) else value
        if command_id not in keys:
            faults.append(f"{path}: there is no command {command_id!r}{_similar(command_id, keys)}")
        elif not isinstance(chords, list) or not all(isinstance(c, str) for c in chords):
            faults.append(f"{path}: {command_id} must be a key or a list of keys")
        else:
            wrong = [chord for chord in chords if (_fault_in(chord))]
            faults += [f"{path}: {command_id}: {_fault_in(chord)}" for chord in wrong]
            right = (_normal(chord) for chord in chords if chord not in wrong)
            keys[command_id] = tuple(dict.fromkeys(right))
    try:
        keymap = Keymap(commands, keys)
    except KeymapError as error:
        faults += [f"{path}: {sentence}; give one of them another" for sentence in error.sentences]
        raise KeymapError(faults) from error
    if faults:
        raise KeymapError(faults)
    return keymap


def _with_room_for_labels(
    commands: Sequence[Command], own: Mapping[str, object]
) -> dict[str, tuple[str, ...]]:
    """The default keys, where a command whose letter a label has moves to Alt and that letter.

    It only loses the letter if it has another key. What a person gave a key themselves stays.
    """
    labels = [command for command in commands if is_of_label(command.id)]
    wanted = {key for label in labels if label.id not in own for key in label.keys}
    modes = frozenset(mode for label in labels for mode in label.modes)
    keys = {command.id: command.keys for command in commands}
    for command in commands:
        if is_of_label(command.id) or command.id in own or not command.modes & modes:
            continue
        free = tuple(chord for chord in command.keys if chord.split(" ")[0] not in wanted)
        moved = tuple(_with_alt(chord) for chord in command.keys[:1])
        keys[command.id] = command.keys if len(free) == len(command.keys) else free or moved
    return keys


def _with_alt(chord: str) -> str:
    """A chord with Alt on its first key, named as the terminal names it."""
    first, *rest = chord.split(" ")
    shifted = f"alt+shift+{first.lower()}" if first.isupper() else f"alt+{first}"
    return " ".join((shifted, *rest))


def label_keys(keymap: Keymap, labels: LabelSet) -> dict[str, str]:
    """The names of the labels by the single characters that tag with them."""
    return {
        key: name for name in labels.names for key in keymap.keys_of(f"tag.{name}") if len(key) == 1
    }


def check_label_keys(commands: Sequence[Command], labels_file: Path | None = None) -> None:
    """Make sure that no label has the key of a command that keeps its key.

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
    if faults:
        raise KeymapError(faults)


def _read(path: Path) -> dict[str, object]:
    import tomllib  # few people have a keymap of their own

    data, _ = read_bytes(path, "the keymap")
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        reason = "the keymap cannot be read: it is not UTF-8 text"
        raise InputError(reason, path=path) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"this is not TOML: {error}", path=path) from error
    table = document.get("keys")
    if not isinstance(table, dict) or set(document) != {"keys"}:
        reason = 'it must hold one table [keys], with a line such as go.next-word = "w"'
        raise InputError(reason, path=path)
    return _flat(table)


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
    if chord == " ":
        return "space"
    keys = []
    for key in chord.split():
        *modifiers, last = key.split("+") if len(key) > 1 else [key]
        keys.append("+".join((*sorted(modifiers), last)))
    return " ".join(keys)


def _fault_in(chord: str) -> str:
    parts = _normal(chord).split(" ")
    if parts[0] in _COUNTING:
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
    return ""


def _similar(name: str, known: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, known, 1)
    return f"; did you mean {close[0]!r}?" if close else ""
