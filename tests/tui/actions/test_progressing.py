"""How far one is: done, the next that is not; and the way back from a leap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = {"1.txt": "Iran said it. He left.", "2.txt": "Moscow denied it.", "3.txt": "Iran knows it."}


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return write_story(tmp_path, TEXTS)


@pytest.mark.parametrize(
    ("keys", "shown", "said"),
    [
        ("g d", "2/3", "1/3 is done, u takes it back · 1 of 3 done"),
        ("g d g d", "3/3", "2/3 is done, u takes it back · 2 of 3 done"),
        ("g d g d g d", "3/3", "All 3 articles are done; E writes the annotations to a file"),
        ("] g d", "3/3", "2/3 is done, u takes it back · 1 of 3 done"),
        ("g d [ g d", "1/3", "1/3 is not done any more"),
        ("g d g N", "3/3", ""),
        ("] g d g N", "1/3", ""),
        ("] g d [ [ g n", "3/3", ""),
        ("g d g d g n", "3/3", "Every other article is done; g d: this one too"),
        ("g d g d g d g n", "3/3", "All 3 articles are done"),
        ("g d u", "1/3", "Undone: mark 1 as done"),
    ],
)
async def test_done_and_the_next_that_is_not(story: Path, keys: str, shown: str, said: str) -> None:
    async with reading(story, columns=1) as ana:
        await ana.press(keys)
        assert shown in ana.rows()[1]
        assert said in ana.says()


async def test_a_title_says_how_it_stands_with_its_article(story: Path) -> None:
    async with reading(story, columns=1) as ana:
        assert ana.rows()[1].split() == ["1/3", "Iran", "said", "it.", "He", "left."]
        await ana.press("a")
        assert ana.rows()[1].rstrip().endswith("1 span")
        await ana.press("g d [")
        assert ana.rows()[1].rstrip().endswith("done · 1 span")
        await ana.press("u")
        assert ana.rows()[1].rstrip().endswith(" 1 span")


async def test_an_article_that_has_another_text_is_not_done(story: Path) -> None:
    async with reading(story, columns=1) as ana:
        await ana.press("g d")
    (story / "1.txt").write_text("Iran said nothing.")
    async with reading(story, columns=1) as ana:
        await ana.press("[")
        said = "1.txt has changed since you marked it as done"
        await ana.until(lambda: said in ana.rows()[1], "it is said")
        assert "done" not in ana.rows()[2]


@pytest.mark.parametrize(
    ("keys", "there"),
    [
        ("w / I r a n enter ctrl+o", "Iran |said"),
        ("w / I r a n enter n n ctrl+o", "Iran |said"),
        ("a ] w ctrl+o", "There is nowhere to go back to yet"),
        ("a w w g l", "|Iran said"),
    ],
)
async def test_back_to_where_a_leap_began(story: Path, keys: str, there: str) -> None:
    async with reading(story, columns=1) as ana:
        await ana.press(keys)
        await ana.settle()
        assert there in f"{ana.shown()} {ana.says()}"
