"""A story whose file of ties is damaged opens, says so, and no key breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path

DAMAGED = "this is not a TinyDB file"


@pytest.fixture
async def damaged(tmp_path: Path) -> Path:
    """A story of which an article is done, whose file says so no more."""
    story = write_story(tmp_path, {"1.txt": "Iran said it. \n", "2.txt": "Moscow denied it."})
    async with reading(story) as ana:
        await ana.press("a g d")
    (links,) = story.rglob("story.json")
    links.write_text('{"broken')
    return story


async def test_it_is_said_when_the_story_is_opened(damaged: Path) -> None:
    async with reading(damaged) as ana:
        await ana.until(lambda: DAMAGED in " ".join(ana.screen().split()), "it is said")


@pytest.mark.parametrize("keys", ["g d", "g i", "W", "t", "J", "l", "& l", "end i"])
async def test_a_key_that_needs_them_says_why_nothing_is_done(damaged: Path, keys: str) -> None:
    async with reading(damaged) as ana:
        await ana.press(f"[ g g {keys}")
        await ana.until_main()
        assert ana.app.is_running
        if keys in ("g d", "g i", "W", "t", "J"):
            assert DAMAGED in ana.says()


@pytest.mark.parametrize("keys", ["O", "m", "E", "g s", "V", "p", "I"])
async def test_what_only_shows_is_shown_all_the_same(damaged: Path, keys: str) -> None:
    async with reading(damaged) as ana:
        await ana.press(f"[ g g {keys}")
        await ana.settle()
        assert ana.app.is_running
