"""The app: its themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.support import reading

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_theme_changes_and_changes_back(seeds: Path) -> None:
    async with reading(seeds) as ana:
        dark = ana.app.palette.text
        await ana.press("T")
        await ana.until(lambda: ana.app.palette.text != dark, "the theme is light")
        await ana.until(
            lambda: ana.pane._painter._rows and all(
                s.style is None or s.style.bgcolor != dark.bgcolor
                for strip in ana.pane._painter._rows.values() for s in strip
            ),
            "the rows are drawn in it",
        )  # fmt: skip
        await ana.press("T")
        await ana.until(lambda: ana.app.palette.text == dark, "the theme is dark again")
