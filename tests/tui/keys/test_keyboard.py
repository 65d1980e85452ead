"""Keyboards for other scripts: keys by their place, never where text is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store.errors import InputError
from tests.stories import write_story
from tests.tui.support import reading
from tui.input.meaning import meaning
from tui.keys.commands import COMMANDS
from tui.keys.keyboard import by_place, script_of
from tui.keys.keymap_file import keymap_for

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ф", "a"), ("Ф", "A"), ("д", "l"), ("і", "s"), ("х", "["), ("Ъ", "}"), ("α", "a"),
        ("Λ", "L"), ("ש", "a"), ("ش", "a"), ("م", "l"), ("ａ", "a"), ("？", "?"),
        ("٣", "3"), ("é", "é"), ("a", "a"), ("京", "京"),
    ],
)  # fmt: skip
def test_the_place_of_a_key(typed: str, meant: str) -> None:
    assert by_place(typed) == meant


def test_the_script_has_a_name() -> None:
    assert [script_of(letter) for letter in "фαש"] == ["Cyrillic", "Greek", "Hebrew"]
    # What is no layout has none: full width, digits, and what a person has said themselves.
    assert [script_of(letter) for letter in "ａ٣ö"] == ["", "", ""]


async def test_keys_of_another_script_work_and_that_is_said_once(tmp_path: Path) -> None:
    async with reading(write_story(tmp_path, {"a.txt": "Iran left Syria today\n"})) as ana:
        await ana.press("ф")
        assert ana.tags() == ["actor[0:4]Iran"]
        await ana.until_screen("Cyrillic layout: keys by their place")
        await ana.press("escape ц ц д")
        assert ana.tags()[1:] == ["location[10:15]Syria"]
        await ana.until(lambda: "layout" not in ana.screen(), "it is said once")
        await ana.press("ш")
        await ana.until(lambda: ana.app.focused, "the note can be typed")
        await ana.press("ф ц enter")
        await ana.until_main()
        assert [a.note for a in ana.annotations()] == ["", "фц"]


def test_a_keymap_file_says_what_is_meant(tmp_path: Path) -> None:
    path = tmp_path / "keymap.toml"
    path.write_text('[keyboard]\nfrom = "öä"\ninto = "[]"\n', encoding="utf-8")
    keymap = keymap_for(COMMANDS, path)
    assert [keymap.meant(key) for key in "öäx"] == ["[", "]", "x"]
    path.write_text('[keyboard]\nfrom = "öä"\ninto = "["\n', encoding="utf-8")
    with pytest.raises(InputError, match="two texts of the same length"):
        keymap_for(COMMANDS, path)
    path.write_text('[keyboard]\nfrom = "öö"\ninto = "[]"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"\[keyboard\]: from has 'ö' twice"):
        keymap_for(COMMANDS, path)
    path.write_text('[keyboard]\nfrom = "ö"\ninto = "["\nfor = ""\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"\[keyboard\]: 'for' is unknown there"):
        keymap_for(COMMANDS, path)


def test_ctrl_and_a_letter_of_another_script_is_the_key_at_its_place() -> None:
    assert meaning("\x1b[1092::97;5u") == meaning("\x1b[97;5u")
    assert meaning("\x1b[1092::97u") == meaning("\x1b[1092u")
