"""The table of commands: no dead key, none given twice; the help and the screen know them all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from store.labels import DEFAULT_LABELS
from tests.stories import open_story
from tests.tui.helps import help_lines
from tests.tui.keys.support import ALL, IDS, MAIN, outcome, own
from tui.keys.commands import COMMANDS
from tui.keys.key_names import key_name
from tui.keys.keymap_file import keymap_for
from tui.screens.editor_state import EditorSetup
from tui.screens.main import MainScreen

if TYPE_CHECKING:
    from pathlib import Path

    from tui.keys.keymap import Keymap


@pytest.fixture
def keymap() -> Keymap:
    return keymap_for(ALL)


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


# The table of commands, and the screen -------------------------------------------------------


def test_every_command_is_handled(story: Path, keymap: Keymap) -> None:
    with open_story(story, read_only=True) as workspace:
        handled = set(MainScreen(EditorSetup(workspace, keymap)).handlers)
    assert {command.id for command in MAIN} <= handled
    assert {name for name in handled if not name.startswith("select.")} <= set(IDS)


def test_the_help_shows_every_command_with_its_keys(keymap: Keymap) -> None:
    lines = help_lines(keymap, DEFAULT_LABELS)
    for command in ALL:
        (line,) = [line for line in lines if line.endswith(f" {command.help}")]
        assert all(key_name(chord) in line for chord in command.keys[:2]), command.id
    assert {command.group for command in ALL} <= set(lines)


def test_the_help_shows_keys_as_they_were_remapped(tmp_path: Path) -> None:
    keymap = own(tmp_path, 'help = "Q"\nquit = []')
    lines = help_lines(keymap, DEFAULT_LABELS)
    assert any(
        re.fullmatch(r"  Q +Show every key and the label guidelines", line) for line in lines
    )
    assert any(re.fullmatch(r"  no key +Leave; .*", line) for line in lines)


def test_a_sentence_of_the_table_reads_as_one() -> None:
    for command in COMMANDS:
        assert command.help[0].isupper()
        assert not command.help.endswith(".")
