"""The palette has the commands that the keys have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.support import reading
from tui.keys.commands import Mode

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_palette_runs_a_command(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("ctrl+p")
        await ana.until(lambda: ana.app.screen.focused, "a command can be typed")
        await ana.write("relabel what is meant as location")
        await ana.until_screen("Tag or relabel what is meant as location")
        await ana.until(lambda: "Go one row" not in ana.screen(), "the commands are narrowed down")
        await ana.press("enter")
        await ana.until(lambda: ana.tags(), "the command has been run")
        await ana.until_main()
        assert ana.tags() == ["location[0:4]Iran"]


async def test_the_palette_offers_every_command(seeds: Path) -> None:
    from textual.command import DiscoveryHit

    from tui.palette_commands import SidelightCommands

    async with reading(seeds) as ana:
        provider = SidelightCommands(ana.main)
        offered = [hit async for hit in provider.discover() if isinstance(hit, DiscoveryHit)]
        expected = [c for c in ana.main.keymap.commands if Mode.READING in c.modes]
        assert len(offered) == len(expected) - 1  # all but the palette itself
