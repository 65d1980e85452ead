"""Notice a paste from a terminal that puts no marks around one: nobody types as fast.

What is pasted comes in one piece, and in it there are words. Keys that a slow line has held up come
in one piece as well, but hardly as many of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tui.input.tokens import Alt, Escape, PasteBuffer, Pasted, TypedText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.input.tokens import Token

LEAST: Final = 32
"""Characters in one read from which on they are a paste, if there is a blank or a line end."""
PAUSE: Final = 0.1
"""Seconds without input after which a paste is over."""
_BLANK: Final = re.compile(r"[ \t\r\n]")


class Bursts:
    """Takes what each read gave, and gives a paste in the place of what was not typed."""

    def __init__(self) -> None:
        self.deadline: float | None = None
        """When the paste that has begun is over; none if none has."""
        self._pasted = PasteBuffer()

    def take(self, tokens: Sequence[Token], now: float) -> list[Token]:
        """Take what one read gave; gives all of it that is no part of a paste."""
        typed = "".join(token.text for token in tokens if isinstance(token, TypedText))
        is_burst = len(typed) >= LEAST and _BLANK.search(typed) is not None
        if not is_burst and self.deadline is None:
            return list(tokens)
        self.deadline = now + PAUSE
        rest: list[Token] = []
        for token in tokens:
            if isinstance(token, TypedText):
                self._pasted.add(token.text)
            elif isinstance(token, Alt):
                self._pasted.add(token.character)
            elif not isinstance(token, Escape):
                rest.append(token)
        return rest

    def expire(self, now: float) -> list[Token]:
        """Give the paste that has begun, if nothing has come for long enough."""
        if self.deadline is None or now < self.deadline:
            return []
        self.deadline = None
        return [Pasted(self._pasted.take())]
