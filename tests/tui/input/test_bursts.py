"""Pastes, with marks around them and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from textual import events

from tui.input import kept
from tui.input.reader import Reader
from tui.input.tokenizer import PASTE_WAIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.message import Message


BEGIN, END = "\x1b[200~", "\x1b[201~"


PAUSES: Final = (0.0, 0.12, 0.3, 0.5)
"""Seconds between two pieces of a sequence that a slow line has cut."""


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
    ("pieces", "found"),
    [
        ([f"a{BEGIN}b{END}c"], ["a", "<b>", "c"]),
        ([f"{BEGIN}{END}"], ["<>"]),
        (["a\x1b[", "20", "0~b\x1b[2", "01", "~c"], ["a", "<b>", "c"]),
        ([f"{BEGIN}\x1b[6n\x1b{END}d"], ["<\x1b[6n\x1b>", "d"]),
        ([f"{BEGIN}\x1bunknown {'d' * 99}{END}"], [f"<\x1bunknown {'d' * 99}>"]),
    ],
)
def test_what_is_pasted_is_told_from_what_is_typed(pieces: list[str], found: list[str]) -> None:
    assert in_pieces(pieces) == found
    assert in_pieces(list("".join(pieces))) == found


@pytest.mark.parametrize("pause", PAUSES)
def test_a_paste_over_a_slow_line_is_one(pause: float) -> None:
    whole = f"{BEGIN}a\x1b[C q{END}"
    for cut in range(1, len(whole)):
        found = in_pieces([whole[:cut], whole[cut:]], pause)
        assert [each for each in found if each != "escape"] == ["<a\x1b[C q>"], cut


def test_a_paste_whose_end_was_lost_is_over_at_last() -> None:
    line = Line().send(f"{BEGIN}b q\x1b[20").pause(PASTE_WAIT * 1.1).send("j")
    assert line.found == ["<b q\x1b[20>", "j"]


def test_a_paste_without_an_end_takes_no_more_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 10)
    assert in_pieces([BEGIN, "x" * 8, "y" * 8, "z" * 8 + END]) == [f"<{'x' * 8}yy>"]


PARAGRAPH: Final = "Quiet acts can last, quoth she.\rquit\r" * 3


def test_a_paragraph_at_once_is_a_paste() -> None:
    assert in_pieces([PARAGRAPH]) == [f"<{PARAGRAPH}>"]
    assert in_pieces([PARAGRAPH[:60], PARAGRAPH[60:]], 0.05) == [f"<{PARAGRAPH}>"]
    assert Line().send(PARAGRAPH).pause(0.3).send("q").found == [f"<{PARAGRAPH}>", "q"]
    assert in_pieces([PARAGRAPH + "\x1bq"]) == [f"<{PARAGRAPH}q>"]


@pytest.mark.parametrize(
    "typed",
    [
        "iwhere is it? a l c s\r",  # over a slow line, a note
        "w" * 200,  # a key that was held down
        "\x1b[C " * 20,  # two keys that were
        *[PARAGRAPH[:31]],
    ],
)
def test_less_at_once_is_keys(typed: str) -> None:
    assert not [each for each in in_pieces([typed]) if each.startswith("<")]


def test_a_paragraph_that_is_typed_is_keys() -> None:
    assert len(in_pieces(list(PARAGRAPH), 0.01)) == len(PARAGRAPH)
