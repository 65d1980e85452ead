"""The wait for an expression that takes long to find, in which keys work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump

    from tui.screens.list_cursor import ListCursor

_BETWEEN: Final = 0.03
"""Seconds between two looks whether it is found."""


class AnswerWatch:
    """Has what is listed listed anew once an expression that it asks for is found."""

    def __init__(self, timed: MessagePump, cursor: ListCursor, take: Callable[[], object]) -> None:
        """Wait for nothing yet.

        Args:
            timed: What keeps the time.
            cursor: What is listed.
            take: Lists it anew.
        """
        self._timed = timed
        self._cursor = cursor
        self._take = take
        self._is_waiting = False

    def wait(self) -> None:
        """Wait, if something is still looked for."""
        if self._cursor.is_looking and not self._is_waiting:
            self._is_waiting = True
            self._timed.set_timer(_BETWEEN, self._look)

    def _look(self) -> None:
        self._is_waiting = False
        if self._cursor.is_looking and self._cursor.is_found:
            self._take()
        self.wait()
