"""What a dialog and a line that is typed into share: they have their keys from the keymap.

Keys are taken when they come, before the field that has the focus. So what leaves a dialog acts
before the key that comes after it, even in one packet; every other command waits until the field
has taken what was typed ahead of it, and what comes after it waits for the command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, cast

from textual import events
from textual.message import Message

from tui.forwarding import forward
from tui.keys.commands import LEAVE
from tui.keys.key_names import pressed_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.dom import DOMNode
    from textual.widget import Widget

    from tui.forwarding import KeptKeys
    from tui.keys.commands import Mode
    from tui.keys.keymap import Keymap
else:
    DOMNode = object  # Textual takes the styles of the first base that is one


class _WithKeymap(Protocol):
    """An app that has a keymap."""

    @property
    def own_keymap(self) -> Keymap: ...

    @property
    def kept_keys(self) -> KeptKeys: ...


class Commanded(Message):
    """The keys of a command were pressed."""

    def __init__(self, command_id: str) -> None:
        super().__init__()
        self.command_id = command_id


class CommandDone(Message):
    """A command that had to wait is done, and so is what it has told others."""


class CommandKeys(DOMNode):
    """Has the keys of one mode, as long as it or a field within it has the focus."""

    MODE: ClassVar[Mode]
    typed_ahead: list[events.Key | events.Paste] | None = None
    """What came before a field in it first had the focus; none once it had, or where none is."""

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the commands of the mode do, by their ids."""
        raise NotImplementedError

    @property
    def keymap(self) -> Keymap:
        """The keys of all commands."""
        return cast("_WithKeymap", self.app).own_keymap

    def key(self, command_id: str) -> str:
        """The first key of a command, as a person reads it; its id where it has none."""
        return self.keymap.name_of(command_id)

    def hint(self, *command_ids: str) -> str:
        """The keys of commands and what they do, for the last line of a dialog."""
        known = [self.keymap.command(name) for name in command_ids if self.keymap.keys_of(name)]
        return " · ".join(f"{self.key(command.id)} {command.hint}" for command in known)

    def take_key(self, event: events.Key) -> bool:
        """Take a key that has just come; whether it was one of a command's, not one to write."""
        keymap = self.keymap
        was_pending = keymap.is_pending
        key = pressed_key(event)
        if self.app.focused is None:  # else it may be written
            key = keymap.meant(key, self.MODE)
        pressed = keymap.press(key, self.MODE)
        if pressed.command is None:
            return was_pending or bool(pressed.pending)
        self.command(pressed.command.id)
        return True

    @property
    def has_early(self) -> bool:
        """Whether something was typed or pasted while a field was opening."""
        return bool(self.typed_ahead)

    def keep_early(self, event: events.Key | events.Paste) -> bool:
        """Keep what was typed or pasted while a field was opening; whether it was.

        Over a slow line a key and what is written come together: it would be taken for commands.
        """
        if self.typed_ahead is None:
            return False
        self.typed_ahead.append(event)
        return True

    def give_early(self, field: Widget) -> None:
        """Give what was kept to the field that has the focus now, up to a command.

        What stands behind one waits for it, as it may leave the field.
        """
        typed, self.typed_ahead = self.typed_ahead or [], None
        kept_keys = cast("_WithKeymap", self.app).kept_keys
        for event in typed:
            if kept_keys.keeps(event):
                continue
            if isinstance(event, events.Paste) or not self.take_key(event):
                forward(event, field)

    def command(self, command_id: str) -> None:
        """Do what a command does: at once where it leaves, else after what was typed before."""
        has_told = getattr(self.screen.focused, "has_told", False)
        if command_id == LEAVE or has_told:
            self._do(command_id)
        else:
            self.command_after_typing(command_id)

    def command_after_typing(self, command_id: str) -> None:
        """Do what a command does once what was typed before has been taken."""
        # What was typed comes as messages of the field; the command is told after them.
        cast("_WithKeymap", self.app).kept_keys.begin()
        field: DOMNode = self.screen.focused or self
        field.call_later(field.post_message, Commanded(command_id))

    def on_commanded(self, message: Commanded) -> None:
        """What was typed before has been taken: do what the command does."""
        message.stop()
        self._do(message.command_id)
        done = CommandDone()
        if not self.post_message(done):  # it is closed
            self.app.post_message(done)

    def _do(self, command_id: str) -> None:
        if self.is_attached and self.screen is self.app.screen:  # not closed by a faster key
            self.handlers()[command_id]()
