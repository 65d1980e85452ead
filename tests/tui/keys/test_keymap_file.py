"""A person's own keys, and what is said where a file of them is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from tests.tui.keys.support import ALL, outcome, own
from tui.keys.commands import Mode
from tui.keys.keymap import KeymapError
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "keys", "command"),
    [
        ('go.next-word = "Q"', "Q", "go.next-word"),
        ('"go.next-word" = "Q"', "Q", "go.next-word"),
        ('go.next-word = "Q"', "w", ""),
        ('go.next-word = ["w", "Q"]', "w", "go.next-word"),
        ('go.next-word = ["w", "Q"]', "Q", "go.next-word"),
        ("quit = []", "q", ""),
        ('go.next-word = "b"\ngo.previous-word = "w"', "w", "go.previous-word"),
        ('go.next-word = "Q Q"', "Q Q", "go.next-word"),
        ('go.next-word = "  Q   Q "', "Q Q", "go.next-word"),
        ('help = "space"', "space", "help"),
        ('help = " "', "space", "help"),
        ('help = "+"\npanes.more = []', "+", "help"),
        ('help = "shift+ctrl+f5"', "ctrl+shift+f5", "help"),
        ('help = "é"', "é", "help"),
        ('tag.actor = "ö"', "ö", "tag.actor"),
        ('select.flip = "ö"', "o", ""),
        ('go.next-word = ["ö", "ö"]', "ö", "go.next-word"),
        ('help = "0"', "0", "help"),
        ('go.next-word = ["w", "space"]', "space", "go.next-word"),
        ('go.next-word = ["w", "space"]', "pagedown", "go.page-down"),
        ('annotation.remove = "delete"\nrows.mark = "f9"', "delete", "annotation.remove"),
        ('theme.toggle = "Z"', "Z", "theme.toggle"),
        ('theme.toggle = "ctrl+c"\ncopy = []', "ctrl+c", "theme.toggle"),
        ('help = "Q 5"', "Q 5", "help"),
        ('help = "Ctrl+PgDn"\narticle.next = []', "ctrl+pagedown", "help"),
        ('help = "Alt+W"', "alt+w", "help"),
        ('help = "Ctrl+↑"', "ctrl+up", "help"),
        ('help = "F5"', "f5", "help"),
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


@pytest.mark.parametrize("key", ["", "ab", "ctrl+", "+ctrl", "hyper+a", "shift+a", "Return", "\t\n",
                                 "5", "5 g", "ctrl+q", "\x07"])  # fmt: skip
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
    path.write_bytes('\ufeff[keys]\nhelp = "Q"\n'.encode())
    assert outcome(keymap_for(ALL, path), "Q")[0] == "help"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"keymap\.toml: the keymap cannot be read: no such file"):
        keymap_for(ALL, tmp_path / "keymap.toml")


def test_what_is_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keymap.toml").write_text("x = " + "[" * 9_000)
    with pytest.raises(InputError, match="nested too deeply"):
        keymap_for((), tmp_path / "keymap.toml")
