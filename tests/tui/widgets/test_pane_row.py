"""The panes side by side: how many there are, and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.stories import write_story
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path


STORY_SIZE: Final = (120, 24)
"""Room for both articles of the story."""


async def test_the_place_in_an_article_is_kept_while_another_is_shown(story: Path) -> None:
    async with reading(story) as ana:
        await ana.press("w w v e ] w [")
        assert ana.around(6) == "sent [[troops|]], an o".replace("sent", " sent")
        await ana.press("]")
        assert ana.around(3) == "An |off"


async def test_the_place_in_an_article_is_kept_when_there_is_one_pane_less(story: Path) -> None:
    async with reading(story, size=STORY_SIZE) as ana:
        await ana.press("w w tab w -")
        assert ana.around(3) == "An |off"
        await ana.press("+ tab")
        await ana.until(lambda: ana.text, "the article has been laid out")
        assert ana.around(5) == "sent |troop"
        await ana.press("w tab")
        assert ana.around(3) == "An |off"


async def test_an_annotation_that_another_pane_removed_is_not_current(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"a.txt": "Iran left", "b.txt": "Syria stayed"})
    async with reading(story, size=STORY_SIZE) as ana:
        await ana.press("a enter tab a u u")
        assert ana.current == ""
        await ana.press("l")
        assert ana.tags() == ["location[0:4]Iran"]


async def test_a_width_that_changes_and_changes_back_at_once(story: Path) -> None:
    async with reading(story, size=(120, 24)) as ana:
        ana.main.panes.fit(80)
        ana.main.panes.fit(120)
        await ana.until(lambda: len(ana.main.panes.children) == 2, "the pane that left is gone")
        assert list(ana.main.panes.children) == ana.main.panes.panes


async def test_an_article_is_begun_at_its_first_word_so_that_keys_mean_something(
    tmp_path: Path,
) -> None:
    story = write_story(tmp_path, {"a.txt": "\n‘We left’, Iran said.", "b.txt": "… — !"})
    async with reading(story) as ana:
        assert ana.around(2) == "\n‘|We"
        assert "word “We”   a actor" in ana.means()
        await ana.press("]")
        assert ana.around(3) == "|… —"
