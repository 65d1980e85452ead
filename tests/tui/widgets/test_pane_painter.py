"""Rows are drawn anew only where something in them is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from tests.tui.painting import painted_by, still, watching
from tests.tui.support import reading_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.support import Reader
from tui.widgets.pane_painter import PanePainter

pytestmark = pytest.mark.usefixtures("timeless")


TEXT = "".join(f"The {number}th row says that Iran left Syria.\n" for number in range(60))


async def test_rows_that_did_not_change_come_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_text(tmp_path, f"|{TEXT}") as ana:
        await still(ana)
        with watching(monkeypatch) as painted:
            ana.pane.refresh()
            await ana.until(lambda: painted.rendered, "the pane is painted")
            await still(ana)
            assert len(painted.rows(ana)) == ana.pane.viewport.text_height
            assert painted.drawn == []


async def test_what_changes_the_look_of_a_row_is_never_taken_from_the_cache(
    tmp_path: Path,
) -> None:
    """After each step, what the pane shows is what it would draw if it had no cache."""
    async with reading_text(tmp_path, f"|{TEXT}", size=(60, 20)) as ana:
        steps = (
            "w", "a", "w v e", "l", "shift+down", "c", "j", "j", "k", "escape", "d", "u", "U",
            "r w", "enter", "s", "G", "g g", "pagedown", "( v }", "c", "T", "u u", "T",
            "F", "z", "backspace", "a", "D", "escape", "d", "f", "pagedown", "u", "T", "space",
            "escape escape escape", "f", "left",
        )  # fmt: skip
        for step in steps:
            await ana.press(step)
            await still(ana)
            if step == "T":
                # A new theme is there at once, the panes that are drawn in it a moment later.
                await ana.until(lambda: stale_rows(ana) == [], "all is drawn in the new theme")
            assert (step, stale_rows(ana)) == (step, [])


async def test_a_page_back_draws_only_the_rows_of_the_caret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_text(tmp_path, f"|{TEXT}") as ana:
        await ana.press("w w w a w w w a pagedown pagedown")
        with watching(monkeypatch) as painted:
            for key in ("pageup", "pageup", "pagedown", "pagedown"):
                before = ana.pane.wrapped.row_of(ana.pane.selection.head)
                await painted_by(ana, painted, key)
                now = ana.pane.wrapped.row_of(ana.pane.selection.head)
                assert set(painted.drawn) <= {before, now}
                assert stale_rows(ana) == []
            assert len(painted.rows(ana)) == ana.pane.viewport.text_height


async def test_what_changed_out_of_sight_is_drawn_when_it_comes_back(tmp_path: Path) -> None:
    async with reading_text(tmp_path, f"|{TEXT}", size=(60, 20)) as ana:
        for step in (
            "w", "w w w a", "pagedown", "pageup", "pagedown", "w c", "pageup", "u", "pagedown",
            "u", "pageup", "U", "U", "pagedown", "v }", "pageup", "escape", "G", "g g",
        ):  # fmt: skip
            await ana.press(step)
            await still(ana)
            assert (step, stale_rows(ana)) == (step, [])


async def test_rows_are_kept_for_some_pages_and_not_for_a_whole_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading_text(tmp_path, f"|{TEXT * 20}") as ana:
        await still(ana)
        palette, viewport, shown = ana.main.palette, ana.pane.viewport, ana.pane.shown
        painter, height = PanePainter(ana.workspace.labels, lambda: palette), viewport.text_height
        with watching(monkeypatch) as painted:

            def drawn(top: int) -> int:
                """How many rows had to be drawn for a page."""
                painted.clear()
                painter.forget_lines()
                there = replace(shown, viewport=replace(viewport, top=top))
                for line in range(1, height + 1):
                    painter.line(there, line)
                return len(painted.drawn)

            tops = range(0, len(viewport.layout) - height, height)
            assert {drawn(top) for top in tops} == {height}
            assert (drawn(tops[-2]), drawn(tops[-1]), drawn(0)) == (0, 0, height)


def stale_rows(ana: Reader) -> list[int]:
    """The rows of the pane that are not as they would be drawn anew."""
    anew, pane = PanePainter(ana.workspace.labels, lambda: ana.main.palette), ana.pane
    rows = range(1, pane.size.height - 1)
    return [y for y in rows if list(pane.render_line(y)) != list(anew.line(pane.shown, y))]
