"""Sentences as a person reads them: with the keys and options of this program.

The one place where a command's id becomes its key. Everything that shows a sentence asks it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.wording import filled

if TYPE_CHECKING:
    from collections.abc import Callable


def fill(sentence: str, key_of: Callable[[str], str]) -> str:
    """A sentence with the keys and options that it names by their ids.

    Args:
        sentence: As it is said (see `store.wording.filled`).
        key_of: The key of a command as the person has it, such as `Keymap.name_of`.
    """
    return filled(sentence, key_of, "--{}".format)
