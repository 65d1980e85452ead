"""Some keys are the browser's: what has one has another, and in a browser that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.files import CONFINED
from store.labels import DEFAULT_LABELS
from tui.keys.commands import all_commands
from tui.keys.keymap_file import OF_BROWSERS, keymap_for

if TYPE_CHECKING:
    import pytest

COMMANDS = all_commands(DEFAULT_LABELS)


def test_what_has_a_key_of_browsers_has_another() -> None:
    keymap = keymap_for(COMMANDS)
    keys = {command.id: keymap.keys_of(command.id) for command in COMMANDS}
    taken = {name: each for name, each in keys.items() if not OF_BROWSERS.isdisjoint(each)}
    assert "export.text" in taken
    assert {name: each for name, each in taken.items() if OF_BROWSERS.issuperset(each)} == {}


def test_the_other_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert keymap_for(COMMANDS).names_of("export.text") == "Ctrl+T or Ctrl+O"
    monkeypatch.setenv(CONFINED, "/tab")
    keymap = keymap_for(COMMANDS)
    assert keymap.names_of("export.text") == "Ctrl+O"
    assert keymap.names_of("article.next") == "]"
