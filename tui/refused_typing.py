"""What is typed into a field that did not open gives no commands.

Somebody who presses the key for a note and types on does not look first whether the field is there.
"""

from __future__ import annotations

from typing import Final

PAUSE: Final = 0.7
"""Seconds without a key after which what is typed is meant as keys again."""
_ENDS: Final = frozenset(("escape", "enter"))
"""Keys that would have closed the field."""
_EDITS: Final = frozenset(("space", "backspace"))


class RefusedTyping:
    """Takes what is typed after a refused command, until a pause or a key that closes a field."""

    def __init__(self) -> None:
        self._until: float | None = None

    def start(self, now: float) -> None:
        """A command that opens a field was refused at a time, in seconds."""
        self._until = now + PAUSE

    def takes(self, key: str, now: float) -> bool:
        """Whether a key is typing that was meant for the field.

        Args:
            key: A character, or the name of what has none.
            now: When it was pressed, in seconds of the same clock.
        """
        if self._until is None:
            return False
        is_typing = len(key) == 1 or key in _EDITS or key in _ENDS
        if now >= self._until or not is_typing:
            self._until = None
            return False
        self._until = None if key in _ENDS else now + PAUSE
        return True
