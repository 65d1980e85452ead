"""A pane by itself: what it shows after a view, a size, or suggestions have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.stories import write_story
from tests.tui.support import reading, reading_text
from tui.selection import Selection

if TYPE_CHECKING:
    from pathlib import Path

LINES: Final = "".join(f"This is line {number:02} of the text.\n" for number in range(60))


async def test_the_caret_is_brought_into_sight_and_comes_back_to_where_it_was(
    tmp_path: Path,
) -> None:
    async with reading(write_story(tmp_path, {"one.txt": LINES})) as ana:
        top = ana.pane.view
        ana.go("line 50")
        assert ana.pane.viewport.top == ana.pane.view.top > 0
        assert ana.pane.view.selection.head in ana.pane.viewport.visible_text
        ana.pane.show_view(top)
        await ana.settle()
        assert ana.pane.viewport.top == 0
        assert "line 00" in ana.screen()


async def test_what_was_at_the_top_stays_in_sight_in_another_size(tmp_path: Path) -> None:
    text = "Each of these lines is so long that it is wrapped where the pane is narrow.\n" * 40
    async with reading(write_story(tmp_path, {"one.txt": text}), size=(90, 24)) as ana:
        ana.select(1000, 1000)
        ana.pane.scroll_rows_to(12)
        first = ana.pane.viewport.visible_text.start
        await ana.resize(50, 24)
        assert first in ana.pane.viewport.visible_text
        assert ana.pane.viewport.size == ana.pane.size


async def test_an_article_is_shown_where_its_reader_left_it(tmp_path: Path) -> None:
    story = write_story(tmp_path, {"one.txt": LINES, "two.txt": "Short.\n"})
    async with reading(story, columns=1) as ana:
        ana.go("line 40")
        left = ana.pane.view
        await ana.press("]")
        assert ana.article_id == "two"
        assert ana.pane.viewport.top == 0
        await ana.press("[")
        assert (ana.pane.view.selection, ana.pane.view.top) == (left.selection, left.top)


async def test_a_selection_is_drawn_and_taken_away(tmp_path: Path) -> None:
    async with reading_text(tmp_path, "|Iran said no") as ana:
        style = ana.app.palette.selection.bgcolor

        def selected() -> str:
            row = ana.pane.render_line(1)
            return "".join(s.text for s in row if s.style and s.style.bgcolor == style)

        ana.pane.select(Selection(9, 0))
        assert selected() == "ran said"  # the caret has a ground of its own
        ana.pane.select(Selection.caret(0))
        assert selected() == ""
