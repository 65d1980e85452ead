"""A sentence names the person's own keys; what looks like such a mark in data stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from store.wording import filled
from tests.stories import write_story
from tests.tui.support import reading
from tui import filling

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARK: Final = "{key:record.certain}"
"""In data; no sentence of ours names this key."""
LABELS: Final = f"""
[[label]]
name = "actor"
key = "a"
guideline = "Such as {MARK}"

[[label]]
name = "place"
key = "l"
"""


@pytest.mark.parametrize(
    "keys",
    [
        "a",  # tagged
        "a u U u",
        "a l l",  # relabelled, refused
        "a d u",
        "a ; h , r enter",
        "a & l",
        "a i X enter u",
        "/ k e y enter a A",
        "*",
        "ctrl+c",
        "x x x a ctrl+c g l ctrl+o",
        "a O space l d u enter",
        "a p enter g d",
        "a E enter enter",
        "a g i escape g s",
        "a V escape W escape m escape D",
        "a = B M M",
        "ctrl+e enter enter",
        "ctrl+g ? R I P",
        "] [ g n j j k enter y n",
    ],
)
async def test_no_key_is_named_where_data_looks_like_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    asked: list[str] = []

    def watched(sentence: str, key: Callable[[str], str], option: Callable[[str], str]) -> str:
        def asking(name: str) -> str:
            asked.append(name)
            return key(name)

        return filled(sentence, asking, option)

    monkeypatch.setattr(filling, "filled", watched)
    text = f"{MARK} said\n\n{MARK} said that {MARK} left {MARK}.\n"
    articles = {f"{MARK}.txt": text, f"{MARK} 2.txt": f"Again {text}", "labels.toml": LABELS}
    story = write_story(tmp_path / MARK, {**articles, f"{MARK}.html": "<p>x</p>"})
    monkeypatch.chdir(tmp_path / MARK)
    async with reading(story) as ana:
        await ana.press(keys)
    assert "record.certain" not in asked
