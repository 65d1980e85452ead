"""Keys to commands: chords, counts, modes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.tui.keys.support import ALL, outcome, press
from tui.keys.commands import Mode
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from tui.keys.keymap import Keymap


@pytest.fixture
def keymap() -> Keymap:
    return keymap_for(ALL)


# Pressing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "command", "count"),
    [
        ("w", "go.next-word", None),
        ("a", "tag.actor", None),
        ("g g", "go.article-start", None),
        ("ctrl+home", "go.article-start", None),
        ("5 w", "go.next-word", 5),
        ("1 0 w", "go.next-word", 10),
        ("0", "go.row-start", None),
        ("g 0", "panes.auto", None),
        ("1 0 space", "go.page-down", 10),
        ("5 backspace w", "go.next-word", None),
        ("g backspace", "", None),
        ("backspace", "annotation.remove-made", None),
        ("Z Z", "quit", None),
        ("Z Q", "quit", None),
        ("3 g g", "go.article-start", 3),
        ("9 9 9 9 9 9 9 9 9 w", "go.next-word", 99_999),
        ("escape", "cancel", None),
        ("5 escape", "", None),
        ("5 escape w", "go.next-word", None),
        ("g escape", "", None),
        ("g escape g g", "go.article-start", None),
        ("g w w", "go.next-word", None),
        ("5 Q w", "go.next-word", None),
        ("²", "", None),
        ("٣", "", None),
    ],
)
def test_what_keys_give(keymap: Keymap, keys: str, command: str, count: int | None) -> None:
    assert outcome(keymap, keys) == (command, count)
    assert not keymap.is_pending
    assert keymap.typed == ""


@pytest.mark.parametrize(
    ("keys", "unknown"),
    [("Q", "Q"), ("g w", "g w"), ("ctrl+left ctrl+y", "ctrl+y"), ("5 Q", "Q"), ("g 5", "g 5"),
     ("g escape", ""), ("5 escape", ""), ("w", "")],
)  # fmt: skip
def test_keys_that_mean_nothing_are_named(keymap: Keymap, keys: str, unknown: str) -> None:
    assert press(keymap, keys).unknown == unknown


G_MENU: Final = [
    "go.article-start", "go.article-end", "article.done", "article.card", "figures",
    "article.next-to-do", "article.previous-to-do", "go.last-edit", "panes.auto",
    "annotation.split", "annotation.merge", "conflicts",
]  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "typed", "following"),
    [
        ("g", "g", G_MENU),
        ("5", "5", ["count"]),
        ("1 2", "12", ["count"]),
        ("4 g", "4 g", G_MENU),
        ("Z", "Z", ["quit", "quit"]),
    ],
)  # fmt: skip
def test_what_is_begun_says_how_it_can_go_on(
    keymap: Keymap, keys: str, typed: str, following: list[str]
) -> None:
    pressed = press(keymap, keys)
    assert [command.id for _, command in pressed.pending] == following
    assert (keymap.is_pending, keymap.typed, pressed.command) == (True, typed, None)
    keymap.reset()
    assert (keymap.is_pending, keymap.typed) == (False, "")


@pytest.mark.parametrize(
    ("key", "reading", "resizing"),
    [
        ("enter", "annotation.enter", "resize.keep"),
        ("escape", "cancel", "resize.leave"),
        ("o", "select.flip", "resize.flip"),
        ("w", "go.next-word", "go.next-word"),
        ("?", "help", "help"),
        ("a", "tag.actor", "tag.actor"),
        ("d", "annotation.remove", "annotation.remove"),
        ("q", "quit", ""),
    ],
)
def test_a_key_means_what_its_mode_says(
    keymap: Keymap, key: str, reading: str, resizing: str
) -> None:
    assert outcome(keymap, key, Mode.READING)[0] == reading
    assert outcome(keymap, key, Mode.RESIZING)[0] == resizing


def test_escape_takes_a_count_back_before_it_leaves_resizing(keymap: Keymap) -> None:
    assert outcome(keymap, "5 escape", Mode.RESIZING) == ("", None)
    assert outcome(keymap, "escape", Mode.RESIZING) == ("resize.leave", None)
