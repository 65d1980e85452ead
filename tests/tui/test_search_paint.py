"""The line in which a search is typed opens and closes with little painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tui.painting import still, watching
from tests.tui.support import reading
from tui.render.partial import CroppingCompositor

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual._compositor import LayoutUpdate


async def test_no_line_of_the_panes_is_painted(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(seeds, size=(160, 50)) as ana:
        await still(ana)
        for keys in ("/", "escape", "/", "escape"):
            with watching(monkeypatch) as painted:
                await ana.press(keys)
                await ana.until(lambda: painted.updates, "something is painted")
                await still(ana)
                assert not painted.rendered
                assert not painted.drawn
                assert len(painted.written(ana)) < 2_000
            assert ("Find" in ana.screen()) == (keys == "/")


async def test_rows_are_drawn_anew_where_a_pane_is_wider_though_its_text_is_not(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(seeds, size=(300, 50)) as ana:
        await still(ana)
        with watching(monkeypatch) as painted:
            await ana.pilot.resize_terminal(320, 50)
            await ana.until(lambda: painted.drawn, "rows are drawn")
            await still(ana)
        assert all(len(row.rstrip()) <= 320 for row in ana.rows())
        assert {ana.pane.render_line(y).cell_length for y in range(ana.pane.size.height)} == {
            ana.pane.size.width
        }


async def test_the_line_of_a_filter_opens_and_closes_without_the_list_painted_anew(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: list[object] = []

    def counted(compositor: CroppingCompositor, *, simplify: bool = False) -> LayoutUpdate:
        whole.append(compositor)
        return render(compositor, simplify=simplify)

    render = CroppingCompositor.render_full_update
    async with reading(seeds, size=(160, 50)) as ana:
        await ana.press("O")
        await ana.until_screen("Annotations")
        await still(ana)
        before = ana.rows()
        monkeypatch.setattr(CroppingCompositor, "render_full_update", counted)
        for keys in ("/", "escape"):
            with watching(monkeypatch) as painted:
                await ana.press(keys)
                await ana.until(lambda: painted.updates, "something is painted")
                await still(ana)
                assert len(painted.written(ana)) < 1_000
        assert not whole
        assert ana.rows() == before
