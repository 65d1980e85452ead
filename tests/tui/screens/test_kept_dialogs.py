"""A dialog that is left stays, and opens again as if it were new, with what is true by then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from textual.timer import Timer

from tests.tui.painting import still, watching
from tests.tui.support import reading_text
from tui import forwarding
from tui.app import SidelightApp

if TYPE_CHECKING:
    from pathlib import Path

    from textual._compositor import LayoutUpdate
    from textual.screen import Screen

    from tests.tui.support import Reader

OPENED: Final = [
    # the key, what stands there then
    ("O", "Annotations"),
    ("?", "Keys and labels"),
    ("ctrl+p", "Commands"),
    ("p", "Articles (1)"),
    ("E", "Export"),
    ("V", "Consistency"),
    ("W", "Who is who"),
    ("m", "Matrix"),
    ("D", "What differs"),
]


async def opened(ana: Reader, key: str, title: str) -> object:
    """Open a dialog; gives its screen."""
    await ana.press(key)
    await ana.until_screen(title)
    await still(ana)
    return ana.app.screen


async def left(ana: Reader) -> None:
    await ana.press("escape")
    await ana.until_main()
    await still(ana)


@pytest.mark.parametrize(("key", "title"), OPENED)
async def test_it_is_the_same_again_until_the_theme_is_another(
    tmp_path: Path, key: str, title: str
) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        first = await opened(ana, key, title)
        await left(ana)
        assert await opened(ana, key, title) is first
        await left(ana)
        await ana.press("T")
        await still(ana)
        assert await opened(ana, key, title) is not first
        assert not first.is_attached  # type: ignore[attr-defined]  # it is a screen


@pytest.mark.parametrize("key", ["?", "ctrl+p"])
async def test_nothing_is_left_of_what_was_typed(tmp_path: Path, key: str) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        title = dict(OPENED)[key]
        await opened(ana, key, title)
        fresh = ana.picker()
        await ana.write("tag")
        await ana.press("down")
        await ana.until_screen(" 2 of ")
        await ana.press("escape escape")
        await ana.until_main()
        await opened(ana, key, title)
        assert ana.picker() == fresh


async def test_keys_that_come_with_the_one_that_opens_it_are_typed(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await opened(ana, "ctrl+p", "Commands")
        await left(ana)
        ana.burst("ctrl+p", *"tag location", "enter")
        await ana.until(ana.tags, "it is tagged")
        assert ana.tags() == ["location[0:4]Iran"]


@pytest.mark.parametrize(("key", "title"), OPENED)
async def test_a_key_may_leave_it_before_it_is_there(tmp_path: Path, key: str, title: str) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        for _ in range(3):
            ana.burst(key, "escape")
        await ana.until_main()
        await opened(ana, key, title)
        await left(ana)
        await ana.press("a")
        assert ana.tags() == ["actor[0:4]Iran"]


@pytest.mark.parametrize("key", ["ctrl+p", "p"])
async def test_what_is_around_its_frame_is_not_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await opened(ana, key, dict(OPENED)[key])
        before = ana.rows()
        await left(ana)
        with watching(monkeypatch) as painted:
            await opened(ana, key, dict(OPENED)[key])
        assert not painted.whole
        assert ana.rows() == before


@pytest.mark.parametrize(("key", "title"), OPENED)
async def test_it_opens_again_in_one_paint_which_waits_for_no_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, title: str
) -> None:
    written: list[str] = []
    display = SidelightApp._display  # noqa: SLF001  # what Textual writes a paint by

    def kept(app: SidelightApp, screen: Screen[object], update: LayoutUpdate | None) -> None:
        if update is not None:
            written.append(update.render_segments(app.console))
        display(app, screen, update)

    async with reading_text(tmp_path, "|Iran left") as ana:
        await opened(ana, key, title)
        await left(ana)
        with monkeypatch.context() as patch:
            patch.setattr(Timer, "resume", lambda _: None)
            patch.setattr(forwarding, "monotonic", lambda: 1e9)
            patch.setattr(SidelightApp, "_display", kept)
            await ana.press(key)
            await ana.until(lambda: written, "it is painted")
            await ana.settle()
        assert [title in each for each in written] == [True]


async def test_in_another_size_of_terminal_all_is_laid_out_anew(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left") as ana:
        await opened(ana, "?", "Keys and labels")
        await left(ana)
        await ana.pilot.resize_terminal(100, 30)
        await still(ana)
        await opened(ana, "?", "Keys and labels")
        assert len(ana.rows()) == 30
        assert ana.rows()[-1].endswith("Esc leaves ─")


async def test_what_was_done_meanwhile_is_shown(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left. Iran won. Iran lost.") as ana:
        await ana.press("a")
        await opened(ana, "O", "Annotations")
        assert "Annotations  1 " in ana.screen()
        await left(ana)
        await opened(ana, "V", "Consistency")
        await ana.until_screen("untagged 2")
        await left(ana)
        await opened(ana, "p", "Articles (1)")
        assert "1 span · begun" in ana.picker()
        await left(ana)
        await opened(ana, "E", "Export 1 span,")
        await left(ana)
        await ana.press("w w l")
        await still(ana)
        await opened(ana, "O", "Annotations")
        assert "Annotations  2 " in ana.screen()
        await left(ana)
        await opened(ana, "V", "Consistency")
        await ana.until_screen("untagged 1")
        await left(ana)
        await opened(ana, "p", "Articles (1)")
        assert "2 spans" in ana.picker()
        await left(ana)
        await opened(ana, "E", "Export 2 spans,")


@pytest.mark.parametrize("key", ["O", "V"])
async def test_nothing_is_taken_back_there_that_was_made_in_the_text_meanwhile(
    tmp_path: Path, key: str
) -> None:
    async with reading_text(tmp_path, "|Iran left. Iran won. Iran lost.") as ana:
        await ana.press("a")
        before = ana.tags()
        await opened(ana, key, dict(OPENED)[key])
        await ana.press("l")
        await ana.until(lambda: ana.tags() != before, "it is changed there")
        await left(ana)
        await ana.press("w w a")
        made = ana.tags()
        await opened(ana, key, dict(OPENED)[key])
        await ana.press("u")
        await ana.until_screen("Nothing was changed here yet")
        assert ana.tags() == made
