"""The editor in any size of terminal, and where nothing can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.stories import write_story
from tests.tui.support import Reader, reading

if TYPE_CHECKING:
    from pathlib import Path

    from store.story.workspace import OpenArticle


LEFT, RIGHT = "000_dbd621557e353835", "003_74a61ec87d41618b"


WIDE: Final = (120, 40)
"""Room for both articles."""


async def test_the_caret_keeps_its_place_when_the_terminal_is_resized(seeds: Path) -> None:
    async with reading(seeds, size=WIDE) as ana:
        ana.go("direct challenge")
        for width, height in ((80, 24), (45, 12), (200, 60), (99, 18), (120, 40)):
            await ana.resize(width, height)
            assert "|direct" in ana.around(10)
            # It can be seen, too.
            row = ana.pane.wrapped.row_of(ana.pane.selection.head)
            assert 0 <= row - ana.pane.view.top < ana.pane.viewport.text_height
            assert all(len(line) == width or "…" in line for line in ana.rows())


async def test_a_selection_and_an_article_outlive_a_resize(seeds: Path) -> None:
    async with reading(seeds, size=WIDE) as ana:
        await ana.press("tab v 3 e")
        before = ana.shown()
        await ana.resize(60, 20)
        assert (ana.article_id, ana.shown()) == (RIGHT, before)
        await ana.resize(160, 50)
        assert (ana.article_id, ana.shown()) == (RIGHT, before)
        assert len(ana.main.panes.panes) == 2


async def test_a_terminal_that_is_too_small_says_so_and_recovers(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("w w a")
        before = ana.shown()
        await ana.resize(20, 5)
        told = " ".join(ana.screen().split())
        assert told.replace(" ", "") == "Theterminalhas20x5;makeit40x9ormore"
        await ana.press("a d w")
        assert len(ana.tags(LEFT)) == 1
        await ana.resize(80, 24)
        await ana.until_screen("Iran Plotted With Russia")
        assert ana.shown() == before
        await ana.press("w a")
        assert len(ana.tags(LEFT)) == 2


async def test_a_terminal_that_is_too_small_from_the_start(seeds: Path) -> None:
    async with reading(seeds, size=(20, 5)) as ana:
        assert "".join(ana.screen().split()) == "Theterminalhas20x5;makeit40x9ormore"
        await ana.resize(80, 24)
        await ana.until_screen("Iran Plotted With Russia")
        await ana.press("q")
        await ana.until(lambda: not ana.app.is_running, "the app is left")


async def test_a_story_opened_to_read_only_refuses_edits_in_a_sentence(seeds: Path) -> None:
    async with reading(seeds) as ana:
        await ana.press("a")
    before = (seeds / "annotations" / "ana" / "journal.jsonl").read_bytes()
    refusal = "The story was opened to read only"
    async with reading(seeds, read_only=True) as ana:
        assert "READ ONLY" in ana.line("status")
        assert ana.tags() == ["actor[0:4]Iran"]
        for keys in ("w a", "u", "g g d", "enter l", "i", "g g r w e enter"):
            await ana.press(keys)
            assert ana.app.screen is ana.main
            assert refusal in ana.says()
        await ana.press("escape")
        assert ana.tags() == ["actor[0:4]Iran"]
    assert (seeds / "annotations" / "ana" / "journal.jsonl").read_bytes() == before


async def test_a_story_that_is_open_elsewhere_can_be_read(seeds: Path) -> None:
    async with reading(seeds) as ana, reading(seeds, size=(160, 24)) as bob:
        assert "READ ONLY: The story is open in" in bob.line("status")
        await bob.press("a")
        assert "nothing was changed" in bob.says()
        await ana.press("a")
        assert ana.tags() == ["actor[0:4]Iran"]


def is_shown(ana: Reader, opened: OpenArticle | None) -> bool:
    """Whether what is wrong with an article stands on the screen, however it is wrapped."""
    return opened is not None and "".join(opened.problem.split()) in "".join(ana.screen().split())


async def test_articles_that_cannot_be_read_show_what_is_wrong(tmp_path: Path) -> None:
    articles: dict[str, str | bytes] = {
        "1.txt": "Iran left.",
        "2.txt": "",
        "3.txt": b"\xff\x00\x81",
    }
    async with reading(write_story(tmp_path, articles)) as ana:
        for name, problem in (("2.txt", "is empty; there is nothing to read"), ("3.txt", "")):
            await ana.press("]")
            assert ana.pane.opened is not None
            assert problem in ana.pane.opened.problem
            assert name in ana.pane.opened.problem
            await ana.until(lambda: is_shown(ana, ana.pane.opened), "what is wrong is shown")
            # No key does any harm to what is not there.
            for keys in (
                "w",
                "b",
                "G",
                "up",
                "v",
                "end",
                "escape",
                "j",
                "k",
                "enter",
                "d",
                "r",
                "i",
            ):
                await ana.press(keys)
            await ana.press("a")
            assert ana.says().startswith(ana.pane.opened.problem[:40])
            assert not ana.tags()
        await ana.press("] a")
        assert ana.tags() == ["actor[0:4]Iran"]
