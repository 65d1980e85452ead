"""What Textual asks for, spelled as it understands it."""

from __future__ import annotations

import pytest
from textual import events

from tests.tui.input.support import Line, in_pieces


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
