"""Pastes, with marks around them and without."""

from __future__ import annotations

from typing import Final

import pytest

from tests.tui.input.support import Line, in_pieces
from tui.input import tokens
from tui.input.tokenizer import PASTE_WAIT

BEGIN, END = "\x1b[200~", "\x1b[201~"


PAUSES: Final = (0.0, 0.12, 0.3, 0.5)
"""Seconds between two pieces of a sequence that a slow line has cut."""


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
    monkeypatch.setattr(tokens, "LONGEST_PASTE", 10)
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
