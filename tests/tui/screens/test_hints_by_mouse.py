"""A key that is named anywhere can be pressed with the mouse, also in dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import write_story
from tests.tui.support import reading
from tui.render.lines import named_at

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader

TEXT = "Iran left Syria\n\nThe rebels won the war\n"


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("│ Enter keeps the |note · Esc leaves it │", ("note", "Enter")),
        ("│ Enter keeps the note · |Esc leaves it │", ("Esc", "Esc")),
        ("╰─ Enter does it · Esc |leaves ─╯", ("leaves", "Esc")),
        ("↑ |↓ format", ("↓", "↑")),
        ("Esc leaves |  ", ("Esc",)),
        ("──|──", ()),
    ],
)
def test_what_a_hint_names(row: str, named: tuple[str, ...]) -> None:
    assert named_at(row.replace("|", ""), row.index("|")) == named


async def press_hint(ana: Reader, hint: str) -> None:
    """Press the mouse on the last place of the screen that says this."""
    await ana.until_screen(hint)
    rows = ana.rows()
    row = max(number for number, each in enumerate(rows) if hint in each)
    await ana.click(rows[row].rindex(hint), row)


@pytest.mark.parametrize(
    ("keys", "hint", "then"),
    [
        ("g i", "Esc leaves", "word “Iran”"),
        ("g i", "i note", "Note on the article"),
        ("p", "Tab in the other", "word “Iran”"),
        ("?", "Esc leaves", "word “Iran”"),
        ("E", "Enter writes", "Exported 2 articles"),
        ("E", "Esc leaves", "word “Iran”"),
        ("a i X", "Enter keeps", "note: X"),
        ("a O", "l  location", "relabel “Iran” actor → location"),
        ("a O", "/ filter", "Enter keeps it"),
        ("a O i", "Esc leaves it", "Annotations  1"),
        ("g s", "Esc leaves", "word “Iran”"),
        ("&", "l location", "location  “Iran”"),
        ("ctrl+e", "Esc leaves", "word “Iran”"),
    ],
)
async def test_a_hint_that_is_pressed_is_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str, hint: str, then: str
) -> None:
    monkeypatch.chdir(tmp_path)
    async with reading(write_story(tmp_path / "story", {"a.txt": TEXT, "b.txt": TEXT})) as ana:
        await ana.press(keys)
        await press_hint(ana, hint)
        await ana.until_screen(then)
