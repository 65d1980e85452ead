"""The app: its themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.support import reading
from tui.app import SidelightApp

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_the_theme_changes_and_changes_back(seeds: Path) -> None:
    async with reading(seeds) as ana:
        dark = ana.app.palette.text
        await ana.press("T")
        await ana.until(lambda: ana.app.palette.text != dark, "the theme is light")
        await ana.until(
            lambda: all(
                segment.style is None or segment.style.bgcolor != dark.bgcolor
                for y in range(1, ana.pane.size.height - 1)
                for segment in ana.pane.render_line(y)
            ),
            "the rows are drawn in it",
        )
        await ana.press("T")
        await ana.until(lambda: ana.app.palette.text == dark, "the theme is dark again")


async def test_the_style_sheet_is_read_once_before_the_first_paint(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[str] = []
    monkeypatch.setattr(SidelightApp, "refresh_css", lambda *_, **__: again.append("read again"))
    async with reading(seeds):
        assert again == []
