"""A label takes its letter, and the command that had it moves to Alt and that letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual import events

from store.labels import DEFAULT_LABELS, DocumentLabel, Label, LabelSet
from tests.stories import write_story
from tests.tui.helps import help_lines
from tests.tui.keys.support import outcome
from tests.tui.support import reading
from tui.keys.commands import KEPT, Command, Mode, all_commands
from tui.keys.keymap import Keymap, KeymapError
from tui.keys.keymap_file import keymap_for
from tui.keys.label_keys import check_label_keys, labels_by_key

if TYPE_CHECKING:
    from pathlib import Path


def labels_of(*keys: str) -> LabelSet:
    return LabelSet(tuple(Label(f"label-{key}", key, "blue") for key in keys))


def file_of(folder: Path, text: str) -> Path:
    path = folder / "keymap.toml"
    path.write_text(f"[keys]\n{text}\n")
    return path


def test_the_labels_by_their_letters() -> None:
    keymap = keymap_for(all_commands(DEFAULT_LABELS))
    assert labels_by_key(keymap, DEFAULT_LABELS) == {
        label.key: label.name for label in DEFAULT_LABELS
    }


def test_a_label_has_the_letter_that_a_person_gave_it(tmp_path: Path) -> None:
    path = file_of(tmp_path, 'tag.actor = ["ö", "f5"]\ntag.claim = "f6"')
    found = labels_by_key(keymap_for(all_commands(DEFAULT_LABELS), path), DEFAULT_LABELS)
    assert found["ö"] == "actor"
    assert set(found.values()) == {label.name for label in DEFAULT_LABELS} - {"claim"}


def test_the_letter_of_a_label_that_a_person_moved_stays_with_its_command(tmp_path: Path) -> None:
    path = file_of(tmp_path, 'tag.label-w = "ö"')
    assert keymap_for(all_commands(labels_of("w")), path).keys_of("go.next-word") == (
        "w", "ctrl+right",
    )  # fmt: skip


def test_every_key_of_a_command_that_labels_have_moves() -> None:
    keymap = keymap_for(all_commands(labels_of("g")))
    assert keymap.keys_of("go.article-start") == ("alt+g g", "ctrl+home")
    assert keymap.keys_of("go.article-end") == ("alt+shift+g", "alt+g e", "ctrl+end")


def test_a_command_does_not_move_to_what_a_person_gave_another(tmp_path: Path) -> None:
    path = file_of(tmp_path, 'help = "alt+w"')
    keymap = keymap_for(all_commands(labels_of("w")), path)
    assert keymap.keys_of("help") == ("alt+w",)
    assert keymap.keys_of("go.next-word") == ("ctrl+right",)


@pytest.mark.parametrize("key", sorted(KEPT))
def test_a_letter_that_is_always_a_commands(key: str, tmp_path: Path) -> None:
    file = tmp_path / "labels.toml"
    file.write_text(f"[[label]]\nname = 'label-{key}'\n# its key\nkey = '{key}'\n")
    with pytest.raises(KeymapError) as caught:
        check_label_keys(all_commands(labels_of(key)), file)
    at, _, said = str(caught.value).partition(": ")
    assert at == f"{file}, line 4, field key"
    assert said.startswith(f"the label label-{key} has the key '{key}', which always belongs to ")
    check_label_keys(all_commands(labels_of("b", "w")), file)


# Labels and the letters of commands ----------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "owner"), [("y", "suggestion.accept"), ("n", "suggestion.reject"), ("u", "undo")]
)
def test_a_letter_belongs_to_what_it_does_while_reading(key: str, owner: str) -> None:
    with pytest.raises(KeymapError, match=f"belongs to {owner};"):
        check_label_keys(all_commands(labels_of(key)))


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
        ("d", "annotation.remove", ("alt+d", "delete")),
        ("x", "select.grow", ("alt+x",)),
        ("w", "go.next-word", ("alt+w", "ctrl+right")),
        ("g", "go.article-start", ("alt+g g", "ctrl+home")),
        ("g", "go.article-end", ("alt+shift+g", "alt+g e", "ctrl+end")),
        ("g", "panes.auto", ("alt+g 0",)),
        ("z", "quit", ("q", "alt+shift+z Z", "alt+shift+z Q")),
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


def test_on_the_card_a_label_of_articles_has_its_key_unless_that_undoes() -> None:
    def commands(key: str) -> tuple[Command, ...]:
        genre = DocumentLabel("genre", key, ("news", "opinion"))
        return all_commands(LabelSet(DEFAULT_LABELS.labels, (), (genre,)))

    keymap = keymap_for(commands("i"))
    assert keymap.press("i", Mode.CARD).command == keymap.command("document.genre")
    assert keymap.keys_of("card.note") == ()  # its line is still edited by Enter
    assert keymap.keys_of("card.edit") == ("enter",)
    assert keymap.keys_of("annotation.note") == ("i",)
    with pytest.raises(KeymapError, match=r"genre has the key 'u', which .* belongs to undo"):
        keymap_for(commands("u"))


def test_the_help_shows_where_a_command_went() -> None:
    labels = LabelSet((Label("date", "d", "blue"),))
    lines = help_lines(keymap_for(all_commands(labels)), labels)
    moved = re.compile(r"  Alt\+D or Del +Remove the annotation that is meant.*")
    assert any(moved.fullmatch(line) for line in lines)
