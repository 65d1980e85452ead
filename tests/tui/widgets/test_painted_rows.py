from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
        assert ana.shown() == "Iran left [[|Syria today]]"
        await ana.drag(ana.cell_of("yria"), ana.cell_of("ia today"))
        await ana.press("l")
        assert ana.tags() == ["location[10:15]Syria"]


@pytest.mark.parametrize(
    ("start", "end", "held", "shown"),
    [
        ("ussia", "y said", "", "“[[Russia’s army|]],” they said (in Moscow’s)"),
        ("ussia", "y said", "alt", "“R[[ussia’s army,” the|]]y said (in Moscow’s)"),
        ("ussia", "sia", "ctrl", "“R[[us|]]sia’s army,” they said (in Moscow’s)"),
        ("aid (", "oscow", "", "“Russia’s army,” they [[said (in Moscow|]]’s)"),
    ],
)
async def test_a_drag_goes_by_words(
    tmp_path: Path, start: str, end: str, held: str, shown: str
) -> None:
    async with reading_text(tmp_path, "|“Russia’s army,” they said (in Moscow’s)") as ana:
        end = end if start != "ussia" or held else "my,"
        await ana.drag(ana.cell_of(start), ana.cell_of(end), held=held)
        assert ana.shown() == shown


async def test_a_press_with_shift_selects_up_to_there(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left Syria today") as ana:
        await ana.click(*ana.cell_of("eft"))
        await ana.click(*ana.cell_of("yria"), held="shift")
        assert ana.shown() == "Iran [[left Syria|]] today"


async def test_a_third_press_takes_the_sentence(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left. Syria stayed. No.") as ana:
        await ana.click(*ana.cell_of("stay"), times=3)
        assert ana.shown() == "Iran left. [[Syria stayed.|]] No."


async def test_a_press_on_a_letter_in_the_margin_makes_that_annotation_current(
    tmp_path: Path,
) -> None:
    async with reading_text(tmp_path, "|Iran left Syria today") as ana:
        await ana.press("a w w l")
        row = ana.cell_of("Iran")[1]
        letters = ana.rows()[row].rindex("al")
        await ana.click(letters + 1, row)
        assert ana.current == "location[10:15]Syria"
        await ana.click(letters, row)
        assert ana.current == "actor[0:4]Iran"
        await ana.drag(ana.cell_of("Iran"), ana.cell_of("today"))
        await ana.press("c")
        await ana.click(ana.pane.region.x + ana.pane.viewport.frame.left, row)
        assert ana.current.startswith("claim[0:21]")


async def test_chips_and_hints_can_be_pressed(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran left Syria today") as ana:
        keys = ana.rows()[-1]
        await ana.click(keys.index("location"), 23)
        assert ana.tags() == ["location[0:4]Iran"]
        await ana.click(keys.index("? help") + 1, 23)
        await ana.until(lambda: ana.app.screen is not ana.main, "the help is there")


async def test_two_presses_on_a_title_pick_an_article(story: Path) -> None:
    async with reading(story, size=(120, 24)) as ana:
        right = ana.main.panes.panes[1]
        await ana.click(right.region.x + 5, right.region.y)
        assert ana.pane is right
        await ana.click(right.region.x + 5, right.region.y)
        await ana.until(lambda: ana.app.screen is not ana.main, "the articles are listed")


async def test_a_press_on_the_rule_scrolls_there(tmp_path: Path) -> None:
    text = "".join(f"line {number}\n" for number in range(100))
    async with reading(write_story(tmp_path, {"a.txt": text})) as ana:
        await ana.click(40, ana.pane.region.bottom - 1)
        assert 45 <= ana.pane.view.top <= 55
        assert ana.pane.selection.head == 0


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
