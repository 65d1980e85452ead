"""An article is picked by a part of its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from store.annotations import assessing
from store.annotations.actions import Refusal
from store.annotations.model import ArticleState
from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path


LEFT, RIGHT = "000_dbd621557e353835", "003_74a61ec87d41618b"


async def test_picking_nothing_changes_nothing(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("p")
        await ana.until(lambda: ana.app.screen.focused, "an article can be picked")
        await ana.write("nowhere to be found")
        await ana.until_screen("No article fits that")
        await ana.press("enter")
        assert ana.app.screen is not ana.main
        await ana.press("escape")
        await ana.until_main()
        assert ana.article_id == LEFT


async def test_an_article_is_picked_by_its_title_as_fast_as_it_is_typed(seeds: Path) -> None:
    async with reading(seeds) as ana:
        ana.burst("p", *"mastermind")
        await ana.until(lambda: "mastermind" in ana.picker(), "what was typed is there")
        await ana.press("enter")
        await ana.until_main()
        assert ana.article_id == RIGHT


async def test_a_number_is_that_of_the_article(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("p")
        await ana.until(lambda: ana.app.screen.focused, "an article can be picked")
        await ana.press("2 enter")
        await ana.until_main()
        assert ana.article_id == RIGHT


async def test_an_article_is_shown_in_the_other_pane(seeds: Path) -> None:
    async with reading(seeds, size=(160, 40)) as ana:
        assert ana.main.panes.shown_ids == [LEFT, RIGHT]
        await ana.press("p")
        await ana.until(lambda: ana.app.screen.focused, "an article can be picked")
        await ana.write("mastermind")
        await ana.press("tab")
        await ana.until_main()
        assert ana.article_id == RIGHT
        assert ana.main.panes.active_index == 1


@pytest.mark.suggests
async def test_what_is_left_in_each_is_told_as_the_titles_tell_it(seeds: Path) -> None:
    async with reading(seeds, size=(160, 40)) as ana:
        await ana.press("a")
        left = re.compile(r"\d+ left")
        await ana.until(lambda: len(left.findall(ana.rows()[1])) == 2, "both are looked at")
        await ana.press("p")
        await ana.until_screen("Articles (2)")
        # Behind the list the titles go on counting what is found.
        await ana.until(
            lambda: left.findall(ana.picker()) == left.findall(ana.rows()[1]) != [],
            "they say the same",
        )


async def test_how_far_each_is_can_be_seen_and_typed(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("a p")
        await ana.until_screen("1 span · begun · on screen")
        await ana.until_screen("1/2 Iran Plotted")
        opened = ana.workspace.article(RIGHT)
        edit = assessing.mark(ana.workspace.now.links(), opened.article, ArticleState.DONE)
        assert not isinstance(edit, Refusal)
        ana.workspace.apply(edit)
        await ana.press("escape p")
        await ana.until(lambda: ana.app.screen.focused, "an article can be picked")
        await ana.write("done")
        await ana.press("enter")
        await ana.until_main()
        assert ana.article_id == RIGHT
