"""Sentences of the store as a person reads them: with the keys and options of this program.

The one place where a command's id becomes its key. Everything that shows a sentence asks it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from store.wording import filled

if TYPE_CHECKING:
    from tui.keys.keymap import Keymap


def fill(sentence: str, keymap: Keymap | None = None) -> str:
    """A sentence with the keys and options that it names by their ids.

    Args:
        sentence: As the store says it (see `store.wording.filled`).
        keymap: The keys that are in use; those that the program comes with if not given.
    """
    return filled(sentence, partial(_key, keymap), "--{}".format)


def _key(keymap: Keymap | None, command_id: str) -> str:
    """The first key of a command as a person reads it; its id where it has none."""
    from tui.keys.key_names import key_name  # only where a key is named: the command line has few

    if keymap is not None:
        keys = keymap.keys_of(command_id)
    else:
        from tui.keys.commands import COMMANDS

        keys = next((each.keys for each in COMMANDS if each.id == command_id), ())
    return key_name(keys[0]) if keys else command_id
