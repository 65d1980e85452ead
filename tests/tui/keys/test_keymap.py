"""Keys to commands: chords, counts, modes, a person's own keys, and no dead key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from textual import events

from store.errors import InputError
from store.labels import DEFAULT_LABELS, Label, LabelSet
from tests.stories import open_story, write_story
from tests.tui.helps import help_lines
from tests.tui.support import reading
from tui.keys.commands import COMMANDS, KEPT, MAIN_MODES, RESERVED, Mode, all_commands
from tui.keys.key_names import key_name
from tui.keys.keymap import Keymap, KeymapError, Pressed
from tui.keys.keymap_file import NAMED_KEYS, keymap_for
from tui.screens.main import MainScreen

if TYPE_CHECKING:
    from pathlib import Path

ALL: Final = all_commands(DEFAULT_LABELS)
IDS: Final = [command.id for command in ALL]
MAIN: Final = [command for command in ALL if not command.modes.isdisjoint(MAIN_MODES)]
"""The commands of the main screen."""


@pytest.fixture
def keymap() -> Keymap:
    return keymap_for(ALL)


def press(keymap: Keymap, keys: str, mode: Mode = Mode.READING) -> Pressed:
    """Press keys, parted by spaces; what came of the last."""
    for key in keys.split(" "):
        pressed = keymap.press(key, mode)
    return pressed


def outcome(keymap: Keymap, keys: str, mode: Mode = Mode.READING) -> tuple[str, int | None]:
    """The command that keys give, and its count."""
    pressed = press(keymap, keys, mode)
    return (pressed.command.id if pressed.command else "", pressed.count)


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
        ("0", "panes.auto", None),
        ("3 g g", "go.article-start", 3),
        ("9 9 9 9 9 9 9 9 9 w", "go.next-word", 99_999),
        ("escape", "cancel", None),
        ("5 escape", "", None),
        ("5 escape w", "go.next-word", None),
        ("g escape", "", None),
        ("g escape g g", "go.article-start", None),
        ("g w w", "go.next-word", None),
        ("5 t w", "go.next-word", None),
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
    [("t", "t"), ("g w", "g w"), ("ctrl+left ctrl+y", "ctrl+y"), ("5 t", "t"), ("g 5", "g 5"),
     ("g escape", ""), ("5 escape", ""), ("w", "")],
)  # fmt: skip
def test_keys_that_mean_nothing_are_named(keymap: Keymap, keys: str, unknown: str) -> None:
    assert press(keymap, keys).unknown == unknown


@pytest.mark.parametrize(
    ("keys", "typed", "following"),
    [("g", "g", ["go.article-start"]), ("5", "5", ["count"]), ("1 2", "12", ["count"]),
     ("4 g", "4 g", ["go.article-start"])],
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


# A person's own keys -------------------------------------------------------------------------


def own(tmp_path: Path, text: str) -> Keymap:
    path = tmp_path / "keymap.toml"
    path.write_text(f"[keys]\n{text}\n", encoding="utf-8")
    return keymap_for(ALL, path)


@pytest.mark.parametrize(
    ("text", "keys", "command"),
    [
        ('go.next-word = "t"', "t", "go.next-word"),
        ('"go.next-word" = "t"', "t", "go.next-word"),
        ('go.next-word = "t"', "w", ""),
        ('go.next-word = ["w", "t"]', "w", "go.next-word"),
        ('go.next-word = ["w", "t"]', "t", "go.next-word"),
        ("quit = []", "q", ""),
        ('go.next-word = "b"\ngo.previous-word = "w"', "w", "go.previous-word"),
        ('go.next-word = "t t"', "t t", "go.next-word"),
        ('go.next-word = "  t   t "', "t t", "go.next-word"),
        ('help = "space"', "space", "help"),
        ('help = " "', "space", "help"),
        ('help = "+"\npanes.more = []', "+", "help"),
        ('help = "shift+ctrl+f5"', "ctrl+shift+f5", "help"),
        ('help = "é"', "é", "help"),
        ('tag.actor = "m"', "m", "tag.actor"),
        ('select.flip = "t"', "o", ""),
        ('go.next-word = ["t", "t"]', "t", "go.next-word"),
        ('help = "0"\npanes.auto = []', "0", "help"),
        ('help = "t 5"', "t 5", "help"),
    ],
)
def test_a_remapped_key(tmp_path: Path, text: str, keys: str, command: str) -> None:
    assert outcome(own(tmp_path, text), keys)[0] == command


def test_keys_of_one_mode_do_not_clash_with_those_of_another(tmp_path: Path) -> None:
    keymap = own(tmp_path, 'resize.keep = "j"')
    assert outcome(keymap, "j", Mode.READING)[0] == "annotation.next"
    assert outcome(keymap, "j", Mode.RESIZING)[0] == "resize.keep"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('go.next-word = "g"', "the key 'g' is given both to go.article-start and to go.next-word"),
        ('go.next-word = "g g g"', "the key 'g g g' is given both to go.article-start and to"),
        ('resize.keep = "w"', "the key 'w' is given both to go.next-word and to resize.keep"),
        ('tag.actor = "w"', "the key 'w' is given both to tag.actor and to go.next-word"),
        ('go.next-word = "a"', "the key 'a' is given both to tag.actor and to go.next-word"),
    ],
    ids=["start of a chord", "beyond a chord", "in one mode only", "a label", "with a label"],
)
def test_a_clash(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(KeymapError) as caught:
        own(tmp_path, text)
    (said,) = caught.value.sentences
    assert said.startswith(f"{tmp_path / 'keymap.toml'}: {sentence}")


@pytest.mark.parametrize("key", ["", "ab", "ctrl+", "+ctrl", "hyper+a", "shift+a", "Enter", "\t\n",
                                 "5", "5 g", "ctrl+q", "ctrl+c", "\x07"])  # fmt: skip
def test_what_is_no_key(tmp_path: Path, key: str) -> None:
    path = tmp_path / "keymap.toml"
    escaped = key.encode("unicode_escape").decode().replace("\\x", "\\u00")
    path.write_text(f'[keys]\nhelp = "{escaped}"\n', encoding="utf-8")
    with pytest.raises(KeymapError) as caught:
        keymap_for(ALL, path)
    assert len(caught.value.sentences) == 1
    assert str(caught.value).startswith(f"{path}: help: ")


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "keymap.toml"
    path.write_bytes('\ufeff[keys]\nhelp = "t"\n'.encode())
    assert outcome(keymap_for(ALL, path), "t")[0] == "help"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"keymap\.toml: the keymap cannot be read: no such file"):
        keymap_for(ALL, tmp_path / "keymap.toml")


# The table of commands -----------------------------------------------------------------------


def test_no_default_key_clashes_and_every_command_has_one(keymap: Keymap) -> None:
    assert len(set(IDS)) == len(IDS)
    for command in ALL:
        assert command.keys
        for chord in command.keys:
            for mode in command.modes:
                assert outcome(keymap, chord, mode)[0] == command.id


def test_default_keys_are_keys_that_a_file_could_name(tmp_path: Path) -> None:
    lines = [f'"{c.id}" = [{", ".join(repr(key) for key in c.keys)}]' for c in ALL]
    keymap = own(tmp_path, "\n".join(lines))
    assert all(keymap.keys_of(command.id) == command.keys for command in ALL)


def test_reserved_keys_are_free() -> None:
    first = {chord.split(" ")[0] for command in MAIN for chord in command.keys}
    assert RESERVED.isdisjoint(first)
    assert RESERVED.isdisjoint(NAMED_KEYS)
    assert all(len(key) == 1 and not key.isdigit() for key in RESERVED)


# Labels and the letters of commands ----------------------------------------------------------


def with_labels(*keys: str, own: Path | None = None) -> Keymap:
    labels = LabelSet(tuple(Label(f"label-{key}", key, "blue") for key in keys))
    return keymap_for(all_commands(labels), own)


@pytest.mark.parametrize("key", sorted(KEPT))
def test_some_letters_no_label_can_take(key: str) -> None:
    sentence = rf"the label label-{key} has the key '{key}', which always belongs to .*; choose"
    with pytest.raises(KeymapError, match=sentence):
        with_labels(key)


@pytest.mark.parametrize("key", sorted(set("abcdefghijklmnopqrstuvwxyzéß") - KEPT))
def test_a_label_has_any_other_letter_and_no_command_is_without_a_key(key: str) -> None:
    keymap = with_labels(key)
    assert outcome(keymap, key)[0] == f"tag.label-{key}"
    for command in keymap.commands:
        assert keymap.keys_of(command.id)
        for chord in keymap.keys_of(command.id):
            for mode in command.modes:
                assert outcome(keymap, chord, mode)[0] == command.id


@pytest.mark.parametrize(
    ("label", "command", "keys"),
    [
        ("d", "annotation.remove", ("alt+d",)),
        ("x", "select.grow", ("alt+x",)),
        ("w", "go.next-word", ("alt+w", "ctrl+right")),
        ("g", "go.article-start", ("alt+g g", "ctrl+home")),
        ("g", "go.article-end", ("alt+shift+g", "ctrl+end")),
        ("b", "go.previous-word", ("alt+b", "ctrl+left")),
        ("r", "review", ("alt+shift+r",)),
        ("o", "select.flip", ("alt+o",)),
        ("o", "resize.flip", ("alt+o",)),
        ("p", "article.pick", ("alt+p",)),
    ],
)
def test_a_command_makes_room_for_a_label(label: str, command: str, keys: tuple[str, ...]) -> None:
    keymap = with_labels(label)
    assert keymap.keys_of(command) == keys
    assert outcome(keymap, keys[0], Mode.RESIZING if "resize" in command else Mode.READING) == (
        command,
        None,
    )


def test_eight_labels_with_letters_that_commands_have() -> None:
    keymap = with_labels(*"abdeoptw")
    for key in "abdeoptw":
        assert outcome(keymap, key)[0] == f"tag.label-{key}"
    assert outcome(keymap, "alt+p")[0] == "article.pick"


def test_a_key_that_somebody_gave_a_command_themselves_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "keymap.toml"
    path.write_text('[keys]\n"go.next-word" = "z"\n', encoding="utf-8")
    with pytest.raises(KeymapError, match=r"'z' is given both to tag\.label-z and to go\."):
        with_labels("z", own=path)


@pytest.mark.parametrize("labels", ["d", "x"])
async def test_alt_and_a_letter_is_not_the_letter(tmp_path: Path, labels: str) -> None:
    story = write_story(
        tmp_path, {"a.txt": "Iran left", "labels.toml": f'[[label]]\nname="n"\nkey="{labels}"\n'}
    )
    async with reading(story) as ana:
        await ana.press(labels)
        assert ana.tags() == ["n[0:4]Iran"]
        # As a terminal sends it: the name says that Alt was held, the character does not.
        await ana.send(events.Key(f"alt+{labels}", labels))
        assert (ana.tags() == []) == (labels == "d")
        assert ana.pane.selection.is_empty == (labels == "d")


def test_the_help_shows_where_a_command_went() -> None:
    labels = LabelSet((Label("date", "d", "blue"),))
    lines = help_lines(keymap_for(all_commands(labels)), labels)
    moved = re.compile(r"  Alt\+D +Remove the annotation that is meant.*")
    assert any(moved.fullmatch(line) for line in lines)


# The table of commands, and the screen -------------------------------------------------------


def test_every_command_is_handled(story: Path, keymap: Keymap) -> None:
    with open_story(story, read_only=True) as workspace:
        handled = set(MainScreen(workspace, keymap, None)._handlers)
    assert {command.id for command in MAIN} <= handled
    assert {name for name in handled if not name.startswith("select.")} <= set(IDS)


def test_the_help_shows_every_command_with_its_keys(keymap: Keymap) -> None:
    lines = help_lines(keymap, DEFAULT_LABELS)
    for command in ALL:
        (line,) = [line for line in lines if line.endswith(f" {command.help}")]
        assert all(key_name(chord) in line for chord in command.keys), command.id
    assert {command.group for command in ALL} <= set(lines)


def test_the_help_shows_keys_as_they_were_remapped(tmp_path: Path) -> None:
    keymap = own(tmp_path, 'help = "t"\nquit = []')
    lines = help_lines(keymap, DEFAULT_LABELS)
    assert any(
        re.fullmatch(r"  t +Show every key and the label guidelines", line) for line in lines
    )
    assert any(re.fullmatch(r"  no key +Leave; .*", line) for line in lines)


def test_a_sentence_of_the_table_reads_as_one() -> None:
    for command in COMMANDS:
        assert command.help[0].isupper()
        assert not command.help.endswith(".")
