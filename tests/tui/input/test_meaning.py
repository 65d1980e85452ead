"""What Textual asks for, spelled as it understands it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
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


@pytest.mark.parametrize(
    ("report", "kind"),
    [
        ("\x1b[I", "AppFocus"),
        ("\x1b[O", "AppBlur"),
        ("\x1b[48;50;160;800;1280t", "Resize"),
        ("\x1b[48;50;160;0;0t", "Resize"),
        ("\x1b[?2026;2$y", "TerminalSupportsSynchronizedOutput"),
    ],
)
def test_what_textual_asks_for_arrives(report: str, kind: str) -> None:
    assert in_pieces([report]) == in_pieces(list(report)) == [kind]


def test_a_window_without_pixels_takes_the_mouse() -> None:
    line = Line().send("\x1b[48;50;160;0;0t\x1b[<0;12;34M")
    assert line.found == ["Resize", "MouseDown"]
    pressed = line.messages[1]
    assert isinstance(pressed, events.MouseDown)
    assert (pressed.x, pressed.y) == (11, 33)


@pytest.mark.parametrize("size", ["99999;99999;1;1", "0;0;0;0", "50;0;1;1"])
def test_a_window_that_cannot_be_is_none(size: str) -> None:
    assert in_pieces([f"\x1b[48;{size}t"]) == []
