"""Which keys do what: a trie for each mode, and how far into a chord or a number a person is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from store.errors import SidelightError
from store.frozen import Frozen
from tui.keys.commands import LEAVE, MAIN_MODES, Command, Mode
from tui.keys.key_names import TAKE_BACK, key_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

_MOST_DIGITS: Final = 5
"""Further digits of a number are not taken: nobody means more than 99,999."""


_MOST_NAMED: Final = 2
"""Keys of a command that a list names: who looks for a key needs one, and perhaps another."""


class KeymapError(SidelightError):
    """A keymap that cannot be used; one sentence for each thing that is wrong with it."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("\n".join(sentences))
        self._sentences = tuple(sentences)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is wrong: one sentence for each thing."""
        return self._sentences


class _Node:
    """A plain class: nothing compares it, and a dataclass takes longer to make than it to load."""

    __slots__ = ("command", "following")

    def __init__(self) -> None:
        self.command: Command | None = None
        self.following: dict[str, _Node] = {}


class Pressed(Frozen):
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

    def __init__(
        self,
        commands: Sequence[Command],
        keys: Mapping[str, tuple[str, ...]],
        own: Collection[str] = (),
        places: Mapping[str, str] | None = None,
        file: Path | None = None,
    ) -> None:
        """Use `keymap_for`.

        Args:
            commands: Every command there is.
            keys: Their keys, by id.
            own: The ids of those whose keys a person has chosen. In a dialog that such a command
                works in too, it has its keys before those that a command has by default.
            places: What a person's keyboard types, and the characters that are meant by it.
            file: Where that was read, if anything was.

        Raises:
            KeymapError: Two commands of one mode have the same keys.
        """
        self.commands = tuple(commands)
        self.file = file
        """The file with a person's own keys."""
        self._keys = dict(keys)
        self._roots = {mode: _Node() for mode in Mode}
        self._places = dict(places or {})
        self._typed: tuple[str, ...] = ()
        self._count = ""
        faults = [
            sentence
            for mode in Mode
            for command in _in_order(commands, mode, own)
            for chord in keys[command.id]
            for sentence in self._bind(mode, chord, command)
            if mode in MAIN_MODES or command.id in (*own, LEAVE)
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

    def leave_unnamed(self, keys: Collection[str]) -> None:
        """Name other keys than these from now on, where a command has others."""
        for command_id, chords in self._keys.items():
            self._keys[command_id] = tuple(c for c in chords if c not in keys) or chords

    def keys_of(self, command_id: str) -> tuple[str, ...]:
        """The keys of a command."""
        return self._keys.get(command_id, ())

    def name_of(self, command_id: str) -> str:
        """The first key of a command, as a person reads it; its id where it has none."""
        keys = self.keys_of(command_id)
        return key_name(keys[0]) if keys else command_id

    def names_of(self, command_id: str) -> str:
        """The first two keys of a command, as a person reads them; empty where it has none."""
        return " or ".join(map(key_name, self.keys_of(command_id)[:_MOST_NAMED]))

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

    @property
    def has_places(self) -> bool:
        """Whether a person has said what is meant by what their keyboard types."""
        return bool(self._places)

    def meant(self, key: str, *modes: Mode) -> str:
        """The key that is meant by one where no text is written: itself, if it means anything.

        Letters of other scripts are taken by their place on the keyboard.
        """
        key = self._places.get(key, key)
        is_known = any(key in self._roots[mode].following for mode in modes)
        if key.isascii() or (is_known and not self._typed):
            return key
        from tui.keys.keyboard import by_place  # few keyboards need it

        return by_place(key)

    def press(self, key: str, *modes: Mode) -> Pressed:
        """Take one key.

        Args:
            key: A character, or the name of a key such as `shift+left`.
            modes: What the keys mean at the moment; where a key begins nothing in one of them, it
                means what it does in the next.
        """
        counts = modes[0] in MAIN_MODES  # elsewhere a digit may be written
        if counts and not self._typed and _is_digit(key) and (self._count or key != "0"):
            self._count = (self._count + key)[:_MOST_DIGITS]
            return Pressed(pending=(("…", _COUNTED),))
        typed = (*self._typed, key)
        roots = [self._roots[mode] for mode in modes]
        node = next((root for root in roots if typed[0] in root.following), roots[0])
        for part in typed:
            following = node.following.get(part)
            if following is None:
                unknown = " ".join(typed)
                was_pending = self.is_pending
                self.reset()
                return Pressed(unknown="" if was_pending and key in TAKE_BACK else unknown)
            node = following
        if node.command is None:
            self._typed = typed
            return Pressed(pending=tuple((k, _first(n)) for k, n in node.following.items()))
        if key in TAKE_BACK and self._count:
            self.reset()
            return Pressed()
        count = int(self._count) if self._count else None
        self.reset()
        return Pressed(command=node.command, count=count)


def _is_digit(key: str) -> bool:
    return key.isascii() and key.isdigit()


_COUNTED: Final = Command("count", "a motion, made that many times", (), "")


def _in_order(commands: Sequence[Command], mode: Mode, own: Collection[str]) -> list[Command]:
    """The commands of a mode; in a dialog those first whose keys a person has chosen."""
    found = [command for command in commands if mode in command.modes]
    return found if mode in MAIN_MODES else sorted(found, key=lambda c: c.id not in own)


def _first(node: _Node) -> Command:
    while node.command is None:
        node = next(iter(node.following.values()))
    return node.command


def _clash(chord: str, one: Command, other: Command) -> str:
    return f"the key {chord!r} is given both to {other.id} and to {one.id}"
