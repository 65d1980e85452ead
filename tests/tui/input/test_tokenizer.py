"""What is not whole is given up in time, and as what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from tui.input.reader import Reader
from tui.input.tokenizer import ESCAPE_WAIT, PIECE_WAIT, STRING_MOST, STRING_WAIT

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


def test_escape_alone_is_a_key_after_a_moment() -> None:
    assert Line().send("\x1b").pause(ESCAPE_WAIT / 2).found == []
    assert Line().send("\x1b").pause(ESCAPE_WAIT * 1.1).found == ["escape"]
    assert in_pieces(["\x1b\x1b"]) == ["escape", "escape"]


@pytest.mark.parametrize("begun", ["\x1b[", "\x1b[1;5", "\x1b[<0;3", "\x1b[?", "\x1b[M ", "\x1b[["])
def test_a_sequence_without_an_end_is_dropped(begun: str) -> None:
    assert Line().send(begun).pause(PIECE_WAIT * 1.1).send("j").found == ["j"]


@pytest.mark.parametrize("begun", ["\x1b]52;c;", "\x1bP", "\x1b_G", "\x1b^q", "\x1bXq"])
def test_a_string_without_an_end_is_dropped(begun: str) -> None:
    line = Line().send(begun + "a c q").pause(STRING_WAIT * 1.1)
    assert line.send("j").found == ["j"]


@pytest.mark.parametrize("character", "OP]X^_")
def test_what_only_begins_a_sequence_is_esc_and_the_key(character: str) -> None:
    assert (
        in_pieces(["\x1b" + character])
        == in_pieces(["\x1b", character])
        == [
            "escape",
            *in_pieces([character]),
        ]
    )


def test_a_bracket_soon_after_esc_is_a_key() -> None:
    line = Line().send("\x1b").pause(0.3).send("[").pause(PIECE_WAIT * 1.1).send("j")
    assert line.found == ["escape", "left_square_bracket", "j"]


def test_keys_soon_after_esc_are_keys() -> None:
    for key in ("a", "O", "]", "P", "q"):
        assert in_pieces(["\x1b", key], 0.2)[:1] == ["escape"]
        assert in_pieces(["\x1b", key], 0.2)[1:] == in_pieces([key])


def test_a_long_string_is_swallowed_to_its_end() -> None:
    line = Line().send("\x1b]52;c;")
    for _ in range(40):
        line.send("a" * (STRING_MOST // 10)).pause(0.05)
    assert line.send("qa\x1b\\j").found == ["j"]


def test_a_string_that_never_ends_takes_no_keys_for_long() -> None:
    line = Line().send("\x1b]52;c;" + "a" * STRING_MOST * 2).pause(ESCAPE_WAIT * 1.1)
    assert line.send("j").found == ["j"]


def test_a_string_is_cut_off_by_a_key() -> None:
    assert in_pieces(["\x1b]52;c;abc\x1b[C"]) == ["right"]
    assert in_pieces(["\x1b]52;c;abc\x18j"]) == ["j"]
    assert in_pieces(["\x1b[1;\rj"]) == ["enter", "j"]
