"""A row of a list is drawn again only where it looks otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.segment import Segment
from textual.strip import Strip

from tests.stories import open_story, tag, write_story
from tests.tui.painting import still
from tests.tui.support import reading
from tui.render.list_sheet import DrawnRows

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path


NAMES = ("Iran", "Ghana", "Kenya", "Peru", "Chad", "Laos")


def story_in(folder: Path) -> Path:
    said = " ".join(f"{name} left." for name in NAMES)
    story = write_story(folder, {"1_wire.txt": f"Who left\n\n{said}\n"})
    with open_story(story) as workspace:
        for name in NAMES:
            tag(workspace, name, "actor", "1_wire")
    return story


@pytest.mark.parametrize("keys", ["O", "W", "m R"])
async def test_going_on_draws_the_row_that_is_left_and_the_one_that_is_come_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    drawn: list[object] = []
    row = DrawnRows.row

    def seen(rows: DrawnRows, of: object, looks: Hashable, draw: Callable[[], Strip]) -> Strip:
        def draw_it() -> Strip:
            drawn.append(of)
            return draw()

        return row(rows, of, looks, draw_it)

    monkeypatch.setattr(DrawnRows, "row", seen)
    async with reading(story_in(tmp_path / "story"), size=(120, 40)) as ana:
        await ana.press(keys)
        await ana.until_screen("Laos")
        await still(ana)
        assert len(drawn) >= len(NAMES)
        drawn.clear()
        await ana.press("down")
        await still(ana)
        assert len(drawn) == 2
        before = ana.rows()
        await ana.press("escape")
        await ana.until_main()
        drawn.clear()
        await ana.press(keys[0])
        await ana.until_screen("Laos")
        await still(ana)
        assert ana.rows() == before
        assert not drawn


def test_what_looks_otherwise_is_drawn_and_the_rest_is_as_it_was() -> None:
    rows, of, other = DrawnRows(), object(), object()

    def line(text: str) -> Callable[[], Strip]:
        return lambda: Strip([Segment(text)])

    first = rows.row(of, (20, False), line("a"))
    assert rows.row(of, (20, False), line("never")) is first
    assert rows.row(of, (20, True), line("b")).text == "b"
    assert rows.row(other, (20, False), line("c")).text == "c"
    for number in range(1_000):
        rows.row(object(), number, line("d"))
    assert rows.row(of, (20, False), line("e")).text == "e"
