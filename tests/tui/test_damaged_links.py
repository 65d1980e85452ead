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


@pytest.mark.parametrize("keys", ["g d", "g i", "W", "t", "J", "end i"])
async def test_a_key_that_needs_them_says_why_nothing_is_done(damaged: Path, keys: str) -> None:
    async with reading(damaged) as ana:
        await ana.press(f"[ g g {keys}")
        await ana.until_main()
        assert DAMAGED in ana.says()


@pytest.mark.parametrize(("keys", "labels"), [("l", ["location"]), ("& l", ["actor", "location"])])
async def test_a_key_that_needs_none_does_what_it_does(
    damaged: Path, keys: str, labels: list[str]
) -> None:
    async with reading(damaged) as ana:
        await ana.press(f"[ g g {keys}")
        await ana.until(lambda: len(ana.tags()) == len(labels), "it is done")
        assert sorted(ana.tags()) == [f"{label}[0:4]Iran" for label in labels]


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        ("O", "AnnotationsScreen"),
        ("m", "MatrixScreen"),
        ("E", "ExportScreen"),
        ("g s", "FiguresScreen"),
        ("V", "ConsistencyScreen"),
        ("p", "PickerScreen"),
        ("I", "MainScreen"),  # there is no claim whose record could be shown
    ],
)
async def test_what_only_shows_is_shown_all_the_same(damaged: Path, keys: str, screen: str) -> None:
    async with reading(damaged) as ana:
        await ana.press(f"[ g g {keys}")
        await ana.until(lambda: type(ana.app.screen).__name__ == screen, "it is shown")
        await ana.settle()
        assert ana.app.is_running
