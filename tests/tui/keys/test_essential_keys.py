"""The dozen keys that are taught, by the keys that a person has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.labels import DEFAULT_LABELS
from tests.tui.keys.support import ALL, own
from tui.filling import fill
from tui.keys.essential_keys import DOZEN, unused_keys
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from pathlib import Path


def test_they_are_a_dozen_and_each_is_a_command() -> None:
    keymap = keymap_for(ALL)
    assert len(DOZEN) == 12
    assert all(taught.keys(keymap) for taught in DOZEN)


def test_a_key_that_a_sentence_names_is_the_one_the_person_has(tmp_path: Path) -> None:
    letters = DOZEN[0].buys
    assert fill(letters, keymap_for(ALL).name_of).endswith("Space any other")
    assert fill(letters, own(tmp_path, '"jump.words" = "f6"').name_of).endswith("F6 any other")


def test_one_for_labels_has_the_keys_of_all(tmp_path: Path) -> None:
    (tag,) = [taught for taught in DOZEN if taught.commands == ("tag.",)]
    assert tag.keys(keymap_for(ALL)) == " ".join(label.key for label in DEFAULT_LABELS)
    assert tag.keys(own(tmp_path, 'tag.actor = "f5"')).startswith("F5 ")


def test_what_was_never_used(tmp_path: Path) -> None:
    keymap = own(tmp_path, "undo = []")
    used = [taught.commands[0] for taught in DOZEN if not taught.commands[0].endswith(".")]
    never = unused_keys(keymap, used)
    assert {taught.commands for taught in never} == {("tag.",), ("propose.",)}
    assert unused_keys(keymap, [*used, "tag.actor", "propose.claim"]) == []
