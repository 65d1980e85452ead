"""The text of a paste that is on its way, as much of it as anybody can need."""

from __future__ import annotations

from typing import Final

MOST: Final = 4 * 1024 * 1024
"""Characters of a paste that are kept; nobody pastes more into a line or a note."""


class Kept:
    """Grows to a size and no further."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        """Keep what has come, unless there is too much already."""
        kept = text[: MOST - self._size]
        self._pieces.append(kept)
        self._size += len(kept)

    def take(self) -> str:
        """Give all that was kept, and begin anew."""
        text = "".join(self._pieces)
        self._pieces, self._size = [], 0
        return text
