"""Input is never taken for something else, in whatever pieces it comes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from tests.payloads import ESCAPES
from tests.tui.input.replies import KEYS, REPLIES
from tui.input import kept
from tui.input.reader import Reader
from tui.input.tokenizer import ESCAPE_WAIT, PASTE_WAIT, PIECE_WAIT, STRING_MOST, STRING_WAIT

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


# What is not whole -----------------------------------------------------------------------------


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


# Pastes ----------------------------------------------------------------------------------------


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
