"""Panes and articles come, go, and are refused where there is no room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stories import write_story
from tests.tui.support import reading, reading_text

if TYPE_CHECKING:
    from pathlib import Path


async def test_panes_and_articles(tmp_path: Path) -> None:
    names = [f"{number}_{name}" for number, name in enumerate(("one", "two", "three", "four"))]
    story = write_story(tmp_path, {f"{name}.txt": f"Report {name}\n" for name in names})
    one, two, three, four = names
    async with reading(story, size=(120, 24)) as ana:

        def shown() -> list[str]:
            return ana.main.panes.shown_ids

        assert (shown(), ana.article_id) == ([one, two], one)
        await ana.press("tab")
        assert ana.article_id == two
        await ana.press("tab")
        assert ana.article_id == one
        await ana.press("shift+tab")
        assert ana.article_id == two
        await ana.press("]")
        assert (shown(), ana.article_id) == ([one, three], three)
        await ana.press("]")
        assert shown() == [one, four]
        await ana.press("[ [")
        assert shown() == [one, two]
        await ana.press("2 ]")
        assert shown() == [one, four]
        await ana.press("2 0 0 0 3 ]")  # 6,667 times round the three that are not in the other pane
        assert shown() == [one, three]
        await ana.press("[")
        assert shown() == [one, two]
        await ana.press("+")
        await ana.until_screen("Report 2_three")
        assert (shown(), ana.article_id) == ([one, two, three], two)
        await ana.press("+ +")
        assert shown() == [one, two, three, four]
        assert ana.says() == "Every article is on screen already"
        await ana.press("- - -")
        assert (shown(), ana.article_id) == ([two], two)
        await ana.press("-")
        assert ana.says() == "There is only one pane left"
        await ana.press("tab")
        assert ana.article_id == three
        await ana.press("g 0")
        await ana.until(lambda: len(ana.main.panes.panes) == 2, "there are two panes again")
        await ana.press("p")
        await ana.until(lambda: ana.app.screen.focused, "an article can be picked")
        await ana.write("fo")
        await ana.until(
            lambda: "3_four" in ana.screen() and "0_one" not in ana.picker(), "narrowed"
        )
        await ana.press("enter")
        await ana.until_main()
        assert ana.article_id == four


async def test_a_pane_that_there_is_no_room_for_is_refused(tmp_path: Path) -> None:
    story = write_story(tmp_path, {f"{number}.txt": "text" for number in range(9)})
    async with reading(story) as ana:
        await ana.press("+ +")
        await ana.until(lambda: len(ana.main.panes.panes) == 3, "there are three panes")
        await ana.press("+")
        assert ana.says() == "There is no room for one more pane"


async def test_the_only_article_has_no_neighbour(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran") as ana:
        for key in ("]", "[", "tab"):
            await ana.press(key)
            assert ana.says() == "This is the only article"
