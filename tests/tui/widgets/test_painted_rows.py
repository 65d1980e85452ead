from __future__ import annotations

from typing import TYPE_CHECKING

from tests.stories import write_story
from tests.tui.support import reading, reading_text

if TYPE_CHECKING:
    from pathlib import Path


async def test_a_click_places_the_caret(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left Syria today") as ana:
        await ana.click(*ana.cell_of("Syria"))
        assert ana.shown() == "Iran left |Syria today"
        await ana.press("l")
        assert ana.tags() == ["location[10:15]Syria"]


async def test_a_click_beside_the_text_goes_to_its_nearest_place(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "Iran |left\nSyria") as ana:
        column, row = ana.cell_of("Iran")
        await ana.click(0, row)
        assert ana.shown() == "|Iran left\nSyria"
        await ana.click(79, row)
        assert ana.shown() == "Iran left|\nSyria"
        await ana.click(column, row + 9)
        assert ana.shown() == "Iran left\n|Syria"


async def test_a_click_on_half_of_a_wide_character_is_on_it(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|北京说") as ana:
        column, row = ana.cell_of("京")
        await ana.click(column + 1, row)
        assert ana.shown() == "北|京说"


async def test_a_drag_selects(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left Syria today") as ana:
        await ana.drag(ana.cell_of("left"), ana.cell_of(" today"))
        assert ana.shown() == "Iran [[left Syria|]] today"
        await ana.drag(ana.cell_of("today"), ana.cell_of("Syria"))
        assert ana.shown() == "Iran left [[|Syria ]]today"
        await ana.press("l")
        assert ana.tags() == ["location[10:15]Syria"]


async def test_a_double_click_selects_a_word(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran’s men left") as ana:
        column, row = ana.cell_of("an’s")
        await ana.click(column, row, times=2)
        assert ana.shown() == "[[Iran|]]’s men left"


async def test_a_click_goes_to_the_pane_it_is_on(story: Path) -> None:
    async with reading(story, size=(120, 24)) as ana:
        left, right = ana.main.panes.panes
        await ana.click(*ana.cell_of("Moscow", right))
        assert ana.pane is right
        assert ana.around(5) == "that |Mosco"
        await ana.press("l")
        assert [a.text for a in ana.annotations()] == ["Moscow"]
        await ana.click(*ana.cell_of("troops", left))
        assert ana.pane is left
        assert ana.around(5) == "sent |troop"


async def test_a_click_leaves_the_current_annotation_and_a_selection(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left Syria") as ana:
        await ana.press("a enter")
        assert ana.current
        await ana.click(*ana.cell_of("Syria"))
        assert ana.current == ""
        await ana.press("v e")
        await ana.click(*ana.cell_of("left"))
        assert ana.shown() == "Iran |left Syria"
        await ana.press("w")
        assert ana.shown() == "Iran left |Syria"


async def test_a_click_moves_an_end_while_resizing(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left Syria") as ana:
        await ana.press("a r")
        await ana.click(*ana.cell_of(" Syria"))
        assert ana.shown() == "[[Iran left|]] Syria"
        await ana.press("enter")
        assert ana.tags() == ["actor[0:9]Iran left"]


async def test_the_wheel_scrolls_the_pane_under_it(tmp_path: Path) -> None:
    text = "".join(f"line {number}\n" for number in range(100))
    story = write_story(tmp_path, {"a.txt": text, "b.txt": text})
    async with reading(story, size=(120, 24)) as ana:
        left, right = ana.main.panes.panes
        await ana.wheel(*ana.cell_of("line 5", right), down=True)
        assert (left.view.top, right.view.top) == (0, 3)
        assert ana.pane is left
        assert right.selection.head == 0
        await ana.wheel(*ana.cell_of("line 5", right), down=False)
        assert right.view.top == 0
        await ana.wheel(*ana.cell_of("line 5", right), down=False)
        assert right.view.top == 0
        for _ in range(60):
            await ana.wheel(*ana.cell_of("line 5", left), down=True)
        assert left.view.top <= 100 - 3 + 1
        # A key brings the caret back into sight.
        await ana.press("right")
        assert left.view.top == 0


async def test_header_and_rule_are_no_text(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "Iran le|ft") as ana:
        region = ana.pane.region
        await ana.click(region.x + 10, region.y)
        assert ana.shown() == "Iran le|ft"
        await ana.click(region.x + 10, region.bottom - 1)
        assert ana.shown() == "Iran le|ft"
