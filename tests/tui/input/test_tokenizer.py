"""What is not whole is given up in time, and as what it was."""

from __future__ import annotations

import pytest

from tests.tui.input.support import Line, in_pieces
from tui.input.tokenizer import ESCAPE_WAIT, PIECE_WAIT, STRING_MOST, STRING_WAIT


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
