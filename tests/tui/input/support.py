"""A line over which input comes, in pieces and at times of a test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from tui.input.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.message import Message


class Line:
    """A line over which input comes at times of our own."""

    def __init__(self, takes_alt: Callable[[str], bool] = lambda _: False) -> None:
        self._reader = Reader(takes_alt)
        self._now = 100.0
        self.messages: list[Message] = []

    def send(self, data: str | bytes) -> Line:
        data = data.encode("utf-8") if isinstance(data, str) else data
        self.messages += self._reader.feed(data, self._now)
        return self

    def pause(self, seconds: float) -> Line:
        """Let time pass, as the thread that reads does: it wakes when something is due."""
        end = self._now + seconds
        while (wait := self._reader.wait(self._now)) is not None and self._now + wait < end:
            self._now += wait
            self.messages += self._reader.expire(self._now)
        self._now = end
        return self

    @property
    def found(self) -> list[str]:
        """The keys, pastes in brackets, and all else by its kind."""
        return [shown(message) for message in self.messages]


def shown(message: Message) -> str:
    if isinstance(message, events.Key):
        return message.key
    if isinstance(message, events.Paste):
        return f"<{message.text}>"
    return type(message).__name__


def in_pieces(pieces: Iterable[str | bytes], pause: float = 0.0) -> list[str]:
    line = Line()
    for piece in pieces:
        line.send(piece).pause(pause)
    return line.pause(9).found
