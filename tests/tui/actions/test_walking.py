"""Going from one annotation to the next, and into those under the caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.stories import open_story, tag, write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Iran said that Syria left. Nobody spoke."


@pytest.fixture
def nested(tmp_path: Path) -> Path:
    """A claim with two actors in it, one of them within a longer one."""
    story = write_story(tmp_path / "nested", {"a.txt": TEXT})
    with open_story(story) as workspace:
        for phrase, label in (("Iran", "actor"), ("Syria", "actor"), ("Syria left", "claim")):
            tag(workspace, phrase, label, "a")
    return story


@pytest.mark.parametrize(
    ("keys", "current", "said"),
    [
        ("j", "actor[0:4]Iran", ""),
        ("j j", "claim[15:25]Syria left", ""),
        ("2 j", "claim[15:25]Syria left", ""),
        ("j j j", "actor[15:20]Syria", ""),
        ("3 j k", "claim[15:25]Syria left", ""),
        ("4 j", "actor[15:20]Syria", "There is no annotation below in this article"),
        ("k", "", "There is no annotation above in this article"),
        ("j k", "actor[0:4]Iran", "There is no annotation above in this article"),
    ],
)
async def test_one_goes_through_annotations_as_the_text_reads(
    nested: Path, keys: str, current: str, said: str
) -> None:
    async with reading(nested, size=(120, 24)) as ana:
        await ana.press(keys)
        assert ana.current == current
        assert not said or ana.says() == said


@pytest.mark.parametrize(
    ("keys", "current"),
    [
        ("enter", "actor[15:20]Syria"),
        ("enter enter", "claim[15:25]Syria left"),
        ("enter enter enter", ""),
        ("v e enter", "actor[15:20]Syria"),
    ],
)
async def test_one_goes_from_the_innermost_out_and_off(
    nested: Path, keys: str, current: str
) -> None:
    async with reading(nested, size=(120, 24)) as ana:
        ana.go("Syria")
        await ana.press(keys)
        assert ana.current == current


async def test_where_nothing_is_that_is_said(nested: Path) -> None:
    async with reading(nested, size=(120, 24)) as ana:
        ana.go("Nobody")
        await ana.press("enter")
        assert ana.says() == "There is no annotation under the caret"
