"""What the input of a terminal is cut into, and a paste that is on its way."""

from __future__ import annotations

from typing import Final

from store.frozen import Frozen

LONGEST_PASTE: Final = 4 * 1024 * 1024
"""Characters of a paste that are kept; nobody pastes more into a line or a note."""


class TypedText(Frozen):
    """Characters, each of which is a key."""

    text: str


class Escape(Frozen):
    """The Escape key."""


class Alt(Frozen):
    """Escape and a character that came together: Alt and its key, or Esc and then the key."""

    character: str


class Sequence(Frozen):
    """A whole control sequence: a key, the mouse, or what the terminal replies."""

    text: str


class Pasted(Frozen):
    """A whole paste, every character of it text."""

    text: str


Token = TypedText | Escape | Alt | Sequence | Pasted


class PasteBuffer:
    """The text of a paste that is on its way, as much of it as anybody can need."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        """Keep what has come, unless there is too much already."""
        kept = text[: LONGEST_PASTE - self._size]
        self._pieces.append(kept)
        self._size += len(kept)

    def take(self) -> str:
        """Give all that was kept, and begin anew."""
        text = "".join(self._pieces)
        self._pieces, self._size = [], 0
        return text
