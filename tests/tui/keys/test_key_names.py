"""What keys are called, whichever way a terminal tells of them."""

from __future__ import annotations

import pytest
from textual import events

from tui.input.meaning import meaning
from tui.input.reader import Reader
from tui.keys.key_names import key_name, pressed_key


@pytest.mark.parametrize(
    ("chord", "name"),
    [
        ("a", "a"),
        ("+", "+"),
        ("shift+left", "Shift+←"),
        ("ctrl+shift+f5", "Ctrl+Shift+F5"),
        ("g g", "g g"),
        ("alt+shift+g", "Alt+Shift+G"),
        ("escape", "Esc"),
    ],
)
def test_what_a_person_reads(chord: str, name: str) -> None:
    assert key_name(chord) == name


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("a", "a", "a"),
        ("A", "A", "A"),
        ("semicolon", ";", ";"),
        ("space", " ", "space"),
        ("enter", "\r", "enter"),
        ("shift+left", None, "shift+left"),
        ("alt+semicolon", None, "alt+;"),
        ("alt+;", None, "alt+;"),
        ("alt+plus", None, "alt++"),
        ("alt+minus", None, "alt+-"),
        ("alt+shift+w", None, "alt+shift+w"),
        ("alt+d", "d", "alt+d"),
        ("alt+space", None, "alt+space"),
        ("alt+enter", None, "alt+enter"),
        ("ctrl+comma", None, "ctrl+,"),
        ("ctrl+left", None, "ctrl+left"),
    ],
)
def test_what_a_keymap_calls_it(key: str, character: str | None, name: str) -> None:
    assert pressed_key(events.Key(key, character)) == name


@pytest.mark.parametrize(
    ("esc", "kitty"),
    [
        (b"\x1b;", b"\x1b[59;3u"),
        (b"\x1bw", b"\x1b[119;3u"),
        (b"\x1bW", b"\x1b[119;4u"),
        (b"\x1b,", b"\x1b[44;3u"),
        (b"\x1b\\", b"\x1b[92;3u"),
    ],
)
def test_alt_has_one_name_by_either_protocol(esc: bytes, kitty: bytes) -> None:
    names = []
    for sent in (esc, kitty):
        reader = Reader(lambda _: True)
        found = [*reader.feed(sent, 0.0), *reader.expire(60.0)]
        names.append([pressed_key(event) for event in found if isinstance(event, events.Key)])
    assert meaning(kitty.decode())
    assert len(names[0]) == 1
    assert names[0] == names[1]
