"""An article is picked by a part of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
