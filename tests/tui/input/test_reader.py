"""Input is never taken for something else, in whatever pieces it comes."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.payloads import ESCAPES
from tests.tui.input.replies import KEYS, REPLIES
from tests.tui.input.support import Line, in_pieces
from tui.input.tokenizer import ESCAPE_WAIT

BEGIN, END = "\x1b[200~", "\x1b[201~"
PAUSES: Final = (0.0, 0.12, 0.3, 0.5)
"""Seconds between two pieces of a sequence that a slow line has cut."""


# Replies and keys ------------------------------------------------------------------------------


@pytest.mark.parametrize("pause", PAUSES)
@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_a_reply_does_nothing_wherever_it_is_cut(reply: str, pause: float) -> None:
    data = reply.encode()
    for cut in range(1, len(data)):
        found = in_pieces([data[:cut], data[cut:]], pause)
        # An Escape that has waited for long enough is one, whatever comes later.
        assert [key for key in found if key != "escape"] == [], cut


@pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES)
def test_what_comes_after_a_reply_is_a_key(reply: str) -> None:
    assert in_pieces([f"a{reply}b{reply}c"]) == ["a", "b", "c"]
    assert in_pieces([bytes([byte]) for byte in reply.encode()] + [b"b"]) == ["b"]


@pytest.mark.parametrize("pause", PAUSES)
@pytest.mark.parametrize(("sequence", "key"), KEYS.items(), ids=map(ascii, KEYS))
def test_a_key_is_one_key_wherever_it_is_cut(sequence: str, key: str, pause: float) -> None:
    for cut in range(1, len(sequence)):
        found = in_pieces([sequence[:cut], sequence[cut:]], pause)
        assert found in ([key], ["escape", key]), cut
        assert found == [key] or (cut == 1 and pause > ESCAPE_WAIT), cut
    assert in_pieces(list(sequence)) == [key]


@pytest.mark.parametrize("pause", PAUSES)
@pytest.mark.parametrize("end", ["M", "m"])
def test_the_mouse_is_never_keys(end: str, pause: float) -> None:
    report = f"\x1b[<0;12;34{end}"
    (whole,) = in_pieces([report])
    for cut in range(1, len(report)):
        found = in_pieces([report[:cut], report[cut:]], pause)
        assert [each for each in found if each != "escape"] == [whole]


# Esc and a key in one packet -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        ("\x1bx", ["escape", "x"]),
        ("\x1bb", ["escape", "b"]),
        ("\x1bX\x1bx", ["escape", "X", "escape", "x"]),
        ("\x1b\r", ["escape", "enter"]),
        ("\x1b/", ["escape", "slash"]),
        ("\x1b\x1bx", ["escape", "escape", "x"]),
        ("\x1bn", ["alt+n"]),
        ("\x1bN", ["alt+shift+n"]),
        ("\x1b;", ["alt+;"]),
    ],
)
def test_esc_and_a_key_are_both_where_alt_means_nothing(sent: str, found: list[str]) -> None:
    bound = {"alt+n", "alt+shift+n", "alt+;"}
    for pieces in ([sent], list(sent)):
        line = Line(bound.__contains__)
        for piece in pieces:
            line.send(piece)
        assert line.found == found


# Anything --------------------------------------------------------------------------------------

SOMETHING: Final = st.one_of(
    st.binary(max_size=6),
    st.sampled_from([*REPLIES.values(), *KEYS, *ESCAPES, BEGIN, END]).map(
        lambda text: text.encode("utf-8", "surrogateescape")
    ),
    st.sampled_from([b"\x1b", b"\x1b[", b"[", b"O", b";", b"1", b"u", b"~", b"$", b"a", b"\x9b"]),
)
"""Bytes of any kind, and such as mean something, whole or not."""


@given(st.lists(SOMETHING, max_size=8).map(b"".join), st.lists(st.integers(0, 99), max_size=8))
def test_it_does_not_matter_in_which_pieces_it_comes(data: bytes, cuts: list[int]) -> None:
    whole = Line(lambda key: key == "alt+a")
    pieces = Line(lambda key: key == "alt+a")
    # What is taken for a paste because it came at once came at once in the other as well.
    data = data.translate(bytes.maketrans(b" \t\r\n", b"...."))
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    whole.send(data)
    for a, b in pairwise(edges):
        pieces.send(data[a:b])
    assert pieces.found == whole.found
    assert pieces.pause(9).found == whole.pause(9).found


@given(st.lists(st.tuples(SOMETHING, st.sampled_from(PAUSES)), max_size=8))
def test_nothing_that_comes_ends_the_reading(sent: list[tuple[bytes, float]]) -> None:
    line = Line()
    for data, pause in sent:
        line.send(data).pause(pause)
    line.pause(9).send("\x18").pause(9)  # the end of whatever was begun
    before = len(line.messages)
    assert line.send("j").found[before:] == ["j"]


@pytest.mark.parametrize("typed", ["]]", "]]]q", "^^", "__", "XX", "PP", "]5w"])
def test_what_is_typed_quickly_after_esc_is_no_late_reply(typed: str) -> None:
    line = Line().send("\x1b").pause(ESCAPE_WAIT + 0.05).send(typed).pause(2)
    names = {"]": "right_square_bracket", "^": "circumflex_accent", "_": "underscore"}
    assert line.found == ["escape", *(names.get(key, key) for key in typed)]
